"""Fine-tuning: AdamW over rounds of examples, checkpoints, and validation on whole paragraphs."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from index.embedding.models import find_model
from index.reader.model_files import TOKENIZER
from index.reader.onnx_reader import open_tokenizer
from index.reader.training.batches import Batch, batches
from index.reader.training.datasets import squad, training_examples
from index.reader.training.network import ReaderNetwork, loss
from index.reader.training.rounds import Rounds
from index.reader.training.validation import Figures, validate

log = logging.getLogger(__name__)

_CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    steps: int = 3000
    seed: int = 17
    tokens: int = 4608
    rate: float = 1.5e-4
    heads_rate: float = 1e-3
    warmup: float = 0.05
    kept_every: int = 200
    validated_every: int = 500


def learn(
    data: Path,
    run: Path,
    plan: Plan,
    threads: int,
    start: Path | None = None,
    encoder: Path | None = None,
) -> tuple[ReaderNetwork, Figures]:
    """Learn for ``plan.steps`` steps in all, going on from the last checkpoint in ``run``.

    Where there is none yet, ``start`` may be another run's folder, whose weights are taken first.
    ``encoder`` is the folder of a BERT encoder and its tokenizer, the default model's unless told.
    Gives the network, and its figures on the part of SQuAD 2.0 that it has not seen.
    """
    torch.set_num_threads(threads)
    torch.manual_seed(plan.seed)
    run.mkdir(parents=True, exist_ok=True)
    model = encoder or find_model().folder
    tokenizer = open_tokenizer(model / TOKENIZER)
    network = ReaderNetwork(model)
    optimiser = _optimiser(network, plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, plan))
    done = _resume(run, start, network, optimiser, schedule)
    if done >= plan.steps:
        return network, validate(network, tokenizer, squad(data / "eval/squad2", validation=True))
    kept_back = squad(data / "eval/squad2", validation=True)
    rounds = Rounds(training_examples(data, plan.seed), plan.seed)
    recent: list[float] = []
    for step, batch in enumerate(_stream(rounds, tokenizer, plan), start=1):
        if step <= done:
            continue
        recent.append(_step(network, optimiser, batch))
        schedule.step()
        if step % 50 == 0:
            log.info("step %d loss %.3f", step, sum(recent) / len(recent))
            recent = []
        if step % plan.kept_every == 0 or step == plan.steps:
            _keep(run, step, network, optimiser, schedule)
        if step % plan.validated_every == 0 or step == plan.steps:
            figures = validate(network, tokenizer, kept_back)
            log.info("step %d validation %s", step, figures)
        if step == plan.steps:
            break
    return network, figures


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
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
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
    return min((step + 1) / warm, max(0.0, (plan.steps - step) / max(1, plan.steps - warm)))


def _keep(run: Path, step: int, network: ReaderNetwork, *learned: Any) -> None:  # noqa: ANN401
    aside = run / "checkpoint.new"
    torch.save(
        {
            "step": step,
            "network": network.state_dict(),
            "learned": [each.state_dict() for each in learned],
        },
        aside,
    )
    aside.replace(run / _CHECKPOINT)


def _resume(run: Path, start: Path | None, network: ReaderNetwork, *learned: Any) -> int:  # noqa: ANN401
    """Take up the run's last checkpoint, else another run's weights; the steps that are done."""
    path = run / _CHECKPOINT
    if not path.exists():
        if start:
            network.load_state_dict(_kept(start / _CHECKPOINT)["network"])
        return 0
    kept = _kept(path)
    network.load_state_dict(kept["network"])
    for each, state in zip(learned, kept["learned"], strict=True):
        each.load_state_dict(state)
    log.info("going on after step %d", kept["step"])
    return int(kept["step"])


def _kept(path: Path) -> dict[str, Any]:
    kept: dict[str, Any] = torch.load(path, weights_only=True)
    return kept
