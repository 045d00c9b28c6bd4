"""The form for an article's text, which a member may send off after the bot has been restarted."""

import json

import discord

from bot.discord import keeping_texts, texts
from bot.discord.buttons import Interaction
from bot.discord.forms import values_in
from bot.discord.languages import say
from bot.discord.presses import PREFIX
from corpus.dates import parse_date
from corpus.errors import ReadError

FORM = f"{PREFIX}articles:paste"
"""The custom id of the form."""

_TEXT = "text"
_FIELDS = {
    "title": (keeping_texts.PASTE_HEADLINE, 300),
    "author": (keeping_texts.PASTE_AUTHOR, 200),
    "source": (keeping_texts.PASTE_OUTLET, 200),
    "date": (keeping_texts.PASTE_DATE, 40),
    _TEXT: (keeping_texts.PASTE_TEXT, 4000),
}
"""What is asked, by the fields of an article's record: the label, and the most characters."""


def paste_form() -> discord.ui.Modal:
    """The form that asks for an article. Needs a running event loop; nothing of it is kept."""
    form = discord.ui.Modal(title=say(keeping_texts.PASTE_TITLE), custom_id=FORM)
    for name, (label, longest) in _FIELDS.items():
        form.add_item(_input(name, label, longest))
    form.stop()
    return form


def pasted(interaction: Interaction) -> bytes:
    """The article that was written into the form, as a line of JSON.

    Raises ``ReadError`` for a date that is none.
    """
    values = values_in(interaction)
    record = {name: values.get(name, "").strip() for name in _FIELDS if name != _TEXT}
    if record["date"] and parse_date(record["date"]) is None:
        raise ReadError(texts.no_day(record["date"]))
    return json.dumps(record | {_TEXT: values.get(_TEXT, "")}).encode()


def _input(name: str, label: str, longest: int) -> "discord.ui.TextInput[discord.ui.Modal]":
    is_text = name == _TEXT
    return discord.ui.TextInput(
        label=say(label),
        custom_id=name,
        style=discord.TextStyle.paragraph if is_text else discord.TextStyle.short,
        required=is_text,
        max_length=longest,
    )
