"""Measures whole processes: from start to the first answer, and the idle memory of the bot."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.timing import measure_process_seconds, p50

AT_REST = """
import resource, sys
from pathlib import Path
from bot.app import open_services
from bot.settings import Settings
with open_services(Settings(data_dir=Path(sys.argv[1])), print, serving=True) as services:
    collection = services.library.collection("bench")
    for number in range(100):
        collection.ask(f"What is said about the economy in case {number}?")
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    print(pages * resource.getpagesize() / 2**20, collection.status().passages)
"""


def measure(folder: Path) -> Iterator[Figure]:
    environment = {
        **os.environ,
        "BYLINE_DATA_DIR": str(folder / "data"),
        "BYLINE_MODELS_DIR": str(folder / "models"),
        "BYLINE_COLLECTION": "bench",
    }
    words = ["ask", "What is said about the economy?", "--json"]
    seconds = [measure_process_seconds(words, environment) for _ in range(6)][1:]
    bare = [measure_process_seconds(["--help"], environment) for _ in range(6)][1:]
    yield Figure("byline ask, whole process", p50(seconds), "s", p50(bare), "byline --help")
    if sys.platform == "linux":
        done = subprocess.run(
            [sys.executable, "-c", AT_REST, str(folder / "data")],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        memory, passages = map(float, done.stdout.split())
        yield Figure(f"bot at rest after 100 questions, {passages:,.0f} passages", memory, "MB")
