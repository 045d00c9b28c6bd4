"""Pairs of texts as a network reads them: tokens of like length in one batch."""

import random
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

import torch
from tokenizers import Encoding, Tokenizer

_POOL = 1600
"""Examples sorted by length together, so that little is padded and the order stays random."""

Inputs = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Token ids, mask and types, each of shape ``(batch, tokens)``."""


class Pair(Protocol):
    """An example."""

    @property
    def segments(self) -> tuple[str, str]:
        """The pair of texts that the network reads."""


Example = TypeVar("Example", bound=Pair)


def group_by_length(
    examples: Sequence[Example], tokenizer: Tokenizer, tokens: int, seed: int
) -> Iterator[tuple[list[Example], list[Encoding]]]:
    """Groups of at most ``tokens`` tokens, padding included; a longer example comes alone."""
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
            yield [some[at] for at in group], [read[at] for at in group]


def batches_in_order(
    examples: Sequence[Example], tokenizer: Tokenizer, size: int = 16
) -> Iterator[tuple[list[Example], list[Encoding], Inputs]]:
    """All examples once, shortest first, with what the tokenizer made of them."""
    read = tokenizer.encode_batch([each.segments for each in examples])
    order = sorted(range(len(read)), key=lambda at: len(read[at].ids))
    for first in range(0, len(order), size):
        group = order[first : first + size]
        rows = [read[at] for at in group]
        yield [examples[at] for at in group], rows, build_inputs(rows)


def build_inputs(read: Sequence[Encoding]) -> Inputs:
    """The tensors of some encodings, padded to the longest."""
    shape = len(read), max(len(each.ids) for each in read)
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for row, each in enumerate(read):
        length = len(each.ids)
        ids[row, :length] = torch.tensor(each.ids)
        mask[row, :length] = 1
        types[row, :length] = torch.tensor(each.type_ids)
    return ids, mask, types
