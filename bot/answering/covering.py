"""Which sentences to tell: those that matter most, none of which says what another one says."""

from collections.abc import Callable, Sequence

import numpy as np

from index.ports import Vector, Vectors

SAME = 0.85
"""The cosine from which two sentences are taken to say the same; only one of them is told."""

May = Callable[[int, Sequence[int]], bool]
"""Whether a sentence may be taken beside those that are taken already."""


def anything(_: int, __: Sequence[int]) -> bool:
    """Any sentence may be taken."""
    return True


def covering(
    relevance: Vector, likeness: Vectors, most: int, trade: float, may: May = anything
) -> list[int]:
    """At most ``most`` sentences by maximal marginal relevance (Carbonell & Goldstein 1998).

    ``relevance`` has a number for each sentence, ``likeness`` the cosine of each pair; ``trade``,
    from 0 to 1, is what being relevant counts beside being unlike what is taken. The first taken
    comes first.
    """
    taken: list[int] = []
    nearest = np.zeros(len(relevance), dtype=np.float32)
    left = list(range(len(relevance)))
    while len(taken) < most:
        left = [each for each in left if nearest[each] < SAME and may(each, taken)]
        if not left:
            break
        worth = trade * relevance - (1 - trade) * nearest
        best = max(left, key=lambda each: float(worth[each]))
        taken.append(best)
        left.remove(best)
        nearest = np.maximum(nearest, likeness[best])
    return taken
