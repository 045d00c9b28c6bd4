"""The default reader: picks whole sentences by what they share with the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.calibration import LEXICAL, SEMANTIC, Signs, signs_of
from bot.answering.candidates import Candidate, field_of
from bot.answering.highlight import find_span
from bot.answering.ports import Evidence, Reading
from index.ports import Embedder, Vector
from index.retrieval import RetrievedPassage

MOST = 3
"""Pieces of evidence in one reading at the most."""
MARGIN = 0.8
"""Log odds by which a further sentence may stand behind the best one."""
_TWIN = 0.6
"""The share of its terms from which on a sentence says what another one says."""
_EMBEDDED = 8
"""Sentences that are embedded for one question: the best by their words."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    candidate: Candidate
    score: float
    meaning: float = 0.0


class SentenceReader:
    """Reads passages sentence by sentence, each scored by its words and its passage's cosine.

    With an ``embedder`` the best few sentences are compared with the question by meaning, too,
    which finds more answers and takes the time of embedding them. Keeps no state of questions;
    may be used from several threads where the embedder may.
    """

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder
        self._calibration = SEMANTIC if embedder else LEXICAL

    def read(self, question: str, vector: Vector, passages: Sequence[RetrievedPassage]) -> Reading:
        """Up to three sentences that answer, best first; none and 0 where there is no sentence.

        A sentence that speaks of "it" or "they" is given together with the one before it.
        """
        field = field_of(question, passages)
        ranked = self._ranked(vector, field.candidates)
        if not ranked:
            return Reading((), 0.0)
        signs = signs_of(ranked[0].candidate, field, ranked[0].meaning)
        evidence = tuple(_evidence(question, each) for each in _chosen(ranked))
        return Reading(evidence, self._confidence(signs))

    def _confidence(self, signs: Signs) -> float:
        return self._calibration.probability(signs) if signs.found else 0.0

    def _ranked(self, vector: Vector, candidates: Sequence[Candidate]) -> list[_Ranked]:
        """The sentences worth a closer look, best first."""
        by_words = [_Ranked(c, LEXICAL.rank(c.features)) for c in candidates]
        best = sorted(by_words, key=lambda each: -each.score)[:_EMBEDDED]
        if self._embedder is None or not best:
            return best
        vectors = self._embedder.embed_passages([each.candidate.text for each in best])
        closer = [self._closer(each.candidate, float(v @ vector)) for each, v in zip(best, vectors, strict=True)]
        return sorted(closer, key=lambda each: -each.score)

    def _closer(self, candidate: Candidate, meaning: float) -> _Ranked:
        return _Ranked(candidate, self._calibration.rank(candidate.features, meaning), meaning)


def _chosen(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """The best sentence, and those near it that say something else."""
    chosen = [ranked[0]]
    for each in ranked[1:]:
        if len(chosen) == MOST or each.score < chosen[0].score - MARGIN:
            break
        if _may_join(each.candidate, chosen):
            chosen.append(each)
    return chosen


def _may_join(candidate: Candidate, chosen: Sequence[_Ranked]) -> bool:
    is_statement = not (candidate.features.heading or candidate.features.query)
    return is_statement and not any(_are_twins(candidate, other.candidate) for other in chosen)


def _are_twins(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences overlap, once each has what it leans on, or say nearly the same."""
    if one.passage.article.id == other.passage.article.id:
        (a, b), (c, d) = _span(one), _span(other)
        if a < d and c < b:
            return True
    shared = len(one.sentence.terms & other.sentence.terms)
    return shared >= _TWIN * min(len(one.sentence.terms), len(other.sentence.terms))


def _evidence(question: str, ranked: _Ranked) -> Evidence:
    candidate = ranked.candidate
    start, end = _span(candidate)
    highlight = find_span(question, candidate.passage.article.text, candidate.start, candidate.end)
    return Evidence(candidate.passage, start, end, ranked.score, highlight)


def _span(candidate: Candidate) -> tuple[int, int]:
    """The sentence, from the start of the one before it where it leans on that."""
    leans = candidate.sentence.leans_back and candidate.before
    return (candidate.before[0] if leans and candidate.before else candidate.start), candidate.end
