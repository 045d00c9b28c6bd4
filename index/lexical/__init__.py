"""The lexical index: BM25 by an engine on disk."""
