"""One reader a format: bytes in, articles out."""

from corpus.readers.files import read_bytes, read_path
from corpus.readers.ports import Reader, Unreadable

__all__ = ["Reader", "Unreadable", "read_bytes", "read_path"]
