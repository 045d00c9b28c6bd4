"""Answers a question that a section heading asks with the text under the heading."""

import re

from bot.answering.extraction.overlap import GENERIC_TERMS
from bot.replies import Abstention, Answer, Citation
from index.analyzer import extract_terms

_CONFIDENCE = 0.9
"""Set by hand: what follows a heading that asks the very question is written to answer it."""
_QUESTION_WORD = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|which|how(?: (?:many|much|long|often|old|far))?)\b",
    re.IGNORECASE,
)
_FIRST_LINE = re.compile(r"\W*(?P<heading>[^\n]*\?)[\W_]*\n+\s*\S")


def answer_from_heading(abstention: Abstention) -> Answer | None:
    """Return the near excerpt under a heading that asks the question as the answer, if any is.

    The heading has the question's question word and no other terms than the question, and the
    question no other than the heading and the headline.
    """
    question, timings = abstention.question, abstention.timings
    for near in abstention.nearest:
        if _asks_the_same(question, near):
            return Answer(question, (near,), _CONFIDENCE, as_of=near.published, timings=timings)
    return None


def _asks_the_same(question: str, citation: Citation) -> bool:
    match = _FIRST_LINE.match(citation.excerpt)
    if match is None:
        return False
    heading = match["heading"]
    wanted, held = _extract_content_terms(question), _extract_content_terms(heading)
    title = _extract_content_terms(citation.title)
    is_same = bool(held) and held <= wanted <= held | title
    return is_same and _find_question_words(question) == _find_question_words(heading)


def _extract_content_terms(text: str) -> frozenset[str]:
    return frozenset(extract_terms(text)) - GENERIC_TERMS


def _find_question_words(text: str) -> list[str]:
    return [match.group().casefold() for match in _QUESTION_WORD.finditer(text)][:1]
