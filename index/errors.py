"""Errors of models and indexes."""

from corpus.errors import BylineError


class ModelError(BylineError):
    """The embedding model or the reader is missing, or not the expected one."""


class IndexBusy(BylineError):
    """Another process is writing the same index."""


class DamagedIndex(BylineError):
    """An index file cannot be used; it is rebuilt from the store."""


class StaleIndex(BylineError):
    """An index has the vectors of another model; it is rebuilt."""
