"""Embedding models: where their files are, and the runtimes that run them."""
