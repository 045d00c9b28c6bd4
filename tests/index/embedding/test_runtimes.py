"""The runtimes' vectors, compared with sentence-transformers; exports that work and that fail."""

import json
import shutil
import subprocess
import sys

import pytest

from index.embedding.exports import DamagedExport, Export
from index.embedding.models import find_model
from index.embedding.runtime import Runtime, open_embedder
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.errors import ModelError
from tests.index.embedding.contract import EmbedderContract


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
        "from index.embedding.runtime import Runtime, open_embedder\n"
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


def copied(models_dir, folder):
    """A copy of the export, beside which another test may be making one just now."""
    (export,) = models_dir.glob("*-fp32-*")
    shutil.copytree(export, folder / "models" / export.name)
    return folder / "models"


@pytest.mark.parametrize("altered", ["manifest.json", "model.onnx", "*.weights", "tokenizer.json"])
def test_an_altered_export_is_told_from_a_whole_one(models_dir, tmp_path, altered):
    (path,) = copied(models_dir, tmp_path).glob(f"*-fp32-*/{altered}")
    assert Export.read(path.parent).pad_id == 0
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DamagedExport):
        Export.read(path.parent)


def test_an_altered_export_is_made_again(models_dir, tmp_path):
    (path,) = copied(models_dir, tmp_path).glob("*-fp32-*/model.onnx")
    path.write_bytes(b"half-written")
    told = []
    embedder = open_embedder(find_model(), Runtime.ONNX, tmp_path / "models", 1, told.append)
    assert embedder.embed_question("Why?").shape == (384,)
    assert len(told) == 1
    assert "Preparing" in told[0]


def test_where_nothing_can_be_written_the_reference_runs_and_says_so(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    told = []
    embedder = open_embedder(find_model(), Runtime.ONNX, tmp_path / "file", 1, told.append)
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert "BYLINE_MODELS_DIR" in told[0]
