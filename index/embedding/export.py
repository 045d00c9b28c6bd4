"""Exports a model to ONNX: ``python -m index.embedding.export MODEL_FOLDER TARGET_FOLDER``.

The whole model (transformer, pooling and later modules) becomes one graph that returns unit-length
vectors; they are compared with sentence-transformers before the export is put in place. A target
with ``int8`` in its name gets 8-bit weights (dynamic quantisation, by channel, with a reduced range
so that sums do not overflow on processors without VNNI).
"""

import os
import shutil
import sys
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.parsers import Unreadable, parse_path
from corpus.samples import sample_paths
from index.embedding.exports import Export, Parity
from index.embedding.models import ModelFiles
from index.embedding.onnx import OnnxEmbedder
from index.passages import build_embedding_text, split_article

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_MIN_COSINE = {"fp32": 0.9999, "int8": 0.95}
_OPSET = 17


def _read_passages() -> list[str]:
    articles = [a for path in sample_paths() for a in parse_path(path)]
    return [
        build_embedding_text(article, start, end)
        for article in articles
        if not isinstance(article, Unreadable)
        for start, end in split_article(article)
    ]


PROBES: tuple[str, ...] = (
    "Why was the visit put off?",
    "Who is the foreign minister of Russia?",
    "How many troops withdraw at the end of 2014?",
    "steel mills",
    "Почему визит был отложен?",
    "何が起きましたか",
    "[SEP] [CLS] [MASK] <s> </s>",
    "…",
    "“Quoted,” she said — and left; 3.5% of €1,200 🙂",
    *_read_passages(),
    " ".join(_read_passages()),
)
"""Questions first, then every passage of the sample, then a text longer than the model's window."""


def main() -> None:
    """Export, or exit with one line on standard error that states the error."""
    model, target = map(Path, sys.argv[1:])
    warnings.simplefilter("ignore")
    try:
        export_model(model, target)
    except Exception as error:  # noqa: BLE001 - the process's boundary: any failure is one line
        sys.exit(" ".join(f"{type(error).__name__}: {error}".split()))


def export_model(model_folder: Path, target: Path) -> None:
    """Write the export to ``target`` atomically. Raises the errors of the exporter."""
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _export_to(model_folder, aside, "int8" if "int8" in target.name else "fp32")
        for path in [aside, *aside.iterdir()]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        aside.replace(target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _export_to(model_folder: Path, folder: Path, kind: str) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder), device="cpu", local_files_only=True).eval()
    export = _describe_export(model, folder)
    _write_tokenizer(model, export.tokenizer)
    _write_graph(model, export.graph, kind)
    parity = _measure_parity(model, model_folder, export)
    if not parity.least_cosine >= _MIN_COSINE[kind]:  # so written that NaN fails too
        raise ValueError(f"the exported vectors differ: {parity}")
    replace(export, parity=parity).write()


def _describe_export(model: "SentenceTransformer", folder: Path) -> Export:
    tokenizer = model.tokenizer
    if not getattr(tokenizer, "is_fast", False) or tokenizer.padding_side != "right":
        raise ValueError("its tokenizer does not run outside transformers")
    prompts = {name: prompt for name, prompt in model.prompts.items() if prompt}
    names = ("document", "passage", "corpus")
    document = next((prompts[name] for name in names if name in prompts), "")
    unknown = Parity(0, 0.0, 0.0)
    return Export(folder, tokenizer.pad_token_id, prompts.get("query", ""), document, unknown, {})


def _write_tokenizer(model: "SentenceTransformer", path: Path) -> None:
    # As transformers has set it up; a model's own file may say otherwise (all-MiniLM's: truncate
    # to 128 tokens and pad to 128, where the model is meant to read 256).
    backend = model.tokenizer.backend_tokenizer
    backend.no_padding()
    backend.enable_truncation(int(model.max_seq_length or 512))
    backend.save(str(path))


def _write_graph(model: "SentenceTransformer", path: Path, kind: str) -> None:
    import onnx
    import torch

    # Two texts of unlike length, so that padding and its mask are traced.
    texts = ["a short text", "another text, which is a good deal longer than the short one"]
    given = model.preprocess(texts).items()
    features = {name: rows for name, rows in given if torch.is_tensor(rows) and rows.dim() == 2}
    names = list(features)

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *rows: Any) -> Any:  # noqa: ANN401 - as torch calls it
            vectors = self.model(dict(zip(names, rows, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=1)

    axes = {name: {0: "batch", 1: "tokens"} for name in names} | {"embedding": {0: "batch"}}
    with torch.inference_mode():
        torch.onnx.export(
            Whole(),
            tuple(features.values()),
            str(path),
            input_names=names,
            output_names=["embedding"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
    if kind == "int8":
        _quantize(path)
    # With the weights in a file of their own onnxruntime maps them, and never holds two copies.
    weights = f"{path.parent.name.lstrip('.')}.weights"
    onnx.save(
        onnx.load(path), path, save_as_external_data=True, location=weights, size_threshold=1024
    )


def _quantize(path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        path, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        extra_options={"DefaultTensorType": 1},
    )  # fmt: skip


def _measure_parity(model: "SentenceTransformer", model_folder: Path, export: Export) -> Parity:
    files = ModelFiles("exported", model_folder, digest="")
    embedder = OnnxEmbedder(files, export, "exported", threads=os.cpu_count() or 1)
    questions = PROBES[:8]
    vectors = np.vstack([embedder.embed_passages(PROBES), *map(embedder.embed_question, questions)])
    passages = model.encode_document(list(PROBES), normalize_embeddings=True)
    queries = model.encode_query(list(questions), normalize_embeddings=True)
    reference = np.vstack([passages, queries])
    cosines = (vectors * reference).sum(axis=1)
    return Parity(len(vectors), float(cosines.min()), float(np.abs(vectors - reference).max()))


if __name__ == "__main__":
    main()
