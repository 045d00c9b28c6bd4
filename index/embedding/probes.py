"""Texts on which an export is compared with its reference: short, long, and unusual ones."""

from corpus.parsers import Unreadable, read_path
from corpus.samples import sample_paths
from index.passages import cut, embedding_text


def _passages() -> list[str]:
    articles = [a for path in sample_paths() for a in read_path(path)]
    return [
        embedding_text(article, start, end)
        for article in articles
        if not isinstance(article, Unreadable)
        for start, end in cut(article)
    ]


PROBES: tuple[str, ...] = (
    "Why was the visit put off?",
    "Who is the foreign minister of Russia?",
    "How many troops withdraw at the end of 2014?",
    "steel mills",
    "Почему визит был отложен?",
    "何が起きましたか",
    "[SEP] [CLS] [MASK] <s> </s>",
    "…",
    "“Quoted,” she said — and left; 3.5% of €1,200 🙂",
    *_passages(),
    " ".join(_passages()),
)
"""Questions first, then every passage of the sample, then a text past the model's window."""
