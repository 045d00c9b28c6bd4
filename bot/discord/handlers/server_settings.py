"""``/settings``: what a server's admins can set for the bot, and the choices made in its panel."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.discord.components.settings_panel import (
    MOST_CHANNELS,
    Setting,
    VisibleServer,
    build_panel,
    parse_setting,
)
from bot.discord.components.views import Interaction
from bot.discord.handlers.answer_buttons import LOOKUP_COST
from bot.discord.render import embeds
from bot.discord.render import settings_texts as texts
from bot.discord.runtime.permissions import check_can_change_settings
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane
from bot.server_state import Server
from corpus.messages import Message
from corpus.store.server_settings import Length, ServerSettings


@dataclass(frozen=True, slots=True)
class SettingChoice:
    """What was chosen for a setting: ids as Discord writes them, or the name of a length."""

    setting: Setting
    values: tuple[str, ...]


def build_settings_command(responder: Responder) -> app_commands.Command[Any, ..., None]:
    """The command that opens the panel."""

    @app_commands.command(description="Choose where I answer, who may change articles, and more.")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.check(check_can_change_settings)
    async def settings(interaction: Interaction) -> None:
        with responder.track(interaction):
            await responder.defer(interaction, ephemeral=True)
            place = find_collection_name(interaction)
            now = await responder.run(
                place, lambda server: server.state.settings.get(), Lane.LOOKUPS
            )
            await responder.show(interaction, build_panel(now, inspect_server(interaction, now)))

    return settings


def is_settings_custom_id(custom_id: str) -> bool:
    """Whether a menu is one of the panel's."""
    return parse_setting(custom_id) is not None


async def handle_settings_custom_id(
    responder: Responder, interaction: Interaction, custom_id: str
) -> None:
    """Save what was chosen in a menu that ``is_mine``, and show it. Raises what goes wrong."""
    check_can_change_settings(interaction)
    place = find_collection_name(interaction)
    responder.check_rate_limit(place, interaction.user.id, LOOKUP_COST)
    choice = parse_choice(interaction, custom_id)
    if choice is None:
        await responder.respond_privately(interaction, embeds.render_notice(texts.OUTDATED_PANEL))
        return
    message = interaction.message
    with responder.track(interaction):
        turns = message is not None and message.flags.ephemeral
        await responder.defer(interaction, ephemeral=True, edits_message=turns)
        is_everyone = choice == SettingChoice(Setting.ROLE, (str(interaction.guild_id),))
        now = await responder.change_settings(
            place, _get_settings if is_everyone else partial(save_choice, choice=choice)
        )
        note = texts.EVERYONE_ROLE_REFUSED if is_everyone else ""
        await responder.show(interaction, build_panel(now, inspect_server(interaction, now), note))


def parse_choice(interaction: Interaction, custom_id: str) -> SettingChoice | None:
    """What was chosen in a menu; ``None`` for what cannot be chosen there."""
    wanted = parse_setting(custom_id)
    values = tuple(map(str, _get_data(interaction).get("values", ())))
    if wanted is None or len(values) > (MOST_CHANNELS if wanted is Setting.CHANNELS else 1):
        return None
    if wanted is Setting.LENGTH:
        possible = set(map(str, Length)) if values else set()
        return SettingChoice(wanted, values) if possible.issuperset(values) and values else None
    known = _get_resolved(interaction, "roles" if wanted is Setting.ROLE else "channels")
    are_ids = all(each.isdecimal() and each in known for each in values)
    return SettingChoice(wanted, values) if are_ids else None


def save_choice(server: Server, choice: SettingChoice) -> ServerSettings:
    """Set what was chosen; returns what is set then. Raises ``StoreError``."""
    first = next(iter(choice.values), None)
    match choice.setting:
        case Setting.CHANNELS:
            return server.state.settings.change(channels=tuple(map(int, choice.values)))
        case Setting.ROLE:
            return server.state.settings.change(editor_role=int(first) if first else None)
        case Setting.LENGTH:
            return server.state.settings.change(length=Length(first or Length.MEDIUM))
        case Setting.NEWS:
            return server.state.announce_in(int(first) if first else None)


def _get_settings(server: Server) -> ServerSettings:
    return server.state.settings.get()


def inspect_server(interaction: Interaction, now: ServerSettings) -> VisibleServer:
    """What the bot sees of the channels and the role that are set.

    A channel that was chosen just now is there, even if it is hidden from the bot.
    """
    guild, resolved = interaction.guild, _get_resolved(interaction, "channels")
    channels: dict[int, tuple[Message, ...]] = {}
    for each in filter(None, [*now.channels, now.news_channel]):
        channel = guild.get_channel(each) if guild else None
        if channel is not None:
            channels[each] = _find_missing_permissions(channel)
        elif str(each) in resolved:
            channels[each] = (texts.VIEW,)
    is_there = guild is not None and now.editor_role and guild.get_role(now.editor_role)
    return VisibleServer(
        channels, frozenset([now.editor_role] if now.editor_role and is_there else [])
    )


def _find_missing_permissions(channel: discord.abc.GuildChannel) -> tuple[Message, ...]:
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


def _get_resolved(interaction: Interaction, kind: str) -> Mapping[str, Any]:
    """The channels or roles that Discord says were chosen, by their ids."""
    found: Mapping[str, Any] = _get_data(interaction).get("resolved", {}).get(kind, {})
    return found


def _get_data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
