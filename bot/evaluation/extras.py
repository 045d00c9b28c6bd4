"""The packages that only an evaluation needs: the extra ``evaluate``."""

from collections.abc import Mapping
from importlib.util import find_spec

from bot.errors import EvaluationError

REQUIRED_PACKAGES = {
    "ir_measures": "ir-measures",
    "jinja2": "Jinja2",
    "matplotlib": "matplotlib",
    "rouge_score": "rouge-score",
    "sklearn": "scikit-learn",
}
"""Modules and the packages that provide them."""


def require_packages(packages: Mapping[str, str] = REQUIRED_PACKAGES) -> None:
    """Raise ``EvaluationError``, which says how to install them, if some are missing."""
    missing = [package for module, package in packages.items() if find_spec(module) is None]
    if missing:
        raise EvaluationError(
            f"Evaluating needs {' and '.join(missing)}, not installed here. In Byline's folder: "
            "pip install -c constraints.txt -e '.[evaluate]'"
        )
