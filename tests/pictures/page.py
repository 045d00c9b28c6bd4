"""A message as a web page that looks as Discord shows it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from tests.acceptance.discord import world
from tests.acceptance.discord.world import BOT, GUILD
from tests.pictures.markdown import to_html
from tests.pictures.scenes import ShownMessage

THEMES = ("dark", "light")
WIDTHS = {"desktop": 680, "phone": 390}
"""CSS pixels of each kind of screen, as ``message.css`` has them."""
NAMES = {
    BOT: "Byline",
    world.channel_id(GUILD): "general",
    world.hall_id(GUILD): "hall",
    world.forum_id(GUILD): "forum",
    world.editor_role_id(GUILD): "desk",
}
"""What mentions of the tests' server are shown as."""

_HERE = Path(__file__).parent
_STRING_MENU = 3
"""Discord's component types of menus of words and of roles; the others offer channels."""
_ROLE_MENU = 6


def render_page(shown: ShownMessage, theme: str, width: str) -> str:
    """Return the HTML of a message, self-contained, in one of the themes and widths."""
    css = Markup((_HERE / "message.css").read_text(encoding="utf-8"))
    template = _ENVIRONMENT.get_template("message.html")
    return template.render(shown=shown, message=shown.message, theme=theme, width=width, css=css)


def _render_markdown(text: str) -> Markup:
    return to_html(text, NAMES)


def _find_chosen(menu: Mapping[str, Any]) -> list[str]:
    """Return the names of what is chosen in a menu."""
    if menu["type"] == _STRING_MENU:
        return [option["label"] for option in menu["options"] if option.get("default")]
    sigil = "@" if menu["type"] == _ROLE_MENU else "#"
    return [f"{sigil}{NAMES[str(each['id'])]}" for each in menu.get("default_values", [])]


_ENVIRONMENT = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
_ENVIRONMENT.filters |= {"markdown": _render_markdown, "chosen": _find_chosen}
