"""Learning to judge claims."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from index.packaged_model import TOKENIZER
from index.reader.onnx_reader import open_tokenizer
from index.support.training.datasets import Rounds, validation_sets
from index.support.training.examples import CONTRADICTED, NOT_COVERED, Example
from index.support.training.network import SupportNetwork, loss
from index.training.batches import Inputs, batches_in_order, build_inputs, group_by_length
from index.training.learning import Figures, Plan, Weights

log = logging.getLogger(__name__)

_SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network is given, the verdicts that may be right, and the surface.

    ``allowed`` has shape ``(batch, 3)``, ``surface`` shape ``(batch,)``.
    """

    inputs: Inputs
    allowed: Tensor
    surface: Tensor


@dataclass(frozen=True, slots=True)
class SupportTask:
    """Judges claims (a ``Task``); ``model`` is the encoder's folder."""

    data: Path
    model: Path

    def make_network(self) -> SupportNetwork:
        """A network over the encoder, its outputs not yet learnt."""
        return SupportNetwork(self.model)

    def begin(self, network: SupportNetwork, weights: Weights) -> None:
        """Take over the weights of another run, of the judge or of the reader."""
        if "answers.0.weight" in weights:
            network.begin_with_reader(weights)
        else:
            network.load_state_dict(weights)

    def batches(self, plan: Plan) -> Iterator[Batch]:
        """The batches of one round after another."""
        tokenizer, rounds = self._tokenizer(), Rounds(self.data / "train", plan.seed)
        for number in count():
            examples = rounds.round(number)
            supported = sum(each.is_supported for each in examples)
            log.info("round %d: %d examples, %d supported", number, len(examples), supported)
            groups = group_by_length(examples, tokenizer, plan.tokens, plan.seed + number)
            for group, read in groups:
                allowed = torch.tensor([each.verdicts for each in group])
                surface = torch.tensor([each.surface for each in group])
                yield Batch(build_inputs(read), allowed, surface)

    def compute_loss(self, network: SupportNetwork, batch: Batch) -> Tensor:
        """The loss of the verdicts."""
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(*batch.inputs)
        return loss(logits, batch.allowed, batch.surface)

    def validate(
        self, network: SupportNetwork, *, part: slice = slice(None), fast: bool = False
    ) -> dict[str, Figures]:
        """The figures on some of the sets that are kept back; ``fast``: on a sample of each."""
        tokenizer, sets = self._tokenizer(), validation_sets(self.data / "train")
        if fast:
            sets = {name: some[:: max(1, len(some) // _SAMPLE)] for name, some in sets.items()}
        return {
            name: compute_figures(*judge(network, tokenizer, sets[name], fast=fast))
            for name in list(sets)[part]
        }

    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self.model / TOKENIZER)


def judge(
    network: SupportNetwork, tokenizer: Tokenizer, examples: Sequence[Example], *, fast: bool
) -> tuple[list[Example], np.ndarray]:
    """Judge all examples; gives them in the order judged, and probabilities, shape ``(n, 3)``."""
    network.eval()
    judged, rows = list[Example](), []
    for group, _, inputs in batches_in_order(examples, tokenizer):
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=fast):
            rows.append(torch.softmax(network(*inputs), dim=1).numpy())
        judged += group
    return judged, np.concatenate(rows)


def compute_figures(examples: Sequence[Example], shares: np.ndarray) -> Figures:
    """AUROC and balanced accuracy of support; AUROC of a contradiction where some are known."""
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    truth = np.array([each.is_supported for each in examples])
    figures = {
        "auroc": roc_auc_score(truth, shares[:, 0]),
        "balanced": balanced_accuracy_score(truth, shares[:, 0] > 0.5),
    }
    said = [at for at, e in enumerate(examples) if e.verdicts in (CONTRADICTED, NOT_COVERED)]
    against = [examples[at].verdicts == CONTRADICTED for at in said]
    if len(set(against)) == 2:
        odds = shares[said, 1] / (shares[said, 1] + shares[said, 2])
        figures["auroc_contradicted"] = roc_auc_score(against, odds)
    return {name: round(float(value), 4) for name, value in figures.items()}
