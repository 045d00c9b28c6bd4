"""Fine-tuning: AdamW over batches, checkpoints, and validation on what is kept back."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
from torch import Tensor, nn

from index.training.encoder import EncoderNetwork

log = logging.getLogger(__name__)

LOG_FORMAT = "%(asctime)s %(message)s"
_CHECKPOINT = "checkpoint.pt"

Figures = dict[str, float]
"""Shares from 0 to 1, by name."""
Weights = dict[str, Tensor]
"""A network's parameters, by name."""


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


Network = TypeVar("Network", bound=EncoderNetwork)
Batch = TypeVar("Batch")


class Task(Protocol[Network, Batch]):
    """What is learnt. Each worker process has a copy."""

    def make_network(self) -> Network:
        """A new network."""

    def begin(self, network: Network, weights: Weights) -> None:
        """Take over another run's weights."""

    def batches(self, plan: Plan) -> Iterator[Batch]:
        """Batches without end, always the same."""

    def compute_loss(self, network: Network, batch: Batch) -> Tensor:
        """What is made smaller."""

    def validate(
        self, network: Network, *, part: slice = slice(None), fast: bool = False
    ) -> dict[str, Figures]:
        """The figures of a network on each set of a part of those that are kept back.

        ``fast``: on a sample of each, computed as learning computes.
        """


def learn(
    task: Task[Network, Batch],
    run: Path,
    plan: Plan,
    workers: int = 1,
    start: Path | None = None,
    mean_with: Path | None = None,
) -> tuple[Network, dict[str, Figures]]:
    """Learn for ``plan.steps`` steps in all, going on from the last checkpoint in ``run``.

    Where there is none yet, ``start`` may be another run's folder, whose weights are taken first.
    ``workers`` processes of one thread each learn from batches of their own, and average their
    weights every ``plan.shared_every`` steps (local SGD, Stich 2019): on a busy machine threads of
    one process would wait for each other.
    Gives the average of the last weights, and its figures on each set that was kept back.
    ``mean_with`` may be another run's folder: the result is the mean of the weights of both runs
    (Wortsman et al. 2022), which is surer on data unlike that of the last run.
    """
    run.mkdir(parents=True, exist_ok=True)
    learner = _Learner(task, run, plan, start)
    if workers == 1:
        learner(0, None)
    else:
        size = sum(map(torch.Tensor.numel, _network(task, plan).find_learnt()))
        torch.multiprocessing.spawn(learner, (_Shared(workers, size),), nprocs=workers)  # type: ignore[attr-defined, no-untyped-call]
    average = _network(task, plan)
    average.load_state_dict(_kept(run / _CHECKPOINT)["average"])
    if mean_with:
        other = _kept(mean_with / _CHECKPOINT)["average"]
        both = {
            name: torch.lerp(own, other[name], 0.5) for name, own in average.state_dict().items()
        }
        average.load_state_dict(both)
    return average, task.validate(average)


class _Shared:
    """Where the workers of a run average their weights."""

    def __init__(self, workers: int, size: int) -> None:
        self.workers = workers
        self._rows: torch.Tensor = torch.zeros(workers, size).share_memory_()  # type: ignore[no-untyped-call]
        self._barrier = torch.multiprocessing.get_context("spawn").Barrier(workers)

    def average(self, worker: int, network: EncoderNetwork) -> None:
        """Set the weights to their mean over all workers, once each of them has come here."""
        learnt = network.find_learnt()
        with torch.no_grad():
            self._rows[worker] = nn.utils.parameters_to_vector(learnt)
            self._barrier.wait()
            nn.utils.vector_to_parameters(self._rows.mean(dim=0), learnt)
            self._barrier.wait()


@dataclass(frozen=True, slots=True)
class _Learner(Generic[Network, Batch]):
    """One worker of a run; the first keeps checkpoints, and each validates on its own sets."""

    task: Task[Network, Batch]
    run: Path
    plan: Plan
    start: Path | None

    def __call__(self, worker: int, shared: _Shared | None) -> None:
        logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
        torch.set_num_threads(1)
        task, plan, workers = self.task, self.plan, shared.workers if shared else 1
        torch.manual_seed(plan.seed)
        network, average = _network(task, plan), _network(task, plan)
        optimiser = _optimiser(network, plan)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, plan))
        done = self._resume(network, average, optimiser, schedule)
        if worker == 0 and not done:
            _keep(self.run, done, network, average, optimiser, schedule)
        if done >= plan.steps:
            return
        stream = islice(task.batches(plan), worker, None, workers)
        recent: list[float] = []
        for step, batch in enumerate(islice(stream, done, plan.steps), start=done + 1):
            recent.append(self._step(network, optimiser, batch))
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
                figures = task.validate(average, part=slice(worker, None, workers), fast=True)
                log.info("step %d validation %s", step, figures)

    def _step(self, network: Network, optimiser: torch.optim.Optimizer, batch: Batch) -> float:
        network.train()
        loss = self.task.compute_loss(network, batch)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        return loss.item()

    def _resume(
        self,
        network: Network,
        average: Network,
        *learned: Any,  # noqa: ANN401
    ) -> int:
        """Take up the last checkpoint, else another run's weights; give the steps that are done."""
        path = self.run / _CHECKPOINT
        if not path.exists():
            if self.start:
                kept = _kept(self.start / _CHECKPOINT)
                self.task.begin(network, kept.get("average", kept["network"]))
            average.load_state_dict(network.state_dict())
            return 0
        kept = _kept(path)
        network.load_state_dict(kept["network"])
        average.load_state_dict(kept["average"])
        for each, state in zip(learned, kept["learned"], strict=True):
            each.load_state_dict(state)
        log.info("going on after step %d", kept["step"])
        return int(kept["step"])


def _network(task: Task[Network, Batch], plan: Plan) -> Network:
    network = task.make_network()
    network.freeze(plan.frozen)
    return network


def _follow(average: EncoderNetwork, network: EncoderNetwork, share: float) -> None:
    """Move the running average of the weights a little towards those of now (Polyak 1992)."""
    with torch.no_grad():
        for old, new in zip(average.find_learnt(), network.find_learnt(), strict=True):
            old.lerp_(new, 1 - share)


def _optimiser(network: EncoderNetwork, plan: Plan) -> torch.optim.Optimizer:
    body = [each for each in network.encoder.parameters() if each.requires_grad]
    known = set(map(id, network.encoder.parameters()))
    heads = [each for each in network.parameters() if id(each) not in known]
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
    network: EncoderNetwork,
    average: EncoderNetwork,
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


def _kept(path: Path) -> dict[str, Any]:
    kept: dict[str, Any] = torch.load(path, weights_only=True)
    return kept
