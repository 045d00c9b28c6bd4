"""What the bot says of a server's settings, and of where and to whom they let it answer."""

from corpus.errors import BylineError
from corpus.messages import Said, counted, said


class NotHere(BylineError):
    """A question in a channel where none are answered."""


SETTINGS = said("Settings")
SAVED_AT_ONCE = said("Choose below, in the same order. What you choose holds at once.")
WHERE = said("Where I answer")
EVERYWHERE = said("In every channel.")
NOWHERE = said("Nowhere: the channels that were chosen have been deleted. Choose others, or none.")
WHO = said("Who may change the articles")
MANAGERS = said("Members with the Manage Server permission.")
ROLE_GONE = said("The role that was chosen has been deleted.")
LENGTH = said("How long answers are")
SHORT = said("Short: the best excerpt alone, and summaries of 3 sentences.")
MEDIUM = said("Medium: up to three excerpts, and summaries of 5 sentences.")
LONG = said("Long: each excerpt with the sentences around it, and summaries of 8 sentences.")
SHORT_CHOICE = said("Short")
MEDIUM_CHOICE = said("Medium")
LONG_CHOICE = said("Long")
NEWS = said("Where new articles are announced")
NO_NEWS = said("Nowhere.")
NEWS_GONE = said("Nowhere: the channel that was chosen has been deleted.")
CHOOSE_CHANNELS = said("Where I answer: in every channel")
CHOOSE_ROLE = said("A role that may change the articles: none")
CHOOSE_LENGTH = said("How long answers are")
CHOOSE_NEWS = said("Where new articles are announced: nowhere")
VIEW = said("View Channel")
SEND = said("Send Messages")
SEND_IN_THREADS = said("Send Messages in Threads")
EMBED = said("Embed Links")
NOT_EVERYONE = said(
    "The role that every member has cannot be chosen: everybody could change the articles. "
    "Nothing was changed."
)
NOT_TO_SET = said(
    "You need the Manage Server permission to change the settings. The role that may change the "
    "articles is not enough."
)
OLD_PANEL = said("I cannot take this choice. Open the settings anew with /settings.")
GONE = said(
    "The channels in which I answered have been deleted. Whoever may manage the server can choose "
    "others with /settings."
)


def answered_in(channels: str) -> Said:
    """The channels where questions are answered, as mentions."""
    return said("In {channels}, and in their threads.", channels=channels)


def channels_gone(number: int) -> Said:
    """How many of the channels that were chosen are there no more."""
    return counted(
        "{number} channel that was chosen has been deleted.",
        "{number} channels that were chosen have been deleted.",
        number,
    )


def managers_and(role: str) -> Said:
    """Who may change the articles, where that is a role, too; a mention of it."""
    return said("Members with the Manage Server permission, and those with {role}.", role=role)


def news_in(channel: str) -> Said:
    """Where new articles are announced, as a mention."""
    return said("In {channel}.", channel=channel)


def lacking(permission: str, channels: str) -> Said:
    """What the bot may not do in channels that were chosen."""
    return said(
        "I need the {permission} permission in {channels}.",
        permission=permission,
        channels=channels,
    )


def elsewhere(channels: str) -> Said:
    """Why a question is not answered here: where to ask it, as mentions."""
    return said(
        "I do not answer questions in this channel. Please ask in {channels}.", channels=channels
    )


def elsewhere_too(channels: str, more: int) -> Said:
    """The same, where there are more channels than are named."""
    return said(
        "I do not answer questions in this channel. Please ask in {channels}, or in one of "
        "{more} more.",
        channels=channels,
        more=more,
    )


def need_role(role: str) -> Said:
    """What a member needs to change the articles, where a role is set."""
    return said(
        "You need the Manage Server permission, or the role “{role}”, to change this server's "
        "articles.",
        role=role,
    )
