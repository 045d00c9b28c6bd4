"""Indexes of passages, and the retrieval of passages for a question."""
