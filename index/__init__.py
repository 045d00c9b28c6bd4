"""Which passages are near a question."""
