"""Makes questions of the form "What did X say about Y?".

    python -m bot.evaluation.research.attributed_statements ARTICLES FOLDER

Makes a folder in the evaluation format from an archive in JSON Lines: questions on statements that
its articles report, and as many on what X said of something that no article with X speaks of. Made
questions are easier than people's; they are for fitting and for comparing, beside those.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.parsers import parse_path
from index.analyzer import extract_terms
from index.reader.training.statements import Statement, statements_in
from index.sentences import find_sentence_spans

_ARTICLE_COUNT, _QUESTION_COUNT, _SEED = 500, 600, 5
_MAX_SHORT_WORD = 3
"""Letters of a word of a headline that is asked about, more than these."""


def build_questions(articles: Sequence[Article], chance: random.Random) -> Iterator[dict[str, Any]]:
    """Rows of ``questions.jsonl``, in turn one that the articles answer and one they do not.

    Every other one of the former asks about words of the headline that the statement does not
    repeat: the first statement of that person in the article is what answers.
    """
    found = [
        (article, statement)
        for article in articles
        for statement in _keep_first_by_person(statements_in(article.text, chance))
    ]
    chance.shuffle(found)
    for number, (article, statement) in enumerate(found):
        topics = _find_topics(article, statement) if number % 2 else []
        asked = _replace_topic(statement, chance.choice(topics)) if topics else statement.question
        yield _build_answerable(f"said-{number}", article, statement, asked)
        _, other = chance.choice(found)
        if not _is_reported_together(articles, statement.who, other.what):
            asked = _replace_topic(statement, other.what)
            yield {"id": f"unsaid-{number}", "question": asked, "answerable": False}


def _keep_first_by_person(statements: Iterable[Statement]) -> list[Statement]:
    """The first statement of each person."""
    first: dict[str, Statement] = {}
    for each in statements:
        first.setdefault(each.who.split()[-1], each)
    return list(first.values())


def _find_topics(article: Article, statement: Statement) -> list[str]:
    """Words of the headline, next to each other, of which the statement has none."""
    said = set(extract_terms(f"{statement.who} {article.text[slice(*statement.span)]}"))
    words = [word.strip(",.:;!?‘’“”'\"()") for word in article.title.split()]
    telling = [
        len(w) > _MAX_SHORT_WORD and w.isalpha() and said.isdisjoint(extract_terms(w))
        for w in words
    ]
    pairs = zip(words, words[1:], telling, telling[1:], strict=False)
    return [f"{a} {b}" for a, b, first, second in pairs if first and second]


def _replace_topic(statement: Statement, what: str) -> str:
    return statement.question.replace(statement.what, what)


def _build_answerable(
    key: str, article: Article, statement: Statement, question: str
) -> dict[str, Any]:
    """The evidence is the sentence in which what was said begins."""
    start = statement.span[0]
    a, b = next(cut for cut in find_sentence_spans(article.text) if cut[0] <= start < cut[1])
    return {
        "id": key,
        "question": question,
        "answerable": True,
        "answers": [],
        "article_ids": [article.id],
        "evidence": [article.text[a:b]],
    }


def _is_reported_together(articles: Sequence[Article], who: str, what: str) -> bool:
    """Whether an article speaks of both: of the person by the last name, in any case."""
    name, topic = who.rsplit(maxsplit=1)[-1].casefold(), what.casefold()
    return any(name in text and topic in text for text in (a.text.casefold() for a in articles))


def main() -> None:
    """Read the arguments, make the folder."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("articles", type=Path, help="an archive in JSON Lines")
    said.add_argument("folder", type=Path, help="the folder to make")
    given = said.parse_args()
    chance = random.Random(_SEED)  # noqa: S311 - for sampling
    read = [each for each in parse_path(given.articles) if isinstance(each, Article)]
    articles = chance.sample(read, min(_ARTICLE_COUNT, len(read)))
    questions = list(build_questions(articles, chance))[:_QUESTION_COUNT]
    given.folder.mkdir(parents=True, exist_ok=True)
    _write_rows(given.folder / "articles.jsonl", map(_to_record, articles))
    _write_rows(given.folder / "questions.jsonl", questions)


def _to_record(article: Article) -> dict[str, Any]:
    day = article.published.isoformat() if article.published else None
    names = ("id", "title", "author", "source", "url", "text")
    return {**{name: getattr(article, name) for name in names}, "date": day}


def _write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
