"""Learning to judge: a run begins with the reader's weights, and measures what was kept back."""

import numpy as np
import pytest
import torch

from index.support.training.examples import (
    CONTRADICTED,
    NOT_COVERED,
    SUPPORTED,
    UNSUPPORTED,
    Example,
)
from index.support.training.learning import SupportTask, compute_figures
from index.training.learning import Plan, learn

PLAN = Plan(steps=12, seed=3, tokens=400, kept_every=5, validated_every=6)


def test_a_run_learns_and_goes_on_to_the_same_weights(data, encoder, tmp_path):
    threads = torch.get_num_threads()
    rows = [
        {"claim": f"Ferry {n} {'sailed' if n % 2 else 'sank'}.", "evidence": [f"Ferry {n} sailed."],
         "label": "SUPPORTS" if n % 2 else "REFUTES"}
        for n in range(120)
    ]  # fmt: skip
    task = SupportTask(data("train/claims_fever.jsonl", *rows), encoder)
    try:
        whole, figures = learn(task, tmp_path / "run", PLAN)
        again, same = learn(task, tmp_path / "run", PLAN)
    finally:
        torch.set_num_threads(threads)
    assert figures == same
    assert figures["others"].keys() == {"auroc", "balanced"}
    for one, other in zip(whole.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, other)


def test_figures_compare_support_with_the_rest_and_contradiction_with_silence():
    made = [
        Example("x", "y", verdicts, "news")
        for verdicts in (SUPPORTED, UNSUPPORTED, CONTRADICTED, NOT_COVERED)
    ]
    shares = np.array([[0.9, 0.1, 0.0], [0.6, 0.2, 0.2], [0.1, 0.8, 0.1], [0.1, 0.2, 0.7]])
    assert compute_figures(made, shares) == {
        "auroc": 1.0,
        "balanced": pytest.approx(5 / 6, abs=1e-4),
        "auroc_contradicted": 1.0,
    }
