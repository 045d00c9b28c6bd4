"""What the bot says of a server's settings, and of where and to whom they let it answer."""

from corpus.errors import BylineError
from corpus.messages import Message, message, plural


class WrongChannel(BylineError):
    """A question in a channel where none are answered."""


SETTINGS = message("Settings")
SAVED_AT_ONCE = message("Choose below, in the same order. What you choose holds at once.")
ANSWER_CHANNELS = message("Where I answer")
EVERYWHERE = message("In every channel.")
NOWHERE = message(
    "Nowhere: the channels that were chosen have been deleted. Choose others, or none."
)
EDITORS = message("Who may change the articles")
MANAGERS = message("Members with the Manage Server permission.")
ROLE_DELETED = message("The role that was chosen has been deleted.")
LENGTH = message("How long answers are")
SHORT = message("Short: the best excerpt alone, and summaries of 3 sentences.")
MEDIUM = message("Medium: up to three excerpts, and summaries of 5 sentences.")
LONG = message("Long: each excerpt with the sentences around it, and summaries of 8 sentences.")
SHORT_CHOICE = message("Short")
MEDIUM_CHOICE = message("Medium")
LONG_CHOICE = message("Long")
NEWS = message("Where new articles are announced")
NO_NEWS = message("Nowhere.")
CHOSEN_NEWS_CHANNEL_DELETED = message("Nowhere: the channel that was chosen has been deleted.")
CHOOSE_CHANNELS = message("Where I answer: in every channel")
CHOOSE_ROLE = message("A role that may change the articles: none")
CHOOSE_LENGTH = message("How long answers are")
CHOOSE_NEWS = message("Where new articles are announced: nowhere")
VIEW = message("View Channel")
SEND = message("Send Messages")
SEND_IN_THREADS = message("Send Messages in Threads")
EMBED = message("Embed Links")
EVERYONE_ROLE_REFUSED = message(
    "The role that every member has cannot be chosen: everybody could change the articles. "
    "Nothing was changed."
)
SETTINGS_NOT_PERMITTED = message(
    "You need the Manage Server permission to change the settings. The role that may change the "
    "articles is not enough."
)
OUTDATED_PANEL = message("I cannot take this choice. Open the settings anew with /settings.")
CHANNELS_DELETED = message(
    "The channels in which I answered have been deleted. Whoever may manage the server can choose "
    "others with /settings."
)


def format_channel_links(channels: list[int]) -> str:
    """Channels as Discord shows them, by their names."""
    return ", ".join(f"<#{each}>" for each in channels)


def format_answer_channels(channels: str) -> Message:
    """The channels where questions are answered, as mentions."""
    return message("In {channels}, and in their threads.", channels=channels)


def format_deleted_channels(number: int) -> Message:
    """How many of the channels that were chosen are there no more."""
    return plural(
        "{number} channel that was chosen has been deleted.",
        "{number} channels that were chosen have been deleted.",
        number,
    )


def format_editors(role: str) -> Message:
    """Who may change the articles, where that is a role, too; a mention of it."""
    return message("Members with the Manage Server permission, and those with {role}.", role=role)


def format_news_channel(channel: str) -> Message:
    """Where new articles are announced, as a mention."""
    return message("In {channel}.", channel=channel)


def format_missing_permission(permission: str, channels: str) -> Message:
    """What the bot may not do in channels that were chosen."""
    return message(
        "I need the {permission} permission in {channels}.",
        permission=permission,
        channels=channels,
    )


def format_elsewhere(channels: str) -> Message:
    """Why a question is not answered here: where to ask it, as mentions."""
    return message(
        "I do not answer questions in this channel. Please ask in {channels}.", channels=channels
    )


def format_elsewhere_more(channels: str, more: int) -> Message:
    """The same, where there are more channels than are named."""
    return message(
        "I do not answer questions in this channel. Please ask in {channels}, or in one of "
        "{more} more.",
        channels=channels,
        more=more,
    )


def format_role_required(role: str) -> Message:
    """What a member needs to change the articles, where a role is set."""
    return message(
        "You need the Manage Server permission, or the role “{role}”, to change this server's "
        "articles.",
        role=role,
    )
