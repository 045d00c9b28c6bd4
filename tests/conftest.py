"""What tests of several rooms share."""

import pytest

from index.embedding.models import find_model
from index.embedding.runtime import Runtime, open_embedder


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory):
    """A folder with the default model as it is prepared at the first start."""
    folder = tmp_path_factory.mktemp("models")
    open_embedder(find_model(), Runtime.ONNX, folder, 1, print)
    return folder
