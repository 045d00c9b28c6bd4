"""Members' questions and feedback as a folder in the evaluation format.

What is known of a question's answer is a guess from votes. Where more members gave 👍 than 👎

- to an answer, it is taken to be right: the question is answerable, the excerpts shown are its
  evidence, and the words in bold its answers;
- to an abstention, it is taken to be right too: the question is not answerable.

A 👎 says that something was wrong, but not what would be right: such questions, those without a
vote, and those put to one article or to a time alone are in ``feedback.jsonl`` only, with every
vote and reason, for a person to read.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.collection import Collection
from bot.errors import UsageError
from bot.server_state import Server
from corpus.article import Article
from corpus.errors import UnknownArticle
from corpus.store.records import CurrentCitation, LoggedQuestion, Vote

JsonObject = dict[str, Any]
ARTICLES, QUESTIONS, FEEDBACK = "articles.jsonl", "questions.jsonl", "feedback.jsonl"


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The numbers of articles, questions, and questions with a known answer that were written."""

    folder: str
    articles: int
    asked: int
    known: int


def export_server(server: Server, folder: Path) -> ExportResult:
    """Write a collection's articles, questions and feedback into a folder.

    Raises ``UsageError`` where the folder holds such files already or cannot be written.
    """
    there = [name for name in (ARTICLES, QUESTIONS, FEEDBACK) if (folder / name).exists()]
    if there:
        raise UsageError(f"{folder} already holds {there[0]}. Give an empty or a new folder.")
    questions = list(server.state.questions.all())
    known = [row for row in map(_KnownAnswers(server).build_row, questions) if row]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = _write(folder / ARTICLES, _build_article_rows(server.articles))
        _write(folder / QUESTIONS, known)
        _write(folder / FEEDBACK, map(build_feedback_row, questions))
    except OSError as error:
        raise UsageError(f"Cannot write into {folder}: {error.strerror}.") from error
    return ExportResult(str(folder), written, len(questions), len(known))


def build_feedback_row(asked: LoggedQuestion) -> JsonObject:
    """Build the row of a question with its votes and reasons."""
    return {
        "id": asked.key,
        "question": asked.text,
        "asked": asked.at.isoformat(timespec="seconds"),
        "answered": asked.answered,
        "up": asked.count_votes(Vote.UP),
        "down": asked.count_votes(Vote.DOWN),
        "reasons": [opinion.reason for opinion in asked.ratings if opinion.reason],
        "narrowed": asked.scope is None or asked.scope.is_narrow,
    }


class _KnownAnswers:
    """Derives known answers from votes, in the newest versions of the articles."""

    def __init__(self, server: Server) -> None:
        self._articles = server.articles
        self._questions = server.state.questions

    def build_row(self, asked: LoggedQuestion) -> JsonObject | None:
        """Build the row of a question, or ``None`` if too little is known of its answer."""
        scope = asked.scope
        liked = asked.count_votes(Vote.UP) > asked.count_votes(Vote.DOWN)
        if not liked or scope is None or scope.is_narrow:
            return None
        from bot.conversation import history

        day = scope.limit_until(asked.at.date()).until
        rewritten = history.rewrite_stored(self._questions, asked)
        if rewritten.context and not rewritten.is_changed:
            return None  # its words alone do not say what was asked
        row = {"id": asked.key, "question": rewritten.question, "date": str(day)}
        if not asked.answered:
            return {**row, "answerable": False, "answers": [], "article_ids": [], "evidence": []}
        held = [place for place in asked.citations if self._is_current(place)]
        return {**row, "answerable": True, **_build_evidence(held)} if held else None

    def _is_current(self, place: CurrentCitation) -> bool:
        """Whether the newest version of the article still has the words that were shown."""
        if place.article is None:
            return False
        try:
            return place.excerpt in self._articles.article(place.article.id).text
        except UnknownArticle:  # withdrawn just now
            return False


def _build_evidence(places: Iterable[CurrentCitation]) -> JsonObject:
    shown = [(place, place.article) for place in places if place.article]
    return {
        "answers": _unique(_mark_highlight(place, article) for place, article in shown),
        "article_ids": _unique(article.id for _, article in shown),
        "evidence": _unique(place.excerpt for place, _ in shown),
    }


def _mark_highlight(place: CurrentCitation, article: Article) -> str:
    return article.text[slice(*place.highlight)] if place.highlight else ""


def _unique(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text.strip()]


def _build_article_rows(articles: Collection) -> Iterator[JsonObject]:
    for line in articles.articles():
        try:
            article = articles.article(line.id)
        except UnknownArticle:  # withdrawn just now
            continue
        yield {
            "id": article.id,
            "title": article.title,
            "date": article.published.isoformat() if article.published else None,
            "author": article.author,
            "source": article.source,
            "url": article.url,
            "text": article.text,
        }


def _write(path: Path, rows: Iterable[JsonObject]) -> int:
    """Write one row a line; return the number of rows."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
            written += 1
    return written
