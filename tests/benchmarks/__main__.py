"""Runs the benchmark and prints its table; figures also go to ``bench/figures.json``."""

import argparse
import json
import os
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.composition import make_embedder, make_library
from bot.ports import Collection
from bot.settings import Settings
from corpus.database import Database
from index.lexical.tantivy import TantivyIndex
from index.vector.faiss import FaissIndex
from tests.benchmarks.collections import questions, rows, written
from tests.benchmarks.timing import TimedEmbedder, milliseconds, p50, p95, peak_mb, whole_process

FIGURES = Path("bench") / "figures.json"
AT_SCALE = 100_000


class Figure(NamedTuple):
    """A measured value, what it is held against, and their ratio."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    floor_name: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None


def main() -> None:
    options = _options()
    console = Console(stderr=True)
    name, articles = rows(options.articles)
    console.print(f"Measuring {len(articles):,} {name}; the model's work takes some minutes.")
    with tempfile.TemporaryDirectory() as folder:
        figures = list(_measured(Path(folder), articles, options.questions))
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps([f._asdict() for f in figures], indent=1), encoding="utf-8")
    Console(width=120).print(_table(f"{len(articles):,} {name}", figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--questions", type=int, default=200)
    return parser.parse_args()


def _measured(folder: Path, articles: list[dict[str, object]], asked: int) -> Iterator[Figure]:
    settings = Settings(data_dir=folder / "data")
    model = TimedEmbedder(make_embedder(settings, print, serving=False))
    library = make_library(settings, Database.in_folder(settings.data_dir), model)
    collection = library.collection("bench")
    path = written(folder, articles)
    model.embed_question("The model is loaded before the clock starts.")
    yield from _import(collection, path, model)
    yield from _questions(collection, model, questions(articles, asked))
    yield Figure("peak memory, import and questions", peak_mb(), "MB")
    library.close()
    yield from _start(settings)
    yield from _at_scale(model, [str(row["text"]) for row in articles])


def _import(collection: Collection, path: Path, model: TimedEmbedder) -> Iterator[Figure]:
    model.seconds = 0.0
    seconds = milliseconds(lambda: collection.add([path])) / 1000
    status, in_model = collection.status(), model.seconds
    yield Figure("import", status.articles / seconds, "articles/s")
    passages = status.passages
    yield Figure("import", passages / seconds, "passages/s", passages / in_model, "bare model")
    yield Figure("import, wall time", seconds, "s", in_model, "bare model")
    again = milliseconds(lambda: collection.add([path])) / 1000
    yield Figure("the same import again", again, "s", seconds, "first import")


def _questions(collection: Collection, model: TimedEmbedder, asked: list[str]) -> Iterator[Figure]:
    replies, bare = [], []
    for question in asked:
        bare.append(milliseconds(lambda q=question: model.embed_question(q)))
        replies.append(collection.ask(question).timings)
    floor = p50(bare)
    yield Figure("one bare encode of the question, p50", floor, "ms")
    for stage in ("embed", "search", "read", "total"):
        values = [getattr(timings, stage) for timings in replies]
        yield Figure(f"question, {stage}, p50", p50(values), "ms", floor, "bare encode")
        yield Figure(f"question, {stage}, p95", p95(values), "ms", p95(bare), "bare encode")


def _start(settings: Settings) -> Iterator[Figure]:
    environment = {
        **os.environ,
        "BYLINE_DATA_DIR": str(settings.data_dir),
        "BYLINE_COLLECTION": "bench",
    }
    words = ["ask", "What is said about the economy?", "--json"]
    seconds = [whole_process(words, environment) for _ in range(4)][1:]
    yield Figure("start to first answer, whole process", p50(seconds), "s")
    yield Figure("peak memory of that process", peak_mb(resource.RUSAGE_CHILDREN), "MB")


def _at_scale(model: TimedEmbedder, texts: list[str]) -> Iterator[Figure]:
    chance = np.random.default_rng(5)
    centres = chance.normal(size=(500, model.dimension))
    vectors = centres[chance.integers(500, size=AT_SCALE)]
    vectors = (vectors + chance.normal(scale=0.7, size=vectors.shape)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    dense, lexical = FaissIndex(model.dimension), TantivyIndex()
    dense.add(range(AT_SCALE), vectors)
    words = [text[i : i + 700] for text in texts for i in range(0, len(text), 700)]
    lexical.add(range(AT_SCALE), [words[i % len(words)] for i in range(AT_SCALE)])
    lexical.commit(1)
    queries = [" ".join(text.split()[5:15]) for text in texts[:100]]
    by_meaning = [milliseconds(lambda v=v: dense.search(v, 60)) for v in vectors[:200]]
    by_words = [milliseconds(lambda q=q: lexical.search(q, 60)) for q in queries]
    yield Figure(f"search by meaning, {AT_SCALE:,} passages, p50", p50(by_meaning), "ms")
    yield Figure(f"search by words, {AT_SCALE:,} passages, p50", p50(by_words), "ms")


def _table(title: str, figures: list[Figure]) -> Table:
    table = Table("What", "Figure", "Floor or baseline", "Ratio", title=title)
    for figure in figures:
        floor = f"{figure.floor:,.2f} {figure.floor_name}" if figure.floor else ""
        ratio = f"{figure.ratio:.2f}" if figure.ratio else ""
        table.add_row(figure.name, f"{figure.value:,.2f} {figure.unit}", floor, ratio)
    return table


if __name__ == "__main__":
    main()
