"""The sentences the bot says of its own accord, in one place."""

from corpus.errors import BylineError


class Busy(BylineError):
    """A job that is already running for this server."""


NOT_SAID = "The articles do not say."
NEAREST = "Nearest passages"
NEAREST_NOTE = "Close to the question, but none of them answers it."
FROM_RECORD = "Stated in the article's record rather than in a line of its text."
READ_ARTICLE = "Read the article"
UNTITLED = "Untitled"
NO_SENTENCES = "This article has no sentences to show."
NO_ARTICLES = "There are no articles here yet. Add one with /articles add."
HOW_TO_ASK = "Mention me with a question, such as: who wrote about the drone strikes? Or use /ask."
NEED_EMBEDS = "I may not show answers here: I need the Embed Links permission in this channel."
NEED_MANAGE_SERVER = "You need the Manage Server permission to change this server's articles."
SERVER_ONLY = "Articles are kept for a server. Use this command in one."
NOT_PUBLIC = "That did not work. Only the person who asked sees why."
NOT_ALLOWED = "You may not use this command here."
COMMAND_CHANGED = "This command has changed. Wait a minute, or restart Discord, and use it again."
CLOSING = "I am being restarted. Ask again in a minute."
REINDEXING = "A reindex of this server's articles is already running. Its result comes when done."
FETCH_FAILED = "The file could not be fetched from Discord. Attach it again."


def went_wrong(reference: str) -> str:
    """What a person is told of an error nobody foresaw."""
    return f"Something went wrong (reference {reference}). It is in the log."


def wrong_kind(name: str) -> str:
    """Why a file of another kind is not taken."""
    return f"{name} is neither a .txt nor a .jsonl file. Save the article as one of these first."


def too_large(name: str, size: int, limit: int) -> str:
    """Why a file past the limit is not taken; sizes in bytes."""
    return (
        f"{name} has {size / 1024**2:.1f} MB; at most {limit / 1024**2:.1f} MB are taken. "
        "Split it, or add it on the machine that runs the bot."
    )


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
