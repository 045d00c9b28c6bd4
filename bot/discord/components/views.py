"""Buttons and menus that outlive a restart: what they do is in their custom id, not in memory."""

import re
from collections.abc import Mapping
from typing import Any, Protocol, Self, cast

import discord

from bot.discord.components.custom_ids import PREFIX, Kind, Label, Menu, Screen, Shown
from bot.discord.i18n.language import say

Interaction = discord.Interaction[discord.Client]

_OURS = re.compile(rf"{PREFIX}.*", re.DOTALL)


class Serving(Protocol):
    """The client, as the buttons know it."""

    async def serve_press(self, interaction: Interaction, custom_id: str) -> None:
        """Do what a custom id asks for, and tell the member of whatever goes wrong."""


class Control(discord.ui.DynamicItem[discord.ui.Item[discord.ui.View]], template=_OURS):
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
        await cast("Serving", interaction.client).serve_press(interaction, self.custom_id)


def stray_button(interaction: Interaction) -> str | None:
    """The custom id of a button of Byline's that its message does not have: a copied one."""
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    is_button = interaction.type is discord.InteractionType.component
    if not is_button or not custom_id.startswith(PREFIX) or interaction.message is None:
        return None
    rows = [row for row in interaction.message.components if isinstance(row, discord.ActionRow)]
    there = {getattr(each, "custom_id", None) for row in rows for each in row.children}
    return None if custom_id in there else custom_id


def parts(shown: Shown) -> dict[str, Any]:
    """What is shown, as discord.py names the parts of a message. Needs a running event loop."""
    if isinstance(shown, discord.Embed):
        return {"embed": shown}
    return {"embed": shown.embed, "view": _view(shown)} if shown.rows else {"embed": shown.embed}


def _view(screen: Screen) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(screen.rows):
        for each in row:
            view.add_item(
                _select(each, number) if isinstance(each, Menu) else _button(each, number)
            )
    return view


def _button(label: Label, row: int) -> Control:
    return Control(
        discord.ui.Button(
            style=discord.ButtonStyle.secondary,
            label=say(label.text) or None,
            emoji=label.emoji,
            custom_id=label.press.custom_id,
            disabled=label.off,
            row=row,
        )
    )


def _select(menu: Menu, row: int) -> Control:
    about: dict[str, Any] = {
        "custom_id": menu.press.custom_id,
        "placeholder": say(menu.text),
        "min_values": menu.least,
        "max_values": menu.most,
        "row": row,
    }
    if menu.kind is Kind.WORDS:
        return Control(discord.ui.Select(options=_options(menu), **about))
    if menu.kind is Kind.ROLES:
        roles = _defaults(menu, discord.SelectDefaultValueType.role)
        return Control(discord.ui.RoleSelect(default_values=roles, **about))
    channels = _defaults(menu, discord.SelectDefaultValueType.channel)
    types = _PLACES if menu.kind is Kind.PLACES else _CHANNELS
    return Control(discord.ui.ChannelSelect(default_values=channels, channel_types=types, **about))


def _options(menu: Menu) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=say(text), value=value, default=value in menu.chosen)
        for value, text in menu.options
    ]


def _defaults(menu: Menu, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=int(each), type=kind) for each in menu.chosen]


_CHANNELS = [discord.ChannelType.text, discord.ChannelType.news]
_PLACES = [*_CHANNELS, discord.ChannelType.forum]
