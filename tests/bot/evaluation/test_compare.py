"""Two runs compared: paired, seeded, over the questions of both."""

import json

import pytest

from bot.errors import EvaluationError
from bot.evaluation.compare import compare, compare_all
from bot.evaluation.results import read_results, write_results
from tests.bot.evaluation.outcomes import build_outcome, build_question, build_result, build_shown


def run(*rights, name="set"):
    return build_result(
        *(
            build_outcome(
                build_question(f"q{n}"),
                build_shown() if right else build_shown("Nothing."),
                confidence=0.8,
            )
            for n, right in enumerate(rights)
        ),
        name=name,
    )


@pytest.fixture
def kept(tmp_path):
    """What a later run reads of an earlier one."""

    def keep(*results):
        write_results(tmp_path / "run.json", results)
        return read_results(tmp_path / "run.json")

    return keep


def test_a_run_beside_itself_shows_no_difference(kept):
    now = run(1, 0, 1, 1)
    comparison = compare(now, *kept(now), resamples=50)
    assert comparison.differences
    for each in comparison.differences:
        assert (each.then, each.low, each.change, each.high) == (each.now, 0, 0, 0)
        assert each.verdict == 0


def test_questions_of_one_run_only_are_counted_and_left_out(kept):
    then, now = run(0, 0, 0), run(1, 0)
    comparison = compare(now, *kept(then), resamples=50)
    assert (comparison.shared, comparison.only_now, comparison.only_then) == (2, 0, 1)
    assert "1 only in the baseline" in comparison.coverage
    risk = next(each for each in comparison.differences if each.metric.key == "risk")
    assert (risk.then, risk.now, risk.change) == (1, 0.5, -0.5)


def test_a_clear_gain_is_better_and_a_clear_loss_worse(kept):
    bad, good = run(*[0] * 30), run(*[1] * 25, *[0] * 5)
    verdicts = {
        each.metric.key: each.verdict
        for each in compare(good, *kept(bad), resamples=200).differences
    }
    assert (verdicts["evidence_recall"], verdicts["risk"], verdicts["coverage"]) == (1, 1, 0)
    worse = compare(bad, *kept(good), resamples=200).differences
    assert {each.metric.key: each.verdict for each in worse}["cost"] == -1


def test_the_interval_holds_the_difference_and_is_the_same_each_time(kept):
    earlier = kept(run(*[0, 1] * 20))
    now = run(*[1, 1, 0, 1] * 10)
    first, second = (compare(now, *earlier, resamples=100) for _ in range(2))
    assert first == second
    assert all(each.low <= each.change <= each.high for each in first.differences)


def test_folders_are_compared_by_name(kept):
    earlier = kept(run(1, name="a"), run(0, name="b"))
    assert [each.name for each in compare_all([run(1, name="b"), run(1, name="c")], earlier)] == [
        "b"
    ]
    with pytest.raises(EvaluationError, match="none of these folders, only a, b"):
        compare_all([run(1, name="c")], earlier)
    assert compare_all([run(1)], []) == []


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "other", "folders": []}', "{"])
def test_a_file_that_holds_no_results_is_refused(tmp_path, content):
    path = tmp_path / "other.json"
    path.write_text(content, "utf-8")
    with pytest.raises(EvaluationError, match="holds no results"):
        read_results(path)
    with pytest.raises(EvaluationError, match="Cannot read"):
        read_results(tmp_path / "missing.json")


def test_results_are_kept_as_plain_json_without_numbers_that_are_none(tmp_path):
    write_results(tmp_path / "run.json", [run(1)])

    def refuse(constant):
        raise AssertionError(constant)

    (folder,) = json.loads((tmp_path / "run.json").read_bytes(), parse_constant=refuse)["folders"]
    assert folder["measures"]["ndcg_10"] is None
    assert folder["questions"][0]["right"] == 1
    assert folder["questions"][0]["shown"][0]["excerpt"] == "She planted forty trees."
