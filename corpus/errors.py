"""The base class of Byline's errors, and the errors of parsers and store."""


class BylineError(Exception):
    """An error for the user: ``str()`` says what happened, to what, and what to do next."""

    exit_status = 1

    @property
    def message(self) -> str:
        """The text of the error; a ``corpus.messages.Message`` if the error was raised with one."""
        text = self.args[0] if self.args else ""
        return text if isinstance(text, str) else str(self)


class ReadError(BylineError):
    """A document cannot be read as articles."""


class UnknownArticle(BylineError):
    """The collection has no such article."""


class UnknownVersion(BylineError):
    """An article has no such version, or no other version to compare it with."""


class StoreError(BylineError):
    """The store cannot be read or written."""
