"""Answers questions for a list of articles, each cited."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial

from bot.answering.abstention import EMPTY_COLLECTION, OUTSIDE_PERIOD
from bot.answering.metadata.list_headings import explain_empty_list, format_heading
from bot.answering.metadata.list_questions import ListQuestion, Order, parse_list_question
from bot.answering.metadata.record_questions import RecordField, cite_supporting_line
from bot.answering.verifier import Verifier
from bot.replies import Abstention, Answer, AnswerKind, Citation, Reply
from corpus.article import Article, ArticleSummary
from corpus.messages import message
from corpus.scope import EVERYTHING, Scope
from corpus.store.articles import Store
from index.analyzer import extract_terms
from index.retriever import RetrievedPassage

SearchPassages = Callable[[str, int, date | None], Sequence[RetrievedPassage]]
"""Finds the passages nearest to a text, best first: the text, how many, the last date."""

MIN_ABOUT_COSINE = 0.5
"""The cosine from which a passage is about a subject, whatever its words.

Over 600 public news openings and fifteen subjects, openings without the subject's words were above
it five times, four of them about the same thing by another name.
"""
_FIRST_DEPTH, _LAST_DEPTH = 200, 3200
_LEAD_LENGTH = 800
"""Characters at the start of an article that show what it is about."""
_MIN_OCCURRENCES = 2
"""How often an article that is about the words has them, if its start lacks them."""

MAX_ARTICLES = 10
"""The maximum number of articles that one reply lists."""


def find_articles_about(search: SearchPassages, words: str, until: date | None) -> list[str]:
    """Return the ids of the articles about a subject: first those with it in the headline.

    An article is about it if the headline has all its words; if a passage has them all and begins
    the article, or they occur again elsewhere; or if a passage reaches ``MIN_ABOUT_COSINE``.
    """
    wanted = frozenset(extract_terms(words))
    fitting = _find_matching_articles(search, words, until, lambda hit: _is_about(hit, wanted))
    titled = [article.id for article in fitting if wanted <= set(extract_terms(article.title))]
    return list(dict.fromkeys([*titled, *(article.id for article in fitting)]))


def find_articles_mentioning(search: SearchPassages, words: str, until: date | None) -> list[str]:
    """Return the ids of the articles that contain the words as a phrase, the nearest first."""
    wanted = extract_terms(words)
    fitting = _find_matching_articles(search, words, until, lambda hit: _has_phrase(hit, wanted))
    return [article.id for article in fitting]


def _find_matching_articles(
    search: SearchPassages, words: str, until: date | None, fits: Callable[[RetrievedPassage], bool]
) -> list[Article]:
    """Return the articles of matching hits; search deeper as long as the last hits match."""
    depth = _FIRST_DEPTH
    while True:
        hits = search(words, depth, until) if extract_terms(words) else []
        fitting = [hit for hit in hits if fits(hit)]
        last = {hit.passage_id for hit in hits[-depth // 4 :]}
        goes_on = len(hits) == depth and any(hit.passage_id in last for hit in fitting)
        if not goes_on or depth >= _LAST_DEPTH:
            return list({hit.article.id: hit.article for hit in fitting}.values())
        depth *= 4


def _is_about(hit: RetrievedPassage, wanted: frozenset[str]) -> bool:
    if hit.cosine >= MIN_ABOUT_COSINE or wanted <= set(extract_terms(hit.article.title)):
        return True
    if not wanted <= set(extract_terms(hit.flow)):
        return False
    counted = (
        Counter(extract_terms(_join_evidence(hit.article))) if hit.start >= _LEAD_LENGTH else None
    )
    return counted is None or min(counted[term] for term in wanted) >= _MIN_OCCURRENCES


def _join_evidence(article: Article) -> str:
    zones = (zone for zone in article.zones if zone.kind.is_evidence)
    return "\n".join(article.text[zone.start : zone.end] for zone in zones)


def _has_phrase(hit: RetrievedPassage, wanted: Sequence[str]) -> bool:
    return any(_has_run(extract_terms(text), wanted) for text in (hit.flow, hit.article.title))


def _has_run(words: Sequence[str], wanted: Sequence[str]) -> bool:
    places = range(len(words) - len(wanted) + 1)
    return any(words[place : place + len(wanted)] == list(wanted) for place in places)


class ListAnswerer:
    """Lists articles of one collection.

    A headline is cited from the article's text if a line has it, otherwise from the record.
    """

    def __init__(
        self,
        store: Store,
        collection: str,
        verifier: Verifier,
        search: SearchPassages,
        today: Callable[[], date],
    ) -> None:
        self._store = store
        self._collection = collection
        self._verifier = verifier
        self._search = search
        self._today = today

    def answer(
        self, question: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> Reply | None:
        """Return the list that a question asks for, or an explanation if it is empty.

        It has the articles in scope published by ``asked_on``. Returns ``None`` for other
        questions, without a query to the store. Without ``asked_on``, ``yesterday`` and the like
        are relative to today.
        """
        find_lines = cache(partial(self.list_in_scope, scope.limit_until(asked_on)))
        list_question = parse_list_question(
            question,
            asked_on or self._today(),
            lambda name: bool(find_created_by(find_lines(), name)),
        )
        if list_question is None:
            return None
        lines = find_lines()
        matching = self._find_articles(list_question, lines, asked_on)
        in_time = [
            line
            for line in matching
            if not list_question.time or list_question.time.covers(line.published)
        ]
        if in_time:
            return self._build_answer(question, list_question, in_time)
        if not list_question.unambiguous:
            return None
        return Abstention(
            question,
            explain_empty_list(list_question, matching)
            if lines
            else self._explain_no_articles(asked_on, scope),
        )

    def find_about(self, subject: str) -> list[str]:
        """Return the ids of the articles about a subject, the best first."""
        return find_articles_about(self._search, subject, None)

    def list_in_scope(self, scope: Scope) -> list[ArticleSummary]:
        """Return the articles in scope, newest first."""
        lines = self._store.articles(self._collection)
        return [line for line in lines if scope.covers(line.id, line.published)]

    def _explain_no_articles(self, asked_on: date | None, scope: Scope) -> str:
        held = self._store.counts(self._collection)[0] > 0
        if held and scope != EVERYTHING:
            return OUTSIDE_PERIOD
        if held and asked_on:
            return message("No article here was published by {day}.", day=asked_on)
        return EMPTY_COLLECTION

    def _find_articles(
        self, list_question: ListQuestion, lines: Sequence[ArticleSummary], asked_on: date | None
    ) -> list[ArticleSummary]:
        """Return the matching articles of any date, in the order of the question."""
        made = find_created_by(lines, list_question.creator) if list_question.creator else lines
        if made and list_question.subject is not None:
            made = _order_by_ids(
                made, find_articles_about(self._search, list_question.subject, asked_on)
            )
        if made and list_question.phrase is not None:
            made = _order_by_ids(
                made, find_articles_mentioning(self._search, list_question.phrase, asked_on)
            )
        return (
            list(made)
            if list_question.order is Order.NEAREST
            else _sort_by_date(made, list_question.order)
        )

    def _build_answer(
        self, question: str, list_question: ListQuestion, lines: Sequence[ArticleSummary]
    ) -> Reply | None:
        cited = self._verifier.verify(
            self._cite_titles(lines[: 1 if list_question.single else MAX_ARTICLES])
        )
        if not cited:
            return None  # all of them have been withdrawn
        dates = [citation.published for citation in cited if citation.published]
        heading = format_heading(list_question, len(lines), len(cited))
        newest = max(dates, default=None)
        return Answer(question, cited, 1.0, AnswerKind.LIST, heading, as_of=newest)

    def _cite_titles(self, lines: Sequence[ArticleSummary]) -> list[Citation]:
        articles = (self._store.article(self._collection, line.id) for line in lines)
        return [cite_supporting_line(article, RecordField.TITLE) for article in articles if article]


def find_created_by(lines: Sequence[ArticleSummary], creator: str) -> list[ArticleSummary]:
    """Return the articles whose author or outlet has all words of a name."""
    wanted = set(extract_terms(creator))
    return [
        line
        for line in lines
        if wanted and any(wanted <= set(extract_terms(n)) for n in (line.author, line.source) if n)
    ]


def _order_by_ids(lines: Sequence[ArticleSummary], ids: Sequence[str]) -> list[ArticleSummary]:
    by_id = {line.id: line for line in lines}
    return [by_id[each] for each in ids if each in by_id]


def _sort_by_date(lines: Sequence[ArticleSummary], order: Order) -> list[ArticleSummary]:
    """Sort by date, undated articles last."""
    newest_first = order is Order.NEWEST
    with_date = [(line.published, line) for line in lines if line.published]
    with_date.sort(key=lambda pair: pair[0], reverse=newest_first)
    return [*(line for _, line in with_date), *(line for line in lines if not line.published)]
