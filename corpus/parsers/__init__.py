"""One reader a format: bytes in, articles out."""

from corpus.parsers.base import Parser, Unreadable
from corpus.parsers.files import parse_bytes, parse_path

__all__ = ["Parser", "Unreadable", "parse_bytes", "parse_path"]
