"""Fine-tuning: AdamW over rounds of examples, checkpoints, and validation on whole paragraphs."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from index.embedding.models import find_model
from index.reader.model_files import TOKENIZER
from index.reader.onnx_reader import open_tokenizer
from index.reader.training.batches import Batch, batches
from index.reader.training.datasets import squad, training_examples
from index.reader.training.examples import Example
from index.reader.training.network import ReaderNetwork, loss
from index.reader.training.news import given_passage, news
from index.reader.training.rounds import Rounds
from index.reader.training.validation import Figures, validate

log = logging.getLogger(__name__)

LOG_FORMAT = "%(asctime)s %(message)s"
_CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    steps: int = 3000
    seed: int = 17
    tokens: int = 2304
    rate: float = 1.5e-4
    heads_rate: float = 1e-3
    warmup: float = 0.02
    cooled: float = 0.25
    """Share of the steps at the end in which the rate falls to nothing; before, it stays, so that
    a run that has not come so far may go on with more steps."""
    averaged: float = 0.99
    frozen: int = 0
    shared_every: int = 20
    kept_every: int = 50
    validated_every: int = 200


def learn(
    data: Path,
    run: Path,
    plan: Plan,
    workers: int = 1,
    start: Path | None = None,
    encoder: Path | None = None,
) -> tuple[ReaderNetwork, dict[str, Figures]]:
    """Learn for ``plan.steps`` steps in all, going on from the last checkpoint in ``run``.

    Where there is none yet, ``start`` may be another run's folder, whose weights are taken first.
    ``encoder`` is the folder of a BERT encoder and its tokenizer, the default model's unless told.
    ``workers`` processes of one thread each learn from batches of their own, and average their
    weights every ``plan.shared_every`` steps (local SGD, Stich 2019): on a busy machine threads of
    one process would wait for each other.
    Gives the average of the last weights, and its figures on each set that was kept back.
    """
    run.mkdir(parents=True, exist_ok=True)
    model = encoder or find_model().folder
    learner = _Learner(data, run, plan, model, start)
    if workers == 1:
        learner(0, None)
    else:
        shared = _Shared(workers, sum(map(torch.Tensor.numel, _learnt(_network(model, plan)))))
        torch.multiprocessing.spawn(learner, (shared,), nprocs=workers)  # type: ignore[attr-defined, no-untyped-call]
    average = _network(model, plan)
    average.load_state_dict(_kept(run / _CHECKPOINT)["average"])
    tokenizer = open_tokenizer(model / TOKENIZER)
    return average, _figures(average, tokenizer, kept_back_sets(data))


class _Shared:
    """Where the workers of a run average their weights."""

    def __init__(self, workers: int, size: int) -> None:
        self.workers = workers
        self._rows: torch.Tensor = torch.zeros(workers, size).share_memory_()  # type: ignore[no-untyped-call]
        self._barrier = torch.multiprocessing.get_context("spawn").Barrier(workers)

    def average(self, worker: int, network: ReaderNetwork) -> None:
        """Set the weights to their mean over all workers, once each of them has come here."""
        learnt = _learnt(network)
        with torch.no_grad():
            self._rows[worker] = nn.utils.parameters_to_vector(learnt)
            self._barrier.wait()
            nn.utils.vector_to_parameters(self._rows.mean(dim=0), learnt)
            self._barrier.wait()


@dataclass(frozen=True, slots=True)
class _Learner:
    """One worker of a run; the first keeps checkpoints, and each validates on its own sets."""

    data: Path
    run: Path
    plan: Plan
    model: Path
    start: Path | None

    def __call__(self, worker: int, shared: _Shared | None) -> None:
        logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
        torch.set_num_threads(1)
        plan, workers = self.plan, shared.workers if shared else 1
        torch.manual_seed(plan.seed)
        tokenizer = open_tokenizer(self.model / TOKENIZER)
        network, average = _network(self.model, plan), _network(self.model, plan)
        optimiser = _optimiser(network, plan)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, plan))
        done = _resume(self.run, self.start, network, average, optimiser, schedule)
        if worker == 0 and not done:
            _keep(self.run, done, network, average, optimiser, schedule)
        if done >= plan.steps:
            return
        sets = sampled(kept_back_sets(self.data))
        mine = {name: sets[name] for name in list(sets)[worker::workers]}
        rounds = Rounds(training_examples(self.data, plan.seed), plan.seed)
        stream = islice(_stream(rounds, tokenizer, plan), worker, None, workers)
        recent: list[float] = []
        for step, batch in enumerate(islice(stream, done, plan.steps), start=done + 1):
            recent.append(_step(network, optimiser, batch))
            schedule.step()
            if shared and (step % plan.shared_every == 0 or step == plan.steps):
                shared.average(worker, network)
            _follow(average, network, min(plan.averaged, step / (step + 20)))
            if step % 20 == 0:
                log.info("worker %d step %d loss %.3f", worker, step, sum(recent) / len(recent))
                recent = []
            if worker == 0 and (step % plan.kept_every == 0 or step == plan.steps):
                _keep(self.run, step, network, average, optimiser, schedule)
            if step % plan.validated_every == 0:
                figures = _figures(average, tokenizer, mine, fast=True)
                log.info("step %d validation %s", step, figures)


def _network(model: Path, plan: Plan) -> ReaderNetwork:
    network = ReaderNetwork(model)
    network.freeze(plan.frozen)
    return network


def _learnt(network: ReaderNetwork) -> list[nn.Parameter]:
    return [each for each in network.parameters() if each.requires_grad]


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


def _figures(
    network: ReaderNetwork,
    tokenizer: Tokenizer,
    sets: dict[str, list[Example]],
    *,
    fast: bool = False,
) -> dict[str, Figures]:
    return {
        name: validate(network, tokenizer, examples, fast=fast) for name, examples in sets.items()
    }


def _follow(average: ReaderNetwork, network: ReaderNetwork, share: float) -> None:
    """Move the running average of the weights a little towards those of now (Polyak 1992)."""
    with torch.no_grad():
        for old, new in zip(_learnt(average), _learnt(network), strict=True):
            old.lerp_(new, 1 - share)


def _stream(rounds: Rounds, tokenizer: Tokenizer, plan: Plan) -> Iterator[Batch]:
    for number in count():
        examples = rounds.round(number)
        log.info(
            "round %d: %d examples, %d answer",
            number,
            len(examples),
            sum(e.answerable for e in examples),
        )
        yield from batches(examples, tokenizer, plan.tokens, plan.seed + number)


def _step(network: ReaderNetwork, optimiser: torch.optim.Optimizer, batch: Batch) -> float:
    network.train()
    with torch.autocast("cpu", torch.bfloat16):
        outputs = network(*batch.inputs)
    wrong = loss(outputs, batch.starts, batch.ends, batch.answerable)
    optimiser.zero_grad()
    wrong.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return wrong.item()


def _optimiser(network: ReaderNetwork, plan: Plan) -> torch.optim.Optimizer:
    heads = [*network.span.parameters(), *network.answers.parameters()]
    body = [each for each in network.encoder.parameters() if each.requires_grad]
    groups: list[dict[str, Any]] = [
        {"params": body, "lr": plan.rate},
        {"params": heads, "lr": plan.heads_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _rate(step: int, plan: Plan) -> float:
    warm = max(1, int(plan.steps * plan.warmup))
    return min((step + 1) / warm, 1.0, (plan.steps - step) / max(1, plan.steps * plan.cooled))


def _keep(
    run: Path,
    step: int,
    network: ReaderNetwork,
    average: ReaderNetwork,
    *learned: Any,  # noqa: ANN401
) -> None:
    aside = run / "checkpoint.new"
    torch.save(
        {
            "step": step,
            "network": network.state_dict(),
            "average": average.state_dict(),
            "learned": [each.state_dict() for each in learned],
        },
        aside,
    )
    aside.replace(run / _CHECKPOINT)


def _resume(
    run: Path,
    start: Path | None,
    network: ReaderNetwork,
    average: ReaderNetwork,
    *learned: Any,  # noqa: ANN401
) -> int:
    """Take up the run's last checkpoint, else another run's weights; the steps that are done."""
    path = run / _CHECKPOINT
    if not path.exists():
        if start:
            kept = _kept(start / _CHECKPOINT)
            network.load_state_dict(kept.get("average", kept["network"]))
        average.load_state_dict(network.state_dict())
        return 0
    kept = _kept(path)
    network.load_state_dict(kept["network"])
    average.load_state_dict(kept["average"])
    for each, state in zip(learned, kept["learned"], strict=True):
        each.load_state_dict(state)
    log.info("going on after step %d", kept["step"])
    return int(kept["step"])


def _kept(path: Path) -> dict[str, Any]:
    kept: dict[str, Any] = torch.load(path, weights_only=True)
    return kept
