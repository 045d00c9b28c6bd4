"""What every runtime's embedder does; each is compared with sentence-transformers itself."""

import numpy as np
import pytest

TEXTS = [
    "The ferry to Hollow Island sailed again on Monday.",
    "Frost damaged the orchards.",
    "Почему визит был отложен?",
    "…",
    "[SEP] a literal token 🙂",
    "A sentence of some length about the harbour, its company and its boats. " * 12,
    "Far past the model's window. " * 200,
]


class EmbedderContract:
    """Inherit, and give a fixture ``embedder``.

    ``least_cosine`` is to the reference; ``least_among_others`` to the same text in another batch.
    """

    least_cosine = 0.99999
    least_among_others = 0.99999

    def test_passages_have_the_references_vectors(self, embedder, reference):
        vectors = embedder.embed_passages(TEXTS)
        cosines = (vectors * reference(TEXTS)).sum(axis=1)
        assert cosines.min() >= self.least_cosine

    def test_a_question_has_the_references_vector(self, embedder, reference):
        question = "When did the ferry sail?"
        vector = embedder.embed_question(question)
        assert vector @ reference([question])[0] >= self.least_cosine

    def test_vectors_have_the_shape_type_and_length_that_the_port_says(self, embedder):
        vectors = embedder.embed_passages(TEXTS)
        assert (vectors.shape, vectors.dtype) == ((len(TEXTS), embedder.dimension), np.float32)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
        question = embedder.embed_question("Why?")
        assert (question.shape, question.dtype) == ((embedder.dimension,), np.float32)

    def test_no_passages_have_no_vectors(self, embedder):
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)

    def test_the_order_of_passages_does_not_matter(self, embedder):
        forward, backward = embedder.embed_passages(TEXTS), embedder.embed_passages(TEXTS[::-1])
        cosines = (forward * backward[::-1]).sum(axis=1)
        assert cosines.min() >= self.least_among_others

    def test_progress_counts_up_to_all(self, embedder):
        told = []
        embedder.embed_passages(TEXTS * 3, lambda done, total: told.append((done, total)))
        assert told == sorted(told)
        assert told[-1] == (len(TEXTS) * 3, len(TEXTS) * 3)
