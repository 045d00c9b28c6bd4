"""The sentences the bot says of its own accord, in one place."""

from corpus.errors import BylineError


class Busy(BylineError):
    """A job that is already running for this server."""


class TooMany(BylineError):
    """More questions than a member, or a server, may ask in a while."""


NOT_SAID = "The articles do not say."
NEAREST = "Nearest passages"
NEAREST_NOTE = "Close to the question, but none of them answers it."
FROM_RECORD = "Stated in the article's record rather than in a line of its text."
ALSO_IN = "Also in"
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
READ = "Read in context"
MORE = "More excerpts"
SOURCES = "Sources"
BACK = "◀ Back"
ON = "On ▶"
MORE_NOTE = "Near the question; they may not answer it."
NO_MORE = "There are no more excerpts near this question."
NO_EXCERPT = "This answer has no such excerpt."
WITHDRAWN = "This article has been withdrawn since. Its words are not kept."
CORRECTED = "The article has been corrected since. These are the words that the answer quoted."
UNKNOWN_BUTTON = "I know nothing of this answer here. Ask the question again."
THANKS = "Thank you. Your vote counts."
WHY_TITLE = "What was wrong?"
WHY_LABEL = "Reason (you may leave it empty)"
CHECK = "Check against articles"
NO_WORDS = "This message has no words to check. Choose one that says something."
WRONG_WAY_ROUND = "No day is both since the first and until the second. Swap the two."
FETCH_FAILED = "The file could not be fetched from Discord. Attach it again."


def went_wrong(reference: str) -> str:
    """What a person is told of an error nobody foresaw."""
    return f"Something went wrong (reference {reference}). It is in the log."


def too_many(seconds: float) -> str:
    """What a person is told who asks faster than they may."""
    wait = max(1, round(seconds))
    return f"That was many questions in a short time. Ask again in {counted(wait, 'second')}."


def no_day(text: str) -> str:
    """Why a day is not taken."""
    return f"“{text[:80]}” is no day. Write it as 2012-10-05."


def not_shown(reference: str) -> str:
    """What a channel is told where an answer to a command could not be shown."""
    return f"An answer could not be shown (reference {reference}; it is in the log). Ask again."


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
