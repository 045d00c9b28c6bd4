"""The articles for the benchmarks: public ones if they are available, else generated ones."""

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.parsers import Unreadable, parse_path
from corpus.samples import sample_paths

PUBLIC = Path(__file__).parents[3] / "shared" / "eval" / "allsides_slice.jsonl"

JsonObject = dict[str, Any]


def load_rows(count: int) -> tuple[str, list[JsonObject]]:
    """Return the name of a collection and ``count`` of its articles, as rows of JSON Lines."""
    if PUBLIC.is_file():
        with PUBLIC.open(encoding="utf-8") as lines:
            return "public news articles", [json.loads(x) for x in itertools.islice(lines, count)]
    return "articles shuffled from the sample", list(itertools.islice(_generate_rows(), count))


def _generate_rows() -> Iterator[JsonObject]:
    """Build numbered articles from the paragraphs of the sample in random order."""
    (sample,) = [a for p in sample_paths() for a in parse_path(p) if not isinstance(a, Unreadable)]
    paragraphs = [line for line in sample.text.splitlines() if len(line) > 80][:-3]
    chance = random.Random(7)
    for number in itertools.count(1):
        chosen = chance.sample(paragraphs, k=8)
        text = "\n\n".join(f"{paragraph} Report {number}." for paragraph in chosen)
        yield {"id": f"made-{number}", "title": f"{sample.title}: report {number}", "text": text}


def write_rows(folder: Path, articles: list[JsonObject]) -> Path:
    """Write the rows to a file of JSON Lines in a folder."""
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in articles)
    return path


def build_questions(articles: list[JsonObject], count: int) -> list[str]:
    """Build questions about the articles from their headlines."""
    chance = random.Random(11)
    titles = [" ".join(str(row["title"]).split()) for row in articles if row.get("title")]
    return [f"What is said about {title}?" for title in chance.choices(titles, k=count)]
