import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.retriever import fuse_scores


def test_scores_are_summed_thirty_of_bm25_for_one_of_cosine():
    fused = fuse_scores({1: 0.5, 2: 0.4}, {2: 15.0, 3: 6.0})
    assert [hit.passage_id for hit in fused] == [2, 1, 3]
    assert [hit.score for hit in fused] == pytest.approx([0.9, 0.5, 0.2])


SCORES = st.dictionaries(st.integers(0, 9), st.floats(-1, 1), max_size=6)


@given(SCORES, SCORES)
def test_a_passage_never_falls_behind_for_being_nearer(cosines, bm25):
    before = [hit.passage_id for hit in fuse_scores(cosines, bm25)]
    for passage in before:
        nearer = {**cosines, passage: cosines.get(passage, 0.0) + 0.5}
        after = [hit.passage_id for hit in fuse_scores(nearer, bm25)]
        assert after.index(passage) <= before.index(passage)
