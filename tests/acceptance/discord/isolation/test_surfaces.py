"""Every way in is tried by the tests of this folder: a new one belongs here, and into a test."""

import re
from pathlib import Path

import bot.discord
from bot.discord.components.custom_ids import Action
from tests.acceptance.discord.isolation.test_buttons import PRESSED, SENT

COMMANDS = {
    "ask": {"question", "article", "since", "until", "private"},
    "summarize": {"article", "topic", "length"},
    "digest": {"since", "page"},
    "articles add": {"file", "url"},
    "articles list": {"page"},
    "articles remove": {"article"},
    "feeds add": {"url"},
    "feeds list": set(),
    "feeds remove": {"feed"},
    "reindex": set(),
    "settings": set(),
    "Check against articles": set(),
}
CUSTOM_IDS = {
    "ACTION", "articles:paste", "articles:remove|keep", "pages:articles|digest", "settings:SELF",
}  # fmt: skip
"""The kinds of custom ids, as the code spells them behind ``byline:``."""


def test_every_command_and_option_is_tried(there):
    found = {}
    for command in there.discord.rest.commands:
        options = command.get("options", [])
        below = {f"{command['name']} {each['name']}": each for each in options if each["type"] == 1}
        for name, each in (below or {command["name"]: command}).items():
            found[name] = {option["name"] for option in each.get("options", [])}
    assert found == COMMANDS


def test_every_kind_of_custom_id_is_tried():
    sources = Path(bot.discord.__file__).parent.rglob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = {_spelt(each) for each in re.findall(r"\{CUSTOM_ID_PREFIX\}([^\"\n]*)\"", code)}
    assert found - {".*"} == CUSTOM_IDS
    assert set(Action) == {*PRESSED, *SENT, Action.NOOP}


def _spelt(behind: str) -> str:
    """``articles:remove|keep`` of a pattern, or of a template, that begins so."""
    known = {
        "{self.action}": "ACTION",
        "(?P<action>": "ACTION",
        "{self.list_kind}": "articles|digest",
    }
    for part, name in known.items():
        behind = behind.replace(part, name)
    behind = re.sub(r"\(\?P<\w+>([\w|]+)\)", r"\1", behind)
    behind = re.sub(r"\{'(\w+)' if [\w.]+ else '(\w+)'\}", r"\1|\2", behind)
    behind = behind.replace("{self}", "SELF")
    return "ACTION" if behind.startswith("ACTION") else re.sub(r":[({].*", "", behind)
