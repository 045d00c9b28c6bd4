"""Which reader the program uses, and which data it refuses."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from bot.app import App, make_reader
from bot.bootstrap import Services
from bot.cli.commands import app
from bot.replies import Abstention, Answer
from bot.settings import Settings
from corpus.errors import StoreError
from corpus.store.database import Database
from index.reader.model_files import GRAPH, SHIPPED_FOLDER, find_reader
from index.reader.onnx_reader import OnnxPassageReader
from tests.fakes import WordEmbedder

STORY = (
    "Ferry service resumes\n\nThe ferry to Hollow Island sailed again on Monday after engineers "
    "replaced both engines. Captain Joan Reyes said the crossing took 42 minutes.\n"
)


@pytest.fixture
def told():
    return []


def reader_of(told, **settings):
    return make_reader(Settings(**settings), told.append, serving=True)


def test_rules_read_where_they_are_set(told):
    assert reader_of(told, reader="rules") is None
    assert told == []


def test_the_trained_reader_is_put_in(told):
    assert reader_of(told).name == find_reader().name


def test_rules_that_stand_in_for_a_missing_reader_abstain_more(tmp_path):
    def asked_of(**settings):
        chosen = Settings(data_dir=tmp_path, **settings)
        library = Services(chosen, Database.in_folder(tmp_path), WordEmbedder()).library
        articles = library.collection("default")
        articles.add_document("one.txt", STORY.encode())
        try:
            return articles.ask("Who is Joan Reyes?")
        finally:
            library.close()

    chosen, standing_in = asked_of(reader="rules"), asked_of()
    assert 0.41 <= chosen.confidence == standing_in.confidence < 0.54
    assert isinstance(chosen, Answer)
    assert isinstance(standing_in, Abstention)


def test_an_altered_reader_is_told_of_in_a_line_and_rules_read(tmp_path, told):
    folder = shutil.copytree(SHIPPED_FOLDER, tmp_path / "reader")
    (folder / GRAPH).write_bytes(b"other weights")
    assert make_reader(Settings(reader="trained"), told.append, serving=True, folder=folder) is None
    [line] = told
    assert "is not the one it came with" in line
    assert "Answers are found by rules" in line


@pytest.mark.parametrize("text", [STORY, "Rain.", "Same.\n" * 40])
def test_the_trained_reader_answers_exactly_or_not_at_all(tmp_path, text):
    settings = Settings(data_dir=tmp_path)
    model = OnnxPassageReader(find_reader())
    library = Services(settings, Database.in_folder(tmp_path), WordEmbedder(), model).library
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
    monkeypatch.setenv("BYLINE_READER", "rules")
    Database.in_folder(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "byline.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    commands = "add a", "articles", "show a", "diff a", "remove a", "reindex", "status", "run"
    for line in commands:
        result = CliRunner().invoke(app, line.split(), obj=App())
        assert isinstance(result.exception, StoreError), line
        assert "was written by a newer Byline (format 99;" in str(result.exception)
