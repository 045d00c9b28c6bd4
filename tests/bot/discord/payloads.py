"""Every function that makes what Discord is sent, with hostile words for all that it shows."""

from collections.abc import Callable
from datetime import UTC, datetime

import discord
from discord import app_commands

from bot.conversation.turns import Reason, Resolved
from bot.discord.components import answer_screens, forms, settings_panel
from bot.discord.components.custom_ids import Screen
from bot.discord.handlers import articles, feeds, pagination
from bot.discord.render import article_texts, choices, embeds, overviews, texts
from bot.discord.runtime import errors, progress
from bot.replies import (
    Abstention,
    Answer,
    Digest,
    DigestEntry,
    News,
    Reply,
    Summary,
    TopicSummary,
    listed,
    quoted,
)
from bot.reports import ImportReport, Refusal, ReindexReport, Stage
from corpus.errors import ReadError
from corpus.scope import EVERYTHING
from corpus.store.records import FollowedFeed, Recalled, new_key
from corpus.store.server_settings import Length, Preferences
from tests.bot.discord.fakes import FakeCollection
from tests.bot.discord.fakes import line as plain_line
from tests.bot.discord.untrusted_text import DAY, Words

KEY = new_key()
HUGE = 10**9

Shown = discord.Embed | Screen | discord.ui.Modal | list[app_commands.Choice[str]]


def _answer(words: Words) -> Shown:
    reply = _reply(words)
    asked = words.text() if words.flag() else None
    read = Resolved(reply.question, asked, (Reason.PRONOUN,)) if asked else None
    return Screen(embeds.reply(reply, read), answer_screens.under(reply, KEY))


def _reply(words: Words) -> Reply:
    kind = words.one_of("own", "quotes", "list", "abstention")
    shown = {"list": 10, "abstention": 3}.get(kind, 8)
    cited = words.many(10, lambda: words.citation(quoted=kind != "list"), shown=shown)
    question, as_of = words.text(), words.one_of(None, DAY)
    if kind == "abstention":
        return Abstention(question, words.text(), cited)
    if kind == "own":
        return Answer(question, words.text(), cited, 0.9, as_of)
    told = quoted(cited) if kind == "quotes" else f"{len(cited)} articles:\n{listed(cited)}"
    return Answer(question, told, cited, 0.9, as_of)


def _recalled(words: Words) -> Recalled:
    places = words.many(10, words.standing)
    return Recalled(KEY, "?", True, datetime.now(UTC), places, EVERYTHING, False)


def _context(words: Words) -> Shown:
    asked = _recalled(words)
    words.seen.clear()  # an excerpt that is withdrawn, or past the last, has nothing to show
    return answer_screens.context(asked, words.number(12), words.one_of(None, words.number(9999)))


def _summary(words: Words) -> Shown:
    kept = words.many(12, lambda: words.citation(named=False))
    return embeds.summary(Summary("x", words.text(), kept))


def _articles(words: Words) -> Shown:
    page = words.number(4)
    lines = words.many(25, words.line, shown=10 if page < 2 else 0)
    return pagination.articles(lines, page)


def _entry(words: Words, *, alone: bool = False) -> DigestEntry:
    sentence = words.citation(named=not alone) if words.flag() else None
    about = words.line(seen=alone or sentence is None)
    copies = words.many(7, words.line, shown=0)
    return DigestEntry(about, DAY, sentence, copies)


def _digest(words: Words) -> Shown:
    entries = words.many(8, lambda: _entry(words))
    page = words.number(10**5, least=1)
    return pagination.digest(
        Digest(DAY, entries, words.number(HUGE), page, page + words.number(HUGE))
    )


def _announcement(words: Words) -> Shown:
    number, more = words.number(8, least=1), words.one_of(0, words.number(HUGE))
    alone = number == 1 and not more
    return overviews.announcement(
        News(tuple(_entry(words, alone=alone) for _ in range(number)), more)
    )


def _imported(words: Words) -> Shown:
    refused = words.many(12, lambda: Refusal(words.text(), words.text()), shown=8)
    added, updated, unchanged = (("x",) * words.number(3) for _ in range(3))
    return embeds.imported(ImportReport(added, updated, unchanged, refused))


def _reindexed(words: Words) -> Shown:
    counts = [words.number(HUGE) for _ in range(6)]
    failed = words.many(12, lambda: Refusal(words.text(), words.text()), shown=8)
    return embeds.reindexed(ReindexReport(*counts, failed, words.number(HUGE)))


def _feeds(words: Words) -> Shown:
    followed = words.many(25, lambda: FollowedFeed(words.text(), words.text(seen=False)))
    return feeds.listed(followed)


def _removal(words: Words) -> Shown:
    return articles.asked(FakeCollection("x", [plain_line(words.text(), id="x")]), "x", 7)


def _explained(words: Words) -> Shown:
    text = words.text()
    return errors.explained(
        words.one_of(
            ReadError(text),
            ReadError(article_texts.no_address(text, text)),
            ReadError(article_texts.wrong_kind(text)),
            ReadError(article_texts.too_large(text, HUGE, HUGE)),
            ReadError(texts.no_day(text)),
            errors.Refused(text),
        )
    )


def _panel(words: Words) -> Shown:
    ids = words.ids(40)
    there = {each: words.many(3, lambda: texts.MORE) for each in ids if words.flag()}
    role, chosen = words.one_of(None, *words.ids(1)), words.one_of(None, *ids)
    now = Preferences(tuple(ids), role, words.one_of(*Length), chosen)
    seen = settings_panel.Seen(there, frozenset([role] if role and words.flag() else []))
    return settings_panel.panel(now, seen, words.one_of("", texts.MORE))


MAKERS: dict[str, Callable[[Words], Shown]] = {
    "rendering.reply": _answer,
    "rendering.summary": _summary,
    "rendering.imported": _imported,
    "rendering.removed": lambda words: embeds.removed(plain_line(words.text())),
    "rendering.reindexed": _reindexed,
    "rendering.notice": lambda words: embeds.notice(words.text()),
    "rendering.problem": lambda words: embeds.problem(words.text()),
    "screens.context": _context,
    "screens.sources": lambda words: answer_screens.sources(_recalled(words)),
    "screens.more": lambda words: answer_screens.more(
        KEY, words.many(3, words.citation), words.number(6), is_last=words.flag()
    ),
    "paging.articles": _articles,
    "paging.digest": _digest,
    "overviews.topic": lambda words: overviews.topic(
        TopicSummary(words.text(), words.many(8, words.citation))
    ),
    "news.announcement": _announcement,
    "feeds.listed": _feeds,
    "removing.asked": _removal,
    "setting_panel.panel": _panel,
    "failures.explained": _explained,
    "progress.rendered": lambda words: progress.rendered(
        Stage(words.text(), words.number(HUGE), words.number(HUGE), words.one_of("articles", "x"))
    ),
    "choices.choices": lambda words: choices.choices(
        words.many(30, lambda: words.line(named=False), shown=25), ""
    ),
    "forms.reason_form": lambda _: forms.reason_form(KEY),
    "forms.question_form": lambda _: forms.question_form(KEY),
    "pasting.paste_form": lambda _: articles.paste_form(),
}
"""What makes a payload, by its module and name."""

WITHIN = {
    "rendering.titled", "rendering.articles", "overviews.digest", "removing.question",
    "screens.under", "pressing.screen", "questions.offered", "asking.answered",
}  # fmt: skip
"""Parts of these, or what hands on what these make."""
