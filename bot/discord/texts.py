"""The sentences the bot says of its own accord, in one place."""

from corpus.errors import BylineError


class Busy(BylineError):
    """A job that is already running for this server."""


class TooMany(BylineError):
    """More questions than a member, or a server, may ask in a while."""


class Stopped(BylineError):
    """A long job that was left when the bot was stopped."""


NOT_SAID = "The articles do not say."
READ_AS = "Read as:"
NEAREST = "Nearest passages"
NEAREST_NOTE = "Close to the question, but none of them answers it."
FROM_RECORD = "Stated in the article's record rather than in a line of its text."
ALSO_IN = "Also in"
READ_ARTICLE = "Read the article"
UNTITLED = "Untitled"
NO_SENTENCES = "This article has no sentences to show."
NO_TOPIC = "No article here speaks of this."
NOTHING_NEW = "No article was published, or arrived here, since then."
ARTICLE_OR_TOPIC = "Give either an article or a topic."
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
FOLLOW = "Follow up"
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
FOLLOW_LABEL = "Your question"
FOLLOW_HINT = "And when did that happen?"
CHECK = "Check against articles"
NO_WORDS = "This message has no words to check. Choose one that says something."
WRONG_WAY_ROUND = "No day is both since the first and until the second. Swap the two."
REMOVE = "Remove"
KEEP = "Keep"
KEPT = "Nothing was removed."
NONE_TO_REMOVE = "There is no such article here to remove any more. See /articles list."
ONE_OF_BOTH = "Give a file or an address, not both; without either, a form for text opens."
PASTED = "pasted text"
PASTE_TITLE = "Add an article"
PASTE_HEADLINE = "Headline"
PASTE_AUTHOR = "Author"
PASTE_OUTLET = "Outlet"
PASTE_DATE = "Date, as 2012-10-05"
PASTE_TEXT = "Text"
FEEDS = "Feeds"
NO_FEEDS = "This server follows no feeds. Follow one with /feeds add."
NO_SUCH_FEED = "This server follows no such feed. See /feeds list."
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


def new_since(day: str) -> str:
    """The title of a digest."""
    return f"New since {day}"


def not_shown(reference: str) -> str:
    """What a channel is told where an answer to a command could not be shown."""
    return f"An answer could not be shown (reference {reference}; it is in the log). Ask again."


def wrong_kind(name: str) -> str:
    """Why a file of another kind is not taken."""
    return (
        f"{name} is no kind of file that is read. Attach plain text, Markdown, a saved web page, "
        "PDF, a feed, or JSON Lines, with its usual ending."
    )


def no_address(url: str, reason: str) -> str:
    """Why an address is not fetched."""
    return f"“{url[:200]}” was not fetched. {reason}"


def following(url: str) -> str:
    """That a feed is followed."""
    return (
        f"Following {url[:500]}. What it names is added as it comes, the first of it within some "
        "minutes; /feeds list says what goes wrong."
    )


def left(url: str) -> str:
    """That a feed is followed no more."""
    return f"No longer following {url[:500]}. Its articles stay."


def too_many_feeds(most: int) -> str:
    """Why another feed is not followed."""
    return f"This server follows {most} feeds, which is the most. Remove one with /feeds remove."


def too_large(name: str, size: int, limit: int) -> str:
    """Why a file past the limit is not taken; sizes in bytes."""
    return (
        f"{name} has {size / 1024**2:.1f} MB; at most {limit / 1024**2:.1f} MB are taken. "
        "Split it, or add it on the machine that runs the bot."
    )


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
