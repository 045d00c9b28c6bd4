"""A model's files are found, and their digests remembered only while they stay the same."""

import hashlib

import pytest

from index.embedding.models import DEFAULT_MODEL, Digests, ModelFiles, find_model
from index.errors import ModelError


def test_the_packaged_model_is_the_official_one():
    files = find_model(DEFAULT_MODEL)
    assert files.digest.startswith("53aa51172d142c89")
    assert (files.dimension, files.pooling) == (384, "mean")


def test_a_folder_without_weights_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(ModelError, match="holds no model weights"):
        find_model(str(tmp_path))


def test_files_that_do_not_say_how_long_vectors_are_are_refused(tmp_path):
    with pytest.raises(ModelError, match="how long"):
        _ = ModelFiles("m", tmp_path, "0").dimension


def test_a_digest_is_read_from_the_memory_while_the_file_stays_the_same(tmp_path):
    weights, memory = tmp_path / "weights", tmp_path / "memory.json"
    weights.write_bytes(b"one")
    digest = Digests(memory).find(weights)
    assert digest == hashlib.sha256(b"one").hexdigest()
    memory.write_text(memory.read_text().replace(digest, "remembered"))
    assert Digests(memory).find(weights) == "remembered"


def test_a_changed_file_is_read_again(tmp_path):
    weights, memory = tmp_path / "weights", tmp_path / "memory.json"
    weights.write_bytes(b"one")
    Digests(memory).find(weights)
    weights.write_bytes(b"other")
    assert Digests(memory).find(weights) == hashlib.sha256(b"other").hexdigest()


@pytest.mark.parametrize("memory", [b"{", b"[]", b"\xff"])
def test_a_damaged_memory_is_no_memory(tmp_path, memory):
    (tmp_path / "weights").write_bytes(b"one")
    (tmp_path / "memory.json").write_bytes(memory)
    digests = Digests(tmp_path / "memory.json")
    assert digests.find(tmp_path / "weights") == hashlib.sha256(b"one").hexdigest()
