"""Exported models as onnxruntime runs them here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_SLOW_OPTIMIZERS = ["SkipLayerNormFusion"]
"""On the processor, the fused operator takes six times as long as the operators that it replaces
(200 rows of 384 floats, onnxruntime 1.32)."""


def open_session(graph: Path, threads: int) -> "InferenceSession":
    """A session over an ONNX graph, on the processor; ``threads`` are those of one run.

    Raises ``ModelError`` if the graph is missing or cannot be loaded.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # lengths vary: a plan kept for each would only take memory
    options.log_severity_level = 3
    # Threads that spin while they wait take the core from other programs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    with load_file(graph):
        return onnxruntime.InferenceSession(
            str(graph),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=_SLOW_OPTIMIZERS,
        )


@contextmanager
def load_file(path: Path) -> Iterator[None]:
    """Raise ``ModelError`` for a file of a model that a library cannot load."""
    try:
        yield
    except Exception as error:  # the libraries have no common class of error for it
        problem = "cannot be loaded" if path.is_file() else "is missing"
        raise ModelError(
            f"The model's file {path} {problem}. Start Byline again: it makes the file again, "
            "or says what to do."
        ) from error
