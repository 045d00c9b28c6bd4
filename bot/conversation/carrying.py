"""The topic that goes on: a question that names nothing, after one that did."""

import re
from collections.abc import Sequence

from bot.answering.extraction.overlap import GENERIC
from bot.conversation.kinds import names_of
from bot.conversation.mentions import Mention
from index.analyzer import terms

_MOST_TERMS = 4
"""Content terms of a question that may lean on the last one; with more it says its subject."""
_FEW_TERMS = 2
"""Content terms of a question that says too little to be about anything by itself."""
_ASKING = re.compile(
    r"\W*(?:who|whom|whose|what|which|when|where|why|how|did|do|does|is|are|was|were|has|have|had"
    r"|will|would|can|could|any|tell|describe|name)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\W*(?:what|who)(?:\s+(?:is|are|was|were)|[’']s)\s+(?:an?\s+)?[\w’'-]+(?:\s+[\w’'-]+)?\W*$",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:else|other|others|another|more|again|any|anyone|anything|someone|something|after"
    r"|before|next|later|instead|also)\b",
    re.IGNORECASE,
)


def topic(question: str, found: Sequence[Mention]) -> str:
    """The mention that a question leans on without a word for it; nothing where it stands alone."""
    own = set(terms(question))
    telling = len(own - GENERIC)
    if not _may_lean(question) or telling > (
        _MOST_TERMS if _LEANS.search(question) else _FEW_TERMS
    ):
        return ""
    names = [each for each in found if any(each.asked) and not own & set(terms(each.text))]
    if any(own & set(terms(each.text)) - GENERIC for each in found if any(each.asked[:1])):
        return ""
    best = max(names, key=_weight, default=None)
    return best.text if best else ""


def joined(question: str, words: str) -> str:
    """The question, and what it is about, behind it in parentheses."""
    end = re.search(r"[?.!\s]*$", question)
    bare = question[: end.start()] if end else question
    return f"{bare} ({words})?"


def _may_lean(question: str) -> bool:
    if next(names_of(question), None) or re.search(r"\d", question):
        return False
    return bool(_ASKING.match(question)) and not _DEFINES.match(question)


def _weight(mention: Mention) -> float:
    recency = sum(0.5**back for back, asked in enumerate(mention.asked) if asked)
    return recency + 0.5 * mention.is_name + 0.3 * mention.known + 0.2 * mention.first
