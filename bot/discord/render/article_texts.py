"""What the bot says of keeping a server's articles: adding, removing, feeds and reindexing."""

from bot.discord.render import texts
from bot.discord.render.truncate import begin
from corpus.messages import Said, counted, said

A_FILE = said("a file")
NOTHING_ADDED = said("Nothing was added.")
NEED_MANAGE_SERVER = said("You need the Manage Server permission to change this server's articles.")
REINDEXING = said(
    "A reindex of this server's articles is already running. Its result comes when done."
)
REMOVE = said("Remove")
KEEP = said("Keep")
KEPT = said("Nothing was removed.")
NONE_TO_REMOVE = said("There is no such article here to remove any more. See /articles list.")
ONE_OF_BOTH = said("Give a file or an address, not both; without either, a form for text opens.")
PASTED = said("pasted text")
PASTE_TITLE = said("Add an article")
PASTE_HEADLINE = said("Headline")
PASTE_AUTHOR = said("Author")
PASTE_OUTLET = said("Outlet")
PASTE_DATE = said("Date, as 2012-10-05")
PASTE_TEXT = said("Text")
FEEDS = said("Feeds")
NO_FEEDS = said("This server follows no feeds. Follow one with /feeds add.")
NO_SUCH_FEED = said("This server follows no such feed. See /feeds list.")
FETCH_FAILED = said("The file could not be fetched from Discord. Attach it again.")


def added(number: int) -> Said:
    """How many articles an import added."""
    return counted("Added {number} article.", "Added {number} articles.", number)


def updated(number: int) -> Said:
    """How many articles an import brought newer versions of."""
    return counted("Updated {number} article.", "Updated {number} articles.", number)


def unchanged(number: int) -> Said:
    """How many articles of an import were there already."""
    return counted("Left {number} article as before.", "Left {number} articles as before.", number)


def refused(name: str, reason: str) -> Said:
    """That an input was not taken; both are escaped."""
    return said("Refused **{name}**. {reason}", name=name, reason=reason)


def more_refused(number: int) -> Said:
    """How many inputs more were refused than are named."""
    return said("And {number} more refused.", number=number)


def remove_question(headline: str) -> Said:
    """The question whether an article is meant to go; its headline is escaped."""
    return said(
        "Remove **{headline}** and all its versions? This cannot be undone.", headline=headline
    )


def removed(headline: str) -> Said:
    """That an article is gone; its headline is escaped."""
    return said("Removed **{headline}**.", headline=headline)


def reindexed(held: int, of: int, embedded: int) -> Said:
    """What a reindex did: how many articles of how many passages, and how many were new."""
    return said(
        "Reindexed {articles}, {passages}; {embedded} newly embedded.",
        articles=texts.articles(held),
        passages=texts.passages(of),
        embedded=embedded,
    )


def failed(name: str, reason: str) -> Said:
    """That a page, file or feed could not be read; both are escaped."""
    return said("Could not read **{name}**. {reason}", name=name, reason=reason)


def more_failed(number: int) -> Said:
    """How many more could not be read than are named."""
    return said("And {number} more could not be read.", number=number)


def still_waiting(number: int) -> Said:
    """How many pages a reindex left for later."""
    return counted(
        "{number} page is still to be fetched; it comes by itself.",
        "{number} pages are still to be fetched; they come by themselves.",
        number,
    )


def done_of(done: int, total: int, unit: str) -> Said:
    """How far a job is: so many of so many, of which ``total`` is 0 where nobody knows it."""
    if unit == "feeds":
        return counted("{number} of {total} feed", "{number} of {total} feeds", done, total=total)
    if unit == "pages":
        return counted("{number} of {total} page", "{number} of {total} pages", done, total=total)
    if not total:
        return texts.articles(done) if unit == "articles" else texts.passages(done)
    if unit == "articles":
        return counted(
            "{number} of {total} article", "{number} of {total} articles", done, total=total
        )
    return counted("{number} of {total} passage", "{number} of {total} passages", done, total=total)


def wrong_kind(name: str) -> Said:
    """Why a file of another kind is not taken."""
    return said(
        "{name} is no kind of file that is read. Attach plain text, Markdown, a saved web page, "
        "PDF, a feed, or JSON Lines, with its usual ending.",
        name=name,
    )


def no_address(url: str, reason: str) -> Said:
    """Why an address is not fetched."""
    return said("“{url}” was not fetched. {reason}", url=begin(url, 200, dress=str), reason=reason)


def following(url: str, title: str, entries: int) -> Said:
    """That a feed is followed, which calls itself so and names so many entries."""
    return counted(
        "Following {url} ({title}), which names {number} entry. It is added within some minutes, "
        "and what is new as it comes; /feeds list says what goes wrong.",
        "Following {url} ({title}), which names {number} entries. They are added within some "
        "minutes, 20 at a time, and what is new as it comes; /feeds list says what goes wrong.",
        entries,
        url=begin(url, 500, dress=str),
        title=begin(title, 200, dress=str) or texts.UNTITLED,
    )


def following_unread(url: str, reason: str) -> Said:
    """That a feed is followed which could not be read for now."""
    return said(
        "Following {url}, though it could not be read: {reason} It is tried again; /feeds list "
        "says whether that helped.",
        url=begin(url, 500, dress=str),
        reason=reason,
    )


def not_followed(url: str, reason: str) -> Said:
    """Why a feed is not followed."""
    return said("“{url}” is not followed. {reason}", url=begin(url, 200, dress=str), reason=reason)


def left(url: str) -> Said:
    """That a feed is followed no more."""
    return said("No longer following {url}. Its articles stay.", url=begin(url, 500, dress=str))


def too_many_feeds(most: int) -> Said:
    """Why another feed is not followed."""
    return said(
        "This server follows {most} feeds, which is the most. Remove one with /feeds remove.",
        most=most,
    )


def too_large(name: str, size: int, limit: int) -> Said:
    """Why a file past the limit is not taken; sizes in bytes."""
    return said(
        "{name} has {size} MB; at most {limit} MB are taken. "
        "Split it, or add it on the machine that runs the bot.",
        name=name,
        size=size / 1024**2,
        limit=limit / 1024**2,
    )
