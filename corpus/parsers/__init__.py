"""One reader a format: bytes in, articles out."""

from corpus.parsers.base import Reader, Unreadable
from corpus.parsers.files import read_bytes, read_path

__all__ = ["Reader", "Unreadable", "read_bytes", "read_path"]
