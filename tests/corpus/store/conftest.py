from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.store.articles import Store
from corpus.store.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.in_folder(tmp_path)
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)
