"""A tiny encoder with the real tokenizer, and data folders written by the test."""

import json
import shutil

import pytest
import torch

from index.embedding.models import find_packaged_folder
from index.packaged_model import TOKENIZER
from index.reader.onnx_reader import open_tokenizer


@pytest.fixture(scope="session")
def encoder(tmp_path_factory):
    """The folder of an encoder of two thin layers that has learnt nothing."""
    from transformers import BertConfig, BertModel  # takes seconds

    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=0.1,  # so that its outputs tell inputs apart
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    shutil.copy(find_packaged_folder() / TOKENIZER, folder)
    return folder


@pytest.fixture(scope="session")
def tokenizer():
    return open_tokenizer(find_packaged_folder() / TOKENIZER)


@pytest.fixture
def data(tmp_path):
    """Writes rows to a file of the data folder, and gives the folder."""

    def write(name, *rows):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return tmp_path

    return write
