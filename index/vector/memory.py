"""The exact search that every vector index is held to."""

from collections.abc import Collection, Sequence

import numpy as np

from index.ports import Hit, Vector, Vectors
from index.vector.checks import checked, checked_query, scored


class ExactIndex:
    """Vectors in a dictionary, all scored for every query; for tests and small collections."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._vectors: dict[int, Vector] = {}

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return self._dimension

    def __len__(self) -> int:
        """How many vectors it holds."""
        return len(self._vectors)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors under these ids; an id that is there already gets the new vector.

        Raises ``ValueError`` where the shapes do not fit, an id comes twice or is below 0, or a
        value is not finite; nothing is added then.
        """
        keys, values = checked(ids, vectors, self._dimension)
        self._vectors.update(zip(keys.tolist(), values.copy(), strict=True))

    def remove(self, ids: Collection[int]) -> int:
        """Remove these ids; returns how many were there."""
        return sum(self._vectors.pop(key, None) is not None for key in set(ids))

    def search(self, vector: Vector, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` nearest, best first, ties by lower id; ``among`` keeps to those, exactly.

        Raises ``ValueError`` where the vector's shape does not fit or a value is not finite.
        """
        query = checked_query(vector, self._dimension)
        vectors = self._vectors
        keys = sorted(vectors if among is None else vectors.keys() & set(among))
        if not keys:
            return []
        matrix = np.stack([vectors[key] for key in keys])
        return scored(np.array(keys, dtype=np.int64), matrix, query)[: max(k, 0)]
