"""The panel of a server's settings: what is set, in words, and the menus that change it.

``byline:settings:WHAT``: what is chosen comes with the choice, and whose settings they are is told
by the server in which it is made. Nothing is kept in memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.discord.components.custom_ids import PREFIX, Kind, Menu, Screen
from bot.discord.i18n.language import say
from bot.discord.render import embeds
from bot.discord.render import settings_texts as texts
from bot.discord.runtime.answer_channels import mentions
from corpus.messages import Said
from corpus.store.server_settings import Length, Preferences

MOST_CHANNELS = 25
"""How many channels can be chosen: as many as a menu of Discord's takes."""

_LENGTHS = {
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
        return f"{PREFIX}settings:{self}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the bot sees of a server: of each channel there is, the permissions it lacks in it."""

    channels: Mapping[int, Sequence[Said]] = field(default_factory=dict)
    roles: frozenset[int] = frozenset()


def setting(custom_id: str) -> Setting | None:
    """The setting whose menu has a custom id; ``None`` for any other one."""
    return next((each for each in Setting if each.custom_id == custom_id), None)


def panel(now: Preferences, seen: Seen, note: str = "") -> Screen:
    """The panel. Channels and roles that are there no more are told of, and not shown as chosen."""
    told = {
        texts.WHERE: _where(now, seen),
        texts.WHO: _who(now, seen),
        texts.LENGTH: say(_LENGTHS[now.length][1]),
        texts.NEWS: _news(now, seen),
    }
    blocks = [f"**{n}. {say(what)}**\n{told[what]}" for n, what in enumerate(told, start=1)]
    shown = [note, *blocks, _lacking(now, seen), texts.SAVED_AT_ONCE]
    return Screen(
        embeds.titled(texts.SETTINGS, shown), tuple((menu,) for menu in _menus(now, seen))
    )


def _where(now: Preferences, seen: Seen) -> str:
    there = _there(now.channels, seen)
    gone = len(now.channels) - len(there)
    if not now.channels:
        return say(texts.EVERYWHERE)
    if not there:
        return say(texts.NOWHERE)
    told = say(texts.answered_in(mentions(there)))
    return f"{told} {say(texts.channels_gone(gone))}" if gone else told


def _who(now: Preferences, seen: Seen) -> str:
    if now.editor_role is None:
        return say(texts.MANAGERS)
    if now.editor_role not in seen.roles:
        return f"{say(texts.MANAGERS)} {say(texts.ROLE_GONE)}"
    return say(texts.managers_and(f"<@&{now.editor_role}>"))


def _news(now: Preferences, seen: Seen) -> str:
    if now.news_channel is None:
        return say(texts.NO_NEWS)
    if now.news_channel not in seen.channels:
        return say(texts.NEWS_GONE)
    return say(texts.news_in(mentions([now.news_channel])))


def _lacking(now: Preferences, seen: Seen) -> str:
    """A sentence for each permission that the bot lacks in a channel that is chosen."""
    where: dict[Said, list[int]] = {}
    for channel in _there(list(dict.fromkeys([*now.channels, now.news_channel or 0])), seen):
        for permission in seen.channels[channel]:
            where.setdefault(permission, []).append(channel)
    return "\n".join(f"⚠️ {say(texts.lacking(each, mentions(where[each])))}" for each in where)


def _menus(now: Preferences, seen: Seen) -> tuple[Menu, ...]:
    role = now.editor_role if now.editor_role in seen.roles else None
    news = _there([now.news_channel or 0], seen)
    lengths = tuple((length.value, text) for length, (text, _) in _LENGTHS.items())
    return (
        Menu(
            Setting.CHANNELS, texts.CHOOSE_CHANNELS, Kind.PLACES,
            most=MOST_CHANNELS, chosen=_ids(_there(now.channels, seen)),
        ),
        Menu(Setting.ROLE, texts.CHOOSE_ROLE, Kind.ROLES, chosen=_ids([role] if role else [])),
        Menu(
            Setting.LENGTH, texts.CHOOSE_LENGTH, Kind.WORDS,
            least=1, chosen=(now.length.value,), options=lengths,
        ),
        Menu(Setting.NEWS, texts.CHOOSE_NEWS, Kind.CHANNELS, chosen=_ids(news)),
    )  # fmt: skip


def _there(channels: Sequence[int], seen: Seen) -> list[int]:
    return [each for each in channels if each in seen.channels][: MOST_CHANNELS + 1]


def _ids(numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(map(str, numbers))[:MOST_CHANNELS]
