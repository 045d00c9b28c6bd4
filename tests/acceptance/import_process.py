"""A process that imports articles and prints, line by line, which are stored.

It appends how many passages it gave the model to the file ``embedded`` in the data folder's parent,
each time as it does, so that a process that was killed is counted too.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.bootstrap import Services
from bot.reports import JobProgress
from bot.settings import Settings
from corpus.store.database import Database
from index.ports import Progress, Vectors
from tests.fakes import WordEmbedder, WordReader


class CountedEmbedder(WordEmbedder):
    """An embedder that counts the embedded passages in a file."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        with self._log.open("a", encoding="utf-8") as file:
            file.write(f"{len(passages)}\n")
        return super().embed_passages(passages, progress)


def main() -> None:
    data_dir, path = map(Path, sys.argv[1:])
    settings = Settings(data_dir=data_dir)
    embedder = CountedEmbedder(data_dir.parent / "embedded")
    library = Services(settings, Database.in_folder(data_dir), embedder, WordReader()).library
    collection = library.collection("news")

    def tell(stage: JobProgress) -> None:
        sys.stdout.write(f"{stage.name} {stage.done}\n")
        sys.stdout.flush()

    collection.add([path], tell)
    library.close()
    sys.stdout.write(f"done {embedder.embedded}\n")


if __name__ == "__main__":
    main()
