"""The panel of a server's settings: the current settings in words, and the menus to change them.

The custom id of a menu is ``byline:settings:SETTING``. The interaction has the choice and the
server, so the panel works after a restart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.discord.components.custom_ids import CUSTOM_ID_PREFIX, Menu, MenuKind, Screen
from bot.discord.i18n.language import translate
from bot.discord.render import embeds
from bot.discord.render import settings_texts as texts
from corpus.messages import Message, message, plural
from corpus.store.server_settings import Length, ServerSettings

MOST_CHANNELS = 25
"""Channels that can be chosen: the limit of a Discord menu."""

_LENGTH_TEXTS = {
    Length.SHORT: (texts.SHORT_CHOICE, texts.SHORT),
    Length.MEDIUM: (texts.MEDIUM_CHOICE, texts.MEDIUM),
    Length.LONG: (texts.LONG_CHOICE, texts.LONG),
}


class Setting(StrEnum):
    """A setting that one of the menus changes."""

    CHANNELS = "channels"
    ROLE = "role"
    LENGTH = "length"
    NEWS = "news"

    @property
    def custom_id(self) -> str:
        """The custom id of the setting's menu."""
        return f"{CUSTOM_ID_PREFIX}settings:{self}"


@dataclass(frozen=True, slots=True)
class VisibleServer:
    """The roles of a server, and for each channel the permissions that the bot lacks there."""

    channels: Mapping[int, Sequence[Message]] = field(default_factory=dict)
    roles: frozenset[int] = frozenset()


def parse_setting(custom_id: str) -> Setting | None:
    """Return the setting whose menu has this custom id, or ``None`` if there is none."""
    return next((each for each in Setting if each.custom_id == custom_id), None)


def build_panel(now: ServerSettings, server: VisibleServer, note: str = "") -> Screen:
    """Build the panel. It names deleted channels and roles, but does not show them as chosen."""
    values = {
        texts.ANSWER_CHANNELS: _format_channels(now, server),
        texts.EDITORS: _format_editors(now, server),
        texts.LENGTH: translate(_LENGTH_TEXTS[now.length][1]),
        texts.NEWS: _format_news(now, server),
    }
    blocks = [
        f"**{number}. {translate(title)}**\n{value}"
        for number, (title, value) in enumerate(values.items(), start=1)
    ]
    shown = [note, *blocks, _format_missing_permissions(now, server), texts.SAVED_AT_ONCE]
    return Screen(
        embeds.render_titled(texts.SETTINGS, shown),
        tuple((menu,) for menu in _build_menus(now, server)),
    )


def _format_channels(now: ServerSettings, server: VisibleServer) -> str:
    visible = _keep_visible(now.channels, server)
    if not now.channels:
        return translate(texts.EVERYWHERE)
    if not visible:
        return translate(texts.NOWHERE)
    links = texts.format_channel_links(visible)
    sentences = [message("In {channels}, and in their threads.", channels=links)]
    if deleted := len(now.channels) - len(visible):
        sentences.append(
            plural(
                "{number} chosen channel has been deleted.",
                "{number} chosen channels have been deleted.",
                deleted,
            )
        )
    return " ".join(map(translate, sentences))


def _format_editors(now: ServerSettings, server: VisibleServer) -> str:
    if now.editor_role is None:
        return translate(texts.MANAGERS)
    if now.editor_role not in server.roles:
        return f"{translate(texts.MANAGERS)} {translate(texts.ROLE_DELETED)}"
    role = f"<@&{now.editor_role}>"
    return translate(
        message("Members with the Manage Server permission, and members with {role}.", role=role)
    )


def _format_news(now: ServerSettings, server: VisibleServer) -> str:
    if now.news_channel is None:
        return translate(texts.NO_NEWS)
    if now.news_channel not in server.channels:
        return translate(texts.CHOSEN_NEWS_CHANNEL_DELETED)
    return translate(
        message("In {channel}.", channel=texts.format_channel_links([now.news_channel]))
    )


def _format_missing_permissions(now: ServerSettings, server: VisibleServer) -> str:
    """Return a line for each permission that the bot lacks in a chosen channel."""
    lacking: dict[Message, list[int]] = {}
    for channel in _keep_visible(
        list(dict.fromkeys([*now.channels, now.news_channel or 0])), server
    ):
        for permission in server.channels[channel]:
            lacking.setdefault(permission, []).append(channel)
    sentences = (
        message(
            "I need the {permission} permission in {channels}.",
            permission=permission,
            channels=texts.format_channel_links(channels),
        )
        for permission, channels in lacking.items()
    )
    return "\n".join(f"⚠️ {translate(each)}" for each in sentences)


def _build_menus(now: ServerSettings, server: VisibleServer) -> tuple[Menu, ...]:
    role = now.editor_role if now.editor_role in server.roles else None
    news = _keep_visible([now.news_channel or 0], server)
    lengths = tuple((length.value, text) for length, (text, _) in _LENGTH_TEXTS.items())
    return (
        Menu(
            Setting.CHANNELS, texts.CHOOSE_CHANNELS, MenuKind.QUESTION_CHANNELS,
            max_values=MOST_CHANNELS, chosen=_to_ids(_keep_visible(now.channels, server)),
        ),
        Menu(
            Setting.ROLE, texts.CHOOSE_ROLE, MenuKind.ROLES, chosen=_to_ids([role] if role else []),
        ),
        Menu(
            Setting.LENGTH, texts.CHOOSE_LENGTH, MenuKind.WORDS,
            min_values=1, chosen=(now.length.value,), options=lengths,
        ),
        Menu(Setting.NEWS, texts.CHOOSE_NEWS, MenuKind.CHANNELS, chosen=_to_ids(news)),
    )  # fmt: skip


def _keep_visible(channels: Sequence[int], server: VisibleServer) -> list[int]:
    return [each for each in channels if each in server.channels][: MOST_CHANNELS + 1]


def _to_ids(numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(map(str, numbers))[:MOST_CHANNELS]
