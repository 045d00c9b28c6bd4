import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.parsers import Unreadable, parse_bytes, parse_path
from corpus.samples import sample_paths

LINE = json.dumps({"text": "The wall will be built again."})


def titles(path: Path) -> list[str]:
    return [found.title for found in parse_path(path) if isinstance(found, Article)]


def only_refusal(path: Path) -> Unreadable:
    (found,) = parse_path(path)
    assert isinstance(found, Unreadable)
    return found


@pytest.mark.parametrize(
    ("name", "content", "texts"),
    [
        ("a.txt", LINE, ["The wall will be built again."]),
        ("a", f"\n\n{LINE}\n{LINE}", ["The wall will be built again."] * 2),
        ("a.json", LINE, ["The wall will be built again."]),
        ("a.txt", "{A brace} opens this.", ["{A brace} opens this."]),
        ("a.md", "Wall to rise", ["Wall to rise"]),
        ("a.NDJSON", LINE, ["The wall will be built again."]),
    ],
)
def test_the_format_is_found_by_content_before_name(name: str, content: str, texts: list[str]):
    assert [found.text for found in parse_bytes(name, content.encode())] == texts


NEWS = "The council agreed on Monday to rebuild the old harbour wall, which fell in March."


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", f"<!DOCTYPE html><p>{NEWS}</p>", NEWS),
        ("a.md", f"\n<!-- saved --><html><body><p>{NEWS}</p></body></html>", NEWS),
        ("a", f'<?xml version="1.0"?><!DOCTYPE html><html><p>{NEWS}</p></html>', NEWS),
        ("a.htm", f"<p>{NEWS}</p>", NEWS),
        ("a.txt", f"<p>{NEWS}</p>", f"<p>{NEWS}</p>"),
        (
            "a.html",
            f"<rss version='2.0'><item><description>{NEWS}</description></item></rss>",
            NEWS,
        ),
        ("a.txt", f"---\ntitle: Wall\n---\n{NEWS}", f"---\ntitle: Wall\n---\n{NEWS}"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_or_feed_is_recognized_by_its_start(
    name: str, content: str, text: str, encoding: str
):
    (found,) = parse_bytes(name, content.encode(encoding))
    assert found.text == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04", "archive"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"{\\rtf1 Wall}", "RTF"),
        (b"\xd0\xcf\x11\xe0", "office document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        (b"<?xml version='1.0'?><book/>", "not an RSS or Atom feed"),
    ],
)
def test_an_unsupported_format_is_refused_by_name(content: bytes, reason: str):
    (found,) = parse_bytes("a.txt", content)
    assert isinstance(found, Unreadable)
    assert reason in found.reason


def test_an_article_from_the_web_has_its_address():
    first, again = (
        next(iter(parse_bytes("a", text.encode(), url="https://paper.example/wall?utm_source=x")))
        for text in (NEWS, f"{NEWS} It will rise.")
    )
    assert first.url == "https://paper.example/wall?utm_source=x"
    assert first.id.rpartition("-")[2] == again.id.rpartition("-")[2]


def test_a_broken_first_line_does_not_make_json_lines_a_plain_text():
    broken, good = parse_bytes("a.jsonl", f"{{broken\n{LINE}".encode())
    assert isinstance(broken, Unreadable)
    assert isinstance(good, Article)


def test_a_first_line_longer_than_the_head_is_still_json():
    text = "The wall. " * 20_000
    (found,) = parse_bytes("a.txt", json.dumps({"text": text}).encode())
    assert found.text == text


def test_json_that_is_not_json_lines_is_refused():
    (found,) = parse_bytes("a.json", b'{\n  "text": "The wall."\n}')
    assert isinstance(found, Unreadable)
    assert "JSON Lines" in found.reason


def test_a_folder_gives_its_articles_in_the_order_of_their_paths(tmp_path: Path):
    for name in ["b.txt", "a/z.TEXT", "a/b.txt", ".hidden.txt", ".git/x.txt", "notes.docx"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Headline {name}\n\nThe body of it.")
    (tmp_path / "c.jsonl").write_text(LINE)
    assert titles(tmp_path) == [
        "Headline a/b.txt",
        "Headline a/z.TEXT",
        "Headline b.txt",
        "The wall will be built again.",
    ]


def test_a_bad_file_in_a_folder_costs_that_file_only(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(b"\0")
    (tmp_path / "b.txt").write_text("Wall to rise")
    bad, good = parse_path(tmp_path)
    assert isinstance(bad, Unreadable)
    assert bad.input == str(tmp_path / "a.txt")
    assert isinstance(good, Article)


def test_a_folder_without_articles_is_refused(tmp_path: Path):
    (tmp_path / "notes.docx").write_text("Wall to rise")
    assert "no articles" in only_refusal(tmp_path).reason


def test_a_link_to_the_parent_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a.txt").write_text("Wall to rise")
    assert titles(tmp_path) == ["Wall to rise"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.txt", "no such file or folder"),
        ("x" * 5000, "too long"),
        ("a\0b", "no such file or folder"),
    ],
)
def test_a_path_that_does_not_exist_is_refused(tmp_path: Path, name: str, reason: str):
    found = only_refusal(tmp_path / name)
    assert found.input == str(tmp_path / name)
    assert reason in found.reason


def test_a_broken_link_is_refused_as_such(tmp_path: Path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert "broken link" in only_refusal(tmp_path / "a.txt").reason


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert "neither a file nor a folder" in only_refusal(tmp_path / "pipe").reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("make", [Path.touch, Path.mkdir])
def test_a_path_without_permission_is_refused(tmp_path: Path, make: Callable[[Path], None]):
    path = tmp_path / "closed"
    make(path)
    path.chmod(0)
    assert "ermission" in only_refusal(path).reason


def test_a_sample_is_read_by_path_as_by_its_bytes():
    path = sample_paths()[0]
    assert list(parse_path(path)) == list(parse_bytes(path.name, path.read_bytes()))


@given(st.text(), st.binary() | st.text().map(str.encode))
def test_no_document_raises(name: str, content: bytes):
    found = list(parse_bytes(name, content))
    assert found
    assert all(isinstance(one, Unreadable) or one.text.strip() for one in found)
