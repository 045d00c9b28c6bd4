"""The sentences about a server's settings, and about the channels and roles that they limit."""

from corpus.errors import BylineError
from corpus.messages import Message, message

SETTINGS = message("Settings")
SAVED_AT_ONCE = message("Choose below, in the same order. Each choice takes effect immediately.")
ANSWER_CHANNELS = message("Where I answer")
EVERYWHERE = message("In every channel.")
NOWHERE = message("Nowhere: the chosen channels have been deleted. Choose others, or none.")
EDITORS = message("Who may change the articles")
MANAGERS = message("Members with the Manage Server permission.")
ROLE_DELETED = message("The chosen role has been deleted.")
LENGTH = message("How long answers are")
SHORT = message("Short: only the best excerpt, and summaries of 3 sentences.")
MEDIUM = message("Medium: up to three excerpts, and summaries of 5 sentences.")
LONG = message("Long: each excerpt with the sentences around it, and summaries of 8 sentences.")
SHORT_CHOICE = message("Short")
MEDIUM_CHOICE = message("Medium")
LONG_CHOICE = message("Long")
NEWS = message("Where new articles are announced")
NO_NEWS = message("Nowhere.")
CHOSEN_NEWS_CHANNEL_DELETED = message("Nowhere: the chosen channel has been deleted.")
CHOOSE_CHANNELS = message("Where I answer: in every channel")
CHOOSE_ROLE = message("A role that may change the articles: none")
CHOOSE_LENGTH = message("How long answers are")
CHOOSE_NEWS = message("Where new articles are announced: nowhere")
VIEW = message("View Channel")
SEND = message("Send Messages")
SEND_IN_THREADS = message("Send Messages in Threads")
EMBED = message("Embed Links")
EVERYONE_ROLE_REFUSED = message(
    "You cannot choose the role that every member has: everyone could then change the articles. "
    "Nothing was changed."
)
SETTINGS_NOT_PERMITTED = message(
    "You need the Manage Server permission to change the settings. The role that may change the "
    "articles is not enough."
)
OUTDATED_PANEL = message("This choice is no longer valid. Open the settings again with /settings.")
CHANNELS_DELETED = message(
    "The channels where I answered have been deleted. A member who can manage the server can "
    "choose others with /settings."
)


class WrongChannel(BylineError):
    """The bot does not answer questions in this channel."""


def format_channel_links(channels: list[int]) -> str:
    """Return the mentions of channels."""
    return ", ".join(f"<#{each}>" for each in channels)


def format_elsewhere(channels: str) -> Message:
    """The message for a question in a wrong channel; ``channels`` are mentions."""
    return message(
        "I do not answer questions in this channel. Please ask in {channels}.", channels=channels
    )
