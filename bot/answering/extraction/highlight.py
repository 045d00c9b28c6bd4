"""Finds the words of a sentence that answer, by rules on the type of the question."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from bot.answering.extraction.answer_types import find_expressions
from bot.answering.extraction.question import (
    FUNCTION_WORDS,
    WORD,
    AnswerType,
    QuestionAnalysis,
    analyze_question,
    stem,
)
from bot.replies import Span

_MIN_SCORE = {AnswerType.PERSON: 0.5, AnswerType.PLACE: 0.5, AnswerType.NAME: 0.4}
"""The minimum score of a name; dates and numbers need less."""
_DEFAULT_MIN_SCORE = 0.15

_MAX_NEIGHBOURS = 40
"""Words considered on each side of a span; words further away matter little."""
_CONTEXT_LENGTH = 100
"""Characters considered on each side of a span."""

_MAX_QUESTION_SHARE = {AnswerType.PERSON: 0.5, AnswerType.PLACE: 0.5, AnswerType.NAME: 0.51}
"""A span with this share of its words in the question is not an answer."""

_PLACE_PREPOSITION = re.compile(
    r"\b(?:in|at|near|to|into|outside|across|through|from|off|throughout)\s(?:the\s|\w+ern\s)?$"
)
_BY = re.compile(r"\bby\s(?:[\w.’'-]+\s){0,4}$")
_ARTICLE = re.compile(r"\b(?:an?|the)\s$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?\s")
_DESCRIBES = re.compile(
    r"(?:\s(?!(?:on|in|at|of|for|to|as|with|from|and|said|near)\b)[a-z]+){1,2},?\s[A-Z]"
)
"""After an adjective of origin: a *Greek* mathematician, Hero."""
_NEXT_NOUN = re.compile(r"\s([a-z]+)\b")


def find_span(question: str, text: str, start: int, end: int) -> Span | None:
    """Return the shortest span of ``text[start:end]`` that answers, or ``None`` if none is certain.

    The span is in offsets of ``text``, trimmed, and never all of ``text[start:end]``. Offsets
    beyond the text count as its end.
    """
    start = max(start, 0)
    sentence = text[start : max(end, start)]
    analysis = analyze_question(question)
    words = _SentenceWords(sentence)
    scored = [
        (_score_span(analysis, words, span), span) for span in _find_candidates(analysis, sentence)
    ]
    best, (a, b) = max(scored, key=lambda pair: pair[0], default=(0.0, (0, 0)))
    if best < _MIN_SCORE.get(analysis.answer_type, _DEFAULT_MIN_SCORE):
        return None
    return start + a, start + b


def _find_candidates(analysis: QuestionAnalysis, sentence: str) -> Iterator[Span]:
    """Return expressions of the answer type that do not only repeat the question."""
    for start, end in find_expressions(analysis.answer_type, sentence):
        body = sentence[start:end]
        span = end - len(body.lstrip()), start + len(body.rstrip())
        if (
            span[0] < span[1]
            and body.strip() != sentence.strip()
            and not _repeats_question(analysis, body)
        ):
            yield span


def _repeats_question(analysis: QuestionAnalysis, body: str) -> bool:
    """Whether the question has too many of these words, by answer type."""
    stems = [stem(word.group()) for word in WORD.finditer(body)]
    known = sum(word in analysis.stems for word in stems)
    return not stems or known >= _MAX_QUESTION_SHARE.get(analysis.answer_type, 1.0) * len(stems)


class _SentenceWords:
    """The words of a sentence, to find the neighbours of a span."""

    def __init__(self, sentence: str) -> None:
        found = list(WORD.finditer(sentence))
        self.sentence = sentence
        self._starts = [word.start() for word in found]
        self._ends = [word.end() for word in found]
        self._stems = [stem(word.group()) for word in found]

    def before(self, offset: int) -> list[str]:
        """Return the stems of the words that end by ``offset``, nearest first."""
        last = bisect_right(self._ends, offset)
        return self._stems[max(0, last - _MAX_NEIGHBOURS) : last][::-1]

    def after(self, offset: int) -> list[str]:
        """Return the stems of the words that begin at ``offset`` or later, nearest first."""
        first = bisect_left(self._starts, offset)
        return self._stems[first : first + _MAX_NEIGHBOURS]


def _score_span(analysis: QuestionAnalysis, words: _SentenceWords, span: Span) -> float:
    """Return how near a span is to the question's words, weighted by how it fits the sentence."""
    before, after = words.before(span[0]), words.after(span[1])
    nearness = sum(
        max(_compute_nearness(s, before), _compute_nearness(s, after)) for s in analysis.stems
    )
    return nearness * _compute_fit(analysis, words.sentence, span, after)


def _compute_nearness(word: str, neighbours: list[str]) -> float:
    """Return 1 for the next word, 1/2 for the one after it, and 0 if the word is absent."""
    return 1 / (neighbours.index(word) + 1) if word in neighbours else 0.0


def _compute_fit(analysis: QuestionAnalysis, sentence: str, span: Span, after: list[str]) -> float:
    """Return more than 1 if the context suggests the answer, less than 1 if it does not."""
    left = sentence[max(0, span[0] - _CONTEXT_LENGTH) : span[0]]
    right = sentence[span[1] : span[1] + _CONTEXT_LENGTH]
    fit = _FIT_BY_TYPE.get(analysis.answer_type)
    return (0.5 if left.endswith("(") else 1.0) * (
        fit(analysis, left, right, after) if fit else 1.0
    )


def _fit_count(analysis: QuestionAnalysis, _left: str, _right: str, after: list[str]) -> float:
    """The counted thing follows the number: 12 *people*."""
    if not analysis.next_word:
        return 1.0
    return 2.0 if analysis.next_word in after[:3] else 0.6


def _fit_place(_analysis: QuestionAnalysis, left: str, _right: str, _after: list[str]) -> float:
    return 1.5 if _PLACE_PREPOSITION.search(left) else 0.5


def _fit_name(analysis: QuestionAnalysis, left: str, right: str, after: list[str]) -> float:
    """The actor stands before the verb, or after "by"."""
    if _BY.search(left) or analysis.next_word in after[:3]:
        return 2.0
    return 0.4 if _is_attribute(left, right) else 1.0


def _fit_person(analysis: QuestionAnalysis, left: str, right: str, after: list[str]) -> float:
    if analysis.next_word in after[:1]:
        return 2.0
    if _POSSESSIVE.match(right) or _DESCRIBES.match(right) or _PLACE_PREPOSITION.search(left):
        return 0.4
    return _fit_name(analysis, left, right, after) * (0.4 if _ARTICLE.search(left) else 1.0)


def _is_attribute(left: str, right: str) -> bool:
    """Whether a name only describes the next word: the *US* drone campaign."""
    noun = _NEXT_NOUN.match(right)
    return bool(_ARTICLE.search(left) and noun and noun.group(1) not in FUNCTION_WORDS)


_FIT_BY_TYPE = {
    AnswerType.COUNT: _fit_count,
    AnswerType.PLACE: _fit_place,
    AnswerType.NAME: _fit_name,
    AnswerType.PERSON: _fit_person,
}
