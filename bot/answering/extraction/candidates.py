"""Collects the candidate sentences of retrieved passages, with features of how well they answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from bot.answering.extraction.answer_types import find_expressions, find_names
from bot.answering.extraction.leads import Lead, find_lead, is_question_heading
from bot.answering.extraction.overlap import (
    DATE_MATCH,
    QueryTerms,
    Sentence,
    TermScores,
    elementwise_max,
    split_sentences,
)
from bot.answering.extraction.question import AnswerType, analyze_question
from bot.replies import Span
from corpus.article import Article, ZoneKind
from index.analyzer import extract_terms
from index.passages import format_dated_headline
from index.retriever import RetrievedPassage

_STATEMENT_QUESTION = re.compile(
    r"\b(?:what|how)\b.*\b(?:say|said|says|tell|told|think|thought|argued?|claim(?:ed)?|comment(?:ed)?"
    r"|warn(?:ed)?|respond(?:ed)?|respon[cs]e|react(?:ed|ion)?)\b.*\b(?:about|on|of|to|regarding)\b",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"\s*who(?:\s+(?:is|was|are|were)|['’]s)\b", re.IGNORECASE)


class SentenceFeatures(NamedTuple):
    """Features of a sentence for a question, in [0, 1].

    ``neighbour_coverage`` and ``title``: what its neighbours, and the title, outlet, author and
    date of the article, add to the weighted share of the question's terms in it; ``pairs``: the
    share of the question's neighbouring terms that are near each other in it; ``is_heading`` and
    ``is_question``: 1 if it is a headline or a question.
    """

    neighbour_coverage: float
    title: float
    pairs: float
    is_heading: float
    is_question: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage, in article offsets.

    ``term_scores`` are its scores for the question's terms, ``context_scores`` those of its passage
    and title. ``topic`` is the sentence before, if the question asks what somebody said about a
    topic, and that sentence names the topic while this one and the headline do not.
    """

    passage: RetrievedPassage
    start: int
    end: int
    sentence: Sentence
    term_scores: TermScores
    context_scores: TermScores
    features: SentenceFeatures
    topic: Span | None

    @property
    def text(self) -> str:
        """The exact text of the sentence."""
        return self.passage.article.text[self.start : self.end]


@dataclass(frozen=True)
class CandidateSet:
    """The candidates of a question."""

    query_terms: QueryTerms
    candidates: tuple[Candidate, ...]


def collect_candidates(question: str, passages: Sequence[RetrievedPassage]) -> CandidateSet:
    """Return all evidence sentences of the passages in their order, each range of an article once.

    A range of several passages belongs to the first of them.
    """
    texts = [split_sentences(passage.flow) for passage in passages]
    abouts = [_extract_metadata_terms(passage.article) for passage in passages]
    flat = [sentence for sentences in texts for sentence in sentences]
    vocabulary = frozenset[str]().union(*abouts, *(s.terms for s in flat))
    capitals = frozenset[str]().union(*(s.capitals for s in flat))
    mentioned = passages[0].time if passages else None
    query_terms = QueryTerms.from_question(question, vocabulary, capitals, mentioned)
    candidates = [
        candidate
        for passage, sentences in zip(passages, texts, strict=True)
        for candidate in _build_candidates(query_terms, passage, sentences)
    ]
    unique: dict[tuple[str, int, int], Candidate] = {}
    for each in candidates:
        unique.setdefault((each.passage.article.id, each.start, each.end), each)
    return CandidateSet(query_terms, tuple(unique.values()))


def _score_sentence(query_terms: QueryTerms, article: Article, sentence: Sentence) -> TermScores:
    """Return the scores of a sentence, which need not repeat the time that its article is from."""
    scores, time = query_terms.score_terms(sentence.terms), query_terms.time
    if time is None or time.is_stated(sentence.terms):
        return scores
    implied = time.is_date_near(article.published) and not time.is_other_year(sentence.terms)
    return query_terms.score_time(scores, DATE_MATCH) if implied else scores


