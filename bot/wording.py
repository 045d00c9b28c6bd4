"""Excerpts as they are put into sentences."""


def in_one_line(text: str) -> str:
    """Words of an article as they stand in a sentence: white space folded."""
    return " ".join(text.split())
