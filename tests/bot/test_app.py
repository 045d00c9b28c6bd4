"""The models that the program opens, and the data that it refuses."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from bot.app import App, make_reader
from bot.bootstrap import Services
from bot.cli.commands import app
from bot.settings import Settings
from corpus.errors import StoreError
from corpus.store.database import Database
from index.errors import ModelError
from index.reader.model_files import GRAPH, SHIPPED_FOLDER, find_reader
from tests.fakes import WordEmbedder

STORY = (
    "Ferry service resumes\n\nThe ferry to Hollow Island sailed again on Monday after engineers "
    "replaced both engines. Captain Joan Reyes said the crossing took 42 minutes.\n"
)


def test_the_reader_that_ships_is_used():
    assert make_reader(Settings(), serving=True).name == find_reader().name


def test_a_reader_whose_files_were_altered_is_refused_with_what_to_do(tmp_path):
    folder = shutil.copytree(SHIPPED_FOLDER, tmp_path / "reader")
    (folder / GRAPH).write_bytes(b"other weights")
    with pytest.raises(ModelError, match=r"not the one that .* Install Byline again"):
        make_reader(Settings(), serving=True, folder=folder)


@pytest.mark.parametrize("text", [STORY, "Rain.", "Same.\n" * 40])
def test_the_trained_reader_answers_exactly_or_not_at_all(tmp_path, text, shipped_reader):
    settings = Settings(data_dir=tmp_path)
    library = Services(
        settings, Database.in_folder(tmp_path), WordEmbedder(), shipped_reader
    ).library
    articles = library.collection("default")
    articles.add_document("one.txt", text.encode())
    articles.add_document("two.txt", text.encode())
    for question in ("How long did the crossing take?", "why " * 900, "渡轮航程多长时间？"):
        reply = articles.ask(question)
        for citation in getattr(reply, "citations", getattr(reply, "nearest", ())):
            stored = articles.article(citation.article_id).text
            assert stored[citation.start : citation.end] == citation.excerpt
        assert 0 <= reply.confidence <= 1
    library.close()


@pytest.mark.slow
def test_every_command_refuses_data_of_a_newer_byline(tmp_path, monkeypatch):
    monkeypatch.setenv("BYLINE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BYLINE_DISCORD_TOKEN", "none")
    Database.in_folder(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "byline.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    commands = "add a", "articles", "show a", "diff a", "remove a", "reindex", "status", "run"
    for line in commands:
        result = CliRunner().invoke(app, line.split(), obj=App())
        assert isinstance(result.exception, StoreError), line
        assert "was written by a newer Byline (format 99;" in str(result.exception)
