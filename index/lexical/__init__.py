"""Lexical indexes: the exact BM25 reference and the engine held to it."""
