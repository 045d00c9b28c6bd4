"""Finds the sentences that answer a question, and the confidence that they do."""
