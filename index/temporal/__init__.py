"""The times that a question mentions, and their effect on scores."""
