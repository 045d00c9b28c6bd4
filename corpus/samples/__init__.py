"""Articles that come with Byline, to answer the first question from."""

from pathlib import Path


def sample_paths() -> list[Path]:
    """The files of the articles that come with Byline, in the order of their names."""
    return sorted(Path(__file__).parent.glob("*.txt"))
