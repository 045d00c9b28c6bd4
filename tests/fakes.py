"""Stand-ins that tests share."""

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answering.extraction.answer_types import find_expressions
from bot.answering.extraction.overlap import GENERIC_TERMS
from bot.answering.extraction.question import analyze_question
from corpus.article import Article, Zone, ZoneKind
from index.analyzer import extract_terms
from index.ports import Embedder, Progress, Vector, Vectors
from index.reader.base import PassageReader, PassageReading, ScoredSpan, Span
from index.support.base import EvidenceText, Judgement, SupportJudge


class WordEmbedder:
    """Embeds a text as the sum of a fixed random direction for each of its terms.

    Texts that share words are near each other, others nearly at right angles. ``embedded`` counts
    the passages embedded.
    """

    def __init__(self, name: str = "words", dimension: int = 64) -> None:
        self.fingerprint = f"{name} {dimension}"
        self.dimension = dimension
        self.embedded = 0

    def embed_question(self, question: str) -> Vector:
        return self._vector(question)

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += len(passages)
        if progress:
            progress(len(passages), len(passages))
        rows = [self._vector(passage) for passage in passages]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimension)

    def _vector(self, text: str) -> Vector:
        total = sum(
            (self._direction(term) for term in extract_terms(text)), np.zeros(self.dimension)
        )
        length = float(np.linalg.norm(total))
        vector = total / length if length else self._direction("")
        return vector.astype(np.float32)

    def _direction(self, term: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(f"{self.fingerprint} {term}".encode()).digest()[:8])
        direction = np.random.default_rng(seed).normal(size=self.dimension)
        return direction / np.linalg.norm(direction)


class WordReader:
    """A ``PassageReader`` that counts the question's words.

    A passage answers as surely as it holds a large part of them. The answer begins in the sentence
    that holds most of them, where words of the form of an answer count as two.
    """

    name = "words"

    def read(
        self,
        question: str,
        passages: Sequence[str],
        ranges: Sequence[Sequence[Span]],
        headlines: Sequence[str] = (),
    ) -> list[PassageReading]:
        return [self._read(question, *row) for row in zip(passages, ranges, strict=True)]

    def _read(self, question: str, passage: str, ranges: Sequence[Span]) -> PassageReading:
        wanted = frozenset(extract_terms(question)) - GENERIC_TERMS
        part = len(wanted.intersection(extract_terms(passage))) / max(len(wanted), 1)
        certainty = 12 * part - 6
        each = (self._find_span(question, passage, *span, wanted) for span in ranges)
        return PassageReading(
            certainty,
            tuple(span and span._replace(margin=certainty + span.margin - 6) for span in each),
        )

    def _find_span(
        self, question: str, passage: str, start: int, end: int, wanted: frozenset[str]
    ) -> ScoredSpan | None:
        """The first words of the form of an answer, else the first word."""
        sentence = passage[start:end]
        kind = analyze_question(question).answer_type
        forms = (
            span
            for span in find_expressions(kind, sentence)
            if wanted.isdisjoint(extract_terms(sentence[slice(*span)]))
        )
        form = next(forms, None)
        held = len(wanted.intersection(extract_terms(sentence))) + 2 * bool(form)
        word = form or next((match.span() for match in re.finditer(r"\w+", sentence)), None)
        return word and ScoredSpan(start + word[0], start + word[1], float(held))


class WordJudge:
    """A ``SupportJudge`` that counts the claim's words in the evidence.

    Evidence with nearly all of them supports the claim, or contradicts it if one of the two says
    "not" or "never".
    """

    name = "words"
    _DENIALS = frozenset({"not", "never"})

    def judge(self, claim: str, evidence: Sequence[EvidenceText]) -> list[Judgement]:
        return [self._judge(claim, each) for each in evidence]

    def _judge(self, claim: str, evidence: EvidenceText) -> Judgement:
        wanted = set(extract_terms(claim)) - self._DENIALS
        shown = set(extract_terms(f"{evidence.headline} {evidence.text}"))
        share = len(wanted & shown) / max(len(wanted), 1)
        if share < 0.8:
            return Judgement(0.1 * share, 0.1 * share, 1 - 0.2 * share)
        is_denied = any(
            bool(self._DENIALS & set(text.casefold().split())) for text in (claim, evidence.text)
        )
        return Judgement(0.03, 0.94, 0.03) if is_denied else Judgement(0.9, 0.05, 0.05)


def build_article(article_id: str, text: str, title: str = "", **record: Any) -> Article:
    """An article whose text is all body."""
    zones = (Zone(ZoneKind.BODY, 0, len(text)),) if text else ()
    return Article(id=article_id, title=title or article_id, text=text, zones=zones, **record)


if TYPE_CHECKING:  # mypy fails where a stand-in and what it stands in for differ
    _embedder: type[Embedder] = WordEmbedder
    _reader: type[PassageReader] = WordReader
    _judge: type[SupportJudge] = WordJudge
