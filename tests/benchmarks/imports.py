"""Measures an import and questions with the real model, and the same with the reference."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.bootstrap import Services
from bot.collection import Collection
from bot.settings import Settings
from corpus.store.database import Database
from index.embedding.models import find_model
from index.embedding.runtime import Runtime, open_embedder
from index.ports import Embedder
from index.reader.model_files import find_reader
from index.reader.onnx_reader import OnnxPassageReader
from tests.benchmarks.collections import JsonObject, build_questions, write_rows
from tests.benchmarks.figures import Figure
from tests.benchmarks.timing import TimedEmbedder, measure_milliseconds, measure_peak_mb, p50, p95

COMPARED_ARTICLES = 40
"""The number of articles imported with both runtimes."""


def measure(
    folder: Path, path: Path, articles: Sequence[JsonObject], count: int
) -> Iterator[Figure]:
    model = TimedEmbedder(_open_model(folder, Runtime.ONNX))
    reader = OnnxPassageReader(find_reader(), os.cpu_count() or 1)
    settings = Settings(data_dir=folder / "data")
    library = Services(settings, Database.in_folder(settings.data_dir), model, reader).library
    collection = library.collection("bench")
    model.embed_question("The model is loaded before the clock starts.")
    model.seconds = 0.0
    half = write_rows(_make_folder(folder / "half"), list(articles[: len(articles) // 2]))
    seconds = measure_milliseconds(lambda: collection.add([half])) / 1000
    yield Figure("peak memory, half of the import", measure_peak_mb(), "MB")
    seconds += measure_milliseconds(lambda: collection.add([path])) / 1000
    yield Figure("peak memory, all of the import", measure_peak_mb(), "MB")
    status, in_model = collection.status(), model.seconds
    yield Figure("import", status.articles / seconds, "articles/s")
    passages = status.passages
    yield Figure("import", passages / seconds, "passages/s", passages / in_model, "bare model")
    yield Figure("import, wall time", seconds, "s", in_model, "bare model")
    again = measure_milliseconds(lambda: collection.add([path])) / 1000
    yield Figure("the same import again", again, "s", seconds, "first import")
    yield from _measure_correction(folder, collection, articles[-1])
    yield from _measure_questions(collection, model, build_questions(list(articles), count))
    yield Figure("peak memory, import and questions", measure_peak_mb(), "MB")
    library.close()
    yield from _compare_runtimes(folder, articles[:COMPARED_ARTICLES])


def _measure_correction(
    folder: Path, collection: Collection, article: JsonObject
) -> Iterator[Figure]:
    """Measure a changed article, from the import command to an answer from it."""
    text = f"{article['text']}\n\nThe zeppelin Graf Quirin landed on Monday."
    path = write_rows(_make_folder(folder / "corrected"), [{**article, "text": text}])
    before = collection.status()

    def corrected() -> None:
        embedded.append(collection.add([path]).embedded)
        found = collection.search("When did the zeppelin Graf Quirin land?", 1)
        assert "Graf Quirin" in found[0].text

    embedded: list[int] = []
    yield Figure(
        "one corrected article, until it is found", measure_milliseconds(corrected) / 1000, "s"
    )
    passages = before.passages / before.articles
    yield Figure("its passages embedded", embedded[0], "", passages, "passages an article")


def _make_folder(path: Path) -> Path:
    path.mkdir()
    return path


def _measure_questions(collection, model, questions) -> Iterator[Figure]:
    replies, bare = [], []
    for question in questions:
        bare.append(measure_milliseconds(lambda q=question: model.embed_question(q)))
        replies.append(collection.ask(question).timings)
    floor = p50(bare)
    yield Figure("one bare encode of the question, p50", floor, "ms")
    for stage in ("embed", "search", "read", "total"):
        values = [getattr(timings, stage) for timings in replies]
        yield Figure(f"question, {stage}, p50", p50(values), "ms", floor, "bare encode")
        yield Figure(f"question, {stage}, p95", p95(values), "ms", p95(bare), "bare encode")


def _compare_runtimes(folder: Path, articles: Sequence[JsonObject]) -> Iterator[Figure]:
    seconds = {}
    path = write_rows(_make_folder(folder / "part"), list(articles))
    for runtime in Runtime:
        model = _open_model(folder, runtime)
        model.embed_question("The model is loaded before the clock starts.")
        data = folder / f"data-{runtime}"
        reader = OnnxPassageReader(find_reader())
        database = Database.in_folder(data)
        library = Services(Settings(data_dir=data), database, model, reader).library
        add = library.collection("compared").add
        seconds[runtime] = measure_milliseconds(lambda add=add: add([path])) / 1000
        library.close()
    reference = seconds.pop(Runtime.SENTENCE_TRANSFORMERS)
    for runtime, elapsed in seconds.items():
        name = f"import of {len(articles)} articles, {runtime}"
        yield Figure(name, elapsed, "s", reference, "sentence-transformers")


def _open_model(folder: Path, runtime: Runtime) -> Embedder:
    return open_embedder(find_model(), runtime, folder / "models", 2, print)
