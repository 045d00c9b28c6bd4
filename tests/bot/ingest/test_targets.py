"""Which texts are folders and which are feeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.ingest.targets import WatchTargets, check_folders, parse_targets
from corpus.store.records import InputKind, QueuedInput


def waiting(kind, name, origin):
    return QueuedInput("k", kind, name, origin, "s", 1, None, "why", 0.0)


def test_addresses_are_feeds_and_all_else_folders_each_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = parse_targets(["in", " https://A.example/feed ", "./in", "https://a.example/feed", ""])
    assert found == WatchTargets((tmp_path / "in",), ("https://a.example/feed",))


def test_nothing_is_nothing_to_watch():
    assert not parse_targets([])
    assert not parse_targets(["", "  "])


@pytest.mark.parametrize("word", ["ftp://a.example/feed", "https://me:secret@a.example/feed"])
def test_an_address_that_is_not_fetched_is_refused(word):
    with pytest.raises(UsageError, match="Cannot watch the feed"):
        parse_targets([word])


def test_a_file_is_refused_with_a_hint_to_name_its_folder(tmp_path):
    (tmp_path / "a.txt").write_text("words")
    with pytest.raises(UsageError, match="it is a file"):
        parse_targets([str(tmp_path / "a.txt")])


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        check_folders(parse_targets([str(tmp_path / "gone")]))


def test_inputs_belong_to_the_folder_they_are_in_and_the_feed_that_named_them(tmp_path):
    targets = WatchTargets((tmp_path,), ("https://a.example/feed",))
    assert targets.is_source_of(waiting(InputKind.FILE, str(tmp_path / "x" / "a.txt"), ""))
    assert not targets.is_source_of(waiting(InputKind.FILE, str(tmp_path) + "-other/a.txt", ""))
    assert targets.is_source_of(
        waiting(InputKind.PAGE, "https://b.example/1", "https://a.example/feed")
    )
    assert not targets.is_source_of(
        waiting(InputKind.PAGE, "https://b.example/1", "https://b.example/feed")
    )


@given(st.text(alphabet=st.characters(exclude_characters="\0"), max_size=50))
def test_any_words_are_accepted_or_refused_in_a_sentence(words):
    try:
        parse_targets([words])
    except UsageError as error:
        assert str(error).startswith("Cannot watch")
