"""Who keeps another server's articles has no hand in this one's, and neither has the terminal."""

import json

import pytest

from corpus.store.records import hash_feed_url
from tests.acceptance.byline_process import byline
from tests.acceptance.discord.isolation.articles import (
    FEED,
    OWN,
    SECRET,
    THERE,
    extract_words,
    to_json_lines,
)
from tests.acceptance.discord.isolation.outside import DIRECT, Outsider
from tests.acceptance.discord.scene import AttachedFile
from tests.acceptance.discord.world import GUILD, channel_id

ITS_CHANNEL = channel_id(GUILD)
_ROLES, _CHANNELS = 6, 8
"""Kinds of menus."""


@pytest.mark.parametrize("page", [1, 2, 99])
def test_no_list_of_another_server_has_it(neighbour, watch, page):
    neighbour.use_command("articles list", page=page)
    neighbour.use_command("feeds list")
    assert watch.found() == set()


@pytest.mark.parametrize("reference", [FEED, hash_feed_url(FEED), "1"])
def test_its_feed_is_not_left_from_another_server(neighbour, watch, reference):
    (told,) = neighbour.use_command("feeds remove", feed=reference)
    assert "does not follow this feed" in told.text
    assert watch.found(reference) == set()


def test_what_is_added_and_counted_in_another_server_is_its_own(neighbour, watch):
    held = _held(neighbour)
    fog = {**OWN, "id": "fog-1", "title": "Fog", "text": "The fog was thick on Monday."}
    neighbour.use_command("articles add", file=AttachedFile("fog.jsonl", to_json_lines([fog])))
    pasted = {"title": "Ice", "author": "", "source": "", "date": "", "text": "The ice was thin."}
    neighbour.submit("byline:articles:paste", **pasted)
    neighbour.use_command("articles add", url="http://127.0.0.1/fog")
    neighbour.use_command("feeds add", url="http://127.0.0.1/fog")
    assert _held(neighbour) == held + 2
    assert watch.found() == set()


def _held(outsider: Outsider) -> int:
    """How many articles a reindex counts."""
    (report,) = outsider.use_command("reindex")
    return int(report.text.removeprefix("Reindexed ").partition(" ")[0])


@pytest.mark.parametrize(("what", "kind"), [("channels", _CHANNELS), ("role", _ROLES)])
def test_a_choice_in_another_servers_settings_sets_nothing_here(there, neighbour, what, kind):
    before = Outsider(there).use_command("settings")[0]
    text, custom_id = before.text, f"byline:settings:{what}"
    (panel,) = neighbour.use_command("settings")
    try:
        neighbour.choose(panel, custom_id, kind, ITS_CHANNEL)
        assert Outsider(there).use_command("settings")[0].text == text
    finally:
        neighbour.choose(panel, custom_id, kind)
    assert neighbour.use_command("settings")[0].text == panel.text


def test_news_of_another_server_are_not_posted_into_its_channel(neighbour, watch):
    (panel,) = neighbour.use_command("settings")
    neighbour.choose(panel, "byline:settings:news", _CHANNELS, ITS_CHANNEL)
    snow = {**OWN, "id": "snow-1", "title": "Snow", "text": "It snowed on Monday."}
    neighbour.use_command("articles add", file=AttachedFile("snow.jsonl", to_json_lines([snow])))
    neighbour.scene.bot.wait_for_log(f"The new articles of {THERE} are not announced")
    assert not watch.posted_in(ITS_CHANNEL)
    neighbour.choose(panel, "byline:settings:news", _CHANNELS)
    assert watch.found(ITS_CHANNEL) == set()


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "Why was the inquest put off?"),
        ("search", "inquest barge coroner"),
        ("articles",),
        ("show", SECRET["id"]),
        ("diff", SECRET["id"]),
        ("summarize", SECRET["id"]),
        ("summarize", "--topic", "inquest"),
        ("digest", "--since", "2000-01-01"),
        ("remove", SECRET["id"]),
        ("status",),
    ],
    ids=" ".join,
)
def test_the_terminal_keeps_to_the_collection(known, folder, models_dir, words):
    assert known
    run = byline(folder, *words, "--collection", THERE, BYLINE_MODELS_DIR=models_dir)
    assert "Traceback" not in run.stderr
    assert extract_words(run.stdout + run.stderr) <= extract_words(" ".join(words))


@pytest.mark.parametrize("collection", [THERE, DIRECT])
def test_an_export_has_nothing_but_what_is_and_was_asked_there(
    neighbour, folder, models_dir, tmp_path, collection
):
    Outsider(neighbour.scene.in_guild(None)).ask("Why was the ferry late?")
    neighbour.ask("Why was the ferry late?")
    words = ("feedback", "export", str(tmp_path), "--collection", collection)
    run = byline(folder, *words, BYLINE_MODELS_DIR=models_dir)
    assert run.returncode == 0, run.stderr
    rows = [
        json.loads(line)
        for path in tmp_path.iterdir()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert rows
    for row in rows:
        told = {key: value for key, value in row.items() if key != "question"}
        assert extract_words(json.dumps(told)) == set()
