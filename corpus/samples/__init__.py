"""The sample articles that Byline ships."""

from pathlib import Path


def sample_paths() -> list[Path]:
    """Return the files of the sample articles, sorted by name."""
    return sorted(Path(__file__).parent.glob("*.txt"))
