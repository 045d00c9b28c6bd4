"""A question and a passage as the reader's tokens."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 384
"""Tokens of a question and a passage together; of a longer passage the end is not read."""


def open_tokenizer(path: Path) -> "Tokenizer":
    """The encoder's tokenizer, set up for pairs: only the passage is cut, and nothing is padded."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    return tokenizer
