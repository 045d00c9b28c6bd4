"""The judge as a network, and what it learns from sets that say only "unsupported"."""

import pytest
import torch

from index.reader.training.network import ReaderNetwork
from index.support.training.examples import CONTRADICTED, SUPPORTED, UNSUPPORTED
from index.support.training.network import SupportNetwork, loss

IDS = torch.tensor([[101, 2040, 2003, 102, 2002, 2003, 102]])
NEUTRAL = torch.zeros(1)
INPUTS = (IDS, torch.ones_like(IDS), torch.tensor([[0, 0, 0, 0, 1, 1, 1]]))


def test_it_begins_with_the_readers_answer_as_its_support(encoder):
    torch.manual_seed(1)
    reader, judge = ReaderNetwork(encoder).eval(), SupportNetwork(encoder).eval()
    judge.begin_with_reader(reader.state_dict())
    with torch.inference_mode():
        answers, verdicts = reader(*INPUTS)[2], judge(*INPUTS)
    assert verdicts[0, 0].item() == pytest.approx(answers[0].item(), abs=1e-5)
    assert verdicts[0, 1:].tolist() == [0, 0]


def test_a_known_verdict_is_learnt():
    sure = torch.tensor([[0.0, 8.0, 0.0]])
    assert loss(sure, torch.tensor([CONTRADICTED]), NEUTRAL) < 0.01
    assert loss(sure, torch.tensor([SUPPORTED]), NEUTRAL) > 5


def test_of_an_unsupported_claim_both_other_verdicts_are_right():
    allowed = torch.tensor([UNSUPPORTED])
    assert loss(torch.tensor([[0.0, 8.0, 0.0]]), allowed, NEUTRAL) < 0.01
    assert loss(torch.tensor([[0.0, 0.0, 8.0]]), allowed, NEUTRAL) < 0.01
    assert loss(torch.tensor([[8.0, 0.0, 0.0]]), allowed, NEUTRAL) > 5


def test_what_the_surface_gives_away_is_not_learnt():
    allowed = torch.tensor([SUPPORTED])
    silent = torch.zeros(1, 3, requires_grad=True)
    loss(silent, allowed, torch.tensor([6.0])).backward()
    known = silent.grad.abs().max().item()
    silent.grad = None
    loss(silent, allowed, NEUTRAL).backward()
    assert known < 0.05 * silent.grad.abs().max().item()
