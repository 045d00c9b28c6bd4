"""Errors of models and indexes."""

from corpus.errors import BylineError


class ModelError(BylineError):
    """The embedding model is missing, or not the one expected."""


class IndexBusy(BylineError):
    """Another process is writing the same index."""


class DamagedIndex(BylineError):
    """An index file that cannot be used; it is built anew from the store."""


class StaleIndex(BylineError):
    """An index of another model's vectors; it is built anew aside."""
