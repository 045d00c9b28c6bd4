"""What stands on the web, fetched safely: no private address, no more than was agreed to."""

from corpus.fetching.ports import Fetched, Fetcher, FetchError

__all__ = ["FetchError", "Fetched", "Fetcher"]
