"""From outcomes to numbers and measures."""

import math

import pytest

from bot.evaluation.judge import compute_rankings, judge_outcome
from tests.bot.evaluation.outcomes import build_outcome, build_question, build_result, build_shown


def test_an_answer_that_cites_the_answer_is_right():
    asked = build_question(article_ids=("garden",), wrong_ids=("frost",))
    numbers = judge_outcome(build_outcome(asked, build_shown(marked="forty")), None)
    assert (numbers.right, numbers.answer_cited, numbers.exact_match, numbers.f1) == (1, 1, 1, 1)
    assert (numbers.first_article, numbers.misled) == (1, 0)
    assert (numbers.squad_f1, numbers.excerpts, numbers.inexact) == (1, 1, 0)


def test_evidence_counts_as_well_as_an_answer():
    asked = build_question(answers=(), evidence=("She PLANTED forty trees.",))
    numbers = judge_outcome(
        build_outcome(asked, build_shown("Yes. She planted forty  trees.")), None
    )
    assert numbers.right == 1
    assert numbers.answer_cited is None
    assert numbers.f1 is None


def test_an_answers_own_words_count_where_a_record_is_cited():
    numbers = judge_outcome(
        build_outcome(build_question(), build_shown(""), own_words="Forty of them [1]"), None
    )
    assert numbers.right == 1


def test_an_abstention_is_judged_by_what_it_would_have_shown_but_has_said_nothing():
    numbers = judge_outcome(build_outcome(None, build_shown(marked="forty"), answered=False), None)
    assert (numbers.right, numbers.answered) == (1, 0)
    assert (numbers.exact_match, numbers.f1, numbers.answer_cited) == (0, 0, None)


def test_an_unanswerable_question_is_never_right_and_best_left():
    asked = build_question(answerable=False, answers=())
    left = judge_outcome(build_outcome(asked, build_shown(), answered=False), None)
    answered = judge_outcome(build_outcome(asked, build_shown()), None)
    assert (left.right, left.squad_f1, left.exact_match) == (0, 1, None)
    assert (answered.right, answered.squad_f1) == (0, 0)


def test_an_answerable_question_without_known_words_is_not_judged():
    numbers = judge_outcome(build_outcome(build_question(answers=("Yes",)), build_shown()), None)
    assert numbers.right is None


def test_an_article_known_to_be_wrong_misleads_an_answer_only():
    asked = build_question(wrong_ids=("frost",))
    cited = build_shown(article="frost")
    assert judge_outcome(build_outcome(asked, cited), None).misled == 1
    assert judge_outcome(build_outcome(asked, cited, answered=False), None).misled == 0
    assert judge_outcome(build_outcome(build_question(), cited), None).misled is None


def test_rankings_have_the_values_of_their_definitions():
    asked = build_question("a", article_ids=("x", "y"))
    other = build_question("b", article_ids=("z",))
    found = compute_rankings([
        build_outcome(asked, ranked=("n", "x", "m", "y")),
        build_outcome(other, ranked=()),
        build_outcome(build_question("c"), ranked=("n",)),
    ])  # fmt: skip
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 + 1 / math.log2(3)
    assert found["a"]["ndcg_10"] == pytest.approx(gain / ideal)
    assert (found["a"]["recall_1"], found["a"]["recall_5"], found["a"]["mrr_10"]) == (0, 1, 0.5)
    assert set(found["b"].values()) == {0.0}
    assert "c" not in found


def test_a_right_article_past_the_tenth_place_does_not_count_for_the_first_ten():
    ranked = (*(f"n{place}" for place in range(10)), "x")
    (values,) = compute_rankings(
        [build_outcome(build_question(article_ids=("x",)), ranked=ranked)]
    ).values()
    assert (values["mrr_10"], values["ndcg_10"], values["recall_10"]) == (0, 0, 0)
    assert values["recall_20"] == 1


def test_the_measures_of_a_folder():
    unanswerable = build_question("c", answerable=False, answers=())
    measures = build_result(
        build_outcome(build_question("a"), build_shown(marked="forty"), confidence=0.9, ms=1),
        build_outcome(build_question("b"), build_shown("Nothing."), confidence=0.7, ms=2),
        build_outcome(unanswerable, build_shown("No."), answered=False, confidence=0.2, ms=6),
        build_outcome(
            build_question("d"), build_shown(exact=False), answered=False, confidence=0.3, ms=3
        ),
    ).metrics
    assert measures["evidence_recall"] == pytest.approx(2 / 3)
    assert measures["answer_cited"] == pytest.approx(1 / 2)
    assert measures["f1"] == pytest.approx(1 / 3)
    assert measures["f1_answered"] == pytest.approx(1 / 2)
    assert measures["squad_f1"] == pytest.approx(2 / 4)
    assert (measures["coverage"], measures["risk"]) == (0.5, 0.5)
    assert (measures["abstention_precision"], measures["abstention_recall"]) == (0.5, 1)
    assert measures["auroc"] == 1
    assert measures["auroc_right"] == pytest.approx(3 / 4)
    assert measures["cost"] == pytest.approx((0 + 3 + 0 + 1) / 4)  # the third is rightly left
    # a is answered, b and d would be possible answers
    assert measures["best_cost"] == pytest.approx((0 + 0.4 + 0 + 0.4) / 4)
    assert measures["best_threshold"] == 0.9
    assert (measures["excerpts"], measures["inexact"]) == (4, 1)
    assert measures["total_p50"] == pytest.approx(2.5)
    assert math.isnan(measures["ndcg_10"])
    assert math.isnan(measures["rouge_1"])
