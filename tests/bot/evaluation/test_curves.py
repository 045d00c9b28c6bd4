"""Abstention and calibration measures against values worked out by hand, and their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.evaluation import curves
from bot.evaluation.curves import compute_bins, expected_calibration_error


def column(*values):
    return np.array(values, dtype=float)


CONFIDENCE = column(0.9, 0.8, 0.6, 0.3)
RIGHT = column(1, 0, 1, 0)


@st.composite
def judged(draw):
    count = draw(st.integers(1, 30))
    confidence = draw(arrays(float, count, elements=st.sampled_from([0, 0.1, 0.45, 0.5, 0.9, 1])))
    right = draw(arrays(float, count, elements=st.sampled_from([0.0, 1.0])))
    return confidence, right


def test_precision_and_recall_of_abstentions():
    answered, answerable = column(1, 0, 0, 0, 1), column(1, 1, 0, 0, 0)
    # abstained three times, twice rightly; two of the three unanswerable ones were left
    assert curves.abstention_precision(answered, answerable) == pytest.approx(2 / 3)
    assert curves.abstention_recall(answered, answerable) == pytest.approx(2 / 3)


def test_a_possible_answer_counts_as_half_an_abstention():
    answered, answerable = column(1, 0.5, 0.5, 0), column(1, 1, 0, 0)
    assert curves.abstention_precision(answered, answerable) == pytest.approx(1.5 / 2)
    assert curves.abstention_recall(answered, answerable) == pytest.approx(1.5 / 2)
    assert np.isnan(curves.abstention_precision(column(1), column(1)))


def test_without_an_abstention_there_is_no_precision():
    assert np.isnan(curves.abstention_precision(column(1, 1), column(1, 0)))
    assert np.isnan(curves.abstention_recall(column(1), column(1)))


def test_auroc_counts_the_pairs_in_the_right_order():
    # pairs of a right and a wrong one: (.9,.8) (.9,.3) (.6,.3) in order, (.6,.8) not
    assert curves.auroc(RIGHT, CONFIDENCE) == pytest.approx(3 / 4)
    assert np.isnan(curves.auroc(column(1, 1), column(0.1, 0.2)))


def test_the_roc_curve_runs_from_corner_to_corner():
    curve = curves.roc(RIGHT, CONFIDENCE)
    assert (curve.x[0], curve.y[0], curve.x[-1], curve.y[-1]) == (0, 0, 1, 1)
    assert len(curves.roc(column(1), column(1)).x) == 0


def test_risk_at_each_coverage_and_the_area_under_it():
    curve = curves.risk_coverage(CONFIDENCE, RIGHT)
    assert curve.x.tolist() == [0.25, 0.5, 0.75, 1]
    assert curve.y == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert curves.aurc(CONFIDENCE, RIGHT) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_equal_confidences_share_their_errors_whatever_their_order():
    one = curves.aurc(column(0.5, 0.5, 0.1), column(1, 0, 1))
    other = curves.aurc(column(0.1, 0.5, 0.5), column(1, 0, 1))
    assert one == other == pytest.approx((1 / 2 + 1 / 2 + 1 / 3) / 3)


@given(judged())
def test_the_area_lies_between_the_ideal_one_and_1(both):
    confidence, right = both
    area = curves.aurc(confidence, right)
    assert 0 <= curves.aurc(right, right) <= area + 1e-9
    assert area <= 1 + 1e-9


@given(judged())
def test_perfect_confidence_makes_no_error_before_it_must(both):
    _, right = both
    curve = curves.risk_coverage(right, right)
    must = np.maximum(0, curve.x - right.mean()) / curve.x
    assert curve.y == pytest.approx(must)


ANSWERABLE = column(1, 0, 1, 0)


@pytest.mark.parametrize(
    ("answered", "right", "answerable", "expected"),
    [
        (1, 1, 1, 0),  # a right answer
        (1, 0, 1, 3),  # a wrong one
        (1, 0, 0, 3),  # an answer where there is none
        (0, 0, 1, 1),  # silence where there is an answer
        (0, 1, 1, 1),  # even with the answer at hand
        (0, 0, 0, 0),  # silence where there is none
        (0.5, 1, 1, 0.4),  # a possible answer that is right
        (0.5, 0, 0, 0.4),  # a possible answer that is wrong
    ],
)
def test_what_each_outcome_costs(answered, right, answerable, expected):
    assert curves.mean_cost(column(answered), column(right), column(answerable)) == expected


def test_the_cost_is_the_mean_over_the_questions():
    # right 0, wrong 3, abstained from an answerable one 1, rightly abstained 0
    assert curves.mean_cost(column(1, 1, 0, 0), RIGHT, ANSWERABLE) == pytest.approx(4 / 4)
    assert np.isnan(curves.mean_cost(column(), column(), column()))


def test_the_best_thresholds_in_hindsight():
    # .9 is right, .8 wrong and unanswerable, .6 right: answering from .9 on costs 0, and showing
    # .8 and .6 as possible 0.4 each instead of abstaining for 0 and 1.
    found = curves.find_best_thresholds(CONFIDENCE, RIGHT, ANSWERABLE)
    assert (found.answer, found.possible) == (0.9, 0.6)
    assert found.cost == pytest.approx(0.8 / 4)


def test_of_thresholds_that_cost_the_same_the_highest_are_best():
    found = curves.find_best_thresholds(column(0.9, 0.5), column(1, 0), column(1, 0))
    assert found == (0.9, 0.9, 0)


def test_where_nothing_is_right_the_best_is_a_possible_answer_to_what_is_answerable():
    answer, possible, cost = curves.find_best_thresholds(
        column(1.0, 0.2), column(0, 0), column(1, 0)
    )
    assert answer > 1
    assert (possible, cost) == (1.0, pytest.approx(0.4 / 2))


def test_where_everything_can_be_abstained_from_for_nothing_it_costs_nothing():
    found = curves.find_best_thresholds(column(0.9, 0.2), column(0, 0), column(0, 0))
    assert found.cost == 0
    assert min(found.answer, found.possible) > 1


@given(judged(), st.data())
def test_no_thresholds_cost_less_than_the_best(both, data):
    confidence, right = both
    hard = data.draw(arrays(float, len(right), elements=st.sampled_from([0.0, 1.0])))
    answerable = np.maximum(right, hard)  # only an answerable question can be right
    found = curves.find_best_thresholds(confidence, right, answerable)

    def cost_from(answer, possible):
        answered = np.where(confidence >= answer, 1.0, 0.5 * (confidence >= possible))
        return curves.mean_cost(answered, right, answerable)

    cuts = [*confidence, 2.0]
    least = min(cost_from(answer, possible) for answer in cuts for possible in cuts)
    assert found.cost == pytest.approx(least)
    assert cost_from(found.answer, found.possible) == pytest.approx(least)
    assert found.possible <= found.answer


def test_calibration_error_is_how_far_confidence_and_truth_are_apart():
    confidence, right = column(0.95, 0.85, 0.82, 0.1), column(1, 1, 0, 0)
    # [.8, .9): 2 of 4, sure .835, right .5; [.9, 1]: 1, .95, 1; [.1, .2): 1, .1, 0
    expected = (2 * 0.335 + 0.05 + 0.1) / 4
    assert expected_calibration_error(confidence, right) == pytest.approx(expected)
    assert [each.count for each in compute_bins(confidence, right)] == [1, 2, 1]


@given(judged())
def test_every_question_is_in_one_bin_and_the_error_is_a_share(both):
    confidence, right = both
    found = compute_bins(confidence, right)
    assert sum(each.count for each in found) == len(right)
    assert all(each.low - 1e-9 <= each.confidence <= each.high + 1e-9 for each in found)
    assert 0 <= expected_calibration_error(confidence, right) <= 1


def test_nothing_asked_gives_no_numbers():
    nothing = column()
    assert np.isnan(curves.aurc(nothing, nothing))
    assert np.isnan(expected_calibration_error(nothing, nothing))
    assert np.isnan(curves.find_best_thresholds(nothing, nothing, nothing).cost)
