"""The sentences the bot says of its own accord, in one place."""

from datetime import date

from bot.discord.render.truncate import begin
from corpus.errors import BylineError
from corpus.messages import Said, counted, said


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
SERVER_ONLY = said("Articles are kept for a server. Use this command in one.")
NOT_PUBLIC = said("That did not work. Only the person who asked sees why.")
NOT_ALLOWED = said("You may not use this command here.")
COMMAND_CHANGED = said(
    "This command has changed. Wait a minute, or restart Discord, and use it again."
)
CLOSING = said("I am being restarted. Ask again in a minute.")
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
NEWS_CHANNEL_GONE = said("The channel in which new articles are announced is gone.")
NEWS_NOT_ALLOWED = said(
    "I may not announce new articles there: I need View Channel, Send Messages and Embed Links in "
    "the channel."
)


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


def not_shown(reference: str) -> Said:
    """What a channel is told where an answer to a command could not be shown."""
    return said(
        "An answer could not be shown (reference {reference}; it is in the log). Ask again.",
        reference=reference,
    )
