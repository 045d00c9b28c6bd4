"""The form for a reason, which a member may send off after the bot has been restarted."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.discord import texts
from bot.discord.presses import PREFIX, Action, Press

Interaction = discord.Interaction[discord.Client]

_REASON = "reason"
_LONGEST = 1000


def reason_form(key: str) -> discord.ui.Modal:
    """The form that asks what was wrong with an answer. Needs a running event loop.

    discord.py keeps nothing of it: what is sent off comes in as an interaction like any other.
    """
    form = discord.ui.Modal(title=texts.WHY_TITLE, custom_id=Press(Action.WHY, key).custom_id)
    reason: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=texts.WHY_LABEL,
        custom_id=_REASON,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=_LONGEST,
    )
    form.add_item(reason)
    form.stop()
    return form


def sent_form(interaction: Interaction) -> str | None:
    """The custom id of a form of Byline's that was sent off; ``None`` for anything else."""
    custom_id = str(_data(interaction).get("custom_id", ""))
    is_form = interaction.type is discord.InteractionType.modal_submit
    return custom_id if is_form and custom_id.startswith(PREFIX) else None


def reason_in(interaction: Interaction) -> str | None:
    """The reason that was written into the form; ``None`` where there is none."""
    fields = _fields(_data(interaction).get("components", []))
    written = next(
        (field.get("value") for field in fields if field.get("custom_id") == _REASON), ""
    )
    return str(written or "").strip()[:_LONGEST] or None


def _fields(components: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - Discord's JSON
    for component in components:
        yield component
        inner = component.get("component")
        yield from _fields(component.get("components", [inner] if inner else []))


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
