"""The sentences about changes to a server's articles: add, remove, feeds and reindexing."""

from bot.discord.render import texts
from bot.discord.render.truncate import truncate
from corpus.messages import Message, message, plural

A_FILE = message("a file")
NOTHING_ADDED = message("Nothing was added.")
NEED_MANAGE_SERVER = message(
    "You need the Manage Server permission to change this server's articles."
)
REINDEX_RUNNING = message(
    "A reindex of this server's articles is already running. Wait for its result."
)
REMOVE = message("Remove")
KEEP = message("Keep")
NOTHING_REMOVED = message("Nothing was removed.")
NO_ARTICLE_TO_REMOVE = message("This article is no longer here. See /articles list.")
FILE_OR_ADDRESS = message(
    "Give a file or an address, not both. Give neither to open a form for text."
)
PASTE_NAME = message("pasted text")
PASTE_TITLE = message("Add an article")
PASTE_HEADLINE = message("Headline")
PASTE_AUTHOR = message("Author")
PASTE_OUTLET = message("Outlet")
PASTE_DATE = message("Date, for example 2012-10-05")
PASTE_TEXT = message("Text")
FEEDS_TITLE = message("Feeds")
NO_FEEDS = message("This server follows no feeds. Follow one with /feeds add.")
NO_SUCH_FEED = message("This server does not follow this feed. See /feeds list.")
FETCH_FAILED = message("The file could not be fetched from Discord. Attach it again.")


def format_progress(done: int, total: int, unit: str) -> Message:
    """The progress of a job; ``total`` is 0 if it is not known."""
    if unit == "feeds":
        return plural("{number} of {total} feed", "{number} of {total} feeds", done, total=total)
    if unit == "pages":
        return plural("{number} of {total} page", "{number} of {total} pages", done, total=total)
    if not total:
        return (
            texts.format_article_count(done)
            if unit == "articles"
            else texts.format_passage_count(done)
        )
    if unit == "articles":
        return plural(
            "{number} of {total} article", "{number} of {total} articles", done, total=total
        )
    return plural("{number} of {total} passage", "{number} of {total} passages", done, total=total)


def format_unsupported_file(name: str) -> Message:
    """The message for a file that no parser reads."""
    return message(
        "{name} is not a supported file type. Attach plain text, Markdown, a saved web page, "
        "PDF, a feed or JSON Lines, with its usual file extension.",
        name=name,
    )


def format_address_error(url: str, reason: str) -> Message:
    """The message for an address that is not fetched."""
    return message(
        "“{url}” was not fetched. {reason}", url=truncate(url, 200, transform=str), reason=reason
    )


def format_followed(url: str, title: str, entries: int) -> Message:
    """The message for a new feed that was read; ``entries`` is how many articles it lists."""
    return plural(
        "Following {url} ({title}), which lists {number} entry. It is added within a few minutes, "
        "and new entries as they appear. /feeds list shows what fails.",
        "Following {url} ({title}), which lists {number} entries. They are added within a few "
        "minutes, 20 at a time, and new entries as they appear. /feeds list shows what fails.",
        entries,
        url=truncate(url, 500, transform=str),
        title=truncate(title, 200, transform=str) or texts.UNTITLED,
    )


def format_followed_unread(url: str, reason: str) -> Message:
    """The message for a new feed that is followed although the first attempt to read it failed."""
    return message(
        "Following {url}, although it could not be read: {reason} I try again later; /feeds list "
        "shows whether that worked.",
        url=truncate(url, 500, transform=str),
        reason=reason,
    )


def format_not_followed(url: str, reason: str) -> Message:
    """The message for an address that is not followed as a feed."""
    return message(
        "“{url}” is not followed. {reason}", url=truncate(url, 200, transform=str), reason=reason
    )


def format_unfollowed(url: str) -> Message:
    """The message for a removed feed."""
    return message(
        "No longer following {url}. Its articles stay.", url=truncate(url, 500, transform=str)
    )


def format_too_many_feeds(most: int) -> Message:
    """The message for a server that already follows the maximum of feeds."""
    return message(
        "This server already follows {most} feeds, the maximum. Remove one with /feeds remove.",
        most=most,
    )


def format_too_large(name: str, size: int, limit: int) -> Message:
    """The message for a file that is too large; ``size`` and ``limit`` are in bytes."""
    return message(
        "{name} is {size} MB; the limit is {limit} MB. "
        "Split it, or add it on the machine that runs the bot.",
        name=name,
        size=size / 1024**2,
        limit=limit / 1024**2,
    )
