"""Evaluates a folder: indexes its articles, asks its questions, and judges the replies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.collection import Collection
from bot.errors import QuestionError
from bot.evaluation.dataset import EvaluationFolder, Half, KnownQuestion, KnownSummary, sample_rows
from bot.evaluation.judge import compute_rankings, judge_outcome
from bot.evaluation.outcomes import QuestionOutcome, ShownCitation
from bot.evaluation.results import FolderResult
from bot.evaluation.rouge import SummaryJudgement, judge_summary
from bot.library import Library
from bot.replies import Answer, AnswerKind, Citation, Reply
from bot.reports import ImportReport, JobProgress, Reporter
from corpus.errors import UnknownArticle
from corpus.messages import format_day

RANKING_DEPTH = 20
"""The number of articles ranked for each question."""

_MAX_CACHED_TEXTS = 500


class QuestionRunner:
    """Asks one collection, and compares every citation with the stored text on its own."""

    def __init__(self, articles: Collection) -> None:
        self._articles = articles
        self._titles = {line.id: line.title for line in articles.articles()}
        self._load_cached_text = lru_cache(_MAX_CACHED_TEXTS)(self._load_text)

    def ask(self, question: KnownQuestion) -> QuestionOutcome:
        """Ask, rank the articles, check the citations. Raises ``QuestionError``."""
        reply = self._articles.ask(question.text, question.asked_on)
        shown = reply.citations if isinstance(reply, Answer) else reply.nearest
        return QuestionOutcome(
            question=question,
            answered=_judge_answered(reply),
            confidence=reply.confidence,
            reason="" if isinstance(reply, Answer) else reply.reason,
            own_words=_get_own_words(reply),
            shown=tuple(map(self._to_shown_citation, shown)),
            ranked=self._rank_articles(question),
            known_titles=tuple(self._titles.get(known, known) for known in question.article_ids),
            timings=reply.timings,
        )

    def _rank_articles(self, question: KnownQuestion) -> tuple[str, ...]:
        if not question.article_ids:
            return ()
        hits = self._articles.search(
            question.text, RANKING_DEPTH, by_article=True, until=question.asked_on
        )
        return tuple(hit.article_id for hit in hits)

    def _to_shown_citation(self, citation: Citation) -> ShownCitation:
        marked = citation.highlight
        return ShownCitation(
            article_id=citation.article_id,
            address=citation.address,
            title=citation.title,
            record=_format_record(citation),
            excerpt=citation.excerpt,
            highlight=marked and (marked[0] - citation.start, marked[1] - citation.start),
            exact=self._is_exact(citation),
        )

    def _is_exact(self, citation: Citation) -> bool:
        text = self._load_cached_text(f"{citation.article_id}@{citation.version}")
        start, end = citation.highlight or (citation.start, citation.end)
        return (
            text is not None
            and 0 <= citation.start <= start <= end <= citation.end <= len(text)
            and text[citation.start : citation.end] == citation.excerpt
        )

    def _load_text(self, reference: str) -> str | None:
        try:
            return self._articles.article(reference).text
        except UnknownArticle:
            return None


def _judge_answered(reply: Reply) -> float:
    if not isinstance(reply, Answer):
        return 0.0
    return 0.5 if reply.kind is AnswerKind.POSSIBLE else 1.0


def _get_own_words(reply: Reply) -> str:
    quotes = AnswerKind.QUOTES, AnswerKind.POSSIBLE
    return reply.text if isinstance(reply, Answer) and reply.kind not in quotes else ""


def _format_record(citation: Citation) -> str:
    published = format_day(citation.published) if citation.published else None
    return " · ".join(filter(None, [citation.author, citation.source, published]))


@dataclass(frozen=True, slots=True)
class Sample:
    """The questions to ask: those of one half, ``count`` at most."""

    half: Half | None = None
    count: int | None = None


def evaluate_folder(
    folder: EvaluationFolder, library: Library, sample: Sample, report: Reporter
) -> FolderResult:
    """Index the folder's articles in a collection named after it, ask, and judge.

    A second run over the same data folder embeds nothing. Raises what the collection raises.
    """
    articles = library.collection(to_collection_name(folder.name))
    notes = _index_articles(folder, articles, report)
    status = articles.status()
    questions = sample_rows(folder.questions, sample.half, sample.count)
    outcomes, not_asked = _ask_questions(articles, questions, report)
    ranked = compute_rankings(outcomes)
    summaries = sample_rows(folder.summaries, sample.half, sample.count)
    judged, failed = _judge_summaries(articles, summaries, report)
    return FolderResult(
        name=folder.name,
        articles=status.articles,
        passages=status.passages,
        model=status.model,
        outcomes=tuple(outcomes),
        judgements=tuple(judge_outcome(each, ranked.get(each.question.id)) for each in outcomes),
        summaries=tuple(judged),
        left_out=(*folder.left_out, *not_asked, *failed),
        notes=(*notes, *_find_unknown_articles(articles, outcomes)),
    )


def to_collection_name(folder: str) -> str:
    """Convert a folder's name to a collection name: lower-case letters, digits and hyphens."""
    words = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-")
    return words[:64].strip("-") or "folder"


def _index_articles(folder: EvaluationFolder, articles: Collection, report: Reporter) -> list[str]:
    """Make the collection hold exactly the folder's articles; return notes on refused ones."""
    taken = articles.add([folder.articles], report)
    wanted = {*taken.added, *taken.updated, *taken.unchanged}
    for line in articles.articles():
        if line.id not in wanted:
            articles.remove(line.id)
    return _format_refused(taken)


def _format_refused(report: ImportReport) -> list[str]:
    if not report.refused:
        return []
    first = report.refused[0]
    return [f"{len(report.refused):,} articles were refused; the first: {first.reason}"]


def _ask_questions(
    articles: Collection, questions: Sequence[KnownQuestion], report: Reporter
) -> tuple[list[QuestionOutcome], list[str]]:
    asker, outcomes, not_asked = QuestionRunner(articles), [], []
    for number, question in enumerate(questions, start=1):
        try:
            outcomes.append(asker.ask(question))
        except QuestionError as error:
            not_asked.append(f"Question {question.id}: {error}")
        report(JobProgress("asking", number, len(questions), "questions"))
    return outcomes, not_asked


def _judge_summaries(
    articles: Collection, known: Sequence[KnownSummary], report: Reporter
) -> tuple[list[tuple[str, SummaryJudgement]], list[str]]:
    judged, failed = [], []
    for number, summary in enumerate(known, start=1):
        try:
            judged.append((summary.id, judge_summary(articles, summary)))
        except UnknownArticle:
            failed.append(f"Summary of {summary.id}: the folder has no such article.")
        report(JobProgress("summarizing", number, len(known), "articles"))
    return judged, failed


def _find_unknown_articles(articles: Collection, outcomes: Sequence[QuestionOutcome]) -> list[str]:
    held = {line.id for line in articles.articles()}
    lost = [each for each in outcomes if not held.issuperset(each.question.article_ids)]
    if not lost:
        return []
    first = f"the first is {lost[0].question.id}."
    return [f"{len(lost):,} questions name right articles that the folder does not hold; {first}"]
