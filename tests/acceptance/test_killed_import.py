"""A killed import loses no article that it reported, and the next import completes it."""

import json
import random
import subprocess
import sys
import time

import pytest

from bot.bootstrap import Services
from bot.settings import Settings
from corpus.store.articles import Store
from corpus.store.database import Database
from tests.acceptance.byline_process import ROOT
from tests.fakes import WordEmbedder, WordReader

ARTICLES = 400
KILLS = 10
A_STEP = 64
"""Passages of one batch: a kill can cause so many to be embedded again."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "archive.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(ARTICLES):
            text = f"Ferry number {n} sailed on Monday. Its captain had steered {n} boats before."
            file.write(json.dumps({"id": f"a{n}", "title": f"Ferry {n}", "text": text}) + "\n")
    return path


def importing(data_dir, archive):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.acceptance.import_process", str(data_dir), str(archive)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def killed_after(lines, data_dir, archive, wait=0.0):
    """Kill an import after this many lines and seconds; return how many articles it reported."""
    acknowledged = 0
    with importing(data_dir, archive) as process:
        for count, line in enumerate(process.stdout, start=1):
            stage, done = line.split()
            acknowledged = int(done) if stage == "reading" else acknowledged
            if count == lines:
                time.sleep(wait)
                process.kill()
                break
    return acknowledged


@pytest.mark.parametrize("lines", [1, 3, 6, 7, 8, 10])
def test_a_killed_import_keeps_what_it_acknowledged_and_is_finished_by_the_next(
    tmp_path, archive, lines
):
    acknowledged = killed_after(lines, tmp_path, archive)
    embedder = WordEmbedder()
    library = Services(
        Settings(data_dir=tmp_path), Database.in_folder(tmp_path), embedder, WordReader()
    ).library
    collection = library.collection("news")
    assert len(collection.articles()) >= acknowledged > 0
    collection.refresh()
    assert collection.status().indexed == collection.status().passages
    report = collection.add([archive])
    assert len(report.added) + len(report.unchanged) == ARTICLES
    assert collection.status().indexed == collection.status().passages == ARTICLES
    assert collection.search("ferry number 399")[0].article_id == "a399"
    library.close()


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_an_import_killed_at_ten_points_loses_nothing_and_doubles_nothing(tmp_path, archive, seed):
    chance, data_dir = random.Random(seed), tmp_path / "data"
    for _ in range(KILLS):
        wait = chance.random() * 0.05
        acknowledged = killed_after(chance.randint(1, 9), data_dir, archive, wait)
        articles, passages = counts(data_dir)
        assert articles >= acknowledged > 0
        assert passages == articles  # each has one; no article is there without it
    database = Database.in_folder(data_dir)
    library = Services(Settings(data_dir=data_dir), database, WordEmbedder(), WordReader()).library
    collection = library.collection("news")
    before = embedded(tmp_path)
    collection.add([archive])
    status = collection.status()
    assert status.articles == status.passages == status.indexed == ARTICLES
    hits = [collection.search(f"ferry number {n}", k=3) for n in range(0, ARTICLES, 37)]
    assert all(len({hit.article_id for hit in found}) == len(found) for found in hits)
    library.close()
    assert before <= ARTICLES + KILLS * A_STEP
    with importing(data_dir, archive) as process:
        process.communicate()
    assert process.returncode == 0
    assert embedded(tmp_path) == before  # what is stored is never embedded again


def counts(data_dir):
    database = Database.in_folder(data_dir)
    try:
        return Store(database).counts("news")
    finally:
        database.close()


def embedded(folder):
    """Return the number of passages that import processes have embedded so far."""
    return sum(map(int, (folder / "embedded").read_text().split()))


def test_two_imports_at_once_both_finish_and_nothing_is_doubled(tmp_path, archive):
    both = [importing(tmp_path, archive) for _ in range(2)]
    for process in both:
        output = process.communicate()[0]
        assert process.returncode == 0
        assert "done" in output
    library = Services(
        Settings(data_dir=tmp_path), Database.in_folder(tmp_path), WordEmbedder(), WordReader()
    ).library
    status = library.collection("news").status()
    assert status.articles == status.passages == status.indexed == ARTICLES
    library.close()
