"""Discord's markdown as HTML: the part of it that the bot writes.

In Discord, unlike in CommonMark, each line is a block of its own (quote, heading, list item,
subtext), so the lines are told apart here; markdown-it-py parses what is inside a line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

_QUOTE = "> "
_TAGS = {"-# ": "small", "# ": "h1", "## ": "h2", "### ": "h3", "- ": "li", "* ": "li"}
_MENTION = re.compile(
    r"<(?:(?P<sigil>#|@&|@!?)(?P<id>\d+)|t:(?P<seconds>-?\d+)(?::(?P<style>[tTdDfFR]))?)>"
)
_TIME_FORMATS = {
    "t": "%H:%M", "T": "%H:%M:%S", "d": "%d/%m/%Y", "D": "%-d %B %Y",
    "f": "%-d %B %Y %H:%M", "F": "%A, %-d %B %Y %H:%M", "R": "%-d %B %Y",
}  # fmt: skip
_UNKNOWN = "unknown"


def to_html(text: str, names: Mapping[str, str]) -> Markup:
    """Return the HTML of a message's or an embed's text, escaped.

    ``names`` are the names of channels, roles and members by their ids. Times are in UTC.
    """
    return Markup("".join(_render_blocks(text.split("\n"), names)))


def _render_blocks(lines: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
    for mark, group in groupby(map(_split_mark, lines), key=lambda line: line[0]):
        shown = [_INLINE.renderInline(text, {"names": names}) for _, text in group]
        if mark == _QUOTE:
            yield f"<blockquote>{_render_lines(shown)}</blockquote>"
        elif mark:
            yield "".join(f"<{_TAGS[mark]}>{each}</{_TAGS[mark]}>" for each in shown)
        else:
            yield _render_lines(shown)


def _split_mark(line: str) -> tuple[str, str]:
    mark = next(filter(line.startswith, (_QUOTE, *_TAGS)), "")
    return mark, line.removeprefix(mark)


def _render_lines(lines: Sequence[str]) -> str:
    return "".join(f"<div>{line or '<br>'}</div>" for line in lines)


class _Renderer(RendererHTML):
    def strong_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<{_strong_tag(tokens[idx])}>"

    def strong_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"</{_strong_tag(tokens[idx])}>"

    def mention(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        found = tokens[idx].meta
        if found["seconds"]:
            moment = datetime.fromtimestamp(int(found["seconds"]), tz=UTC)
            return f"<time>{moment.strftime(_TIME_FORMATS[found['style'] or 'f'])}</time>"
        sigil = "#" if found["sigil"] == "#" else "@"
        name = env["names"].get(found["id"], _UNKNOWN)
        return f'<span class="mention">{sigil}{escapeHtml(name)}</span>'


def _strong_tag(token: Token) -> str:
    # ``__words__`` are bold in CommonMark and underlined in Discord.
    return "u" if token.markup == "__" else "strong"


def _parse_mention(state: StateInline, silent: bool) -> bool:
    found = _MENTION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("mention", "", 0).meta = found.groupdict()
    state.pos = found.end()
    return True


_INLINE = MarkdownIt("zero", renderer_cls=_Renderer).enable(
    ["backticks", "emphasis", "escape", "link", "strikethrough"]
)
_INLINE.inline.ruler.push("mention", _parse_mention)
