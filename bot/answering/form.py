"""A closer look at a sentence: whether it has the form of an answer to the question."""

import re
from itertools import takewhile
from typing import NamedTuple

from bot.answering.candidates import Candidate
from bot.answering.expressions import expressions, names
from bot.answering.highlight import find_span
from bot.answering.matching import Asked
from bot.answering.question import AnswerKind, analysed
from bot.replies import Span
from index.analyzer import terms


class Form(NamedTuple):
    """The form of a sentence, each 0 or 1 unless said otherwise.

    ``untyped``: it lacks words of the kind asked for; ``spanned``: an answering span was found in
    it; ``quoted``: it quotes, and the question is about what was said; ``apposed``: a "who is"
    question's words that a name in it follows directly, from 0 to 1.
    """

    untyped: float
    spanned: float
    quoted: float
    apposed: float


class Look(NamedTuple):
    """A sentence's form, and the span that answers where one was found."""

    form: Form
    span: Span | None


def look(candidate: Candidate, asked: Asked) -> Look:
    """Look at one sentence closely; the span is in its article's coordinates."""
    kind = analysed(asked.question).kind
    text = candidate.text
    span = find_span(asked.question, candidate.passage.article.text, candidate.start, candidate.end)
    untyped = kind is not AnswerKind.OTHER and not _has(kind, text, asked)
    quoted = bool(_SAYING.search(asked.question) and _QUOTATION.search(text))
    form = Form(float(untyped), float(span is not None), float(quoted), _apposed(text, asked))
    return Look(form, span)


def _has(kind: AnswerKind, text: str, asked: Asked) -> bool:
    """Whether the text has words of this kind beyond the question's own."""
    own = set(asked.terms)
    return any(own.isdisjoint(terms(text[a:b])) for a, b in expressions(kind, text))


def _apposed(text: str, asked: Asked) -> float:
    """The share of the words "who is" asks about that stand right before a name: its title."""
    if not (_WHO_IS.match(asked.question) and asked.terms):
        return 0.0
    titles = (_title(text[:start], asked) for start, _ in names(text))
    return max(titles, default=0) / len(asked.terms)


def _title(before: str, asked: Asked) -> int:
    """How many words right before a name are the question's."""
    words = [terms(word) for word in before.split()[-len(asked.terms) :]]
    known = (bool(found) and found[0] in asked.terms for found in reversed(words))
    return sum(1 for _ in takewhile(bool, known))


_WHO_IS = re.compile(r"\s*who(?:\s+(?:is|was|are|were)|['’]s)\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\bwhat\b.*\b(?:say|said|says|tell|told|argued?|claim(?:ed)?|think|warn(?:ed)?|repl(?:y|ied)|respond(?:ed)?|respon[cs]e)\b",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"[“”\"«»]|\bsa(?:id|ys) that\b")
