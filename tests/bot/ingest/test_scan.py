"""Which files of a watched folder are read."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.scan import is_article_name, scan_folders

ENDINGS = {".txt", ".jsonl"}


@pytest.mark.parametrize("name", ["story.txt", "STORY.TXT", "a b.jsonl", "part.1.txt", "é.txt"])
def test_names_of_articles_are_read(name):
    assert is_article_name(name, ENDINGS)


@pytest.mark.parametrize(
    "name",
    [
        ".story.txt", ".story.txt.swp", "story.txt.part", "story.txt.tmp", "story.txt.crdownload",
        "story.txt~", "~$story.txt", "#story.txt#", ".#story.txt", ".goutputstream-X.txt", "4913",
        "story", "story.jpg", ".txt",
    ],
)  # fmt: skip
def test_names_of_temporary_and_hidden_files_are_not(name):
    assert not is_article_name(name, ENDINGS)


@given(st.text(max_size=20))
def test_any_name_is_accepted_or_not(name):
    assert is_article_name(name, ENDINGS) in {True, False}


def test_folders_are_scanned_in_order_without_hidden_ones(tmp_path):
    for name in ("b/2.txt", "a.txt", "b/1.txt", ".git/c.txt", "b/.d.txt", "e.bin"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    found = list(scan_folders([tmp_path], ENDINGS))
    assert [os.path.relpath(each.path, tmp_path) for each in found] == [
        "a.txt", "b/1.txt", "b/2.txt",
    ]  # fmt: skip
    assert [each.size for each in found] == [5, 7, 7]
    assert {each.folder for each in found} == {str(tmp_path)}


def test_a_missing_folder_is_empty(tmp_path):
    assert list(scan_folders([tmp_path / "gone"], ENDINGS)) == []
