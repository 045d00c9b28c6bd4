"""Why there is no answer, in words of the question: what nothing near it speaks of."""

import re
from collections.abc import Iterable, Sequence

from bot.answering.features import GENERIC, names_in
from bot.answering.matching import Asked
from index.analysis import terms
from index.retrieval import RetrievedPassage

EMPTY = "No articles have been added to this collection yet."
OUTSIDE = "No article here was published in that time."
NOTHING_NEAR = "No passage of the articles is near this question."
TOO_WEAK = "The nearest passages do not answer it."
_MOST = 3
"""Words named in a reason."""


def reason(question: str, passages: Sequence[RetrievedPassage]) -> str:
    """Why these passages do not answer: names they lack, else words that none has with the names.

    "Why did Khar resign?" supposes that she did; where no passage speaks of resigning, that is the
    reason.
    """
    if not passages:
        return NOTHING_NEAR
    held = [frozenset(terms(f"{each.article.title} {each.flow}")) for each in passages]
    names = _words_of(question, names_in(question) - GENERIC)
    unknown = _missing(question, names, frozenset().union(*held))
    if unknown:
        return f"Nothing near this question mentions {_quoted(unknown)}."
    about = [each for each in held if not _missing(question, names, each)]
    others = _words_of(question, frozenset(terms(question)) - names_in(question) - GENERIC)
    unsaid = _missing(question, others, frozenset().union(*about)) if about else []
    if names and unsaid:
        mentioned = _quoted(names, "and")
        return f"The nearest passages mention {mentioned}, but not {_quoted(unsaid)}."
    return TOO_WEAK


def _words_of(question: str, wanted: frozenset[str]) -> list[str]:
    """The words of the question whose terms are wanted, each once."""
    words = (match.group() for match in _WORD.finditer(question))
    found = {word.casefold(): word for word in words if set(terms(word)) & wanted}
    return list(found.values())


def _missing(question: str, words: Iterable[str], held: frozenset[str]) -> list[str]:
    """Those of the words of which nothing is held, not even a word of the same root."""
    asked = Asked.of(question, held, ())
    missing = {t for t, credit in zip(asked.terms, asked.credits(held), strict=True) if not credit}
    return [word for word in words if missing.issuperset(terms(word))]


def _quoted(words: Sequence[str], last: str = "or") -> str:
    named = [f"“{word}”" for word in words[:_MOST]]
    return f" {last} ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


_WORD = re.compile(r"\w[\w’'.-]*\w|\w")
