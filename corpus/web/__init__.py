"""Fetches web pages, feeds and documents, from public addresses and within limits."""

from corpus.web.base import FetchedPage, Fetcher, FetchError

__all__ = ["FetchError", "FetchedPage", "Fetcher"]
