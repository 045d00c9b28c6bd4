"""A title for every article: its own, or its first words."""

LONGEST_TITLE = 300
_LONGEST_MADE = 120


def clean_title(title: str) -> str:
    """A title on one line, cut at a word where it is longer than 300 code points."""
    return _shortened(title, LONGEST_TITLE)


def title_from(text: str) -> str:
    """The first line of a text that has words in it, cut at a word near 120 code points."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return _shortened(line, _LONGEST_MADE)


def _shortened(words: str, longest: int) -> str:
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    start = line[: longest - 1]
    # a line without a space has no word to cut at
    return (start.rpartition(" ")[0] or start).rstrip(" ,;:–—-") + "…"
