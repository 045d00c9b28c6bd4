"""The panel of a server's settings: what is set, in words, and the menus that change it.

``byline:settings:WHAT``: what is chosen comes with the choice, and whose settings they are is told
by the server in which it is made. Nothing is kept in memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.discord.components.custom_ids import CUSTOM_ID_PREFIX, Menu, MenuKind, Screen
from bot.discord.i18n.language import translate
from bot.discord.render import embeds
from bot.discord.render import settings_texts as texts
from corpus.messages import Message
from corpus.store.server_settings import Length, ServerSettings

MOST_CHANNELS = 25
"""How many channels can be chosen: as many as a menu of Discord's takes."""

_LENGTH_TEXTS = {
    Length.SHORT: (texts.SHORT_CHOICE, texts.SHORT),
    Length.MEDIUM: (texts.MEDIUM_CHOICE, texts.MEDIUM),
    Length.LONG: (texts.LONG_CHOICE, texts.LONG),
}


class Setting(StrEnum):
    """Something that is set by one of the menus."""

    CHANNELS = "channels"
    ROLE = "role"
    LENGTH = "length"
    NEWS = "news"

    @property
    def custom_id(self) -> str:
        """The custom id of its menu."""
        return f"{CUSTOM_ID_PREFIX}settings:{self}"


@dataclass(frozen=True, slots=True)
class VisibleServer:
    """What the bot sees of a server: of each channel there is, the permissions it lacks in it."""

    channels: Mapping[int, Sequence[Message]] = field(default_factory=dict)
    roles: frozenset[int] = frozenset()


def parse_setting(custom_id: str) -> Setting | None:
    """The setting whose menu has a custom id; ``None`` for any other one."""
    return next((each for each in Setting if each.custom_id == custom_id), None)


def build_panel(now: ServerSettings, server: VisibleServer, note: str = "") -> Screen:
    """The panel. Channels and roles that are there no more are told of, and not shown as chosen."""
    told = {
        texts.ANSWER_CHANNELS: _format_channels(now, server),
        texts.EDITORS: _format_editors(now, server),
        texts.LENGTH: translate(_LENGTH_TEXTS[now.length][1]),
        texts.NEWS: _format_news(now, server),
    }
    blocks = [f"**{n}. {translate(what)}**\n{told[what]}" for n, what in enumerate(told, start=1)]
    shown = [note, *blocks, _format_missing_permissions(now, server), texts.SAVED_AT_ONCE]
    return Screen(
        embeds.render_titled(texts.SETTINGS, shown),
        tuple((menu,) for menu in _build_menus(now, server)),
    )


def _format_channels(now: ServerSettings, server: VisibleServer) -> str:
    there = _keep_visible(now.channels, server)
    gone = len(now.channels) - len(there)
    if not now.channels:
        return translate(texts.EVERYWHERE)
    if not there:
        return translate(texts.NOWHERE)
    told = translate(texts.format_answer_channels(texts.format_channel_links(there)))
    return f"{told} {translate(texts.format_deleted_channels(gone))}" if gone else told


def _format_editors(now: ServerSettings, server: VisibleServer) -> str:
    if now.editor_role is None:
        return translate(texts.MANAGERS)
    if now.editor_role not in server.roles:
        return f"{translate(texts.MANAGERS)} {translate(texts.ROLE_DELETED)}"
    return translate(texts.format_editors(f"<@&{now.editor_role}>"))


def _format_news(now: ServerSettings, server: VisibleServer) -> str:
    if now.news_channel is None:
        return translate(texts.NO_NEWS)
    if now.news_channel not in server.channels:
        return translate(texts.CHOSEN_NEWS_CHANNEL_DELETED)
    return translate(texts.format_news_channel(texts.format_channel_links([now.news_channel])))


def _format_missing_permissions(now: ServerSettings, server: VisibleServer) -> str:
    """A sentence for each permission that the bot lacks in a channel that is chosen."""
    where: dict[Message, list[int]] = {}
    for channel in _keep_visible(
        list(dict.fromkeys([*now.channels, now.news_channel or 0])), server
    ):
        for permission in server.channels[channel]:
            where.setdefault(permission, []).append(channel)
    return "\n".join(
        f"⚠️ {translate(texts.format_missing_permission(each, texts.format_channel_links(where[each])))}"
        for each in where
    )


def _build_menus(now: ServerSettings, server: VisibleServer) -> tuple[Menu, ...]:
    role = now.editor_role if now.editor_role in server.roles else None
    news = _keep_visible([now.news_channel or 0], server)
    lengths = tuple((length.value, text) for length, (text, _) in _LENGTH_TEXTS.items())
    return (
        Menu(
            Setting.CHANNELS, texts.CHOOSE_CHANNELS, MenuKind.QUESTION_CHANNELS,
            max_values=MOST_CHANNELS, chosen=_to_ids(_keep_visible(now.channels, server)),
        ),
        Menu(Setting.ROLE, texts.CHOOSE_ROLE, MenuKind.ROLES, chosen=_to_ids([role] if role else [])),
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
