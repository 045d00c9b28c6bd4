"""Answers questions: from a question to a verified reply, independent of where it is shown."""
