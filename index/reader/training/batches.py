"""Examples as the network reads them: tokens of like length in one batch."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding, Tokenizer

from index.reader.training.examples import Example

_POOL = 1600
"""Examples sorted by length together, so that little is padded and the order stays random."""


Inputs = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Token ids, mask and types, each of shape ``(batch, tokens)``."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Token ids, mask and types, the tokens where an answer may start and end, and whether."""

    inputs: Inputs
    starts: torch.Tensor
    ends: torch.Tensor
    answerable: torch.Tensor


def batches(
    examples: Sequence[Example], tokenizer: Tokenizer, tokens: int, seed: int
) -> Iterator[Batch]:
    """Batches of at most ``tokens`` tokens, padding included; a longer example comes alone."""
    chance = random.Random(seed)  # noqa: S311 - for the order
    for first in range(0, len(examples), _POOL):
        some = examples[first : first + _POOL]
        read = tokenizer.encode_batch([each.segments for each in some])
        order = sorted(range(len(some)), key=lambda at: len(read[at].ids))
        groups: list[list[int]] = [[]]
        for at in order:
            if groups[-1] and (len(groups[-1]) + 1) * len(read[at].ids) > tokens:
                groups.append([])
            groups[-1].append(at)
        chance.shuffle(groups)
        for group in groups:
            yield _batch([some[at] for at in group], [read[at] for at in group])


def batches_in_order(
    examples: Sequence[Example], tokenizer: Tokenizer, size: int = 16
) -> Iterator[tuple[list[Example], list[Encoding], Inputs]]:
    """All examples once, shortest first, with what the tokenizer made of them."""
    read = tokenizer.encode_batch([each.segments for each in examples])
    order = sorted(range(len(read)), key=lambda at: len(read[at].ids))
    for first in range(0, len(order), size):
        group = order[first : first + size]
        rows = [read[at] for at in group]
        yield [examples[at] for at in group], rows, _inputs(rows)


def _inputs(read: Sequence[Encoding]) -> Inputs:
    shape = len(read), max(len(each.ids) for each in read)
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for row, each in enumerate(read):
        length = len(each.ids)
        ids[row, :length] = torch.tensor(each.ids)
        mask[row, :length] = 1
        types[row, :length] = torch.tensor(each.type_ids)
    return ids, mask, types


def _batch(examples: Sequence[Example], read: Sequence[Encoding]) -> Batch:
    inputs = _inputs(read)
    starts, ends = (torch.zeros(inputs[0].shape, dtype=torch.bool) for _ in range(2))
    answerable = torch.zeros(len(read))
    for row, (example, each) in enumerate(zip(examples, read, strict=True)):
        first, last = _targets(example, each)
        answerable[row] = float(first != [0])
        starts[row, first] = True
        ends[row, last] = True
    return Batch(inputs, starts, ends, answerable)


def _targets(example: Example, read: Encoding) -> tuple[list[int], list[int]]:
    """The tokens at which an answer may start and end; the first token where there is none."""
    firsts, lasts = [], []
    for a, b in example.spans:
        inside = [
            at
            for at, (start, end) in enumerate(read.offsets)
            if read.type_ids[at] == 1 and start < end and start < b and a < end
        ]
        if inside:
            firsts += inside[:1] if example.exact else inside
            lasts += inside[-1:] if example.exact else inside
    return (firsts, lasts) if firsts else ([0], [0])
