import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import reciprocal_rank_fusion, weighted_sum
from index.ports import Hit

RANKINGS = st.lists(
    st.lists(st.integers(0, 20), unique=True).map(lambda ids: [Hit(i, 0.0) for i in ids]),
    max_size=4,
)


def test_a_score_is_the_sum_of_one_over_sixty_and_the_rank():
    dense, lexical = [Hit(1, 0.9), Hit(2, 0.8)], [Hit(2, 7.0), Hit(3, 6.0)]
    fused = reciprocal_rank_fusion([dense, lexical])
    assert [hit.passage_id for hit in fused] == [2, 1, 3]
    assert [hit.score for hit in fused] == pytest.approx([1 / 62 + 1 / 61, 1 / 61, 1 / 62])


def test_a_weight_scales_its_ranking():
    fused = reciprocal_rank_fusion([[Hit(1, 1.0)], [Hit(2, 1.0)]], weights=[0.5, 2.0], constant=9)
    assert fused == [Hit(2, 0.2), Hit(1, 0.05)]


def test_ties_go_to_the_lower_id():
    assert [hit.passage_id for hit in reciprocal_rank_fusion([[Hit(8, 1.0)], [Hit(3, 1.0)]])] == [
        3,
        8,
    ]


def test_nothing_fuses_into_nothing():
    assert reciprocal_rank_fusion([]) == []


def test_a_missing_weight_is_refused():
    with pytest.raises(ValueError):
        reciprocal_rank_fusion([[Hit(1, 1.0)], [Hit(2, 1.0)]], weights=[1.0])


def test_no_weights_for_two_rankings_are_refused():
    with pytest.raises(ValueError):
        reciprocal_rank_fusion([[Hit(1, 1.0)], [Hit(2, 1.0)]], weights=[])


@given(RANKINGS)
def test_every_passage_comes_once_and_the_best_first(rankings: list[list[Hit]]):
    fused = reciprocal_rank_fusion(rankings)
    assert sorted(hit.passage_id for hit in fused) == sorted(
        {h.passage_id for r in rankings for h in r}
    )
    assert fused == sorted(fused, key=lambda hit: (-hit.score, hit.passage_id))


@given(RANKINGS.filter(lambda rankings: len(rankings) == 1))
def test_one_ranking_keeps_its_order(rankings: list[list[Hit]]):
    assert [h.passage_id for h in reciprocal_rank_fusion(rankings)] == [
        h.passage_id for h in rankings[0]
    ]


def test_scores_are_summed_thirty_of_bm25_for_one_of_cosine():
    fused = weighted_sum({1: 0.5, 2: 0.4}, {2: 15.0, 3: 6.0})
    assert [hit.passage_id for hit in fused] == [2, 1, 3]
    assert [hit.score for hit in fused] == pytest.approx([0.9, 0.5, 0.2])


SCORES = st.dictionaries(st.integers(0, 9), st.floats(-1, 1), max_size=6)


@given(SCORES, SCORES)
def test_a_passage_never_falls_behind_for_being_nearer(cosines, bm25):
    before = [hit.passage_id for hit in weighted_sum(cosines, bm25)]
    for passage in before:
        nearer = {**cosines, passage: cosines.get(passage, 0.0) + 0.5}
        after = [hit.passage_id for hit in weighted_sum(nearer, bm25)]
        assert after.index(passage) <= before.index(passage)
