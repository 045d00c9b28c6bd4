"""The runtimes' vectors, compared with sentence-transformers; exports that work and that fail."""

import json
import shutil
import subprocess
import sys

import pytest

from index.embedding.exports import Export
from index.embedding.models import DEFAULT_MODEL, ModelFiles, find_model
from index.embedding.reference import SentenceTransformerEmbedder
from index.embedding.runtimes import Runtime, open_embedder
from index.errors import ModelError
from tests.index.embedding.contract import EmbedderContract

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reference():
    """The vectors that sentence-transformers itself gives."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(find_model().folder), device="cpu", local_files_only=True)
    return lambda texts: model.encode(texts, normalize_embeddings=True, batch_size=1)


class TestSentenceTransformerEmbedder(EmbedderContract):
    @pytest.fixture(scope="class")
    def embedder(self):
        return SentenceTransformerEmbedder(find_model())


class TestOnnxEmbedder(EmbedderContract):
    @pytest.fixture(scope="class")
    def embedder(self, models_dir):
        return open_embedder(find_model(), Runtime.ONNX, models_dir, 1, pytest.fail)

    def test_its_parity_with_the_reference_is_in_the_manifest(self, models_dir):
        (folder,) = models_dir.glob("*-fp32-*")
        parity = Export.read(folder).parity
        assert parity.samples > 10
        assert parity.least_cosine > 0.99999
        assert 0 < parity.greatest_difference < 1e-5


class TestOnnxInt8Embedder(EmbedderContract):
    least_cosine = 0.95
    least_among_others = 0.95  # 8-bit activations are scaled by the batch they are in

    @pytest.fixture(scope="class")
    def embedder(self, models_dir):
        return open_embedder(find_model(), Runtime.ONNX_INT8, models_dir, 1, print)


def test_the_runtimes_vectors_are_told_apart(models_dir):
    files = find_model()
    opened = [open_embedder(files, runtime, models_dir, 1, print) for runtime in Runtime]
    assert len({embedder.fingerprint for embedder in opened}) == len(Runtime)
    assert all(files.digest[:16] in embedder.fingerprint for embedder in opened)


def test_embedding_loads_no_torch(models_dir):
    program = (
        "import sys, pathlib\n"
        "from index.embedding.models import find_model\n"
        "from index.embedding.runtimes import Runtime, open_embedder\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "open_embedder(find_model(), Runtime.ONNX, folder, 1, print).embed_question('Why?')\n"
        "print([name for name in ('torch', 'transformers') if name in sys.modules])\n"
    )
    words = [sys.executable, "-c", program, str(models_dir)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def broken_model(folder):
    """A model's files with weights that no library can read."""
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"hidden_size": 8}), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"no weights")
    return find_model(str(folder))


def test_a_model_that_cannot_be_exported_falls_back_and_says_so_once(tmp_path):
    files, told = broken_model(tmp_path / "model"), []
    for _ in range(2):
        embedder = open_embedder(files, Runtime.ONNX, tmp_path / "exports", 1, told.append)
        assert isinstance(embedder, SentenceTransformerEmbedder)
    preparing, failed = told
    assert "Preparing" in preparing
    assert "cannot be exported" in failed
    assert not list((tmp_path / "exports").glob("*-fp32-1"))


def test_a_model_that_cannot_be_loaded_is_refused_in_a_sentence(tmp_path):
    files = broken_model(tmp_path / "model")
    embedder = open_embedder(files, Runtime.SENTENCE_TRANSFORMERS, tmp_path, 1, pytest.fail)
    with pytest.raises(ModelError, match="BYLINE_EMBEDDING_MODEL"):
        embedder.embed_question("Why?")


def test_a_damaged_manifest_says_what_to_delete(models_dir, tmp_path):
    shutil.copytree(models_dir, tmp_path / "models")
    (manifest,) = (tmp_path / "models").glob("*-fp32-*/manifest.json")
    manifest.write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="Delete that folder"):
        open_embedder(find_model(), Runtime.ONNX, tmp_path / "models", 1, pytest.fail)


def test_the_packaged_model_is_the_official_one():
    files = find_model(DEFAULT_MODEL)
    assert files.digest.startswith("53aa51172d142c89")
    assert (files.dimension, files.pooling) == (384, "mean")


def test_a_folder_without_weights_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(ModelError, match="holds no model weights"):
        find_model(str(tmp_path))


def test_files_that_do_not_say_how_long_vectors_are_are_refused(tmp_path):
    with pytest.raises(ModelError, match="how long"):
        _ = ModelFiles("m", tmp_path, "0").dimension
