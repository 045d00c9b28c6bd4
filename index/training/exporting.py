"""From a checkpoint to the files that are shipped: an 8-bit ONNX graph and a manifest."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch

from index.packaged_model import ModelKind
from index.training.encoder import EncoderNetwork

_OPSET = 17
_INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
_PER_TOKEN = ("start", "end")
"""Outputs with a value for each token."""


def export(
    kind: ModelKind,
    network: EncoderNetwork,
    outputs: Sequence[str],
    tokenizer: Path,
    folder: Path,
    told: dict[str, Any],
) -> None:
    """Write ``network`` with these outputs to ``folder``, as a model of ``kind``.

    ``told`` goes into the manifest as it is. Of the ``tokenizer``, which is the encoder's own, only
    the digest is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    graph, whole = folder / kind.graph, folder / "whole.onnx"
    _write(network, outputs, whole)
    _fuse(network, whole)
    separate_additions(whole)
    _quantise(whole, graph)
    whole.unlink()
    digests = {path.name: _digest(path) for path in (graph, tokenizer)}
    manifest = {"format": kind.format, "sha256": digests, **told}
    (folder / kind.manifest).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _write(network: EncoderNetwork, outputs: Sequence[str], path: Path) -> None:
    ids = torch.tensor([[101, 2040, 2003, 102, 2002, 2003, 102], [101, 2040, 102, 2002, 102, 0, 0]])
    mask, types = (ids != 0).long(), torch.tensor([[0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 0, 0]])
    tokens = {0: "batch", 1: "tokens"}
    axes = {name: tokens for name in (*_INPUTS, *_PER_TOKEN) if name in (*_INPUTS, *outputs)}
    axes |= {name: {0: "batch"} for name in outputs if name not in _PER_TOKEN}
    with torch.inference_mode():
        torch.onnx.export(
            network.eval(),
            (ids, mask, types),
            str(path),
            input_names=_INPUTS,
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )


def _fuse(network: EncoderNetwork, path: Path) -> None:
    """Join what the runtime has one operator for: attention, layer norms, GELU."""
    from onnxruntime.transformers.optimizer import optimize_model

    config = network.encoder.config
    fused = optimize_model(
        str(path),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        opt_level=0,
    )
    fused.save_model_to_file(str(path))


def separate_additions(path: Path) -> None:
    """Split each layer norm with its additions into single operators, which are faster.

    The attention is only recognised, and so fused, where the layer norms are fused with them.
    """
    model = onnx.load(path)
    nodes = [each for node in model.graph.node for each in _separate(node)]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, path)


def _separate(node: onnx.NodeProto) -> Iterator[onnx.NodeProto]:
    if node.op_type != "SkipLayerNormalization":
        yield node
        return
    values, skipped, weight, shift, bias = node.input
    [normalised] = node.output
    [epsilon] = (each.f for each in node.attribute if each.name == "epsilon")
    biased, total = f"{normalised}_biased", f"{normalised}_total"
    yield onnx.helper.make_node("Add", [values, bias], [biased])
    yield onnx.helper.make_node("Add", [biased, skipped], [total])
    yield onnx.helper.make_node(
        "LayerNormalization", [total, weight, shift], [normalised], axis=-1, epsilon=epsilon
    )


def _quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # With the range reduced, sums do not overflow on processors without VNNI.
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": 1},  # fused operators say nothing of their types
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
