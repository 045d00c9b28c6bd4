"""What is wrong with a payload: Discord's limits, and words that are more, or less, than words."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot.discord.components.custom_ids import Screen
from bot.discord.components.views import to_message_kwargs
from bot.discord.i18n.language import translate
from bot.discord.render import texts
from tests.acceptance.discord import limits
from tests.bot.discord import hostile
from tests.bot.discord.payloads import PayloadSource
from tests.bot.discord.untrusted_text import WHOLE_WORD, WORD_PART

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_LINK = r"\[{label}\]\(https?://[\w.\-/%=&+;,!$'?#:~]+\)"
_ACTIVE = re.compile(r"[\\*_~|`<>\[\]#@]|:\w{2,}:|://")
_LIST = re.compile(r"^\s*([-+*]|\d+[.)])\s", re.MULTILINE)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe]")
_LOOSE = re.compile("\u200d(?=\\s|…|$)|(?:^|\\s)\u200d")
_OWN_MENTION = re.compile(r"<(?:#|@&)\d{1,20}>")
"""Channels and roles that are set: only the panel of the settings has them."""


def build_payload(shown: PayloadSource) -> dict[str, Any]:
    """What Discord is sent for what is shown, as JSON."""
    return asyncio.run(_build_payload(shown))


async def _build_payload(shown: PayloadSource) -> dict[str, Any]:
    if isinstance(shown, list):
        return {"choices": [each.to_dict() for each in shown]}
    if isinstance(shown, discord.ui.Modal):
        return dict(shown.to_dict())
    made = to_message_kwargs(shown)
    rows = made["view"].to_components() if "view" in made else []
    hush = {"allowed_mentions": {"parse": []}}
    return {"embeds": [made["embed"].to_dict()], "components": rows, **hush}


def find_complaints(
    shown: PayloadSource, sent: dict[str, Any], seen: Sequence[str]
) -> Iterator[str]:
    """What is wrong with it; ``seen`` are the words that have to be shown."""
    if isinstance(shown, list):
        yield from limits.check_choices(sent["choices"])
    elif isinstance(shown, discord.ui.Modal):
        yield from limits.check_modal(sent)
    else:
        yield from limits.check_message(sent)
        is_panel = isinstance(shown, Screen) and any(
            "settings:" in each.target.custom_id for row in shown.rows for each in row
        )
        for text in _iterate_markdown(sent["embeds"][0]):
            own = _OWN_MENTION.sub("x", text) if is_panel else text
            yield from (f"{mark!r} is live in {text[:300]!r}" for mark in _find_live_markup(own))
    for text in _iterate_texts(sent):
        yield from _check_words(text)
    yield from _find_unseen("\n".join(_iterate_texts(sent)), seen)


def _find_unseen(shown: str, seen: Sequence[str]) -> Iterator[str]:
    yield from (f"{word} is not shown" for word in seen if word not in shown)


def _iterate_markdown(embed: dict[str, Any]) -> Iterator[str]:
    yield from (embed[part] for part in ("title", "description") if embed.get(part))
    for each in embed.get("fields", []):
        yield from (each["name"], each["value"])


def _find_live_markup(text: str) -> list[str]:
    """What Discord would act on, beside Byline's own links, quotes and bold words."""
    label = re.escape(translate(texts.READ_ARTICLE))
    bare = re.sub(_LINK.format(label=label), "x", _ESCAPED.sub("x", text))
    lines = [re.sub(r"^(> )?", "", line) for line in bare.split("\n")]
    odd = [line for line in lines if line.count("**") % 2]
    plain = "\n".join(lines).replace("**", "x")
    pings = re.findall(r"@everyone|@here", text, re.IGNORECASE)
    return [*odd, *_ACTIVE.findall(plain), *_LIST.findall(plain), *pings]


def _iterate_texts(sent: object) -> Iterator[str]:
    """Every text of a payload that somebody reads."""
    if isinstance(sent, dict):
        for key, value in sent.items():
            if key not in {"url", "value", "custom_id", "type"} or not isinstance(value, str):
                yield from _iterate_texts(value)
    elif isinstance(sent, list):
        for each in sent:
            yield from _iterate_texts(each)
    elif isinstance(sent, str):
        yield sent


def _check_words(text: str) -> Iterator[str]:
    read = hostile.unescape(re.sub(r"\]\([^)]*\)", "]", text)).replace("**", "")
    cut = WORD_PART.search(WHOLE_WORD.sub("", read))
    if cut:
        yield f"a word is cut in {text[:300]!r}"
    if _UNSEEN.search(read) or _LOOSE.search(read):
        yield f"something unseen is in {text[:300]!r}"
