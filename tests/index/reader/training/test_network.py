"""The network's outputs, and its loss against values worked out by hand."""

from math import log

import pytest
import torch

from index.reader.training.network import ReaderNetwork, loss

NEVER = -1e4


@pytest.fixture(scope="module")
def network(encoder):
    torch.manual_seed(1)
    return ReaderNetwork(encoder).eval()


def inputs(tokenizer, question, passage, padding=0):
    read = tokenizer.encode(question, passage)
    rows = (read.ids, read.attention_mask, read.type_ids)
    return [torch.tensor([row + [0] * padding]) for row in rows]


def test_an_answer_lies_in_the_passage_or_is_the_first_token(network, tokenizer):
    read = inputs(tokenizer, "Who steered?", "Reyes did.", padding=3)
    start, end, answers = network(*read)
    possible = (read[2] == 1)[0]
    possible[0] = True
    assert start.shape == end.shape == read[0].shape
    assert answers.shape == (1,)
    for scores in (start[0], end[0]):
        assert (scores[possible] > -100).all()
        assert (scores[~possible] == NEVER).all()


def test_padding_changes_nothing(network, tokenizer):
    bare = network(*inputs(tokenizer, "Who steered?", "Reyes did."))
    padded = network(*inputs(tokenizer, "Who steered?", "Reyes did.", padding=5))
    length = bare[0].shape[1]
    for one, other in zip(bare, padded, strict=True):
        assert torch.allclose(one, other[..., :length] if one.ndim == 2 else other, atol=1e-5)


def test_the_words_own_vectors_do_not_learn(network):
    frozen = [name for name, each in network.named_parameters() if not each.requires_grad]
    assert frozen == ["encoder.embeddings.word_embeddings.weight"]


def at(*places, tokens=4):
    marks = torch.zeros(1, tokens, dtype=torch.bool)
    marks[0, list(places)] = True
    return marks


def test_the_loss_is_the_sum_of_its_parts_worked_out_by_hand():
    # Start: odds 1 : 3 : NEVER : NEVER, right with 3/4. End: four equal, two right: 1/2.
    start = torch.tensor([[0, log(3), NEVER, NEVER]])
    end, answers = torch.zeros(1, 4), torch.tensor([log(4)])  # answers with 4/5
    found = loss((start, end, answers), at(1), at(1, 2), torch.ones(1))
    assert found.item() == pytest.approx((-log(3 / 4) - log(1 / 2)) / 2 - log(4 / 5), abs=1e-5)


def test_the_loss_of_several_is_their_mean():
    start = torch.tensor([[0, log(3)], [log(3), 0]])
    ends = torch.zeros(2, 2)
    right = torch.tensor([[False, True], [False, True]])
    found = loss((start, ends, torch.zeros(2)), right, right, torch.tensor([1.0, 0.0]))
    spans = [(-log(3 / 4) - log(1 / 2)) / 2, (-log(1 / 4) - log(1 / 2)) / 2]
    assert found.item() == pytest.approx(sum(spans) / 2 + log(2), abs=1e-5)


@pytest.mark.parametrize("answerable", [0.0, 1.0])
def test_right_outputs_cost_less_than_wrong_ones(answerable):
    place = 2 if answerable else 0
    right, wrong = torch.full((1, 4), -3.0), torch.full((1, 4), -3.0)
    right[0, place], wrong[0, 3] = 3.0, 3.0
    sure = torch.tensor([4.0 if answerable else -4.0])
    targets = (at(place), at(place), torch.tensor([answerable]))
    best = loss((right, right, sure), *targets)
    assert best < loss((wrong, right, sure), *targets)
    assert best < loss((right, wrong, sure), *targets)
    assert best < loss((right, right, -sure), *targets)
    assert best.item() == pytest.approx(0, abs=0.05)
