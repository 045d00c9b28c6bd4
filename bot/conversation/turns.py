"""What a conversation is made of, and what becomes of a question in it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.replies import Answer, Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question, and what was shown for it.

    ``question`` is its stand-alone form, ``asked`` the words it was asked in, where they differed;
    ``answer`` the words that answer, shortest first thought of: a marked span, or nothing;
    ``excerpts`` and ``headlines`` those of the citations, in their order; ``names`` what is known
    beside (authors, outlets).
    """

    question: str
    answer: str = ""
    excerpts: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    original: str = ""


class RewriteReason(StrEnum):
    """What in a question leaned on the conversation."""

    PRONOUN = "pronoun"
    ELLIPSIS = "ellipsis"
    TOPIC = "topic"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class RewrittenQuestion:
    """A question that stands alone; ``reasons`` are empty where it did so as it was asked."""

    question: str
    original: str
    reasons: tuple[RewriteReason, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether it is to be said how the question was read."""
        return bool(self.reasons)


def build_turn(rewritten: RewrittenQuestion, reply: Reply) -> Turn:
    """The turn that a reply makes of its question; an abstention has shown nothing that answers."""
    asked = rewritten.original if rewritten.is_changed else ""
    if not isinstance(reply, Answer):
        return Turn(rewritten.question, original=asked)
    cited = reply.citations
    first = cited[0] if cited else None
    marked = first.highlight if first else None
    return Turn(
        question=rewritten.question,
        answer=first.excerpt[marked[0] - first.start : marked[1] - first.start]
        if first and marked
        else "",
        excerpts=tuple(dict.fromkeys(each.excerpt for each in cited if each.excerpt)),
        headlines=tuple(dict.fromkeys(each.title for each in cited if each.title)),
        original=asked,
    )
