"""The errors that a person sees: each says what happened, to what, and what to do next.

BylineError (corpus.errors)       exit status 1
├── ReadError                     a document that cannot be read as articles
├── FetchError (corpus.web)       a web address that was not fetched
├── UnknownArticle                no article by that reference
├── UnknownVersion                no such version of an article, or none before it
├── StoreError                    the store cannot be read or written
├── ModelError (index.errors)     the embedding model is missing or not the one expected
├── IndexBusy                     another process is writing the same index
├── DamagedIndex                  an index file that cannot be used and is rebuilt
├── Stopped (bot.cli)             exit status 130: Ctrl-C during an import
├── DiscordError                  the bot cannot start or stay connected
└── UsageError                    exit status 2
    ├── QuestionError             a question that is empty or too long
    ├── CollectionNameError       an invalid name of a collection
    ├── EvaluationError           a folder or file that cannot be evaluated or used for comparison
    └── SettingsError             an invalid or unknown setting
"""

from corpus.errors import BylineError


class DiscordError(BylineError):
    """The bot cannot start or stay connected."""


class UsageError(BylineError):
    """Invalid arguments or input."""

    exit_status = 2


class QuestionError(UsageError):
    """A question that is empty or too long."""


class CollectionNameError(UsageError):
    """An invalid name of a collection."""


class EvaluationError(UsageError):
    """A folder or file that cannot be evaluated, or used for comparison."""


class SettingsError(UsageError):
    """An invalid or unknown setting."""
