"""Embedding models: their files, and the runtimes that run them."""
