"""Measures times and memory, and summarizes them."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles
from typing import TYPE_CHECKING

from index.ports import Embedder, Progress, Vector, Vectors


class TimedEmbedder:
    """An embedder that adds up the seconds spent in the model."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.fingerprint = inner.fingerprint
        self.dimension = inner.dimension
        self.seconds = 0.0

    def embed_question(self, question: str) -> Vector:
        return self._timed(lambda: self._inner.embed_question(question))

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._timed(lambda: self._inner.embed_passages(passages, progress))

    def _timed(self, work: Callable[[], Vectors]) -> Vectors:
        started = time.perf_counter()
        try:
            return work()
        finally:
            self.seconds += time.perf_counter() - started


if TYPE_CHECKING:  # mypy fails where it and what it stands in for differ
    _embedder: type[Embedder] = TimedEmbedder


def measure_milliseconds(work: Callable[[], object]) -> float:
    """Return the duration of one call."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def p50(values: Sequence[float]) -> float:
    """Return the median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]


def measure_process_seconds(words: Sequence[str], environment: dict[str, str]) -> float:
    """Return the wall time of a command in seconds."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=environment,
        check=False,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def measure_peak_mb(who: int = resource.RUSAGE_SELF) -> float:
    """Return the peak resident memory in megabytes (Linux counts in KiB, macOS in bytes)."""
    peak = resource.getrusage(who).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
