"""``/settings``: what a server's admins can set for the bot, and the choices made in its panel."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.discord.components.settings_panel import MOST_CHANNELS, Seen, Setting, panel, setting
from bot.discord.components.views import Interaction
from bot.discord.handlers.answer_buttons import LOOK
from bot.discord.render import embeds
from bot.discord.render import settings_texts as texts
from bot.discord.runtime.permissions import may_set
from bot.discord.runtime.responder import Desk, place_of
from bot.discord.runtime.workers import Lane
from bot.ports import Collection
from corpus.messages import Said
from corpus.store.server_settings import Length, Preferences


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a setting: ids as Discord writes them, or the name of a length."""

    setting: Setting
    values: tuple[str, ...]


def settings_command(desk: Desk) -> app_commands.Command[Any, ..., None]:
    """The command that opens the panel."""

    @app_commands.command(description="Choose where I answer, who may change articles, and more.")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.check(may_set)
    async def settings(interaction: Interaction) -> None:
        with desk.serving(interaction):
            await desk.defer(interaction, ephemeral=True)
            place = place_of(interaction)
            now = await desk.work(place, lambda c: c.preferences.get(), Lane.LOOKUPS)
            await desk.show(interaction, panel(now, seen(interaction, now)))

    return settings


def is_mine(custom_id: str) -> bool:
    """Whether a menu is one of the panel's."""
    return setting(custom_id) is not None


async def serve(desk: Desk, interaction: Interaction, custom_id: str) -> None:
    """Save what was chosen in a menu that ``is_mine``, and show it. Raises what goes wrong."""
    may_set(interaction)
    place = place_of(interaction)
    desk.let_in(place, interaction.user.id, LOOK)
    choice = chosen(interaction, custom_id)
    if choice is None:
        await desk.whisper(interaction, embeds.notice(texts.OLD_PANEL))
        return
    message = interaction.message
    with desk.serving(interaction):
        turns = message is not None and message.flags.ephemeral
        await desk.defer(interaction, ephemeral=True, turns=turns)
        is_everyone = choice == Choice(Setting.ROLE, (str(interaction.guild_id),))
        now = await desk.change(place, _left if is_everyone else partial(saved, choice=choice))
        note = texts.NOT_EVERYONE if is_everyone else ""
        await desk.show(interaction, panel(now, seen(interaction, now), note))


def chosen(interaction: Interaction, custom_id: str) -> Choice | None:
    """What was chosen in a menu; ``None`` for what cannot be chosen there."""
    wanted = setting(custom_id)
    values = tuple(map(str, _data(interaction).get("values", ())))
    if wanted is None or len(values) > (MOST_CHANNELS if wanted is Setting.CHANNELS else 1):
        return None
    if wanted is Setting.LENGTH:
        possible = set(map(str, Length)) if values else set()
        return Choice(wanted, values) if possible.issuperset(values) and values else None
    known = _resolved(interaction, "roles" if wanted is Setting.ROLE else "channels")
    are_ids = all(each.isdecimal() and each in known for each in values)
    return Choice(wanted, values) if are_ids else None


def saved(articles: Collection, choice: Choice) -> Preferences:
    """Set what was chosen; returns what is set then. Raises ``StoreError``."""
    first = next(iter(choice.values), None)
    match choice.setting:
        case Setting.CHANNELS:
            return articles.preferences.change(channels=tuple(map(int, choice.values)))
        case Setting.ROLE:
            return articles.preferences.change(editor_role=int(first) if first else None)
        case Setting.LENGTH:
            return articles.preferences.change(length=Length(first or Length.MEDIUM))
        case Setting.NEWS:
            return articles.announce_in(int(first) if first else None)


def _left(articles: Collection) -> Preferences:
    return articles.preferences.get()


def seen(interaction: Interaction, now: Preferences) -> Seen:
    """What the bot sees of the channels and the role that are set.

    A channel that was chosen just now is there, even if it is hidden from the bot.
    """
    guild, resolved = interaction.guild, _resolved(interaction, "channels")
    channels: dict[int, tuple[Said, ...]] = {}
    for each in filter(None, [*now.channels, now.news_channel]):
        channel = guild.get_channel(each) if guild else None
        if channel is not None:
            channels[each] = _lacking(channel)
        elif str(each) in resolved:
            channels[each] = (texts.VIEW,)
    is_there = guild is not None and now.editor_role and guild.get_role(now.editor_role)
    return Seen(channels, frozenset([now.editor_role] if now.editor_role and is_there else []))


def _lacking(channel: discord.abc.GuildChannel) -> tuple[Said, ...]:
    has = channel.permissions_for(channel.guild.me)
    posts = isinstance(channel, discord.ForumChannel)
    needed = {
        texts.VIEW: has.view_channel,
        texts.SEND_IN_THREADS if posts else texts.SEND: (
            has.send_messages_in_threads if posts else has.send_messages
        ),
        texts.EMBED: has.embed_links,
    }
    return tuple(permission for permission, is_given in needed.items() if not is_given)


def _resolved(interaction: Interaction, kind: str) -> Mapping[str, Any]:
    """The channels or roles that Discord says were chosen, by their ids."""
    found: Mapping[str, Any] = _data(interaction).get("resolved", {}).get(kind, {})
    return found


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
