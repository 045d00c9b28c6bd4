"""Answers a question that a section heading asks with the text under the heading."""

import re
from collections.abc import Iterator
from datetime import date

from bot.answering.citations import cite
from bot.answering.extraction.leads import find_section, is_question_heading
from bot.answering.extraction.overlap import GENERIC_TERMS
from bot.answering.verifier import Verifier
from bot.replies import Answer, Span, Timings
from corpus.article import Article, ZoneKind
from corpus.scope import EVERYTHING, Scope
from index.analyzer import extract_terms
from index.retriever import RetrievedPassage, Retriever

_CONFIDENCE = 0.9
"""Set by hand: what follows a heading that asks the very question is written to answer it."""
_MAX_PASSAGES = 10
_MAX_LENGTH = 700
"""The maximum length of an excerpt in characters."""
_QUESTION_WORD = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|which|how(?: (?:many|much|long|often|old|far))?)\b",
    re.IGNORECASE,
)


class HeadingAnswerer:
    """Answers from the sections of one collection whose headings ask questions."""

    def __init__(self, retriever: Retriever, verifier: Verifier) -> None:
        self._retriever = retriever
        self._verifier = verifier

    def answer(
        self, question: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer | None:
        """Return the nearest section whose heading asks this question, with the heading.

        The heading has the question's question word and no other terms than the question, and the
        question no other than the heading and the headline. Returns ``None`` if there is none.
        """
        word = _find_question_word(question)
        if word is None:
            return None
        found = self._retriever.retrieve(question, _MAX_PASSAGES, asked_on, scope)
        sections = (
            cite(passage.article, *section, score=passage.score)
            for passage in found.passages
            for section in _find_sections(question, word, passage)
        )
        cited = next((each for each in sections if self._verifier.verify([each])), None)
        if cited is None:
            return None
        return Answer(
            question,
            (cited,),
            _CONFIDENCE,
            as_of=cited.published,
            timings=Timings(found.embed_ms, found.search_ms),
        )


def _find_sections(question: str, word: str, passage: RetrievedPassage) -> Iterator[Span]:
    article = passage.article
    for zone in article.find_zones(ZoneKind.HEADING):
        inside = zone.start < passage.end and passage.start < zone.end
        if inside and is_question_heading(article, zone.start):
            heading = article.text[zone.start : zone.end]
            section = find_section(article, zone, _MAX_LENGTH)
            if section and _asks_the_same(question, word, heading, article):
                yield section


def _asks_the_same(question: str, word: str, heading: str, article: Article) -> bool:
    wanted, held = _extract_content_terms(question), _extract_content_terms(heading)
    is_same = bool(held) and held <= wanted <= held | _extract_content_terms(article.title)
    return is_same and word == _find_question_word(heading)


def _extract_content_terms(text: str) -> frozenset[str]:
    return frozenset(extract_terms(text)) - GENERIC_TERMS


def _find_question_word(text: str) -> str | None:
    match = _QUESTION_WORD.search(text)
    return match.group().casefold() if match else None
