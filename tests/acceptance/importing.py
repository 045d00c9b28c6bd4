"""A process that imports articles and says, line by line, which are safely stored."""

import sys
from pathlib import Path

from bot.composition import make_library
from bot.settings import Settings
from corpus.database import Database
from tests.fakes import WordEmbedder


def main() -> None:
    data_dir, path = map(Path, sys.argv[1:])
    settings = Settings(data_dir=data_dir)
    embedder = WordEmbedder()
    library = make_library(settings, Database.in_folder(data_dir), embedder)
    collection = library.collection("news")

    def tell(stage):
        sys.stdout.write(f"{stage.name} {stage.done}\n")
        sys.stdout.flush()

    collection.add([path], tell)
    library.close()
    sys.stdout.write(f"done {embedder.embedded}\n")


if __name__ == "__main__":
    main()
