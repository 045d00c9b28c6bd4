"""Asks the questions of conversations over articles, in each way that they can be read.

A folder has ``articles.jsonl``, as for ``byline add``, and one of two files:

- ``conversations.jsonl``: ``{"id": "…", "before": ["…"], "question": "…", "evidence": ["…"],
  "kind": "…", "rewrite": "…"}``, where ``before`` are the questions asked first, ``evidence`` words
  of the articles that answer (none: they do not say), the kind ``alone`` says that the question
  stands alone, and ``rewrite`` is its stand-alone form as a person wrote it;
- ``followups.jsonl``: ``{"article_id": "…", "history": [{"question": "…"}], "question": "…",
  "standalone": "…", "answer": {"text": "…"}}``, over news articles, of which some are kept aside.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from bot.collection import Collection
from bot.conversation.readings import answer_in_conversation
from bot.conversation.turns import RewrittenQuestion, Turn, build_turn
from bot.errors import EvaluationError
from bot.evaluation.dataset import JsonObject, get_id, get_text, get_texts, read_lines
from bot.evaluation.judge import contains_words
from bot.replies import Answer, AnswerKind, Reply
from index.reader.training.news import is_kept_aside

STANDS_ALONE = "alone"
NEWS = "news"
VARIANTS = ("as asked", "in context", "by a person")
"""The ways to read a follow-up that are compared: the floor, the product, the ceiling."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A follow-up question, what was asked before, and the words that answer it.

    ``article_id`` is the article that has the evidence; empty: any article may have it.
    """

    id: str
    before: tuple[str, ...]
    question: str
    evidence: tuple[str, ...]
    kind: str
    rewrite: str
    article_id: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpResult:
    """The reply to a follow-up in each of ``VARIANTS``, and how it was read in context."""

    conversation: Conversation
    rewritten: RewrittenQuestion
    replies: Mapping[str, Reply]


def read_conversations(folder: Path, *, kept_aside: bool = False) -> list[Conversation]:
    """Read the conversations of a folder, or only those over news articles that are kept aside.

    Raises ``EvaluationError`` if it has none, or for a bad line.
    """
    news = folder / "followups.jsonl"
    file, parse = (
        (news, _parse_news_row)
        if news.exists()
        else (folder / "conversations.jsonl", _parse_conversation)
    )
    found, problems = read_lines(file, parse)
    if problems or not found:
        raise EvaluationError(problems[0] if problems else f"{file} has no conversation.")
    return [each for each in found if not kept_aside or is_kept_aside(each.article_id)]


def ask_conversation(articles: Collection, conversation: Conversation) -> FollowUpResult:
    """Ask the questions one after the other, as in a chat, the last one in each variant."""

    def ask(rewritten: RewrittenQuestion) -> Reply:
        return articles.ask(rewritten.question, context=rewritten.context)

    turns: list[Turn] = []
    for question in conversation.before:
        _, rewritten, reply = answer_in_conversation(ask, question, turns)
        turns.append(build_turn(rewritten, reply))
    _, rewritten, reply = answer_in_conversation(ask, conversation.question, turns)
    replies = (articles.ask(conversation.question), reply, articles.ask(conversation.rewrite))
    return FollowUpResult(conversation, rewritten, dict(zip(VARIANTS, replies, strict=True)))


def compute_measures(found: Sequence[FollowUpResult], variant: str) -> dict[str, float]:
    """Compute shares of the questions for one of ``VARIANTS``.

    Of the questions that need their conversation and have an answer: ``cited``: answered, with the
    evidence among the citations, ``possible`` of them as a possible answer; ``wrong``: answered
    without it; ``shown``: the evidence among citations or near misses. ``alone_cited``: the same as
    ``cited``, of questions that stand alone; ``abstained`` where the articles do not say;
    ``left_alone``: unchanged, of the questions that stand alone.
    """
    asked = [(each.conversation, each.replies[variant]) for each in found]
    known = [(each, reply) for each, reply in asked if each.evidence]
    leaning = [pair for pair in known if pair[0].kind != STANDS_ALONE]
    return {
        "cited": _mean(is_cited(*pair) for pair in leaning),
        "possible": _mean(is_cited(*pair) and _is_possible(pair[1]) for pair in leaning),
        "wrong": _mean(isinstance(pair[1], Answer) and not is_cited(*pair) for pair in leaning),
        "shown": _mean(is_shown(*pair) for pair in leaning),
        "alone_cited": _mean(is_cited(*pair) for pair in known if pair[0].kind == STANDS_ALONE),
        "abstained": _mean(not isinstance(r, Answer) for each, r in asked if not each.evidence),
        "left_alone": _mean(
            not (variant == "in context" and each.rewritten.is_changed)
            for each in found
            if each.conversation.kind == STANDS_ALONE
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
        if conversation.article_id in ("", each.article_id)
        for words in conversation.evidence
    )


def describe_result(result: FollowUpResult) -> str:
    """Describe a result in a line: what became of it in each variant, and how it was read."""
    marks = (_classify_reply(result.conversation, reply) for reply in result.replies.values())
    return f"{result.conversation.id} {' / '.join(marks)}: {result.rewritten.question}"


def _classify_reply(conversation: Conversation, reply: Reply) -> str:
    if not isinstance(reply, Answer):
        return "abstained"
    return "cited" if is_cited(conversation, reply) else "other"


def _is_possible(reply: Reply) -> bool:
    return isinstance(reply, Answer) and reply.kind is AnswerKind.POSSIBLE


def _parse_conversation(row: JsonObject) -> Conversation:
    return Conversation(
        id=get_id(row, "id"),
        before=get_texts(row, "before"),
        question=get_text(row, "question"),
        evidence=get_texts(row, "evidence"),
        kind=get_text(row, "kind"),
        rewrite=get_text(row, "rewrite"),
    )


def _parse_news_row(row: JsonObject) -> Conversation:
    return Conversation(
        id=get_id(row, "article_id"),
        before=tuple(get_text(turn, "question") for turn in row["history"]),
        question=get_text(row, "question"),
        evidence=(get_text(row["answer"], "text"),),
        kind=NEWS,
        rewrite=get_text(row, "standalone"),
        article_id=get_id(row, "article_id"),
    )


def _mean(values: Iterable[object]) -> float:
    kept = [float(bool(value)) for value in values]
    return fmean(kept) if kept else float("nan")
