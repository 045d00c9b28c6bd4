"""The sentences of the bot about questions and answers, and those that several modules use."""

from bot.discord.render.truncate import truncate
from corpus.errors import BylineError
from corpus.messages import Message, message, plural

NO_ANSWER = message("The articles do not say.")
SUPPORTED = message("The articles support this.")
CONTRADICTED = message("The articles contradict this.")
NOT_COVERED = message("The articles do not cover this.")
EVIDENCE_FOR = message("Evidence for it")
EVIDENCE_AGAINST = message("Evidence against it")
READ_AS = message("Read as:")
NEAREST_PASSAGES = message("Nearest passages")
NEAREST_NOTE = message("Close to the question, but none of them answers it.")
FROM_RECORD = message("This is in the article's record, not in its text.")
ALSO_IN = message("Also in")
READ_ARTICLE = message("Read the article")
UNTITLED = message("Untitled")
ARTICLES = message("Articles")
NO_SENTENCES = message("This article has no sentences to show.")
NO_TOPIC = message("No article here is about this.")
NOTHING_NEW = message("No article was published or added here since then.")
ARTICLE_OR_TOPIC = message("Give either an article or a topic.")
NO_ARTICLES = message("There are no articles here yet. Add one with /articles add.")
HOW_TO_ASK = message(
    "Mention me with a question, for example: who wrote about the drone strikes? Or use /ask."
)
NEED_EMBEDS = message(
    "I cannot show answers here: I need the Embed Links permission in this channel."
)
SERVER_ONLY = message("Each server has its own articles. Use this command in a server.")
NOT_PUBLIC = message("That did not work. Only the person who asked sees why.")
NOT_ALLOWED = message("You may not use this command here.")
COMMAND_CHANGED = message(
    "This command has changed. Wait a minute, or restart Discord, and use it again."
)
RESTARTING = message("I am restarting. Ask again in a minute.")
READ_IN_CONTEXT = message("Read in context")
MORE_EXCERPTS = message("More excerpts")
SOURCES = message("Sources")
FOLLOW_UP = message("Follow up")
PREVIOUS_PAGE = message("◀ Back")
NEXT_PAGE = message("Next ▶")
MORE_EXCERPTS_NOTE = message("Close to the question, but they may not answer it.")
NO_MORE_EXCERPTS = message("There are no more excerpts close to this question.")
NO_EXCERPT = message("This answer has no such excerpt.")
WITHDRAWN = message("This article has since been withdrawn. Its text is no longer stored.")
CORRECTED = message("The article has since been corrected. The answer quoted this earlier text.")
UNKNOWN_ANSWER = message("I no longer have this answer. Ask the question again.")
THANKS = message("Thank you. Your vote is saved.")
REASON_TITLE = message("What was wrong?")
REASON_LABEL = message("Reason (optional)")
FOLLOW_UP_LABEL = message("Your question")
FOLLOW_UP_PLACEHOLDER = message("And when did that happen?")
FOLLOW_UP_HINT = message("Continue with Follow up, or mention me.")
CHECK = message("Check against articles")
NO_WORDS = message("This message has no text to check. Choose a message with text.")
DAYS_REVERSED = message("The first date is later than the second. Swap them.")
NEWS_CHANNEL_DELETED = message("The channel for new articles has been deleted.")
NEWS_NOT_ALLOWED = message(
    "I cannot announce new articles in that channel: I need the View Channel, Send Messages and "
    "Embed Links permissions there."
)


class AlreadyRunning(BylineError):
    """The job is already running for this server."""


class RateLimited(BylineError):
    """A member or a server has asked too many questions in a short time."""


class JobAborted(BylineError):
    """A long job stopped because the bot is shutting down."""


def format_answered_in(place: str) -> Message:
    """``place`` is a mention of a thread, or the address of a message."""
    return message("Answered in {place}", place=place)


def format_invalid_date(text: str) -> Message:
    """The message for an option or a field that is not a date."""
    return message(
        "“{text}” is not a date. Write a date like 2012-10-05.",
        text=truncate(text, 80, transform=str),
    )


def format_page(page: int, pages: int) -> Message:
    """The footer of a screen with several pages."""
    return message("Page {page} of {pages}", page=page, pages=pages)


def format_article_count(number: int) -> Message:
    """A number of articles."""
    return plural("{number} article", "{number} articles", number)


def format_passage_count(number: int) -> Message:
    """A number of passages."""
    return plural("{number} passage", "{number} passages", number)


def format_articles_page(page: int, pages: int, total: int) -> Message:
    """The footer of a list of ``total`` articles on several pages."""
    return message(
        "{page} · {articles}",
        page=format_page(page, pages),
        articles=format_article_count(total),
    )
