"""``/settings``: the settings of a server, and the choices in its panel."""

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
from bot.discord.components.views import Interaction, is_ephemeral
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
    """A choice in the panel; ``values`` are ids as Discord writes them, or the name of a length."""

    setting: Setting
    values: tuple[str, ...]


def build_settings_command(responder: Responder) -> app_commands.Command[Any, ..., None]:
    """Build ``/settings``, which opens the panel."""

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
    """Whether a custom id is a menu of the panel."""
    return parse_setting(custom_id) is not None


async def handle_settings_custom_id(
    responder: Responder, interaction: Interaction, custom_id: str
) -> None:
    """Save a choice in the panel and show the new settings. Raises the error of the action."""
    check_can_change_settings(interaction)
    place = find_collection_name(interaction)
    responder.check_rate_limit(place, interaction.user.id, LOOKUP_COST)
    choice = parse_choice(interaction, custom_id)
    if choice is None:
        await responder.respond_privately(interaction, embeds.render_notice(texts.OUTDATED_PANEL))
        return
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=True, edits_message=is_ephemeral(interaction))
        is_everyone = choice == SettingChoice(Setting.ROLE, (str(interaction.guild_id),))
        now = await responder.change_settings(
            place, _get_settings if is_everyone else partial(save_choice, choice=choice)
        )
        note = texts.EVERYONE_ROLE_REFUSED if is_everyone else ""
        await responder.show(interaction, build_panel(now, inspect_server(interaction, now), note))


def parse_choice(interaction: Interaction, custom_id: str) -> SettingChoice | None:
    """Return the choice in a menu, or ``None`` if the menu does not offer it."""
    setting = parse_setting(custom_id)
    values = tuple(map(str, _get_data(interaction).get("values", ())))
    if setting is None or len(values) > (MOST_CHANNELS if setting is Setting.CHANNELS else 1):
        return None
    if setting is Setting.LENGTH:
        is_valid = bool(values) and set(map(str, Length)).issuperset(values)
    else:
        resolved = _get_resolved(interaction, "roles" if setting is Setting.ROLE else "channels")
        is_valid = all(each.isdecimal() and each in resolved for each in values)
    return SettingChoice(setting, values) if is_valid else None


def save_choice(server: Server, choice: SettingChoice) -> ServerSettings:
    """Save a choice; return the new settings. Raises ``StoreError``."""
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
    """Return what the bot sees of the chosen channels and role.

    A channel of this interaction exists even if the bot does not see it.
    """
    guild, resolved = interaction.guild, _get_resolved(interaction, "channels")
    channels: dict[int, tuple[Message, ...]] = {}
    for each in filter(None, [*now.channels, now.news_channel]):
        channel = guild.get_channel(each) if guild else None
        if channel is not None:
            channels[each] = _find_missing_permissions(channel)
        elif str(each) in resolved:
            channels[each] = (texts.VIEW,)
    role = guild.get_role(now.editor_role) if guild and now.editor_role else None
    return VisibleServer(channels, frozenset([role.id] if role else []))


def _find_missing_permissions(channel: discord.abc.GuildChannel) -> tuple[Message, ...]:
    has = channel.permissions_for(channel.guild.me)
    is_forum = isinstance(channel, discord.ForumChannel)
    needed = {
        texts.VIEW: has.view_channel,
        texts.SEND_IN_THREADS if is_forum else texts.SEND: (
            has.send_messages_in_threads if is_forum else has.send_messages
        ),
        texts.EMBED: has.embed_links,
    }
    return tuple(permission for permission, is_given in needed.items() if not is_given)


def _get_resolved(interaction: Interaction, kind: str) -> Mapping[str, Any]:
    """Return the chosen channels or roles in Discord's payload, by their ids."""
    resolved: Mapping[str, Any] = _get_data(interaction).get("resolved", {}).get(kind, {})
    return resolved


def _get_data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
