"""The exact search that every vector index is compared with."""

from collections.abc import Collection, Sequence

import numpy as np

from index.ports import Hit, Vector, Vectors
from index.vector.faiss_index import check_query, check_vectors


class ExactIndex:
    """Vectors in a dictionary, all compared for every query."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._vectors: dict[int, Vector] = {}

    def __len__(self) -> int:
        return len(self._vectors)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        keys, values = check_vectors(ids, vectors, self.dimension)
        self._vectors.update(zip(keys.tolist(), values.copy(), strict=True))

    def remove(self, ids: Collection[int]) -> int:
        return sum(self._vectors.pop(key, None) is not None for key in set(ids))

    def search(self, vector: Vector, k: int, among: Collection[int] | None = None) -> list[Hit]:
        query = check_query(vector, self.dimension)
        vectors = self._vectors
        keys = sorted(vectors if among is None else vectors.keys() & set(among))
        if not keys:
            return []
        matrix = np.stack([vectors[key] for key in keys]).astype(np.float64)
        scores = np.einsum("ij,j->i", matrix, query.astype(np.float64)).astype(np.float32)
        best = np.argsort(-scores, kind="stable")[: max(k, 0)]  # equal scores stay by id
        return [Hit(keys[place], float(scores[place])) for place in best]
