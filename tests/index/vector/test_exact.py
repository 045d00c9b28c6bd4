from hypothesis import given

from index.ports import VectorIndex
from tests.index.vector.contract import (
    CHANGES,
    DIMENSION,
    ROWS,
    Change,
    VectorContract,
    apply_changes,
    are_same,
    rank_by_hand,
)
from tests.index.vector.exact import ExactIndex


class TestExactIndex(VectorContract):
    def make(self, dimension: int = DIMENSION) -> VectorIndex:
        return ExactIndex(dimension)


@given(CHANGES)
def test_changes_give_what_a_rebuild_gives(changes: list[Change]):
    index = ExactIndex(DIMENSION)
    there = {i: ROWS[row].tolist() for i, row in apply_changes(index, changes).items()}
    assert are_same(index.search(ROWS[0], 5), rank_by_hand(there, ROWS[0].tolist(), 5))
