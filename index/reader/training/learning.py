"""Learning to read passages: rounds of examples, validated on whole paragraphs."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import torch
from torch import Tensor

from index.embedding.models import find_model
from index.packaged_model import TOKENIZER
from index.reader.onnx_reader import open_tokenizer
from index.reader.training.batches import Batch, batches
from index.reader.training.datasets import squad, training_examples
from index.reader.training.examples import Example
from index.reader.training.network import ReaderNetwork, loss
from index.reader.training.news import given_passage, news
from index.reader.training.rounds import Rounds
from index.reader.training.validation import validate
from index.training import learning
from index.training.learning import Figures, Plan, Weights

log = logging.getLogger(__name__)


def learn(
    data: Path,
    run: Path,
    plan: Plan,
    workers: int = 1,
    start: Path | None = None,
    encoder: Path | None = None,
) -> tuple[ReaderNetwork, dict[str, Figures]]:
    """Learn from the data sets of a folder (see ``index.training.learning.learn``).

    ``encoder`` is the folder of a BERT encoder and its tokenizer, the default model's unless told.
    """
    task = ReaderTask(data, encoder or find_model().folder)
    return learning.learn(task, run, plan, workers, start)


@dataclass(frozen=True, slots=True)
class ReaderTask:
    """Reads passages (a ``Task``); ``model`` is the encoder's folder."""

    data: Path
    model: Path

    def make_network(self) -> ReaderNetwork:
        """A network over the encoder, its outputs not yet learnt."""
        return ReaderNetwork(self.model)

    def begin(self, network: ReaderNetwork, weights: Weights) -> None:
        """Take over the weights of another run of the reader."""
        network.load_state_dict(weights)

    def batches(self, plan: Plan) -> Iterator[Batch]:
        """The batches of one round after another."""
        tokenizer = open_tokenizer(self.model / TOKENIZER)
        rounds = Rounds(training_examples(self.data, plan.seed), plan.seed)
        for number in count():
            examples = rounds.round(number)
            log.info(
                "round %d: %d examples, %d answer",
                number,
                len(examples),
                sum(e.answerable for e in examples),
            )
            yield from batches(examples, tokenizer, plan.tokens, plan.seed + number)

    def compute_loss(self, network: ReaderNetwork, batch: Batch) -> Tensor:
        """The loss of the spans and of whether the passage answers."""
        with torch.autocast("cpu", torch.bfloat16):
            outputs = network(*batch.inputs)
        return loss(outputs, batch.starts, batch.ends, batch.answerable)

    def validate(
        self, network: ReaderNetwork, *, part: slice = slice(None), fast: bool = False
    ) -> dict[str, Figures]:
        """The figures on some of the sets that are kept back; ``fast``: on a sample of each."""
        tokenizer, sets = open_tokenizer(self.model / TOKENIZER), kept_back_sets(self.data)
        if fast:
            sets = sampled(sets)
        return {
            name: validate(network, tokenizer, sets[name], fast=fast) for name in list(sets)[part]
        }


def kept_back_sets(data: Path) -> dict[str, list[Example]]:
    """What is kept back for validation, by set, as far as it is there; it never changes."""
    sets = {}
    if (data / "train/news").exists():
        aside = news(data / "train/news", validation=True)
        sets["news"] = [given_passage(each) for each in aside]
    if (data / "eval/squad2").exists():
        sets["squad2"] = squad(data / "eval/squad2", validation=True)
    return sets


def sampled(sets: dict[str, list[Example]]) -> dict[str, list[Example]]:
    """About 500 examples of each set, always the same, to validate on between steps."""
    return {name: found[:: max(1, len(found) // 500)] for name, found in sets.items()}
