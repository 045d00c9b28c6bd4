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

from bot.errors import UsageError
from bot.ports import Collection
from corpus.article import Article
from corpus.errors import UnknownArticle
from corpus.store.records import Recalled, Standing, Vote

Row = dict[str, Any]
ARTICLES, QUESTIONS, FEEDBACK = "articles.jsonl", "questions.jsonl", "feedback.jsonl"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: articles, questions asked, and those whose answer is known."""

    folder: str
    articles: int
    asked: int
    known: int


def export(articles: Collection, folder: Path) -> Exported:
    """Write a collection's articles, questions and feedback into a folder.

    Raises ``UsageError`` where the folder holds such files already or cannot be written.
    """
    there = [name for name in (ARTICLES, QUESTIONS, FEEDBACK) if (folder / name).exists()]
    if there:
        raise UsageError(f"{folder} already holds {there[0]}. Give an empty or a new folder.")
    asked = list(articles.asked.all())
    known = [row for row in map(_Known(articles).row, asked) if row]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = _write(folder / ARTICLES, _article_rows(articles))
        _write(folder / QUESTIONS, known)
        _write(folder / FEEDBACK, map(feedback_row, asked))
    except OSError as error:
        raise UsageError(f"Cannot write into {folder}: {error.strerror}.") from error
    return Exported(str(folder), written, len(asked), len(known))


def feedback_row(asked: Recalled) -> Row:
    """A question with its votes and reasons."""
    return {
        "id": asked.key,
        "question": asked.text,
        "asked": asked.at.isoformat(timespec="seconds"),
        "answered": asked.answered,
        "up": asked.votes(Vote.UP),
        "down": asked.votes(Vote.DOWN),
        "reasons": [opinion.reason for opinion in asked.opinions if opinion.reason],
        "narrowed": asked.scope is None or asked.scope.is_narrow,
    }


class _Known:
    """Guesses what is known of a question's answer, in the newest versions of its articles."""

    def __init__(self, articles: Collection) -> None:
        self._articles = articles

    def row(self, asked: Recalled) -> Row | None:
        """The question as it is evaluated; ``None`` where too little is known of its answer."""
        scope = asked.scope
        liked = asked.votes(Vote.UP) > asked.votes(Vote.DOWN)
        if not liked or scope is None or scope.is_narrow:
            return None
        from bot.conversation import history

        day = scope.ending(asked.at.date()).until
        question = history.read(self._articles.asked, asked).question
        row = {"id": asked.key, "question": question, "date": str(day)}
        if not asked.answered:
            return {**row, "answerable": False, "answers": [], "article_ids": [], "evidence": []}
        held = [place for place in asked.places if self._stands(place)]
        return {**row, "answerable": True, **_evidence(held)} if held else None

    def _stands(self, place: Standing) -> bool:
        """Whether the newest version of the article still has the words that were shown."""
        if place.article is None:
            return False
        try:
            return place.excerpt in self._articles.article(place.article.id).text
        except UnknownArticle:  # withdrawn just now
            return False


def _evidence(places: Iterable[Standing]) -> Row:
    shown = [(place, place.article) for place in places if place.article]
    return {
        "answers": _each_once(_marked(place, article) for place, article in shown),
        "article_ids": _each_once(article.id for _, article in shown),
        "evidence": _each_once(place.excerpt for place, _ in shown),
    }


def _marked(place: Standing, article: Article) -> str:
    return article.text[slice(*place.highlight)] if place.highlight else ""


def _each_once(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text.strip()]


def _article_rows(articles: Collection) -> Iterator[Row]:
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


def _write(path: Path, rows: Iterable[Row]) -> int:
    """Write the rows one a line; returns how many."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
            written += 1
    return written
