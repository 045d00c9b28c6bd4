"""The forms that buttons open. A member can submit one after the bot has been restarted.

discord.py does not keep the forms: a submission is received as any other interaction.
"""

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
    """Build the form that asks what was wrong with an answer. Needs a running event loop."""
    reason: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=translate(texts.REASON_LABEL),
        custom_id=_REASON_FIELD,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=_MAX_REASON_LENGTH,
    )
    return _build_form(texts.REASON_TITLE, ButtonAction(Action.REASON_FORM, key), reason)


def build_question_form(key: str) -> discord.ui.Modal:
    """Build the form for a follow-up question. Needs a running event loop."""
    question: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=translate(texts.FOLLOW_UP_LABEL),
        custom_id=_QUESTION_FIELD,
        placeholder=translate(texts.FOLLOW_UP_PLACEHOLDER),
        max_length=_MAX_QUESTION_LENGTH,
    )
    return _build_form(texts.FOLLOW_UP, ButtonAction(Action.FOLLOW_UP_FORM, key), question)


def find_form_id(interaction: Interaction) -> str | None:
    """Return the custom id of a submitted form of Byline, or ``None`` for any other interaction."""
    custom_id = str(_get_data(interaction).get("custom_id", ""))
    is_form = interaction.type is discord.InteractionType.modal_submit
    return custom_id if is_form and custom_id.startswith(CUSTOM_ID_PREFIX) else None


def get_form_values(interaction: Interaction) -> dict[str, str]:
    """Return the values of a submitted form by the custom ids of its fields."""
    fields = _iterate_fields(_get_data(interaction).get("components", []))
    return {
        str(field["custom_id"]): str(field.get("value") or "")
        for field in fields
        if field.get("custom_id")
    }


def get_reason(interaction: Interaction) -> str | None:
    """Return the reason in the submitted form, or ``None`` if the field is empty."""
    reason = get_form_values(interaction).get(_REASON_FIELD, "").strip()
    return reason[:_MAX_REASON_LENGTH] or None


def get_question(interaction: Interaction) -> str:
    """Return the question in the submitted form as one line; empty if there is none."""
    return " ".join(get_form_values(interaction).get(_QUESTION_FIELD, "").split())


def _build_form(
    title: str, target: ButtonAction, field: discord.ui.TextInput[discord.ui.Modal]
) -> discord.ui.Modal:
    form = discord.ui.Modal(title=translate(title), custom_id=target.custom_id)
    form.add_item(field)
    form.stop()
    return form


def _iterate_fields(components: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - Discord's JSON
    for component in components:
        yield component
        inner = component.get("component")
        yield from _iterate_fields(component.get("components", [inner] if inner else []))


def _get_data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
