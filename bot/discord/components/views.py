"""Buttons and menus that outlive a restart: what they do is in their custom id, not in memory."""

import re
from collections.abc import Mapping
from typing import Any, Protocol, Self, cast

import discord

from bot.discord.components.custom_ids import (
    CUSTOM_ID_PREFIX,
    Button,
    Menu,
    MenuKind,
    Renderable,
    Screen,
)
from bot.discord.i18n.language import translate

Interaction = discord.Interaction[discord.Client]

_CUSTOM_ID = re.compile(rf"{CUSTOM_ID_PREFIX}.*", re.DOTALL)


class CustomIdHandler(Protocol):
    """The client, as the buttons know it."""

    async def handle_custom_id(self, interaction: Interaction, custom_id: str) -> None:
        """Do what a custom id asks for, and tell the member of whatever goes wrong."""


class Control(discord.ui.DynamicItem[discord.ui.Item[discord.ui.View]], template=_CUSTOM_ID):
    """Any button or menu of Byline's, whatever its custom id says."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed, or the menu that was chosen from."""
        del interaction, match
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Have the client serve it."""
        await cast("CustomIdHandler", interaction.client).handle_custom_id(
            interaction, self.custom_id
        )


def find_stray_custom_id(interaction: Interaction) -> str | None:
    """The custom id of a button of Byline's that its message does not have: a copied one."""
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    is_button = interaction.type is discord.InteractionType.component
    if not is_button or not custom_id.startswith(CUSTOM_ID_PREFIX) or interaction.message is None:
        return None
    rows = [row for row in interaction.message.components if isinstance(row, discord.ActionRow)]
    there = {getattr(each, "custom_id", None) for row in rows for each in row.children}
    return None if custom_id in there else custom_id


def to_message_kwargs(shown: Renderable) -> dict[str, Any]:
    """What is shown, as discord.py names the parts of a message. Needs a running event loop."""
    if isinstance(shown, discord.Embed):
        return {"embed": shown}
    return (
        {"embed": shown.embed, "view": _build_view(shown)} if shown.rows else {"embed": shown.embed}
    )


def _build_view(screen: Screen) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(screen.rows):
        for each in row:
            view.add_item(
                _build_select(each, number)
                if isinstance(each, Menu)
                else _build_button(each, number)
            )
    return view


def _build_button(button: Button, row: int) -> Control:
    return Control(
        discord.ui.Button(
            style=discord.ButtonStyle.secondary,
            label=translate(button.text) or None,
            emoji=button.emoji,
            custom_id=button.target.custom_id,
            disabled=button.disabled,
            row=row,
        )
    )


def _build_select(menu: Menu, row: int) -> Control:
    about: dict[str, Any] = {
        "custom_id": menu.target.custom_id,
        "placeholder": translate(menu.text),
        "min_values": menu.min_values,
        "max_values": menu.max_values,
        "row": row,
    }
    if menu.kind is MenuKind.WORDS:
        return Control(discord.ui.Select(options=_build_options(menu), **about))
    if menu.kind is MenuKind.ROLES:
        roles = _build_defaults(menu, discord.SelectDefaultValueType.role)
        return Control(discord.ui.RoleSelect(default_values=roles, **about))
    channels = _build_defaults(menu, discord.SelectDefaultValueType.channel)
    types = _QUESTION_CHANNELS if menu.kind is MenuKind.QUESTION_CHANNELS else _TEXT_CHANNELS
    return Control(discord.ui.ChannelSelect(default_values=channels, channel_types=types, **about))


def _build_options(menu: Menu) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=translate(text), value=value, default=value in menu.chosen)
        for value, text in menu.options
    ]


def _build_defaults(
    menu: Menu, kind: discord.SelectDefaultValueType
) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=int(each), type=kind) for each in menu.chosen]


_TEXT_CHANNELS = [discord.ChannelType.text, discord.ChannelType.news]
_QUESTION_CHANNELS = [*_TEXT_CHANNELS, discord.ChannelType.forum]
