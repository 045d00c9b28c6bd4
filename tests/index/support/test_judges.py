"""What every support judge does: the stand-in, and an exported network that has learnt nothing."""

import numpy as np
import pytest
import torch

from index.embedding.models import find_packaged_folder
from index.packaged_model import TOKENIZER, find_packaged_model
from index.reader.onnx_reader import build_first_segment
from index.support.base import EvidenceText
from index.support.model_files import JUDGE, OUTPUTS
from index.support.onnx_judge import OnnxSupportJudge
from index.support.training.network import SupportNetwork
from index.training.exporting import export
from tests.fakes import WordJudge

CLAIM = "The ferry sailed on Monday."
EVIDENCE = [
    EvidenceText("The ferry sailed again on Monday.", "Ferry resumes, 12 March 2021"),
    EvidenceText("Gardener Ines Falk planted forty lemon trees. " * 40),
    EvidenceText(""),
]
pytestmark = [
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),  # of shapes: the axes are named
    pytest.mark.filterwarnings("ignore:Exporting aten"),  # of negative places: none is
]
WITHIN = 0.1
"""Probabilities: weights have 8 bits each."""


@pytest.fixture(scope="module")
def network(encoder):
    torch.manual_seed(4)
    network = SupportNetwork(encoder).eval()
    for weights in (*network.hidden.parameters(), *network.verdicts.parameters()):
        torch.nn.init.normal_(weights, std=0.4)
    return network


@pytest.fixture(scope="module")
def exported(network, tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    export(JUDGE, network, OUTPUTS, find_packaged_folder() / TOKENIZER, folder, {"name": "tiny"})
    return find_packaged_model(JUDGE, folder)


@pytest.fixture(params=["words", "exported", "exported, with threads"])
def judge(request, exported):
    if request.param == "words":
        return WordJudge()
    return OnnxSupportJudge(exported, threads=2 if "threads" in request.param else 1)


class TestEveryJudge:
    def test_gives_a_judgement_for_each_piece_of_evidence_in_order(self, judge):
        together = judge.judge(CLAIM, EVIDENCE)
        alone = [judge.judge(CLAIM, [each])[0] for each in EVIDENCE]
        assert together == alone
        assert len(set(together)) > 1

    def test_gives_probabilities_that_sum_to_one(self, judge):
        for found in judge.judge(CLAIM, EVIDENCE):
            shares = (found.supported, found.contradicted, found.not_covered)
            assert sum(shares) == pytest.approx(1)
            assert all(0 <= share <= 1 for share in shares)

    def test_judges_nothing_by_no_evidence(self, judge):
        assert judge.judge(CLAIM, []) == []

    def test_has_a_name(self, judge):
        assert judge.name


def test_what_is_exported_judges_as_the_network_does(network, exported, tokenizer):
    judged = OnnxSupportJudge(exported).judge(CLAIM, EVIDENCE)
    for evidence, found in zip(EVIDENCE, judged, strict=True):
        read = tokenizer.encode(build_first_segment(CLAIM, evidence.headline), evidence.text)
        with torch.inference_mode():
            rows = (read.ids, read.attention_mask, read.type_ids)
            expected = torch.softmax(network(*(torch.tensor([row]) for row in rows)), 1)[0]
        shown = np.array([found.supported, found.contradicted, found.not_covered])
        assert np.abs(shown - expected.numpy()).max() < WITHIN
