"""A model's file that cannot be loaded is reported in a sentence."""

import pytest

from index.errors import ModelError
from index.onnx_session import open_session
from index.reader.onnx_reader import open_tokenizer


def open_graph(path):
    return open_session(path, threads=1)


@pytest.mark.parametrize("open_file", [open_graph, open_tokenizer])
def test_a_file_that_has_vanished_is_missing(open_file, tmp_path):
    path = tmp_path / "file"
    with pytest.raises(ModelError) as raised:
        open_file(path)
    assert f"The model's file {path} is missing. Start Byline again" in str(raised.value)


@pytest.mark.parametrize("open_file", [open_graph, open_tokenizer])
def test_a_damaged_file_cannot_be_loaded(open_file, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"neither a graph nor a tokenizer")
    with pytest.raises(ModelError, match="cannot be loaded"):
        open_file(path)
