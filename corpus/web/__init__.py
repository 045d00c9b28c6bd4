"""What stands on the web, fetched safely: no private address, no more than was agreed to."""

from corpus.web.base import FetchedPage, Fetcher, FetchError

__all__ = ["FetchError", "FetchedPage", "Fetcher"]
