"""What every vector index refuses, so that all refuse the same."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.ports import Hit, Vector, Vectors

Ids = npt.NDArray[np.int64]


def checked(ids: Sequence[int], vectors: Vectors, dimension: int) -> tuple[Ids, Vectors]:
    """The ids as int64 and the vectors as float32, or ``ValueError`` where they do not fit."""
    keys = np.asarray(ids, dtype=np.int64).reshape(-1)
    values = np.ascontiguousarray(vectors, dtype=np.float32)
    if values.shape != (len(keys), dimension):
        raise ValueError(
            f"{len(keys)} ids need vectors of shape ({len(keys)}, {dimension}), not {values.shape}."
        )
    if len(np.unique(keys)) != len(keys):
        raise ValueError("An id comes twice in one call.")
    if len(keys) and keys.min() < 0:
        raise ValueError("An id is below 0.")
    if not np.isfinite(values).all():
        raise ValueError("A vector holds a value that is not a finite number.")
    return keys, values


def checked_query(vector: Vector, dimension: int) -> Vector:
    """The vector as float32, or ``ValueError`` where it does not fit."""
    value = np.ascontiguousarray(vector, dtype=np.float32)
    if value.shape != (dimension,):
        raise ValueError(f"A query's vector has shape ({dimension},), not {value.shape}.")
    if not np.isfinite(value).all():
        raise ValueError("The query's vector holds a value that is not a finite number.")
    return value


def scored(ids: Ids, vectors: Vectors, query: Vector) -> list[Hit]:
    """Hits by inner product, best first, ties by lower id.

    Summed in float64 and then rounded to float32: equal vectors have equal scores, wherever
    they lie and whoever scores them.
    """
    products = np.einsum("ij,j->i", vectors.astype(np.float64), query.astype(np.float64))
    scores = products.astype(np.float32)
    order = np.lexsort((ids, -scores))
    return list(map(Hit, ids[order].tolist(), scores[order].tolist()))
