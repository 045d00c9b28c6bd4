"""The best span among the start and end scores of a passage's tokens."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating]

_LONGEST = 30
"""Tokens of an answer at the most."""
_POSSIBLE = -1000.0
"""Below this a token is the question's or padding."""


def best_span(start: Scores, end: Scores) -> tuple[int, int, float]:
    """First and last token of the best span, and by how much it beats the first token's null span.

    ``start`` and ``end``, shape ``(tokens,)``, are logits; the sum of a span's two is its score
    (Devlin et al. 2019). ``(0, 0, 0.0)`` where no token of the passage was left to choose.
    """
    places = np.flatnonzero(start[1:] > _POSSIBLE) + 1
    if not len(places):
        return 0, 0, 0.0
    scores = start[places, None] + end[None, places]
    every = np.ones(scores.shape, dtype=bool)
    scores = np.where(np.triu(every) & ~np.triu(every, _LONGEST), scores, -np.inf)
    first, last = divmod(int(scores.argmax()), len(places))
    return int(places[first]), int(places[last]), float(scores[first, last] - start[0] - end[0])
