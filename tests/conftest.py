"""What tests of several packages share."""

import pytest
from hypothesis import HealthCheck, settings

from index.embedding.models import find_model
from index.embedding.runtime import Runtime, open_embedder
from tests.properties import CASES

# A slow machine fails no test: neither a case nor the making of cases has a time limit.
_UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("fixed", max_examples=CASES, derandomize=True, database=None, **_UNTIMED)
settings.register_profile("fuzz", max_examples=20 * CASES, print_blob=True, **_UNTIMED)
settings.load_profile("fixed")  # before pytest loads what --hypothesis-profile names


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory):
    """A folder with the default model as it is prepared at the first start."""
    folder = tmp_path_factory.mktemp("models")
    open_embedder(find_model(), Runtime.ONNX, folder, 1, print)
    return folder
