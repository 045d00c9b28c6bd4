"""How many cases a property test tries."""

from typing import Any

from hypothesis import settings

CASES = 100
"""Cases that a property test tries in `make test` where it does not say otherwise."""


def examples(count: int, **others: Any) -> settings:
    """Settings of a property that tries `count` cases in `make test`; `make fuzz` tries more."""
    return settings(max_examples=count * settings().max_examples // CASES, **others)
