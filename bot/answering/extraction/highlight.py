"""The shortest words of a sentence that answer, found by rules on the question's kind."""

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
"""The least score of a name to be shown; what has the form of a date or number needs less."""
_DEFAULT_MIN_SCORE = 0.15

_MAX_NEIGHBOURS = 40
"""Words looked at on either side of a span; one further off says little about it."""
_CONTEXT_LENGTH = 100
"""Characters looked at on either side of a span."""

_MAX_QUESTION_SHARE = {AnswerType.PERSON: 0.5, AnswerType.PLACE: 0.5, AnswerType.NAME: 0.51}
"""The share of a span's words that, once in the question, make it no answer."""


def find_span(question: str, text: str, start: int, end: int) -> Span | None:
    """The shortest span inside ``text[start:end]`` that answers, or ``None`` where none is sure.

    The span is in the coordinates of ``text``, without white space at its edges, and never all
    of ``text[start:end]``. Offsets past the text are taken as its ends.
    """
    start = max(start, 0)
    sentence = text[start : max(end, start)]
    asked = analyze_question(question)
    words = _SentenceWords(sentence)
    scored = [(_score_span(asked, words, span), span) for span in _find_candidates(asked, sentence)]
    best, (a, b) = max(scored, key=lambda pair: pair[0], default=(0.0, (0, 0)))
    if best < _MIN_SCORE.get(asked.answer_type, _DEFAULT_MIN_SCORE):
        return None
    return start + a, start + b


def _find_candidates(analysis: QuestionAnalysis, sentence: str) -> Iterator[Span]:
    """What has the form of an answer and does not only repeat the question."""
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
    """Whether the question has too many of these words already, by the kind of answer."""
    stems = [stem(word.group()) for word in WORD.finditer(body)]
    known = sum(word in analysis.stems for word in stems)
    return not stems or known >= _MAX_QUESTION_SHARE.get(analysis.answer_type, 1.0) * len(stems)


class _SentenceWords:
    """A sentence's words, to look up what stands around a span."""

    def __init__(self, sentence: str) -> None:
        found = list(WORD.finditer(sentence))
        self.sentence = sentence
        self._starts = [word.start() for word in found]
        self._ends = [word.end() for word in found]
        self._stems = [stem(word.group()) for word in found]

    def before(self, offset: int) -> list[str]:
        """Stems of the words that end by ``offset``, nearest first."""
        last = bisect_right(self._ends, offset)
        return self._stems[max(0, last - _MAX_NEIGHBOURS) : last][::-1]

    def after(self, offset: int) -> list[str]:
        """Stems of the words that begin at ``offset`` or later, nearest first."""
        first = bisect_left(self._starts, offset)
        return self._stems[first : first + _MAX_NEIGHBOURS]


def _score_span(analysis: QuestionAnalysis, words: _SentenceWords, span: Span) -> float:
    """How near the span is to the question's words, weighed by how it stands in the sentence."""
    before, after = words.before(span[0]), words.after(span[1])
    nearness = sum(
        max(_compute_nearness(s, before), _compute_nearness(s, after)) for s in analysis.stems
    )
    return nearness * _compute_fit(analysis, words.sentence, span, after)


def _compute_nearness(word: str, neighbours: list[str]) -> float:
    """1 for the next word, 1/2 for the one behind it, and 0 where it is not there."""
    return 1 / (neighbours.index(word) + 1) if word in neighbours else 0.0


def _compute_fit(analysis: QuestionAnalysis, sentence: str, span: Span, after: list[str]) -> float:
    """More than 1 where the words around say that this is what was asked for, less where not."""
    left = sentence[max(0, span[0] - _CONTEXT_LENGTH) : span[0]]
    right = sentence[span[1] : span[1] + _CONTEXT_LENGTH]
    fit = _FIT_BY_TYPE.get(analysis.answer_type)
    return (0.5 if left.endswith("(") else 1.0) * (
        fit(analysis, left, right, after) if fit else 1.0
    )


def _fit_count(analysis: QuestionAnalysis, _left: str, _right: str, after: list[str]) -> float:
    """What is counted should follow the number: 12 *people*."""
    if not analysis.next_word:
        return 1.0
    return 2.0 if analysis.next_word in after[:3] else 0.6


def _fit_place(_analysis: QuestionAnalysis, left: str, _right: str, _after: list[str]) -> float:
    return 1.5 if _PLACE_PREPOSITION.search(left) else 0.5


def _fit_name(analysis: QuestionAnalysis, left: str, right: str, after: list[str]) -> float:
    """Who did it stands before the verb, or after "by"."""
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
    """Whether a name only describes what follows it: the *US* drone campaign."""
    noun = _NEXT_NOUN.match(right)
    return bool(_ARTICLE.search(left) and noun and noun.group(1) not in FUNCTION_WORDS)


_FIT_BY_TYPE = {
    AnswerType.COUNT: _fit_count,
    AnswerType.PLACE: _fit_place,
    AnswerType.NAME: _fit_name,
    AnswerType.PERSON: _fit_person,
}
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
