"""The sentences the bot says of its own accord, in one place."""

from datetime import date

from bot.discord.render.truncate import truncate
from corpus.errors import BylineError
from corpus.messages import Message, message, plural


class AlreadyRunning(BylineError):
    """A job that is already running for this server."""


class RateLimited(BylineError):
    """More questions than a member, or a server, may ask in a while."""


class JobAborted(BylineError):
    """A long job that was left when the bot was stopped."""


NO_ANSWER = message("The articles do not say.")
READ_AS = message("Read as:")
NEAREST_PASSAGES = message("Nearest passages")
NEAREST_NOTE = message("Close to the question, but none of them answers it.")
FROM_RECORD = message("Stated in the article's record rather than in a line of its text.")
ALSO_IN = message("Also in")
READ_ARTICLE = message("Read the article")
UNTITLED = message("Untitled")
ARTICLES = message("Articles")
NO_SENTENCES = message("This article has no sentences to show.")
NO_TOPIC = message("No article here speaks of this.")
NOTHING_NEW = message("No article was published, or arrived here, since then.")
ARTICLE_OR_TOPIC = message("Give either an article or a topic.")
NO_ARTICLES = message("There are no articles here yet. Add one with /articles add.")
HOW_TO_ASK = message(
    "Mention me with a question, such as: who wrote about the drone strikes? Or use /ask."
)
NEED_EMBEDS = message(
    "I may not show answers here: I need the Embed Links permission in this channel."
)
SERVER_ONLY = message("Articles are kept for a server. Use this command in one.")
NOT_PUBLIC = message("That did not work. Only the person who asked sees why.")
NOT_ALLOWED = message("You may not use this command here.")
COMMAND_CHANGED = message(
    "This command has changed. Wait a minute, or restart Discord, and use it again."
)
RESTARTING = message("I am being restarted. Ask again in a minute.")
READ_IN_CONTEXT = message("Read in context")
MORE_EXCERPTS = message("More excerpts")
SOURCES = message("Sources")
FOLLOW_UP = message("Follow up")
PREVIOUS_PAGE = message("◀ Back")
NEXT_PAGE = message("On ▶")
MORE_EXCERPTS_NOTE = message("Near the question; they may not answer it.")
NO_MORE_EXCERPTS = message("There are no more excerpts near this question.")
NO_EXCERPT = message("This answer has no such excerpt.")
WITHDRAWN = message("This article has been withdrawn since. Its words are not kept.")
CORRECTED = message(
    "The article has been corrected since. These are the words that the answer quoted."
)
UNKNOWN_ANSWER = message("I know nothing of this answer here. Ask the question again.")
THANKS = message("Thank you. Your vote counts.")
REASON_TITLE = message("What was wrong?")
REASON_LABEL = message("Reason (you may leave it empty)")
FOLLOW_UP_LABEL = message("Your question")
FOLLOW_UP_PLACEHOLDER = message("And when did that happen?")
FOLLOW_UP_HINT = message("Ask on with Follow up, or by mentioning me.")
CHECK = message("Check against articles")
NO_WORDS = message("This message has no words to check. Choose one that says something.")
DAYS_REVERSED = message("No day is both since the first and until the second. Swap the two.")
NEWS_CHANNEL_DELETED = message("The channel in which new articles are announced is gone.")
NEWS_NOT_ALLOWED = message(
    "I may not announce new articles there: I need View Channel, Send Messages and Embed Links in "
    "the channel."
)


def format_asked_by(name: str) -> Message:
    """Above an answer in a thread: who asked, by their escaped name."""
    return message("Asked by {name}", name=name)


def format_answered_in(place: str) -> Message:
    """Where the answer to a follow-up is: a thread as a mention, or a message's address."""
    return message("Answered in {place}", place=place)


def format_unexpected_error(reference: str) -> Message:
    """What a person is told of an error nobody foresaw."""
    return message(
        "Something went wrong (reference {reference}). It is in the log.", reference=reference
    )


def format_rate_limited(seconds: float) -> Message:
    """What a person is told who asks faster than they may."""
    return plural(
        "That was many questions in a short time. Ask again in {number} second.",
        "That was many questions in a short time. Ask again in {number} seconds.",
        max(1, round(seconds)),
    )


def format_invalid_date(text: str) -> Message:
    """Why a day is not taken."""
    return message(
        "“{text}” is no day. Write it as 2012-10-05.", text=truncate(text, 80, transform=str)
    )


def format_as_of(day: date) -> Message:
    """Under an answer: the day of its newest evidence."""
    return message("As of {day}", day=day)


def format_page(page: int, pages: int) -> Message:
    """Which page of how many is shown."""
    return message("Page {page} of {pages}", page=page, pages=pages)


def format_article_count(number: int) -> Message:
    """So many articles."""
    return plural("{number} article", "{number} articles", number)


def format_passage_count(number: int) -> Message:
    """So many passages."""
    return plural("{number} passage", "{number} passages", number)


def format_articles_page(page: int, pages: int, total: int) -> Message:
    """Which page of how many is shown, and how many articles are on all of them."""
    return message(
        "{page} · {articles}",
        page=format_page(page, pages),
        articles=format_article_count(total),
    )


def format_new_since(day: date) -> Message:
    """The title of a digest."""
    return message("New since {day}", day=day)


def format_new_articles(number: int) -> Message:
    """The title of an announcement of several articles."""
    return plural("{number} new article", "{number} new articles", number)


def format_more_news(number: int) -> Message:
    """Under an announcement: how many more articles are new."""
    return plural("And {number} more: /digest", "And {number} more: /digest", number)


def format_more_passages(number: int) -> Message:
    """Under the citations: how many more there are."""
    return plural("And {number} more passage.", "And {number} more passages.", number)


def format_not_shown(reference: str) -> Message:
    """What a channel is told where an answer to a command could not be shown."""
    return message(
        "An answer could not be shown (reference {reference}; it is in the log). Ask again.",
        reference=reference,
    )