def _build_candidates(
    query_terms: QueryTerms,
    passage: RetrievedPassage,
    sentences: Sequence[Sentence],
) -> Iterator[Candidate]:
    about = query_terms.score_terms(_extract_metadata_terms(passage.article))
    held = [_score_sentence(query_terms, passage.article, sentence) for sentence in sentences]
    nothing = (0.0,) * len(query_terms.terms)
    is_of_time = query_terms.time is None or query_terms.time.matches(
        passage.article.published, frozenset[str]().union(*(each.terms for each in sentences))
    )
    all_held = query_terms.score_time(elementwise_max(about, *held), float(is_of_time))
    is_evidence = passage.article.is_evidence
    whole = is_evidence(passage.start, passage.end)
    asks_for_statement = bool(_STATEMENT_QUESTION.search(query_terms.question))
    before: Span | None = None
    for each, said, left, right in zip(
        sentences, held, [nothing, *held], [*held[1:], nothing], strict=False
    ):
        span = passage.start + each.start, passage.start + each.end
        if not (whole or is_evidence(*span)) or is_question_heading(passage.article, span[0]):
            before = None
            continue
        lead = find_lead(passage.article, span[0])
        led = _extract_lead_terms(passage, lead) if lead else frozenset[str]()
        own = elementwise_max(said, query_terms.score_terms(led))
        topic = (
            before if asks_for_statement and _adds_topic(query_terms, own, about, left) else None
        )
        coverage = query_terms.compute_coverage(own)
        features = SentenceFeatures(
            neighbour_coverage=query_terms.compute_coverage(elementwise_max(left, own, right))
            - coverage,
            title=query_terms.compute_coverage(elementwise_max(own, about)) - coverage,
            pairs=_compute_pair_coverage(query_terms, each),
            is_heading=float(
                (each.is_heading and not (lead and lead.block))
                or _is_headline(passage.article, span[0])
            ),
            is_question=float(each.is_question),
        )
        context = elementwise_max(all_held, own)  # the lead may be in the passage before
        yield Candidate(passage, *span, each, own, context, features, topic)
        before = None if features.is_heading else span


def _adds_topic(
    query_terms: QueryTerms, own: TermScores, about: TermScores, left: TermScores
) -> bool:
    """Whether the sentence before has a telling term that this one and the headline lack."""
    known = elementwise_max(own, about)
    with_left = query_terms.count_content_terms(elementwise_max(known, left))
    return with_left > query_terms.count_content_terms(known)


def _extract_lead_terms(passage: RetrievedPassage, lead: Lead) -> frozenset[str]:
    lines = (passage.article.text[a:b] for a, b in lead.spans)
    return frozenset(term for line in lines for term in _extract_line_terms(line))


def _compute_pair_coverage(query_terms: QueryTerms, sentence: Sentence) -> float:
    if sentence.pairs.isdisjoint(query_terms.pairs):
        return 0.0
    return sum(pair in sentence.pairs for pair in query_terms.pairs) / len(query_terms.pairs)


def _is_headline(article: Article, start: int) -> bool:
    zone = article.zone_at(start)
    return zone is not None and zone.kind in {ZoneKind.HEADLINE, ZoneKind.HEADING}


@lru_cache(maxsize=4096)
def _extract_line_terms(line: str) -> frozenset[str]:
    return frozenset(extract_terms(line))


def _extract_metadata_terms(article: Article) -> frozenset[str]:
    """Return the terms of an article's title, source, author and date."""
    published = format_dated_headline("", article.published)
    return _extract_line_terms(
        " ".join(filter(None, [article.title, article.source, article.author, published]))
    )


def is_untyped(candidate: Candidate, query_terms: QueryTerms) -> bool:
    """Whether a sentence has no expression of the question's answer type."""
    kind = analyze_question(query_terms.question).answer_type
    return kind is not AnswerType.OTHER and not _has_expression(kind, candidate.text, query_terms)


def _has_expression(kind: AnswerType, text: str, query_terms: QueryTerms) -> bool:
    """Whether the text has an expression of this type beyond the question's own words."""
    own = set(query_terms.terms)
    return any(own.isdisjoint(extract_terms(text[a:b])) for a, b in find_expressions(kind, text))


def compute_apposition(candidate: Candidate, query_terms: QueryTerms) -> float:
    """Return the share of a "who is" question's terms that stand directly before a name."""
    if not (_WHO_IS.match(query_terms.question) and query_terms.terms):
        return 0.0
    text = candidate.text
    titles = (_count_title_words(text[:start], query_terms) for start, _ in find_names(text))
    return max(titles, default=0) / len(query_terms.terms)


def _count_title_words(before: str, query_terms: QueryTerms) -> int:
    """Count the words directly before a name that the question has."""
    words = [extract_terms(word) for word in before.split()[-len(query_terms.terms) :]]
    known = (bool(found) and found[0] in query_terms.terms for found in reversed(words))
    return sum(1 for _ in takewhile(bool, known))
