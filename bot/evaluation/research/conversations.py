"""Asks the questions of conversations as they are and rewritten.

    python -m bot.evaluation.research.conversations FOLDER…

A folder holds ``articles.jsonl``, as for ``byline add`` (text files beside it are added too), and
``conversations.jsonl``: ``{"id": "…", "before": ["…"], "question": "…", "evidence": ["…"],
"kind": "…", "rewrite": "…"}``, where ``before`` are the questions asked first, ``evidence`` words
of the articles that answer (none: they do not say), the kind ``alone`` says that the question
stands alone, and ``rewrite`` is its stand-alone form as a person wrote it.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from bot.conversation.rewriter import resolve
from bot.conversation.turns import Resolved, Turn, turn_of
from bot.errors import EvaluationError
from bot.evaluation.folders import Record, id_of, read_lines, text_of, texts_of
from bot.evaluation.judge import holds
from bot.ports import Collection
from bot.replies import Answer, Reply

ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A follow-up question, what was asked before, and the words that answer it."""

    id: str
    before: tuple[str, ...]
    question: str
    evidence: tuple[str, ...]
    kind: str
    rewrite: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a follow-up: as asked, as resolved, as a person wrote it.

    ``found``: whether the best passage of a search holds the evidence, for each of the three.
    """

    conversation: Conversation
    resolved: Resolved
    plain: Reply
    reply: Reply
    ideal: Reply
    found: tuple[bool, bool, bool]


def read_conversations(file: Path) -> list[Conversation]:
    """The conversations of a file. Raises ``EvaluationError`` where it has none or a bad line."""
    found, problems = read_lines(file, _conversation)
    if problems or not found:
        raise EvaluationError(problems[0] if problems else f"{file} has no conversation.")
    return found


def followed(articles: Collection, conversation: Conversation) -> Followed:
    """Ask the questions one after the other, resolved as in a chat, the last one all three ways."""
    turns: list[Turn] = []
    for question in conversation.before:
        before = resolve(question, turns)
        turns.append(turn_of(before, articles.ask(before.question)))
    read = resolve(conversation.question, turns)
    asked = (conversation.question, read.question, conversation.rewrite)
    plain, reply, ideal = map(articles.ask, asked)
    first, second, third = (_is_found(conversation, articles, words) for words in asked)
    return Followed(conversation, read, plain, reply, ideal, (first, second, third))


def _is_found(conversation: Conversation, articles: Collection, question: str) -> bool:
    hits = articles.search(question, 1)
    return any(holds(hit.text, words) for hit in hits for words in conversation.evidence)


def measured(found: Sequence[Followed], reading: str) -> dict[str, float]:
    """Shares of the questions, ``reading`` one of ``READINGS``.

    ``cited``: answered, with the evidence among the citations; ``shown``: the evidence among
    citations or near misses; ``found``: in the best passage; ``abstained`` where the articles do
    not say; ``left_alone`` of the questions that stand alone.
    """
    asked = [(each.conversation, _READINGS[reading](each)) for each in found]
    known = [(each, reply) for each, reply in asked if each.evidence]
    silent = [reply for each, reply in asked if not each.evidence]
    alone = [each for each in found if each.conversation.kind == ALONE]
    leaning = [pair for pair in known if pair[0].kind != ALONE]
    return {
        "cited": _mean(is_cited(each, reply) for each, reply in leaning),
        "shown": _mean(is_shown(each, reply) for each, reply in leaning),
        "found": _mean(
            each.found[READINGS.index(reading)]
            for each in found
            if each.conversation.evidence and each.conversation.kind != ALONE
        ),
        "alone_cited": _mean(is_cited(each, r) for each, r in known if each.kind == ALONE),
        "abstained": _mean(not isinstance(reply, Answer) for reply in silent),
        "left_alone": _mean(
            not (reading == "in context" and each.resolved.changed) for each in alone
        ),
    }


def is_cited(conversation: Conversation, reply: Reply) -> bool:
    """Whether an answer cites the evidence."""
    return isinstance(reply, Answer) and is_shown(conversation, reply)


def is_shown(conversation: Conversation, reply: Reply) -> bool:
    """Whether the evidence is among what was cited or came nearest."""
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    return any(
        holds(each.excerpt, words) or (each.excerpt and holds(words, each.excerpt))
        for each in shown
        for words in conversation.evidence
    )


_READINGS: Mapping[str, Callable[[Followed], Reply]] = {
    "as asked": lambda each: each.plain,
    "in context": lambda each: each.reply,
    "by a person": lambda each: each.ideal,
}
READINGS = tuple(_READINGS)
"""The ways to read a follow-up that are compared; the last is as well as it can be done."""


def _mark(conversation: Conversation, reply: Reply) -> str:
    if not isinstance(reply, Answer):
        return "abstained"
    return "cited" if is_cited(conversation, reply) else "other"


def _conversation(row: Record) -> Conversation:
    return Conversation(
        id=id_of(row, "id"),
        before=texts_of(row, "before"),
        question=text_of(row, "question"),
        evidence=texts_of(row, "evidence"),
        kind=text_of(row, "kind"),
        rewrite=text_of(row, "rewrite"),
    )


def _mean(values: Iterable[object]) -> float:
    kept = [float(bool(value)) for value in values]
    return fmean(kept) if kept else float("nan")


def main() -> None:
    """Read the arguments, index, ask, print."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("folders", type=Path, nargs="+", help="folders with conversations")
    said.add_argument("--beside", type=Path, nargs="*", default=[], help="more articles to add")
    given = said.parse_args()
    for folder in given.folders:
        with TemporaryDirectory(prefix="byline-conversations-") as where:
            _print(folder.name, _asked(folder, given.beside, Path(where)))


def _asked(folder: Path, beside: Sequence[Path], where: Path) -> list[Followed]:
    from bot.app import opened_library
    from bot.settings import Settings

    with opened_library(Settings(data_dir=where), lambda _: None, asking=True) as library:
        articles = library.collection("conversations")
        articles.add([folder / "articles.jsonl", *beside])
        return [
            followed(articles, each) for each in read_conversations(folder / "conversations.jsonl")
        ]


def _print(name: str, found: Sequence[Followed]) -> None:
    lines = []
    for each in found:
        marks = [_mark(each.conversation, read(each)) for read in _READINGS.values()]
        lines.append(f"{each.conversation.id} {' / '.join(marks)}: {each.resolved.question}")
    for reading in READINGS:
        values = measured(found, reading).items()
        lines.append(f"{name}, {reading}: " + " ".join(f"{k} {value:.3f}" for k, value in values))
    print("\n".join(lines))  # noqa: T201 - the command's output


if __name__ == "__main__":
    main()
