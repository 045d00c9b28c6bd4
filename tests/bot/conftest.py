"""A library with the real store, indexes and reader, and an embedder that counts words."""

import pytest

from bot.bootstrap import Services
from bot.settings import Settings
from corpus.store.database import Database
from tests.fakes import WordEmbedder


@pytest.fixture
def embedder():
    return WordEmbedder()


@pytest.fixture
def open_services(tmp_path, embedder):
    """Opens the services over the test's data folder, as a new process would."""

    def opened(**chosen):
        settings = Settings(data_dir=tmp_path / "data", reader="rules", **chosen)
        return Services(settings, Database.in_folder(settings.data_dir), embedder)

    return opened


@pytest.fixture
def open_library(open_services):
    """Opens a library over the test's data folder, as a new process would."""
    return lambda: open_services().library


@pytest.fixture
def library(open_library):
    library = open_library()
    yield library
    library.close()
