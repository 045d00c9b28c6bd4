"""How far the surface of a claim gives its label away: its length, and the words it shares.

People and models who write claims write the unsupported ones shorter, and closer to the text.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.analyzer import extract_terms
from index.support.training.examples import Example

Features = npt.NDArray[np.float64]


class SurfaceModel:
    """A logistic regression that sees no more of an example than its surface.

    Raises ``ValueError`` for examples of one label.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import PolynomialFeatures, StandardScaler

        self._model = make_pipeline(
            PolynomialFeatures(2), StandardScaler(), LogisticRegression(max_iter=1000)
        )
        self._model.fit(_measure(examples), [each.is_supported for each in examples])

    def find_log_odds(self, examples: Sequence[Example]) -> list[float]:
        """The log odds that each is supported, as far as its surface tells."""
        found: list[float] = self._model.decision_function(_measure(examples)).tolist()
        return found


def _measure(examples: Sequence[Example]) -> Features:
    """Terms of the claim, the share of them in the evidence, and characters, shape ``(n, 3)``."""
    rows = []
    for each in examples:
        terms = set(extract_terms(each.claim))
        shown = set(extract_terms(f"{each.headline} {each.evidence}"))
        rows.append((len(terms), len(terms & shown) / max(1, len(terms)), len(each.claim)))
    return np.array(rows, dtype=float)
