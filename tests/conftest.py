"""What tests of several packages share."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from index.embedding.models import find_model
from index.embedding.runtime import Runtime, open_embedder
from tests.properties import CASES

_FAST = "not slow"
_HERE = Path(__file__).parent
_SLOW_FOLDERS = [
    _HERE / folder for folder in ("acceptance", "index/embedding", "index/reader/training")
]
"""Folders of slow tests, which start processes or load PyTorch."""

# A slow machine fails no test: neither a case nor the making of cases has a time limit.
_UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
_FIXED = {"derandomize": True, "database": None, **_UNTIMED}
settings.register_profile("fast", max_examples=CASES // 10, **_FIXED)
settings.register_profile("fixed", max_examples=CASES, **_FIXED)
settings.register_profile("fuzz", max_examples=20 * CASES, print_blob=True, **_UNTIMED)
settings.load_profile("fixed")  # before pytest loads what --hypothesis-profile names


@pytest.hookimpl(optionalhook=True)  # without xdist there is no such hook
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """More workers than processors: tests wait for the disk, and slow ones for processes."""
    processors = os.cpu_count() or 1
    return processors + 1 if config.option.markexpr == _FAST else 2 * processors


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import slow folders where no slow test is wanted."""
    is_unwanted = config.option.markexpr == _FAST and collection_path in _SLOW_FOLDERS
    return True if is_unwanted else None


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark what is in a slow folder, or needs the exported model, as slow."""
    for item in items:
        needs_model = "models_dir" in getattr(item, "fixturenames", ())
        if needs_model or not set(_SLOW_FOLDERS).isdisjoint(item.path.parents):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory, worker_id):
    """A folder with the default model as it is prepared at the first start.

    All workers share it: the first that needs the model exports it while the others wait.
    """
    session = tmp_path_factory.getbasetemp()
    folder = (session if worker_id == "master" else session.parent) / "models"
    open_embedder(find_model(), Runtime.ONNX, folder, 1, print)
    return folder
