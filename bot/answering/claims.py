"""Checks claims: retrieves articles, judges the claim by each, and cites the evidence."""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.answerer import validate_question
from bot.answering.citations import cite
from bot.answering.extraction.answer_types import find_names
from bot.answering.verifier import Verifier
from bot.errors import QuestionError
from bot.replies import Citation, ClaimCheck, Span, Timings, Verdict
from corpus.article import Article, ZoneKind
from corpus.messages import message, plural
from corpus.scope import EVERYTHING, Scope
from index.analyzer import extract_terms
from index.passages import format_dated_headline
from index.retriever import RetrievedPassage, Retriever
from index.sentences import find_sentence_spans
from index.support.base import EvidenceText, Judgement, SupportJudge
from index.support.rules import find_contrary_signs, weigh
from index.support.windows import choose_sentences, score_sentences

SUPPORTED_FROM = 0.35
"""The least probability of support (how it was chosen: index/README.md)."""
CONTRADICTED_FROM = 0.9
"""The least probability of a contradiction: a wrong "contradicted" is worse than silence."""

_MAX_SENTENCES = 5
"""Sentences of one claim."""
_MAX_PASSAGES = 12
_MAX_ARTICLES = 4
_MAX_EVIDENCE = 3
"""Excerpts for, and against, one sentence."""
_MAX_EXCERPTS = 5
"""Excerpts on each side in all."""
_MIN_STEM = 4
"""Letters that a term shares at least with its form in a sentence."""
_MIN_SHARED_TERMS = 0.5
"""The least share of a claim's terms, but for names, in a sentence that contradicts it."""
_INTRODUCTION = re.compile(
    r"(?:(?P<asks>is it true that)|(?:it is|it's) true that"
    r"|(?:i|we) (?:heard|read|saw|think|believe)(?: that)?"
    r"|(?:they|people) say(?: that)?|apparently|supposedly|fact[- ]?check)\b[,:]?\s+(?=\w)",
    re.IGNORECASE,
)
"""Words before a claim that are no part of it."""
_PRONOUN = re.compile(
    r"(?:he|she|it|they|his|her|its|their|this|that|these|those)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Window:
    """The sentences of an article by which a claim is judged."""

    article: Article
    headline: str
    spans: tuple[Span, ...]

    @property
    def sentences(self) -> list[str]:
        return [self.article.flow(a, b) for a, b in self.spans]

    @property
    def evidence(self) -> EvidenceText:
        return EvidenceText(" ".join(self.sentences), self.headline)


@dataclass(frozen=True, slots=True)
class _Finding:
    """The verdict on one sentence of a claim, and the evidence, not yet verified."""

    verdict: Verdict
    confidence: float
    supporting: tuple[Citation, ...] = ()
    contradicting: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()


class ClaimChecker:
    """Checks claims against the articles of one collection.

    ``get_judge`` is called at the first claim, so that nothing is loaded before.
    """

    def __init__(
        self, retriever: Retriever, get_judge: Callable[[], SupportJudge], verifier: Verifier
    ) -> None:
        self._retriever = retriever
        self._get_judge = get_judge
        self._verifier = verifier

    def check(
        self, claim: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> ClaimCheck:
        """Return the verdict of the articles in scope published by ``asked_on``.

        Raises ``QuestionError`` for a claim that is empty, a question, or of too many sentences.
        """
        started = time.perf_counter()
        claim = validate_question(claim)
        sentences = split_claim(claim)
        findings = [self._check_sentence(each, asked_on, scope) for each in sentences]
        verdict, confidence = combine_verdicts([(f.verdict, f.confidence) for f in findings])
        supporting = self._verify(each.supporting for each in findings)
        contradicting = self._verify(each.contradicting for each in findings)
        own = contradicting if verdict is Verdict.CONTRADICTED else supporting
        if not own:
            verdict = Verdict.NOT_COVERED
        shown = zip(sentences, findings, strict=True)
        return ClaimCheck(
            claim,
            verdict,
            confidence,
            supporting,
            contradicting,
            () if supporting + contradicting else self._verify(each.nearest for each in findings),
            tuple(text for text, each in shown if each.verdict is Verdict.NOT_COVERED)
            if len(findings) > 1
            else (),
            Timings(total=(time.perf_counter() - started) * 1000),
        )

    def _check_sentence(self, claim: str, asked_on: date | None, scope: Scope) -> _Finding:
        passages = self._retriever.retrieve(claim, _MAX_PASSAGES, asked_on, scope).passages
        articles = _select_articles(passages)
        windows = [window for article in articles if (window := _build_window(claim, article))]
        judged = self._get_judge().judge(claim, [window.evidence for window in windows])
        weighed = [
            _weigh_by_rules(claim, window, each)
            for window, each in zip(windows, judged, strict=True)
        ]
        pairs = list(zip(windows, weighed, strict=True))
        support = [(w, j) for w, j in pairs if j.supported >= SUPPORTED_FROM]
        against = [
            (opposing, j)
            for w, j in pairs
            if j.contradicted >= CONTRADICTED_FROM and (opposing := self._find_opposing(claim, w))
        ]
        best_support = max((j.supported for _, j in support), default=0.0)
        best_against = max((j.contradicted for _, j in against), default=0.0)
        if not support and not against:
            unsure = max((max(j.supported, j.contradicted) for j in weighed), default=0.0)
            nearest = tuple(_cite_nearest(claim, window) for window in windows)
            return _Finding(Verdict.NOT_COVERED, 1 - unsure, nearest=nearest[:_MAX_EVIDENCE])
        is_supported = best_support >= best_against
        return _Finding(
            Verdict.SUPPORTED if is_supported else Verdict.CONTRADICTED,
            max(best_support, best_against),
            self._cite_evidence(claim, [w for w, _ in support], Verdict.SUPPORTED),
            self._cite_evidence(claim, [w for w, _ in against], Verdict.CONTRADICTED),
        )

    def _find_opposing(self, claim: str, window: _Window) -> _Window | None:
        """Return the window with only the sentences that contradict the claim, if there are any.

        Each of them contradicts it alone and is about the same: what is said of somebody or
        something else is no contradiction.
        """
        texts = [EvidenceText(sentence, window.headline) for sentence in window.sentences]
        judged = self._get_judge().judge(claim, texts)
        spans = tuple(
            span
            for span, text, judgement in zip(window.spans, texts, judged, strict=True)
            if _is_about_the_same(claim, text.text)
            and weigh(
                judgement,
                find_contrary_signs(claim, text.text, text.headline, window.article.text),
            ).contradicted
            >= CONTRADICTED_FROM
        )
        return replace(window, spans=spans) if spans else None

    def _cite_evidence(
        self, claim: str, windows: Sequence[_Window], verdict: Verdict
    ) -> tuple[Citation, ...]:
        """Cite, of each window, the sentences that decide; the first window's first."""
        cited = [
            citation
            for window in windows[:_MAX_EVIDENCE]
            for citation in self._cite_window(claim, window, verdict)
        ]
        return tuple(cited[:_MAX_EVIDENCE])

    def _cite_window(self, claim: str, window: _Window, verdict: Verdict) -> list[Citation]:
        """Cite the sentence that decides alone, or else the two that do so best, in text order."""
        texts = [EvidenceText(sentence, window.headline) for sentence in window.sentences]
        judged = self._get_judge().judge(claim, texts)
        supports = verdict is Verdict.SUPPORTED
        shares = [each.supported if supports else each.contradicted for each in judged]
        nearness = score_sentences(claim, window.sentences)
        order = sorted(range(len(shares)), key=lambda at: (-shares[at] - nearness[at] / 1000, at))
        enough = SUPPORTED_FROM if supports else CONTRADICTED_FROM
        chosen = order[:1] if shares[order[0]] >= enough else order[:2]
        return [cite(window.article, *window.spans[at], score=shares[at]) for at in sorted(chosen)]

    def _verify(self, cited: Iterable[tuple[Citation, ...]]) -> tuple[Citation, ...]:
        each = list(dict.fromkeys(citation for some in cited for citation in some))
        return self._verifier.verify(each)[:_MAX_EXCERPTS]


def is_question(text: str) -> bool:
    """Whether a text asks something, so that it is no claim."""
    return any(sentence.endswith("?") for sentence in _find_statements(text))


def split_claim(claim: str) -> list[str]:
    """Return the sentences of a claim, without words that only introduce it.

    A sentence that begins with a pronoun has the one before in front of it. Raises
    ``QuestionError`` for a question and for too many sentences.
    """
    sentences = _find_statements(claim)
    if is_question(claim):
        raise QuestionError(
            message("This is a question. Only a statement can be supported or contradicted.")
        )
    if len(sentences) > _MAX_SENTENCES:
        raise QuestionError(
            plural(
                "The claim has {number} sentence; at most {most} are checked. Shorten it.",
                "The claim has {number} sentences; at most {most} are checked. Shorten it.",
                len(sentences),
                most=_MAX_SENTENCES,
            )
        )
    return [
        f"{sentences[at - 1]} {sentence}" if at and _PRONOUN.match(sentence) else sentence
        for at, sentence in enumerate(sentences)
    ]


def _find_statements(claim: str) -> list[str]:
    flat = " ".join(claim.split())
    if introduction := _INTRODUCTION.match(flat):
        flat = flat[introduction.end() :]
        if introduction["asks"]:
            flat = flat.removesuffix("?")
        flat = flat[0].upper() + flat[1:]
    return [flat[a:b] for a, b in find_sentence_spans(flat)] or [flat]


def combine_verdicts(found: Sequence[tuple[Verdict, float]]) -> tuple[Verdict, float]:
    """Return the verdict on the whole, and its confidence, from those on its sentences.

    One contradiction contradicts the whole; otherwise one sentence that is not covered leaves it
    not covered, and the whole is as sure as its least sure sentence.
    """
    for verdict in (Verdict.CONTRADICTED, Verdict.NOT_COVERED):
        if confidences := [share for each, share in found if each is verdict]:
            return verdict, max(confidences)
    return Verdict.SUPPORTED, min(share for _, share in found)


def _select_articles(passages: Sequence[RetrievedPassage]) -> list[Article]:
    """Return the articles of the best passages, one of each story."""
    chosen: dict[str, Article] = {}
    for passage in passages:
        chosen.setdefault(passage.story or passage.article.id, passage.article)
    return list(chosen.values())[:_MAX_ARTICLES]


def _build_window(claim: str, article: Article) -> _Window | None:
    flow = article.flow()
    spans = [
        span
        for zone in article.zones
        if zone.kind.is_evidence and zone.kind is not ZoneKind.HEADLINE
        for span in find_sentence_spans(flow, zone.start, zone.end)
    ]
    chosen = choose_sentences(claim, [flow[a:b] for a, b in spans])
    if not chosen:
        return None
    headline = format_dated_headline(article.title, article.published)
    return _Window(article, headline, tuple(spans[at] for at in chosen))


def _weigh_by_rules(claim: str, window: _Window, judgement: Judgement) -> Judgement:
    evidence = window.evidence
    signs = find_contrary_signs(claim, evidence.text, evidence.headline, window.article.text)
    return weigh(judgement, signs)


def _is_about_the_same(claim: str, sentence: str) -> bool:
    """Whether a sentence has every name of a claim and half of its other terms.

    Endings may differ ("Russia", "Russian").
    """
    known = extract_terms(sentence)
    terms = dict.fromkeys(extract_terms(claim))
    held = {
        each
        for each in terms
        if any(term.startswith(each[: max(_MIN_STEM, len(each) - 3)]) for term in known)
    }
    names = {term for a, b in find_names(claim) for term in extract_terms(claim[a:b])}
    others = terms.keys() - names
    return names <= held and len(others & held) >= _MIN_SHARED_TERMS * len(others)


def _cite_nearest(claim: str, window: _Window) -> Citation:
    scores = score_sentences(claim, window.sentences)
    best = max(range(len(scores)), key=lambda at: (scores[at], -at))
    return cite(window.article, *window.spans[best], score=scores[best])
