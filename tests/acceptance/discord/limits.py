"""Discord's limits on what a bot sends, counted in UTF-16 units as its clients count."""

import re
from collections.abc import Iterator

from tests.acceptance.discord.posts import CHOICES, DEFERRED_UPDATE, MODAL, THINKING

_COMMAND_NAME = re.compile(r"^[-_'\w]{1,32}$")
_BUTTON, _LINK = 2, 5
_STRING_SELECT = 3
_MENUS = (_STRING_SELECT, 5, 6, 7, 8)
_CHAT_INPUT = 1
_MESSAGE_FLAGS = 64 | 4 | 4096 | 32768


def count_units(text: str | None) -> int:
    """How long a text is in UTF-16 units."""
    return len((text or "").encode("utf-16-le", "surrogatepass")) // 2


def _check_length(where: str, text: str | None, most: int, least: int = 0) -> Iterator[str]:
    if not least <= count_units(text) <= most:
        yield f"{where}: {count_units(text)} units, {least} to {most} are allowed"
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        yield f"{where}: half of a surrogate pair"


def _check_count(where: str, values: list, most: int) -> Iterator[str]:
    if len(values) > most:
        yield f"{where}: {len(values)}, at most {most} are allowed"


def check_message(payload: dict) -> Iterator[str]:
    """What Discord would refuse in a message; nothing for one that it takes."""
    embeds, rows = payload.get("embeds") or [], payload.get("components") or []
    if not (payload.get("content") or embeds or rows or payload.get("attachments")):
        yield "message: empty"
    yield from _check_length("content", payload.get("content"), 2000)
    yield from _check_count("embeds", embeds, 10)
    for embed in embeds:
        yield from _check_embed(embed)
    if (units := sum(map(_count_embed_units, embeds))) > 6000:
        yield f"embeds: {units} units together, at most 6000 are allowed"
    yield from check_components(rows)
    if "nonce" in payload:
        yield from _check_length("nonce", str(payload["nonce"]), 25)
    if (payload.get("flags") or 0) & ~_MESSAGE_FLAGS:
        yield f"flags: {payload['flags']}"
    if payload.get("allowed_mentions", {}).get("parse") != []:
        yield "allowed_mentions: somebody could be pinged"


def _count_embed_units(embed: dict) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [embed.get("footer", {}).get("text"), embed.get("author", {}).get("name")]
    for field in embed.get("fields", []):
        texts += [field["name"], field["value"]]
    return sum(map(count_units, texts))


def _check_embed(embed: dict) -> Iterator[str]:
    yield from _check_length("embed title", embed.get("title"), 256)
    yield from _check_length("embed description", embed.get("description"), 4096)
    yield from _check_length("embed footer", embed.get("footer", {}).get("text"), 2048)
    yield from _check_length("embed author", embed.get("author", {}).get("name"), 256)
    yield from _check_count("embed fields", embed.get("fields", []), 25)
    for field in embed.get("fields", []):
        yield from _check_length("field name", field["name"], 256, 1)
        yield from _check_length("field value", field["value"], 1024, 1)
    if not _count_embed_units(embed) and not embed.get("image"):
        yield "embed: empty"


def check_components(rows: list) -> Iterator[str]:
    """What Discord would refuse in the rows of buttons and menus of a message or modal."""
    yield from _check_count("rows", rows, 5)
    buttons = [each for row in rows for each in row.get("components", [])]
    ids = [each["custom_id"] for each in buttons if "custom_id" in each]
    if len(ids) != len(set(ids)):
        yield "components: two have one custom_id"
    for row in rows:
        inner = row.get("components", [])
        yield from _check_count("components of a row", inner, 5)
        if any(each["type"] in _MENUS for each in inner):
            yield from _check_count("components of a row with a menu", inner, 1)
    for each in buttons:
        yield from _check_component(each)
        if each["type"] in _MENUS:
            yield from _check_menu(each)


def _check_menu(each: dict) -> Iterator[str]:
    least, most = each.get("min_values", 1), each.get("max_values", 1)
    if not (0 <= least <= 25 and 1 <= most <= 25 and least <= most):
        yield f"menu: {least} to {most} may be chosen"
    if each["type"] == _STRING_SELECT and not each.get("options"):
        yield "menu: nothing to choose"
    chosen = each.get("default_values") or [o for o in each.get("options", []) if o.get("default")]
    if chosen and not least <= len(chosen) <= most:
        yield f"menu: {len(chosen)} are chosen already"


