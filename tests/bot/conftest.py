"""A library with the real store, indexes, and models that count words."""

import pytest

from bot.bootstrap import Services
from bot.settings import Settings
from corpus.store.database import Database
from index.reader.base import PassageReader
from index.reader.model_files import find_reader
from index.reader.onnx_reader import OnnxPassageReader
from tests.fakes import WordEmbedder, WordJudge, WordReader


@pytest.fixture(scope="session")
def shipped_reader() -> PassageReader:
    """The reader that ships with Byline, loaded once."""
    return OnnxPassageReader(find_reader())


@pytest.fixture
def embedder():
    return WordEmbedder()


@pytest.fixture
def open_services(tmp_path, embedder):
    """Opens the services over the test's data folder, as a new process would."""

    def opened(**chosen):
        settings = Settings(data_dir=tmp_path / "data", **chosen)
        database = Database.in_folder(settings.data_dir)
        return Services(settings, database, embedder, WordReader(), make_judge=WordJudge)

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
