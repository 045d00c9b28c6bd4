"""``byline watch`` as a process: new files can be asked about, and it ends cleanly."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.acceptance.byline_process import ROOT, byline, environment
from tests.bot.articles import FERRY, ORCHARD

QUESTION = "How many minutes did the ferry crossing to Hollow Island take?"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def watching(data_dir, *words, **others):
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "watch", *words, "--json"],
        cwd=ROOT, env=environment(data_dir, **others),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def begun(process):
    """Read the output up to the line that says it is watching."""
    return any(line.startswith("Watching") for line in process.stderr)


def read_events(process):
    """Yield the printed events."""
    return map(json.loads, process.stdout)


def write_slowly(path, text, pieces=20):
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, len(text), max(1, len(text) // pieces)):
            file.write(text[start : start + max(1, len(text) // pieces)])
            file.flush()
            os.fsync(file.fileno())


def test_articles_dropped_into_a_folder_answer_and_sigterm_ends_it(tmp_path, folder, models_dir):
    settings = {"BYLINE_MODELS_DIR": str(models_dir), "BYLINE_WATCH": str(folder)}
    (folder / "before.jsonl").write_text(json.dumps(ORCHARD) + "\n", encoding="utf-8")
    process = watching(tmp_path / "data", **settings)
    assert begun(process)
    events = read_events(process)
    assert next(events)["added"] == ["orchard"]
    (tmp_path / "unfinished").write_text(FERRY, encoding="utf-8")
    (tmp_path / "unfinished").rename(folder / "ferry.txt")
    ferry = next(events)
    assert (ferry["input"], ferry["refused"]) == (str(folder / "ferry.txt"), None)
    assert ferry["headline"] == "Ferry service to Hollow Island resumes"
    asked = byline(tmp_path / "data", "ask", QUESTION, "--json", **settings)
    assert json.loads(asked.stdout)["citations"][0]["article"] == ferry["added"][0]
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 50)
    assert next(events)["refused"].startswith("It is binary")
    longer = "\n\n".join(f"Lamp number {n} was lit on Friday." for n in range(300))
    write_slowly(
        folder / "lamps.txt", f"Lamps of the harbour\n\n{longer}\n\nThe last one is red.\n"
    )
    lamps = next(events)
    shown = byline(tmp_path / "data", "show", lamps["added"][0], "--json", **settings)
    assert "The last one is red." in json.loads(shown.stdout)["text"]
    process.send_signal(signal.SIGTERM)
    rest, errors = process.communicate()
    assert (process.returncode, rest) == (0, ""), errors
    status = json.loads(byline(tmp_path / "data", "status", "--json", **settings).stdout)
    assert (status["articles"], status["set_aside"]) == (3, 1)
    [aside] = status["set_aside_inputs"]
    assert (aside["input"], aside["kind"]) == (str(folder / "noise.txt"), "file")


def test_what_was_taken_is_not_taken_again_and_what_failed_is_when_asked_for(
    tmp_path, folder, models_dir
):
    settings = {"BYLINE_MODELS_DIR": str(models_dir)}
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 50)
    for retry in ([], ["--retry"]):
        process = watching(tmp_path / "data", str(folder), *retry, **settings)
        assert next(read_events(process))["refused"].startswith("It is binary")
        process.send_signal(signal.SIGINT)
        assert process.communicate()[0] == ""
        assert process.returncode == 0


def test_nothing_to_watch_exits_with_2_and_says_what_to_set(tmp_path):
    watched = byline(tmp_path, "watch")
    assert watched.returncode == 2
    assert "BYLINE_WATCH" in watched.stderr


def test_a_folder_that_is_not_there_exits_with_2(tmp_path):
    watched = byline(tmp_path, "watch", str(tmp_path / "gone"))
    assert watched.returncode == 2
    assert "there is no such folder" in watched.stderr
