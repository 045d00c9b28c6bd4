"""Answers questions about one article from its record, and cites the line that states it."""

from collections.abc import Callable, Sequence
from datetime import date

from bot.answering.abstention import EMPTY_COLLECTION, OUTSIDE_PERIOD
from bot.answering.metadata.lists import ListAnswerer, find_created_by
from bot.answering.metadata.record_questions import (
    RecordField,
    RecordQuestion,
    cite_supporting_line,
    parse_record_question,
)
from bot.answering.verifier import Verifier
from bot.replies import Abstention, Answer, AnswerKind, Reply
from corpus.article import Article, ArticleSummary
from corpus.messages import Message, message
from corpus.scope import EVERYTHING, Scope
from corpus.store.articles import Store

LocateArticle = Callable[[str], str | None]
"""Returns the id of the article that a text is about, or ``None`` if no article clearly is."""

_MISSING_FIELD = {
    RecordField.AUTHOR: message("no author"),
    RecordField.PUBLISHED: message("no publication date"),
    RecordField.SOURCE: message("no outlet"),
    RecordField.TITLE: message("no headline"),
}


class RecordAnswerer:
    """Answers from the records of one collection; ``locate`` finds an article by its subject.

    Questions for several articles go to ``lists``.
    """

    def __init__(
        self,
        store: Store,
        collection: str,
        verifier: Verifier,
        locate: LocateArticle,
        lists: ListAnswerer,
    ) -> None:
        self._store = store
        self._collection = collection
        self._verifier = verifier
        self._locate = locate
        self._lists = lists

    def has_articles(self) -> bool:
        """Whether the collection has articles."""
        return self._store.counts(self._collection)[0] > 0

    def answer(
        self, question: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> Reply | None:
        """Return the reply to a question about articles, or ``None`` for other questions.

        Only articles in scope count, and lists omit articles published after ``asked_on``. A
        question about the news needs no query to the store.
        """
        parsed = parse_record_question(question)
        if parsed:
            return self._answer_question(question, parsed, scope)
        return self._lists.answer(question, asked_on, scope)

    def _answer_question(
        self, question: str, record_question: RecordQuestion, scope: Scope
    ) -> Reply | None:
        lines = self._lists.list_in_scope(scope)
        article = self._find_article(record_question, lines)
        if article is None:
            return (
                Abstention(question, self._explain_unknown_article(record_question, lines, scope))
                if record_question.unambiguous
                else None
            )
        value = _format_value(article, record_question.field)
        citations = self._verifier.verify([cite_supporting_line(article, record_question.field)])
        if value and citations:
            return Answer(question, citations, 1.0, AnswerKind.FACT, value, as_of=article.published)
        what = _MISSING_FIELD[record_question.field]
        reason = message("The article “{title}” names {what}.", title=article.title, what=what)
        return Abstention(question, reason) if record_question.unambiguous else None

    def _find_article(
        self, record_question: RecordQuestion, lines: Sequence[ArticleSummary]
    ) -> Article | None:
        """Find the article that the question means; ``None`` if it is not clear which."""
        modifier = record_question.modifier
        created = find_created_by(lines, modifier) if modifier else []
        about = (record_question.subject or "") if created else record_question.words
        lines = created or lines
        if len(lines) == 1 and (created or not about):
            return self._store.article(self._collection, lines[0].id)
        found = self._find_about(about, lines) if about else None
        return self._store.article(self._collection, found) if found else None

    def _find_about(self, about: str, lines: Sequence[ArticleSummary]) -> str | None:
        """Return the id of the only article about some words, otherwise of the nearest one."""
        inside = {line.id for line in lines}
        fitting = [each for each in self._lists.find_about(about) if each in inside]
        nearest = fitting[0] if len(fitting) == 1 else self._locate(about)
        found = _find_by_title(lines, about) or nearest
        return found if found in inside else None

    def _explain_unknown_article(
        self, record_question: RecordQuestion, lines: Sequence[ArticleSummary], scope: Scope
    ) -> str:
        if not lines:
            return (
                OUTSIDE_PERIOD if scope != EVERYTHING and self.has_articles() else EMPTY_COLLECTION
            )
        if record_question.words:
            return message(
                "No article is clearly about “{subject}”.", subject=record_question.words
            )
        return message(
            "There are {number} articles here. Name the one you mean, "
            "as in: … the article “{title}”?",
            number=len(lines),
            title=lines[0].title,
        )


def _find_by_title(lines: Sequence[ArticleSummary], about: str) -> str | None:
    wanted = _normalize(about)
    found = [line.id for line in lines if _normalize(line.title) == wanted]
    return found[0] if len(found) == 1 else None


def _normalize(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _format_value(article: Article, field: RecordField) -> Message | None:
    """Return the value with the marker of the line that states it."""
    match field:
        case RecordField.AUTHOR if article.author:
            return message("Written by {author}. [1]", author=article.author)
        case RecordField.PUBLISHED if article.published:
            return message("Published on {day}. [1]", day=article.published)
        case RecordField.SOURCE if article.source:
            return message("Published by {source}. [1]", source=article.source)
        case RecordField.TITLE:
            return message("The headline is “{title}”. [1]", title=article.title)
    return None
