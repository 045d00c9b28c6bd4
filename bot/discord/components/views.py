"""discord.py views of screens; their buttons and menus work after a restart by their custom id."""

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
_TEXT_CHANNELS = [discord.ChannelType.text, discord.ChannelType.news]
_QUESTION_CHANNELS = [*_TEXT_CHANNELS, discord.ChannelType.forum]


class CustomIdHandler(Protocol):
    """The part of the client that the buttons use."""

    async def handle_custom_id(self, interaction: Interaction, custom_id: str) -> None:
        """Do what the custom id names; show any error to the member."""


class Control(discord.ui.DynamicItem[discord.ui.Item[discord.ui.View]], template=_CUSTOM_ID):
    """Any button or menu of Byline."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Wrap the button or menu that the member used."""
        del interaction, match
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Let the client handle the custom id."""
        await cast("CustomIdHandler", interaction.client).handle_custom_id(
            interaction, self.custom_id
        )


def find_stray_custom_id(interaction: Interaction) -> str | None:
    """Return the custom id of a Byline button that its message does not have, or ``None``.

    Such a button was copied from another message; discord.py does not dispatch it.
    """
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    is_button = interaction.type is discord.InteractionType.component
    if not is_button or not custom_id.startswith(CUSTOM_ID_PREFIX) or interaction.message is None:
        return None
    rows = [row for row in interaction.message.components if isinstance(row, discord.ActionRow)]
    known = {getattr(each, "custom_id", None) for row in rows for each in row.children}
    return None if custom_id in known else custom_id


def is_ephemeral(interaction: Interaction) -> bool:
    """Whether only the member sees the message of the button or menu."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def to_message_kwargs(shown: Renderable) -> dict[str, Any]:
    """Convert to the keyword arguments of a discord.py message. Needs a running event loop."""
    if isinstance(shown, discord.Embed):
        return {"embed": shown}
    view = {"view": _build_view(shown)} if shown.rows else {}
    return {"embed": shown.embed, **view}


def _build_view(screen: Screen) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(screen.rows):
        for each in row:
            if isinstance(each, Menu):
                view.add_item(_build_select(each, number))
            else:
                view.add_item(_build_button(each, number))
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
    common: dict[str, Any] = {
        "custom_id": menu.target.custom_id,
        "placeholder": translate(menu.text),
        "min_values": menu.min_values,
        "max_values": menu.max_values,
        "row": row,
    }
    if menu.kind is MenuKind.WORDS:
        return Control(discord.ui.Select(options=_build_options(menu), **common))
    if menu.kind is MenuKind.ROLES:
        roles = _build_defaults(menu, discord.SelectDefaultValueType.role)
        return Control(discord.ui.RoleSelect(default_values=roles, **common))
    channels = _build_defaults(menu, discord.SelectDefaultValueType.channel)
    types = _QUESTION_CHANNELS if menu.kind is MenuKind.QUESTION_CHANNELS else _TEXT_CHANNELS
    return Control(discord.ui.ChannelSelect(default_values=channels, channel_types=types, **common))


def _build_options(menu: Menu) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=translate(text), value=value, default=value in menu.chosen)
        for value, text in menu.options
    ]


def _build_defaults(
    menu: Menu, kind: discord.SelectDefaultValueType
) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=int(each), type=kind) for each in menu.chosen]