def _check_component(each: dict) -> Iterator[str]:
    yield from _check_length("label", each.get("label"), 80 if each["type"] == _BUTTON else 45)
    yield from _check_length("placeholder", each.get("placeholder"), 150)
    if each.get("style") == _LINK and each["type"] == _BUTTON:
        yield from _check_length("button url", each.get("url"), 512, 1)
    else:
        yield from _check_length("custom_id", each.get("custom_id"), 100, 1)
    yield from _check_count("options", each.get("options", []), 25)
    for option in each.get("options", []):
        yield from _check_length("option label", option["label"], 100, 1)
        yield from _check_length("option value", option["value"], 100, 1)
        yield from _check_length("option description", option.get("description"), 100)


def check_choices(offered: list) -> Iterator[str]:
    """What Discord would refuse in what autocomplete offers."""
    yield from _check_count("choices", offered, 25)
    for choice in offered:
        yield from _check_length("choice name", choice["name"], 100, 1)
        if isinstance(choice["value"], str):
            yield from _check_length("choice value", choice["value"], 100)


def check_modal(payload: dict) -> Iterator[str]:
    """What Discord would refuse in a modal."""
    yield from _check_length("modal title", payload.get("title"), 45, 1)
    yield from _check_length("modal custom_id", payload.get("custom_id"), 100, 1)
    yield from _check_count("modal components", payload.get("components", []), 5)


def check_commands(tree: list) -> Iterator[str]:
    """What Discord would refuse in the commands of an application."""
    yield from _check_count("commands", [each for each in tree if each.get("type", 1) == 1], 100)
    yield from _check_unique_names([each for each in tree if each.get("type", 1) == _CHAT_INPUT])
    for command in tree:
        yield from _check_command(command, described=command.get("type", 1) == _CHAT_INPUT)


def _check_command(each: dict, *, described: bool) -> Iterator[str]:
    if described and not (_COMMAND_NAME.match(each["name"]) and each["name"].islower()):
        yield f"name of a command or option: {each['name']!r}"
    yield from _check_length("command name", each["name"], 32, 1)
    yield from _check_length("description", each.get("description"), 100, 1 if described else 0)
    for localised in ("name_localizations", "description_localizations"):
        for text in (each.get(localised) or {}).values():
            yield from _check_length(
                localised, text, 32 if localised.startswith("name") else 100, 1
            )
    for text in (each.get("name_localizations") or {}).values() if described else ():
        if not (_COMMAND_NAME.match(text) and text.islower()):
            yield f"name of a command or option: {text!r}"
    yield from _check_unique_names(each.get("options") or [])
    yield from _check_count("options of a command", each.get("options") or [], 25)
    yield from check_choices(each.get("choices") or [])
    for option in each.get("options") or []:
        yield from _check_command(option, described=True)


def _check_unique_names(options: list) -> Iterator[str]:
    """Names that two commands or options of one level have, in English or in a language."""
    seen = set()
    for each in options:
        named = {"": each["name"], **(each.get("name_localizations") or {})}
        for name in named.items():
            if name in seen:
                yield f"two are called {name[1]!r}"
            seen.add(name)


def check_request(path: str, body: object) -> Iterator[str]:
    """What Discord would refuse in a request with this body; ``path`` is behind the version."""
    if not body:
        return
    if path.endswith("/commands"):
        yield from check_commands(body)
    elif path.endswith("/callback"):
        yield from _check_callback(body["type"], body.get("data") or {})
    elif path.endswith("/threads"):
        yield from _check_length("thread name", body.get("name"), 100, 1)
    elif "messages" in path or path.startswith("/webhooks/"):
        yield from check_message(body)


def _check_callback(kind: int, data: dict) -> Iterator[str]:
    if kind == CHOICES:
        yield from check_choices(data.get("choices") or [])
    elif kind == MODAL:
        yield from check_modal(data)
    elif kind not in (THINKING, DEFERRED_UPDATE):
        yield from check_message(data)
