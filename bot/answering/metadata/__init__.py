"""Answers questions about articles from their records."""
