"""The sentences the bot says of its own accord, in one place."""

from datetime import date

from bot.discord.cutting import begin
from corpus.errors import BylineError
from corpus.saying import Said, counted, said


class Busy(BylineError):
    """A job that is already running for this server."""


class TooMany(BylineError):
    """More questions than a member, or a server, may ask in a while."""


class Stopped(BylineError):
    """A long job that was left when the bot was stopped."""


NOT_SAID = said("The articles do not say.")
READ_AS = said("Read as:")
NEAREST = said("Nearest passages")
NEAREST_NOTE = said("Close to the question, but none of them answers it.")
FROM_RECORD = said("Stated in the article's record rather than in a line of its text.")
ALSO_IN = said("Also in")
READ_ARTICLE = said("Read the article")
UNTITLED = said("Untitled")
ARTICLES = said("Articles")
A_FILE = said("a file")
NOTHING_ADDED = said("Nothing was added.")
NO_SENTENCES = said("This article has no sentences to show.")
NO_TOPIC = said("No article here speaks of this.")
NOTHING_NEW = said("No article was published, or arrived here, since then.")
ARTICLE_OR_TOPIC = said("Give either an article or a topic.")
NO_ARTICLES = said("There are no articles here yet. Add one with /articles add.")
HOW_TO_ASK = said(
    "Mention me with a question, such as: who wrote about the drone strikes? Or use /ask."
)
NEED_EMBEDS = said(
    "I may not show answers here: I need the Embed Links permission in this channel."
)
NEED_MANAGE_SERVER = said("You need the Manage Server permission to change this server's articles.")
SERVER_ONLY = said("Articles are kept for a server. Use this command in one.")
NOT_PUBLIC = said("That did not work. Only the person who asked sees why.")
NOT_ALLOWED = said("You may not use this command here.")
COMMAND_CHANGED = said(
    "This command has changed. Wait a minute, or restart Discord, and use it again."
)
CLOSING = said("I am being restarted. Ask again in a minute.")
REINDEXING = said(
    "A reindex of this server's articles is already running. Its result comes when done."
)
READ = said("Read in context")
MORE = said("More excerpts")
SOURCES = said("Sources")
FOLLOW = said("Follow up")
BACK = said("◀ Back")
ON = said("On ▶")
MORE_NOTE = said("Near the question; they may not answer it.")
NO_MORE = said("There are no more excerpts near this question.")
NO_EXCERPT = said("This answer has no such excerpt.")
WITHDRAWN = said("This article has been withdrawn since. Its words are not kept.")
CORRECTED = said(
    "The article has been corrected since. These are the words that the answer quoted."
)
UNKNOWN_BUTTON = said("I know nothing of this answer here. Ask the question again.")
THANKS = said("Thank you. Your vote counts.")
WHY_TITLE = said("What was wrong?")
WHY_LABEL = said("Reason (you may leave it empty)")
FOLLOW_LABEL = said("Your question")
FOLLOW_HINT = said("And when did that happen?")
ASK_ON = said("Ask on with Follow up, or by mentioning me.")
CHECK = said("Check against articles")
NO_WORDS = said("This message has no words to check. Choose one that says something.")
WRONG_WAY_ROUND = said("No day is both since the first and until the second. Swap the two.")
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
NEWS_CHANNEL_GONE = said("The channel in which new articles are announced is gone.")
NEWS_NOT_ALLOWED = said(
    "I may not announce new articles there: I need View Channel, Send Messages and Embed Links in "
    "the channel."
)
FETCH_FAILED = said("The file could not be fetched from Discord. Attach it again.")


def asked_by(name: str) -> Said:
    """Above an answer in a thread: who asked, by their escaped name."""
    return said("Asked by {name}", name=name)


def answered_in(place: str) -> Said:
    """Where the answer to a follow-up is: a thread as a mention, or a message's address."""
    return said("Answered in {place}", place=place)


def went_wrong(reference: str) -> Said:
    """What a person is told of an error nobody foresaw."""
    return said(
        "Something went wrong (reference {reference}). It is in the log.", reference=reference
    )


def too_many(seconds: float) -> Said:
    """What a person is told who asks faster than they may."""
    return counted(
        "That was many questions in a short time. Ask again in {number} second.",
        "That was many questions in a short time. Ask again in {number} seconds.",
        max(1, round(seconds)),
    )


def no_day(text: str) -> Said:
    """Why a day is not taken."""
    return said("“{text}” is no day. Write it as 2012-10-05.", text=begin(text, 80, dress=str))


def as_of(day: date) -> Said:
    """Under an answer: the day of its newest evidence."""
    return said("As of {day}", day=day)


def page_of(page: int, pages: int) -> Said:
    """Which page of how many is shown."""
    return said("Page {page} of {pages}", page=page, pages=pages)


def articles(number: int) -> Said:
    """So many articles."""
    return counted("{number} article", "{number} articles", number)


def passages(number: int) -> Said:
    """So many passages."""
    return counted("{number} passage", "{number} passages", number)


def page_of_articles(page: int, pages: int, total: int) -> Said:
    """Which page of how many is shown, and how many articles are on all of them."""
    return said(
        "{page} · {articles}",
        page=page_of(page, pages),
        articles=articles(total),
    )


def new_since(day: date) -> Said:
    """The title of a digest."""
    return said("New since {day}", day=day)


def new_articles(number: int) -> Said:
    """The title of an announcement of several articles."""
    return counted("{number} new article", "{number} new articles", number)


def more_news(number: int) -> Said:
    """Under an announcement: how many more articles are new."""
    return counted("And {number} more: /digest", "And {number} more: /digest", number)


def more_passages(number: int) -> Said:
    """Under the citations: how many more there are."""
    return counted("And {number} more passage.", "And {number} more passages.", number)


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
        articles=articles(held),
        passages=passages(of),
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
        return articles(done) if unit == "articles" else passages(done)
    if unit == "articles":
        return counted(
            "{number} of {total} article", "{number} of {total} articles", done, total=total
        )
    return counted("{number} of {total} passage", "{number} of {total} passages", done, total=total)


def not_shown(reference: str) -> Said:
    """What a channel is told where an answer to a command could not be shown."""
    return said(
        "An answer could not be shown (reference {reference}; it is in the log). Ask again.",
        reference=reference,
    )


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
        title=begin(title, 200, dress=str) or UNTITLED,
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
