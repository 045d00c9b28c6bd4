"""The forms of the buttons, which a member may send off after the bot has been restarted."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.discord.components.custom_ids import PREFIX, Action, Press
from bot.discord.components.views import Interaction
from bot.discord.i18n.language import say
from bot.discord.render import texts

_REASON = "reason"
_LONGEST = 1000
_QUESTION = "question"
_LONGEST_QUESTION = 400


def reason_form(key: str) -> discord.ui.Modal:
    """The form that asks what was wrong with an answer. Needs a running event loop.

    discord.py keeps nothing of it: what is sent off comes in as an interaction like any other.
    """
    form = discord.ui.Modal(title=say(texts.WHY_TITLE), custom_id=Press(Action.WHY, key).custom_id)
    reason: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=say(texts.WHY_LABEL),
        custom_id=_REASON,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=_LONGEST,
    )
    form.add_item(reason)
    form.stop()
    return form


def question_form(key: str) -> discord.ui.Modal:
    """The form for a question that follows an answer; otherwise as ``reason_form``."""
    form = discord.ui.Modal(title=say(texts.FOLLOW), custom_id=Press(Action.THEN, key).custom_id)
    question: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=say(texts.FOLLOW_LABEL),
        custom_id=_QUESTION,
        placeholder=say(texts.FOLLOW_HINT),
        max_length=_LONGEST_QUESTION,
    )
    form.add_item(question)
    form.stop()
    return form


def sent_form(interaction: Interaction) -> str | None:
    """The custom id of a form of Byline's that was sent off; ``None`` for anything else."""
    custom_id = str(_data(interaction).get("custom_id", ""))
    is_form = interaction.type is discord.InteractionType.modal_submit
    return custom_id if is_form and custom_id.startswith(PREFIX) else None


def values_in(interaction: Interaction) -> dict[str, str]:
    """What was written into a form, by the custom ids of its fields."""
    fields = _fields(_data(interaction).get("components", []))
    return {
        str(field["custom_id"]): str(field.get("value") or "")
        for field in fields
        if field.get("custom_id")
    }


def reason_in(interaction: Interaction) -> str | None:
    """The reason that was written into the form; ``None`` where there is none."""
    return _written(interaction, _REASON)[:_LONGEST] or None


def asked_in(interaction: Interaction) -> str:
    """The question that was written into the form, on one line; nothing where there is none."""
    return " ".join(_written(interaction, _QUESTION).split())


def _written(interaction: Interaction, name: str) -> str:
    fields = _fields(_data(interaction).get("components", []))
    written = next((field.get("value") for field in fields if field.get("custom_id") == name), "")
    return str(written or "").strip()


def _fields(components: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - Discord's JSON
    for component in components:
        yield component
        inner = component.get("component")
        yield from _fields(component.get("components", [inner] if inner else []))


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
