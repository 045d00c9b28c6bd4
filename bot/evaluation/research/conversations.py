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

from bot.collection import Collection
from bot.conversation.rewriter import rewrite
from bot.conversation.turns import RewrittenQuestion, Turn, build_turn
from bot.errors import EvaluationError
from bot.evaluation.folders import JsonObject, get_id, get_text, get_texts, read_lines
from bot.evaluation.judge import contains_words
from bot.replies import Answer, Reply

STANDS_ALONE = "alone"


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
class FollowUpResult:
    """What became of a follow-up: as asked, as resolved, as a person wrote it.

    ``found``: whether the best passage of a search holds the evidence, for each of the three.
    """

    conversation: Conversation
    rewritten: RewrittenQuestion
    plain: Reply
    reply: Reply
    ideal: Reply
    found: tuple[bool, bool, bool]


def read_conversations(file: Path) -> list[Conversation]:
    """The conversations of a file. Raises ``EvaluationError`` where it has none or a bad line."""
    found, problems = read_lines(file, _parse_conversation)
    if problems or not found:
        raise EvaluationError(problems[0] if problems else f"{file} has no conversation.")
    return found


def ask_conversation(articles: Collection, conversation: Conversation) -> FollowUpResult:
    """Ask the questions one after the other, resolved as in a chat, the last one all three ways."""
    turns: list[Turn] = []
    for question in conversation.before:
        before = rewrite(question, turns)
        turns.append(build_turn(before, articles.ask(before.question)))
    read = rewrite(conversation.question, turns)
    asked = (conversation.question, read.question, conversation.rewrite)
    plain, reply, ideal = map(articles.ask, asked)
    first, second, third = (_is_found(conversation, articles, words) for words in asked)
    return FollowUpResult(conversation, read, plain, reply, ideal, (first, second, third))


def _is_found(conversation: Conversation, articles: Collection, question: str) -> bool:
    hits = articles.search(question, 1)
    return any(contains_words(hit.text, words) for hit in hits for words in conversation.evidence)


def compute_measures(found: Sequence[FollowUpResult], variant: str) -> dict[str, float]:
    """Shares of the questions, ``reading`` one of ``READINGS``.

    ``cited``: answered, with the evidence among the citations; ``shown``: the evidence among
    citations or near misses; ``found``: in the best passage; ``abstained`` where the articles do
    not say; ``left_alone`` of the questions that stand alone.
    """
    asked = [(each.conversation, _REPLY_BY_VARIANT[variant](each)) for each in found]
    known = [(each, reply) for each, reply in asked if each.evidence]
    silent = [reply for each, reply in asked if not each.evidence]
    alone = [each for each in found if each.conversation.kind == STANDS_ALONE]
    leaning = [pair for pair in known if pair[0].kind != STANDS_ALONE]
    return {
        "cited": _mean(is_cited(each, reply) for each, reply in leaning),
        "shown": _mean(is_shown(each, reply) for each, reply in leaning),
        "found": _mean(
            each.found[VARIANTS.index(variant)]
            for each in found
            if each.conversation.evidence and each.conversation.kind != STANDS_ALONE
        ),
        "alone_cited": _mean(is_cited(each, r) for each, r in known if each.kind == STANDS_ALONE),
        "abstained": _mean(not isinstance(reply, Answer) for reply in silent),
        "left_alone": _mean(
            not (variant == "in context" and each.rewritten.is_changed) for each in alone
        ),
    }


def is_cited(conversation: Conversation, reply: Reply) -> bool:
    """Whether an answer cites the evidence."""
    return isinstance(reply, Answer) and is_shown(conversation, reply)


def is_shown(conversation: Conversation, reply: Reply) -> bool:
    """Whether the evidence is among what was cited or came nearest."""
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    return any(
        contains_words(each.excerpt, words)
        or (each.excerpt and contains_words(words, each.excerpt))
        for each in shown
        for words in conversation.evidence
    )


_REPLY_BY_VARIANT: Mapping[str, Callable[[FollowUpResult], Reply]] = {
    "as asked": lambda each: each.plain,
    "in context": lambda each: each.reply,
    "by a person": lambda each: each.ideal,
}
VARIANTS = tuple(_REPLY_BY_VARIANT)
"""The ways to read a follow-up that are compared; the last is as well as it can be done."""


def _classify_reply(conversation: Conversation, reply: Reply) -> str:
    if not isinstance(reply, Answer):
        return "abstained"
    return "cited" if is_cited(conversation, reply) else "other"


def _parse_conversation(row: JsonObject) -> Conversation:
    return Conversation(
        id=get_id(row, "id"),
        before=get_texts(row, "before"),
        question=get_text(row, "question"),
        evidence=get_texts(row, "evidence"),
        kind=get_text(row, "kind"),
        rewrite=get_text(row, "rewrite"),
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
            _print(folder.name, _run_folder(folder, given.beside, Path(where)))


def _run_folder(folder: Path, beside: Sequence[Path], where: Path) -> list[FollowUpResult]:
    from bot.app import open_services
    from bot.settings import Settings

    with open_services(Settings(data_dir=where), lambda _: None, needs_model=True) as services:
        articles = services.library.collection("conversations")
        articles.add([folder / "articles.jsonl", *beside])
        return [
            ask_conversation(articles, each)
            for each in read_conversations(folder / "conversations.jsonl")
        ]


def _print(name: str, found: Sequence[FollowUpResult]) -> None:
    lines = []
    for each in found:
        marks = [
            _classify_reply(each.conversation, read(each)) for read in _REPLY_BY_VARIANT.values()
        ]
        lines.append(f"{each.conversation.id} {' / '.join(marks)}: {each.rewritten.question}")
    for reading in VARIANTS:
        values = compute_measures(found, reading).items()
        lines.append(f"{name}, {reading}: " + " ".join(f"{k} {value:.3f}" for k, value in values))
    print("\n".join(lines))  # noqa: T201 - the command's output


if __name__ == "__main__":
    main()
