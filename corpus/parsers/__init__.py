"""Parsers that turn the bytes of a document into articles, one for each format."""

from corpus.parsers.base import Parser, Unreadable
from corpus.parsers.files import parse_bytes, parse_path

__all__ = ["Parser", "Unreadable", "parse_bytes", "parse_path"]
