"""What stands on the web, fetched safely: no private address, no more than was agreed to."""

from corpus.web.base import Fetched, Fetcher, FetchError

__all__ = ["FetchError", "Fetched", "Fetcher"]
