"""The forms of the buttons, which a member may send off after the bot has been restarted."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.discord.components.custom_ids import CUSTOM_ID_PREFIX, Action, ButtonAction
from bot.discord.components.views import Interaction
from bot.discord.i18n.language import translate
from bot.discord.render import texts

_REASON_FIELD = "reason"
_MAX_REASON_LENGTH = 1000
_QUESTION_FIELD = "question"
_MAX_QUESTION_LENGTH = 400


def build_reason_form(key: str) -> discord.ui.Modal:
    """The form that asks what was wrong with an answer. Needs a running event loop.

    discord.py keeps nothing of it: what is sent off comes in as an interaction like any other.
    """
    form = discord.ui.Modal(
        title=translate(texts.REASON_TITLE),
        custom_id=ButtonAction(Action.REASON_FORM, key).custom_id,
    )
    reason: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=translate(texts.REASON_LABEL),
        custom_id=_REASON_FIELD,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=_MAX_REASON_LENGTH,
    )
    form.add_item(reason)
    form.stop()
    return form


def build_question_form(key: str) -> discord.ui.Modal:
    """The form for a question that follows an answer; otherwise as ``reason_form``."""
    form = discord.ui.Modal(
        title=translate(texts.FOLLOW_UP),
        custom_id=ButtonAction(Action.FOLLOW_UP_FORM, key).custom_id,
    )
    question: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=translate(texts.FOLLOW_UP_LABEL),
        custom_id=_QUESTION_FIELD,
        placeholder=translate(texts.FOLLOW_UP_PLACEHOLDER),
        max_length=_MAX_QUESTION_LENGTH,
    )
    form.add_item(question)
    form.stop()
    return form


def find_form_id(interaction: Interaction) -> str | None:
    """The custom id of a form of Byline's that was sent off; ``None`` for anything else."""
    custom_id = str(_get_data(interaction).get("custom_id", ""))
    is_form = interaction.type is discord.InteractionType.modal_submit
    return custom_id if is_form and custom_id.startswith(CUSTOM_ID_PREFIX) else None


def get_form_values(interaction: Interaction) -> dict[str, str]:
    """What was written into a form, by the custom ids of its fields."""
    fields = _iterate_fields(_get_data(interaction).get("components", []))
    return {
        str(field["custom_id"]): str(field.get("value") or "")
        for field in fields
        if field.get("custom_id")
    }


def get_reason(interaction: Interaction) -> str | None:
    """The reason that was written into the form; ``None`` where there is none."""
    return _get_field(interaction, _REASON_FIELD)[:_MAX_REASON_LENGTH] or None


def get_question(interaction: Interaction) -> str:
    """The question that was written into the form, on one line; nothing where there is none."""
    return " ".join(_get_field(interaction, _QUESTION_FIELD).split())


def _get_field(interaction: Interaction, name: str) -> str:
    fields = _iterate_fields(_get_data(interaction).get("components", []))
    written = next((field.get("value") for field in fields if field.get("custom_id") == name), "")
    return str(written or "").strip()


def _iterate_fields(components: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - Discord's JSON
    for component in components:
        yield component
        inner = component.get("component")
        yield from _iterate_fields(component.get("components", [inner] if inner else []))


def _get_data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
