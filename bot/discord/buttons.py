"""Buttons that outlive a restart: what they do is in their custom id, and nothing in memory."""

import re
from collections.abc import Mapping
from typing import Any, Protocol, Self, cast

import discord

from bot.discord.presses import PREFIX, Label, Screen, Shown

Interaction = discord.Interaction[discord.Client]

_OURS = re.compile(rf"{PREFIX}.*", re.DOTALL)


class Serving(Protocol):
    """The client, as the buttons know it."""

    async def serve_press(self, interaction: Interaction, custom_id: str) -> None:
        """Do what a custom id asks for, and tell the member of whatever goes wrong."""


class Button(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_OURS):
    """Any button of Byline's, whatever its custom id says."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        del interaction, match
        return cls(cast("discord.ui.Button[discord.ui.View]", item))

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
        for label in row:
            view.add_item(_button(label, number))
    return view


def _button(label: Label, row: int) -> Button:
    return Button(
        discord.ui.Button(
            style=discord.ButtonStyle.secondary,
            label=label.text or None,
            emoji=label.emoji,
            custom_id=label.press.custom_id,
            disabled=label.off,
            row=row,
        )
    )
