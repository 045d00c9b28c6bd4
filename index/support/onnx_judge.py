"""Judges claims with onnxruntime, without PyTorch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.packaged_model import PackagedModel
from index.pair_model import PairModel
from index.reader.onnx_reader import build_first_segment
from index.support.base import EvidenceText, Judgement
from index.support.model_files import OUTPUTS

if TYPE_CHECKING:
    from tokenizers import Encoding


class OnnxSupportJudge:
    """A ``SupportJudge`` with the shipped weights, which are loaded at the first use.

    It judges ``threads`` pieces of evidence at a time, with one thread each.
    """

    def __init__(self, files: PackagedModel, threads: int = 1) -> None:
        self.name = files.name
        self._model = PairModel(files, OUTPUTS, threads)

    def judge(self, claim: str, evidence: Sequence[EvidenceText]) -> list[Judgement]:
        """One judgement for each piece of evidence, in their order."""
        if not evidence:
            return []
        pairs = [(build_first_segment(claim, each.headline), each.text) for each in evidence]
        return self._model.map(self._judge, self._model.encode(pairs))

    def _judge(self, row: "Encoding") -> Judgement:
        [logits] = self._model.run(row)
        odds = np.exp(logits - logits.max())
        supported, contradicted, not_covered = (odds / odds.sum()).tolist()
        return Judgement(supported, contradicted, not_covered)
