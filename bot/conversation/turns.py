"""The turns of a conversation, and how a question was read."""

from dataclasses import dataclass

from bot.replies import Answer, Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question and its reply.

    ``question`` is the question as it was read, ``original`` the member's words if they differ;
    ``answer`` is the highlighted span or empty; ``excerpts`` and ``headlines`` are those of the
    citations, in order; ``names`` are known from records (authors, outlets).
    """

    question: str
    answer: str = ""
    excerpts: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    original: str = ""


@dataclass(frozen=True, slots=True)
class RewrittenQuestion:
    """A question as it was read: ``original`` are the member's words.

    ``context`` is text of the conversation with which passages were searched; it is empty for a
    question that was read alone.
    """

    question: str
    original: str
    context: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the reply must say how the question was read."""
        return self.question != self.original

    @property
    def query(self) -> str:
        """The text to search passages with."""
        return f"{self.context} {self.question}" if self.context else self.question


def build_turn(rewritten: RewrittenQuestion, reply: Reply) -> Turn:
    """Return the turn for a reply; an abstention has shown no answer."""
    original = rewritten.original if rewritten.is_changed else ""
    if not isinstance(reply, Answer):
        return Turn(rewritten.question, original=original)
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
        original=original,
    )
