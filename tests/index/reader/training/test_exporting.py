"""What is exported reads as the network does."""

import hashlib
import json

import numpy as np
import onnx
import pytest
import torch

from index.embedding.models import find_packaged_folder
from index.onnx_session import open_session
from index.packaged_model import TOKENIZER
from index.reader.model_files import FORMAT, GRAPH, MANIFEST, READER, find_reader
from index.reader.onnx_reader import OUTPUTS, OnnxPassageReader, find_best_span
from index.reader.training.network import ReaderNetwork
from index.training.exporting import export

PAIRS = [
    ("Who steered?", "Captain Joan Reyes steered the ferry to Hollow Island on Monday."),
    ("When did it sail?", "It sailed at noon. " * 12),
    ("?", "Ja."),
]
pytestmark = [
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),  # of shapes: the axes are named
    pytest.mark.filterwarnings("ignore:Exporting aten"),  # of negative places: none is
]

WITHIN = 0.25
"""Logits, of outputs that are much further apart: weights have 8 bits each."""


@pytest.fixture(scope="module")
def network(encoder):
    torch.manual_seed(4)
    network = ReaderNetwork(encoder).eval()
    for each in (network.span, network.answers):  # as if they had learnt: outputs far apart
        for weights in each.parameters():
            torch.nn.init.normal_(weights, std=0.5)
    return network


@pytest.fixture(scope="module")
def exported(network, tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    tokenizer = find_packaged_folder() / TOKENIZER
    export(READER, network, OUTPUTS, tokenizer, folder, {"name": "tiny", "figure": 0.5})
    return folder


def outputs(network, read):
    with torch.inference_mode():
        rows = (read.ids, read.attention_mask, read.type_ids)
        return [each.numpy() for each in network(*(torch.tensor([row]) for row in rows))]


@pytest.mark.parametrize(("question", "passage"), PAIRS)
def test_the_graph_gives_the_networks_outputs(network, exported, tokenizer, question, passage):
    read = tokenizer.encode(question, passage)
    expected = outputs(network, read)
    fed = {
        "input_ids": np.array([read.ids]),
        "attention_mask": np.array([read.attention_mask]),
        "token_type_ids": np.array([read.type_ids]),
    }
    found = open_session(exported / GRAPH, 1).run(["start", "end", "answers"], fed)
    for one, other in zip(found, expected, strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).max() < WITHIN


def test_outputs_are_further_apart_than_the_tolerance(network, tokenizer):
    found = [outputs(network, tokenizer.encode(*pair)) for pair in PAIRS]
    starts = np.concatenate([start[start > -100] for start, _, _ in found])
    assert np.ptp(starts) > 10 * WITHIN
    assert np.ptp([float(answers[0]) for _, _, answers in found]) > 4 * WITHIN


def test_what_is_exported_is_found_and_read_as_the_network_reads(network, exported, tokenizer):
    reader = OnnxPassageReader(find_reader(exported))
    assert reader.name == "tiny"
    for question, passage in PAIRS:
        [reading] = reader.read(question, [passage], [[(0, len(passage))]])
        start, end, answers = outputs(network, tokenizer.encode(question, passage))
        assert reading.answers == pytest.approx(float(answers[0]), abs=WITHIN)
        margin = find_best_span(start[0], end[0])[2]
        assert reading.spans[0].margin == pytest.approx(margin, abs=4 * WITHIN)


def test_the_manifest_says_what_it_was_told_and_what_belongs_together(exported):
    manifest = json.loads((exported / MANIFEST).read_text())
    tokenizer = find_packaged_folder() / TOKENIZER
    assert (manifest["format"], manifest["name"], manifest["figure"]) == (FORMAT, "tiny", 0.5)
    assert manifest["sha256"] == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (exported / GRAPH, tokenizer)
    }


def test_only_the_graph_and_the_manifest_are_left(exported):
    assert {path.name for path in exported.iterdir()} == {GRAPH, MANIFEST}


def test_weights_are_kept_in_8_bits(network, exported):
    whole = sum(each.numel() for each in network.parameters())
    assert (exported / GRAPH).stat().st_size < 1.2 * whole


def test_the_graph_has_fused_attention_and_no_fused_additions(exported):
    operators = [node.op_type for node in onnx.load(exported / GRAPH).graph.node]
    assert "QAttention" in operators
    assert "LayerNormalization" in operators
    assert "SkipLayerNormalization" not in operators
