"""Generated vectors, for figures that do not depend on meaning: the model would take an hour."""

import hashlib
from collections.abc import Sequence

import numpy as np

from index.ports import Embedder, Progress, Vector, Vectors


class SyntheticEmbedder:
    """Embeds questions with the real model, and passages as random vectors seeded by their text."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self.dimension = model.dimension
        self.fingerprint = f"synthetic beside {model.fingerprint}"

    def embed_question(self, question: str) -> Vector:
        return self._model.embed_question(question)

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        seed = hashlib.sha256("".join(text[:99] for text in passages).encode()).digest()
        vectors = build_clusters(len(passages), self.dimension, int.from_bytes(seed[:8]))
        if progress:
            progress(len(passages), len(passages))
        return vectors


def build_clusters(count: int, dimension: int, seed: int) -> Vectors:
    """Return unit-length vectors around 1,000 centres, which are the same for every seed."""
    centres = np.random.default_rng(5).normal(size=(1000, dimension)).astype(np.float32)
    chance = np.random.default_rng(seed)
    vectors = centres[chance.integers(len(centres), size=count)]
    vectors += chance.normal(scale=0.7, size=vectors.shape).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
