"""The reader's files: whole and of this version, or a sentence that says what is wrong."""

import json
import shutil

import pytest

from index.errors import ModelError
from index.packaged_model import TOKENIZER
from index.reader.model_files import GRAPH, MANIFEST, SHIPPED_FOLDER, find_reader


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED_FOLDER, tmp_path / "reader")


def test_the_shipped_reader_is_found():
    assert find_reader().name == json.loads((SHIPPED_FOLDER / MANIFEST).read_text())["name"]


@pytest.mark.parametrize("file", [GRAPH, MANIFEST])
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink()
    with pytest.raises(ModelError, match=f"{file} is missing"):
        find_reader(folder)


def test_an_altered_graph_is_not_loaded(folder):
    with (folder / GRAPH).open("ab") as altered:
        altered.write(b" ")
    with pytest.raises(ModelError, match=f"{GRAPH} is not the one that Byline came with"):
        find_reader(folder)


def test_a_reader_of_another_tokenizer_is_not_loaded(folder):
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["sha256"][TOKENIZER] = "0" * 64
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match=f"{TOKENIZER} is not the one that Byline came with"):
        find_reader(folder)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"format": 1}', b"\xff", b"null"])
def test_a_damaged_manifest_is_said_to_be(folder, content):
    (folder / MANIFEST).write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        find_reader(folder)


def test_another_version_of_the_format_is_not_loaded(folder):
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(ModelError, match="format 99"):
        find_reader(folder)
