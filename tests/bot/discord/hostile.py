"""Text that would like to be more than text, and what Discord would read in it."""

import re

from hypothesis import strategies as st

PIECES = [
    "@everyone", "@here", "@Everyone", "<@12345678901234567>", "<@&1>", "<#1>", "<:e:1>", "<t:1:R>",
    "</ask:1>", "**", "__", "~~", "||", "`", "```", "\\", "\\*", "# ", "-# ", "- ", "+ ", "* ",
    "1. ", "2) ", "> ", ">>> ", "[x](https://evil.example)", "https://evil.example/a_b_",
    "discord.gg/evil", "<https://evil.example>", ":smile:", "\n", "\r\n", "\r", "\u2028", "\t", " ",
    "\u202e", "\u2066", "\u200b", "\u200d", "\u200c", "\ufeff", "\ud83d", "\x00", "\x1b[31m",
    "👨‍👩‍👧", "e\u0301", "🇵🇰", "👍🏽", "word", "Islamabad ", "long" * 40,
    "<a:e:1>", "<t:1618953630>", "</a b:1>", "<id:home>", "<https://evil.example|x>", "***", "~~~",
    "```py\n", "||spoiler||", "![x](https://evil.example)", "[x]: https://evil.example",
    "https://discord.gg/evil", "discord.com/invite/evil", "*a*", "_a_", "## ", "### ", "> > ",
    "\u202b", "\u2067", "\u2069", "\u200e", "\u200f", "\u061c", "\u00ad", "\udc00", "\x07", "\x7f",
    "قال إن", "שלום", "안녕", "ไทย", "1️⃣", "🏴\U000e0067\U000e0062\U000e007f", "❤️‍🔥", "👩🏾‍🚒",
]  # fmt: skip

text = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)
long_text = st.builds(lambda piece, times: (piece * times)[:5000], text, st.integers(1, 200))

_ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
_ACTIVE = re.compile(r"[\\*_~|`<>\[\]#@:]")
_LIST = re.compile(r"^\s*([-+*]|\d+[.)])", re.MULTILINE)


def unescape(escaped: str) -> str:
    """The words that a member reads where Discord is sent this."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escaped).replace("\u200b", "")


def find_live_markup(sent: str) -> list[str]:
    """What Discord would act on in this, escapes aside."""
    bare = _ESCAPED.sub("x", sent)
    marks = [*_ACTIVE.findall(bare), *_LIST.findall(bare)]
    return marks + re.findall(r"@everyone|@here|<@", sent, re.IGNORECASE)


def strip_own_markup(description: str, bold: str = "x") -> str:
    """A description without the quote marks, bold marks and links of Byline itself."""
    unlinked = re.sub(r"\[Read the article\]\(https?://[\w.\-/%=&+;,!$'?#:~]+\)", "", description)
    unquoted = re.sub(r"^> ", "", unlinked, flags=re.MULTILINE)
    marks = re.compile(r"\\[^0-9A-Za-z\s]|\*\*")
    return marks.sub(lambda found: bold if found[0] == "**" else found[0], unquoted)
