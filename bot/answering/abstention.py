"""Why there is no answer, in words of the question: what nothing near it speaks of."""

import re
from collections.abc import Iterable, Sequence

from bot.answering.extraction.overlap import GENERIC, Asked, names_in
from corpus.messages import Said, enumerated, said
from index.analyzer import terms
from index.retriever import RetrievedPassage

EMPTY = said("No articles have been added to this collection yet.")
OUTSIDE = said("No article here was published in that time.")
NOTHING_NEAR = said("No passage of the articles is near this question.")
TOO_WEAK = said("The nearest passages do not answer it.")
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
        return said("Nothing near this question mentions {words}.", words=_any_of(unknown))
    about = [each for each in held if not _missing(question, names, each)]
    others = _words_of(question, frozenset(terms(question)) - names_in(question) - GENERIC)
    unsaid = _missing(question, others, frozenset().union(*about)) if about else []
    if names and unsaid:
        return said(
            "The nearest passages mention {names}, but not {words}.",
            names=_all_of(names),
            words=_any_of(unsaid),
        )
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


def _any_of(words: Sequence[str]) -> Said:
    *others, last = _quoted(words)
    return said("{words} or {last}", words=enumerated(others), last=last) if others else last


def _all_of(words: Sequence[str]) -> Said:
    *others, last = _quoted(words)
    return said("{words} and {last}", words=enumerated(others), last=last) if others else last


def _quoted(words: Sequence[str]) -> list[Said]:
    return [said("“{word}”", word=word) for word in words[:_MOST]]


_WORD = re.compile(r"\w[\w’'.-]*\w|\w")
