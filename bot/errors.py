"""The errors a person sees. Each says what happened, to what, and what to do next.

BylineError (corpus.errors)       exit status 1
├── ReadError                     a document that cannot be read as articles
├── FetchError (corpus.web)  a web address that was not fetched
├── UnknownArticle                no article by that reference
├── UnknownVersion                no such version of an article, or none before it
├── StoreError                    the store cannot be read or written
├── ModelError (index.errors)     the embedding model is missing or not the one expected
├── IndexBusy                     another process is writing the same index
├── DamagedIndex                  an index file that cannot be used; it is built anew
├── Stopped (bot.cli)        exit status 130: Ctrl-C during an import
├── DiscordError                  the bot cannot start or stay connected
└── UsageError                    exit status 2
    ├── QuestionError             an empty or enormous question
    ├── CollectionNameError       a name that a collection may not have
    ├── EvaluationError           a folder or file that cannot be evaluated or compared with
    └── SettingsError             a setting that is wrong or unknown
"""

from corpus.errors import BylineError


class DiscordError(BylineError):
    """The bot cannot start or stay connected."""


class UsageError(BylineError):
    """The call's words are off."""

    exit_status = 2


class QuestionError(UsageError):
    """A question that is empty or far too long."""


class CollectionNameError(UsageError):
    """A name that a collection may not have."""


class EvaluationError(UsageError):
    """A folder or file that cannot be evaluated, or compared with."""


class SettingsError(UsageError):
    """A setting that is wrong or that Byline does not know."""
