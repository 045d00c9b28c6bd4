"""The lexical index (BM25) over tantivy."""
