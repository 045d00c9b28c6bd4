"""Questions and passages as the network reads them, with where an answer may stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding, Tokenizer

from index.reader.training.examples import Example
from index.training.batches import Inputs, build_inputs, group_by_length


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
    for group, read in group_by_length(examples, tokenizer, tokens, seed):
        yield _batch(group, read)


def _batch(examples: Sequence[Example], read: Sequence[Encoding]) -> Batch:
    inputs = build_inputs(read)
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
