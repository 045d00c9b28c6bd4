"""A question as the collection grows, and search alone at the largest size.

Passages have synthetic vectors here (the real model would take an hour for 100,000); their words,
the questions and the questions' vectors are real.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from bot.bootstrap import Services
from bot.collection import Collection
from bot.settings import Settings
from corpus.store.database import Database
from index.embedding.models import find_model
from index.embedding.runtime import Runtime, open_embedder
from index.ports import Vector, Vectors
from index.reader.model_files import find_reader
from index.reader.onnx_reader import OnnxPassageReader
from index.vector.faiss_index import FaissIndex
from tests.benchmarks.collections import build_questions, load_rows, write_rows
from tests.benchmarks.figures import Figure
from tests.benchmarks.synthetic import SyntheticEmbedder, build_clusters
from tests.benchmarks.timing import measure_milliseconds, p50, p95

PASSAGES_AN_ARTICLE = 12
AT_ONCE = 32


def measure(folder: Path, sizes: list[int], count: int) -> Iterator[Figure]:
    model = open_embedder(find_model(), Runtime.ONNX, folder / "models", 1, print)
    reader = OnnxPassageReader(find_reader(), os.cpu_count() or 1)
    for size in sizes:
        place = folder / f"growth-{size}"
        place.mkdir()
        _, articles = load_rows(size // PASSAGES_AN_ARTICLE + 1)
        embedder = SyntheticEmbedder(model)
        library = Services(
            Settings(data_dir=place), Database.in_folder(place), embedder, reader
        ).library
        collection = library.collection("growth")
        started = time.perf_counter()
        collection.add([write_rows(place, articles)])
        seconds = time.perf_counter() - started
        passages = collection.status().passages
        yield Figure("import around the model, a passage", seconds / passages * 1000, "ms/passage")
        yield from _measure_questions(collection, model, build_questions(articles, count), passages)
        library.close()
        yield from _measure_opening(place, embedder, reader, passages)


def _measure_questions(collection: Collection, model, questions, size: int) -> Iterator[Figure]:
    for question in questions[:20]:
        collection.ask(question)
    bare = [measure_milliseconds(lambda q=q: model.embed_question(q)) for q in questions]
    started = time.perf_counter()
    timings = [collection.ask(question).timings for question in questions]
    alone = len(questions) / (time.perf_counter() - started)
    for stage in ("search", "read", "total"):
        values = [getattr(each, stage) for each in timings]
        yield Figure(f"question, {stage}", p50(values), "ms", p50(bare), "bare encode", size)
        yield Figure(f"question, {stage}, p95", p95(values), "ms", size=size)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        started = time.perf_counter()
        list(threads.map(collection.ask, questions))
        together = len(questions) / (time.perf_counter() - started)
    name = f"questions, {AT_ONCE} at a time"
    yield Figure(name, together, "questions/s", alone, "one at a time", size)


def _measure_opening(place: Path, embedder, reader, size: int) -> Iterator[Figure]:
    def opened() -> None:
        library = Services(
            Settings(data_dir=place), Database.in_folder(place), embedder, reader
        ).library
        library.collection("growth").status()
        library.close()

    yield Figure(
        "opening the indexes",
        p50([measure_milliseconds(opened) for _ in range(5)]),
        "ms",
        size=size,
    )


def measure_search(size: int) -> Iterator[Figure]:
    dimension = 384
    vectors = np.vstack(
        [build_clusters(100_000, dimension, part) for part in range(size // 100_000)]
    )
    index = FaissIndex(dimension)
    index.add(range(size), vectors)
    queries = build_clusters(120, dimension, seed=77)
    for vector in queries[:20]:
        index.search(vector, 60)
    took = [measure_milliseconds(lambda v=v: index.search(v, 60)) for v in queries[20:]]
    bare = [measure_milliseconds(lambda v=v: vectors @ v) for v in queries[20:40]]
    yield Figure(
        f"search by meaning alone ({index.kind})",
        p50(took),
        "ms",
        p50(bare),
        "bare product of all",
        size,
    )
    found = [
        len(_find_nearest(vectors, v, 20) & {hit.passage_id for hit in index.search(v, 20)})
        for v in queries[20:70]
    ]
    yield Figure("recall@20 of it", sum(found) / (20 * len(found)), "", size=size)


def _find_nearest(vectors: Vectors, query: Vector, k: int) -> set[int]:
    return set(np.argpartition(-(vectors @ query), k)[:k].tolist())
