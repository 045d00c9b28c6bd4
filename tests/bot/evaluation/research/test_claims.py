"""Measuring the support judge: figures, thresholds, and weights that make the surface even."""

import numpy as np
import pytest

from bot.evaluation.research.claims import (
    LabelledClaim,
    apply_rules,
    compute_figures,
    count_verdicts,
    find_best_threshold,
    judge_all,
    load_public,
    score_by_terms,
    weigh_evenly,
)
from bot.replies import Verdict
from index.support.base import EvidenceText
from index.support.training.examples import SUPPORTED, UNSUPPORTED
from index.support.training.news import NewsClaim
from tests.bot.articles import write_all
from tests.fakes import WordJudge

TRUTH = [True, True, True, False, False]
SCORES = np.array([0.9, 0.8, 0.3, 0.4, 0.1])


def claim(text, is_supported=True):
    evidence = EvidenceText("Captain Joan Reyes said the crossing took 42 minutes.", "Ferry")
    return LabelledClaim(text, evidence, evidence.text, is_supported)


def test_figures_count_what_is_kept_and_what_is_let_through():
    figures = compute_figures(TRUTH, SCORES, 0.35)
    assert figures.supported_kept == pytest.approx(2 / 3)
    assert figures.unsupported_passed == pytest.approx(1 / 2)
    assert figures.balanced_accuracy == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert figures.auroc == pytest.approx(5 / 6)


def test_a_claim_counts_with_its_weight():
    figures = compute_figures(TRUTH, SCORES, 0.35, np.array([1.0, 1.0, 2.0, 1.0, 3.0]))
    assert figures.supported_kept == pytest.approx(1 / 2)
    assert figures.unsupported_passed == pytest.approx(1 / 4)


def test_the_best_threshold_tells_most_apart():
    assert find_best_threshold(TRUTH, SCORES) == pytest.approx(0.8)


def test_even_weights_leave_the_surface_nothing_to_tell():
    chance = np.random.default_rng(1)
    surface = chance.normal(size=20_000)
    truth = chance.random(20_000) < 1 / (1 + np.exp(-surface))
    assert compute_figures(truth.tolist(), surface, 0.0).auroc > 0.7
    weights = weigh_evenly(truth.tolist(), surface)
    assert compute_figures(truth.tolist(), surface, 0.0, weights).auroc == pytest.approx(
        0.5, abs=0.02
    )


def test_terms_in_common_are_a_share_of_the_claims_terms():
    scores = score_by_terms([claim("The crossing took 42 minutes."), claim("The ferry sank.")])
    assert scores.tolist() == [1.0, 0.5]


def test_rules_weigh_each_judgement_by_its_own_claim():
    claims = [claim("The crossing took 42 minutes."), claim("The crossing took 52 minutes.")]
    judged = judge_all(claims, WordJudge())
    ruled = apply_rules(claims, judged)
    assert ruled[0] == judged[0]
    assert ruled[1].supported <= judged[1].supported


def test_a_public_set_is_read_with_its_labels(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(
        '{"claim": "It sailed.", "evidence": "The ferry sailed.", "label": "supported"}\n'
        '{"claim": "It sank.", "evidence": "The ferry sailed.", "label": "unsupported"}\n'
    )
    first, second = load_public(path)
    assert (first.claim, first.evidence.text, first.is_supported) == (
        "It sailed.",
        "The ferry sailed.",
        True,
    )
    assert not second.is_supported


def test_verdicts_are_counted_by_the_label(library, tmp_path):
    collection = library.collection("gazette")
    collection.add([write_all(tmp_path / "in")])
    claims = [
        NewsClaim("The crossing took 42 minutes.", SUPPORTED, "number", "ferry", ()),
        NewsClaim("The garden never closes at nine in the evening.", UNSUPPORTED, "", "lib-7", ()),
        NewsClaim("A chess olympiad was held.", UNSUPPORTED, "", "lib-7", ()),
    ]
    assert count_verdicts(collection, claims) == {
        (True, Verdict.SUPPORTED): 1,
        (False, Verdict.CONTRADICTED): 1,
        (False, Verdict.NOT_COVERED): 1,
    }
