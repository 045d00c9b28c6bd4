"""How well a network reads, measured on one that points at a known word."""

import pytest
import torch

from index.reader.training.examples import Example
from index.reader.training.validation import validate


class Pointer(torch.nn.Module):
    """Points at one word wherever a passage has it, and is sure that what has it answers."""

    def __init__(self, word):
        super().__init__()
        self._word = word

    def forward(self, ids, _mask, types):
        found = (ids == self._word) & (types == 1)
        scores = torch.full(ids.shape, -1e4).masked_fill(types == 1, -2.0).masked_fill(found, 5.0)
        scores[:, 0] = 0.0
        return scores, scores, found.any(dim=1).float()


def asked(passage, *answers):
    spans = tuple((passage.index(each), passage.index(each) + len(each)) for each in answers)
    return Example("When?", passage, spans, exact=True, article="", source="")


@pytest.fixture
def figures(tokenizer):
    network = Pointer(tokenizer.token_to_id("noon"))
    return lambda *examples: validate(network, tokenizer, examples)


def test_what_is_pointed_at_is_held_against_the_best_of_the_answers(figures):
    found = figures(
        asked("It sailed at Noon.", "Noon"),
        asked("It sailed at noon.", "at noon", "sailed at noon"),  # best: P 1, R 1/2, F1 2/3
        asked("At dusk. Not noon.", "dusk"),  # nothing shared
        asked("It rained."),
    )
    assert found["exact"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["f1"] == pytest.approx((1 + 2 / 3 + 0) / 3, abs=1e-4)


def test_every_example_counts_whatever_its_length(figures):
    long = "It rained and rained. " * 9
    examples = [asked(f"{long * (n % 3)}It sailed at noon.", "noon") for n in range(40)]
    assert figures(*examples, asked("It rained."))["exact"] == 1


def test_who_answers_is_told_by_the_order_of_answerable_and_not(figures):
    apart = figures(asked("It sailed at noon.", "noon"), asked("It rained."))
    assert (apart["auroc"], apart["auroc_margin"], apart["auroc_both"]) == (1, 1, 1)
    mixed = figures(
        asked("It sailed at noon.", "noon"), asked("It sailed at dusk.", "dusk"),
        asked("Noon is hot."), asked("It rained."),
    )  # fmt: skip
    # pairs: (noon, hot) and (dusk, rained) tie, (noon, rained) in order, (dusk, hot) not
    assert mixed["auroc"] == mixed["auroc_margin"] == pytest.approx((1 / 2 + 1 / 2 + 1 + 0) / 4)
