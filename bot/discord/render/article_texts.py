"""What the bot says of keeping a server's articles: adding, removing, feeds and reindexing."""

from bot.discord.render import texts
from bot.discord.render.truncate import truncate
from corpus.messages import Message, message, plural

A_FILE = message("a file")
NOTHING_ADDED = message("Nothing was added.")
NEED_MANAGE_SERVER = message(
    "You need the Manage Server permission to change this server's articles."
)
REINDEX_RUNNING = message(
    "A reindex of this server's articles is already running. Its result comes when done."
)
REMOVE = message("Remove")
KEEP = message("Keep")
NOTHING_REMOVED = message("Nothing was removed.")
NO_ARTICLE_TO_REMOVE = message(
    "There is no such article here to remove any more. See /articles list."
)
FILE_OR_ADDRESS = message(
    "Give a file or an address, not both; without either, a form for text opens."
)
PASTE_NAME = message("pasted text")
PASTE_TITLE = message("Add an article")
PASTE_HEADLINE = message("Headline")
PASTE_AUTHOR = message("Author")
PASTE_OUTLET = message("Outlet")
PASTE_DATE = message("Date, as 2012-10-05")
PASTE_TEXT = message("Text")
FEEDS_TITLE = message("Feeds")
NO_FEEDS = message("This server follows no feeds. Follow one with /feeds add.")
NO_SUCH_FEED = message("This server follows no such feed. See /feeds list.")
FETCH_FAILED = message("The file could not be fetched from Discord. Attach it again.")


def format_added(number: int) -> Message:
    """How many articles an import added."""
    return plural("Added {number} article.", "Added {number} articles.", number)


def format_updated(number: int) -> Message:
    """How many articles an import brought newer versions of."""
    return plural("Updated {number} article.", "Updated {number} articles.", number)


def format_unchanged(number: int) -> Message:
    """How many articles of an import were there already."""
    return plural("Left {number} article as before.", "Left {number} articles as before.", number)


def format_refused(name: str, reason: str) -> Message:
    """That an input was not taken; both are escaped."""
    return message("Refused **{name}**. {reason}", name=name, reason=reason)


def format_more_refused(number: int) -> Message:
    """How many inputs more were refused than are named."""
    return message("And {number} more refused.", number=number)


def format_remove_question(headline: str) -> Message:
    """The question whether an article is meant to go; its headline is escaped."""
    return message(
        "Remove **{headline}** and all its versions? This cannot be undone.", headline=headline
    )


def format_removed(headline: str) -> Message:
    """That an article is gone; its headline is escaped."""
    return message("Removed **{headline}**.", headline=headline)


def format_reindexed(held: int, of: int, embedded: int) -> Message:
    """What a reindex did: how many articles of how many passages, and how many were new."""
    return message(
        "Reindexed {articles}, {passages}; {embedded} newly embedded.",
        articles=texts.format_article_count(held),
        passages=texts.format_passage_count(of),
        embedded=embedded,
    )


def format_failed(name: str, reason: str) -> Message:
    """That a page, file or feed could not be read; both are escaped."""
    return message("Could not read **{name}**. {reason}", name=name, reason=reason)


def format_more_failed(number: int) -> Message:
    """How many more could not be read than are named."""
    return message("And {number} more could not be read.", number=number)


def format_pending_pages(number: int) -> Message:
    """How many pages a reindex left for later."""
    return plural(
        "{number} page is still to be fetched; it comes by itself.",
        "{number} pages are still to be fetched; they come by themselves.",
        number,
    )


def format_progress(done: int, total: int, unit: str) -> Message:
    """How far a job is: so many of so many, of which ``total`` is 0 where nobody knows it."""
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
    """Why a file of another kind is not taken."""
    return message(
        "{name} is no kind of file that is read. Attach plain text, Markdown, a saved web page, "
        "PDF, a feed, or JSON Lines, with its usual ending.",
        name=name,
    )


def format_address_error(url: str, reason: str) -> Message:
    """Why an address is not fetched."""
    return message(
        "“{url}” was not fetched. {reason}", url=truncate(url, 200, transform=str), reason=reason
    )


def format_followed(url: str, title: str, entries: int) -> Message:
    """That a feed is followed, which calls itself so and names so many entries."""
    return plural(
        "Following {url} ({title}), which names {number} entry. It is added within some minutes, "
        "and what is new as it comes; /feeds list says what goes wrong.",
        "Following {url} ({title}), which names {number} entries. They are added within some "
        "minutes, 20 at a time, and what is new as it comes; /feeds list says what goes wrong.",
        entries,
        url=truncate(url, 500, transform=str),
        title=truncate(title, 200, transform=str) or texts.UNTITLED,
    )


def format_followed_unread(url: str, reason: str) -> Message:
    """That a feed is followed which could not be read for now."""
    return message(
        "Following {url}, though it could not be read: {reason} It is tried again; /feeds list "
        "says whether that helped.",
        url=truncate(url, 500, transform=str),
        reason=reason,
    )


def format_not_followed(url: str, reason: str) -> Message:
    """Why a feed is not followed."""
    return message(
        "“{url}” is not followed. {reason}", url=truncate(url, 200, transform=str), reason=reason
    )


def format_unfollowed(url: str) -> Message:
    """That a feed is followed no more."""
    return message(
        "No longer following {url}. Its articles stay.", url=truncate(url, 500, transform=str)
    )


def format_too_many_feeds(most: int) -> Message:
    """Why another feed is not followed."""
    return message(
        "This server follows {most} feeds, which is the most. Remove one with /feeds remove.",
        most=most,
    )


def format_too_large(name: str, size: int, limit: int) -> Message:
    """Why a file past the limit is not taken; sizes in bytes."""
    return message(
        "{name} has {size} MB; at most {limit} MB are taken. "
        "Split it, or add it on the machine that runs the bot.",
        name=name,
        size=size / 1024**2,
        limit=limit / 1024**2,
    )
