"""The root of Byline's errors, and those of reading and keeping articles."""


class BylineError(Exception):
    """Something a person can act on: ``str()`` says what happened, to what, and what to do next."""

    exit_status = 1

    @property
    def message(self) -> str:
        """The message as it was made: a ``Message`` (``corpus.messages``) where there is one."""
        said = self.args[0] if self.args else ""
        return said if isinstance(said, str) else str(self)


class ReadError(BylineError):
    """A document that cannot be read as articles."""


class UnknownArticle(BylineError):
    """No article by that reference in the collection."""


class UnknownVersion(BylineError):
    """No such version of an article, or none to compare it with."""


class StoreError(BylineError):
    """The store cannot be read or written."""
