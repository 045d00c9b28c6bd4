"""A library with the real store, indexes and reader, and an embedder that counts words."""

import pytest

from bot.bootstrap import make_library
from bot.settings import Settings
from corpus.store.database import Database
from tests.fakes import WordEmbedder


@pytest.fixture
def embedder():
    return WordEmbedder()


@pytest.fixture
def open_library(tmp_path, embedder):
    """Opens a library over the test's data folder, as a new process would."""

    def opened():
        settings = Settings(data_dir=tmp_path / "data", reader="rules")
        return make_library(settings, Database.in_folder(settings.data_dir), embedder)

    return opened


@pytest.fixture
def library(open_library):
    library = open_library()
    yield library
    library.close()
