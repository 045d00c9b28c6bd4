"""Every function that makes what Discord is sent, with hostile words for all that it shows."""

from collections.abc import Callable
from datetime import UTC, datetime

import discord
from discord import app_commands

from bot.conversation.turns import RewrittenQuestion
from bot.discord.components import answer_screens, forms, settings_panel
from bot.discord.components.custom_ids import Screen
from bot.discord.handlers import articles, feeds, pagination
from bot.discord.render import article_texts, choices, embeds, overviews, texts
from bot.discord.runtime import errors, progress
from bot.replies import (
    Abstention,
    Answer,
    AnswerKind,
    ClaimCheck,
    Digest,
    DigestEntry,
    News,
    Reply,
    Summary,
    TopicSummary,
    Verdict,
)
from bot.reports import ImportReport, JobProgress, Refusal, ReindexReport
from corpus.errors import ReadError
from corpus.scope import EVERYTHING
from corpus.store.records import FeedSubscription, LoggedQuestion, generate_key
from corpus.store.server_settings import Length, ServerSettings
from tests.bot.discord.fakes import FakeCollection
from tests.bot.discord.fakes import build_line as plain_line
from tests.bot.discord.untrusted_text import DAY, HostileText

KEY = generate_key()
HUGE = 10**9

PayloadSource = discord.Embed | Screen | discord.ui.Modal | list[app_commands.Choice[str]]


def _build_answer(words: HostileText) -> PayloadSource:
    reply = _build_reply(words)
    asked = words.text() if words.flag() else None
    read = RewrittenQuestion(reply.question, asked) if asked else None
    return Screen(embeds.render_reply(reply, read), answer_screens.build_answer_buttons(reply, KEY))


def _build_reply(words: HostileText) -> Reply:
    kind = words.one_of("own", "quotes", "list", "abstention")
    shown = {"list": 10, "abstention": 3}.get(kind, 8)
    cited = words.many(10, lambda: words.citation(quoted=kind != "list"), shown=shown)
    question, as_of = words.text(), words.one_of(None, DAY)
    if kind == "abstention":
        return Abstention(question, words.text(), cited)
    if kind == "own":
        return Answer(question, cited, 0.9, AnswerKind.FACT, words.text(), as_of=as_of)
    is_list = kind == "list"
    heading = f"{len(cited)} articles:" if is_list else ""
    return Answer(
        question,
        cited,
        0.9,
        AnswerKind.LIST if is_list else AnswerKind.QUOTES,
        heading,
        as_of=as_of,
    )


def _build_check(words: HostileText) -> PayloadSource:
    verdict = words.one_of(*Verdict)
    is_covered = verdict is not Verdict.NOT_COVERED
    sides = [words.many(5, words.citation) if shown else () for shown in (is_covered,) * 2]
    sides.append(() if is_covered else words.many(3, words.citation))
    uncovered = words.many(5, words.text, shown=0)
    check = ClaimCheck(words.text(), verdict, 0.9, *sides, uncovered)
    return Screen(embeds.render_check(check), answer_screens.build_answer_buttons(check, KEY))


def _build_logged_question(words: HostileText) -> LoggedQuestion:
    places = words.many(10, words.current_citation)
    return LoggedQuestion(KEY, "?", True, datetime.now(UTC), places, EVERYTHING, False)


def _build_context(words: HostileText) -> PayloadSource:
    asked = _build_logged_question(words)
    words.seen.clear()  # an excerpt that is withdrawn, or past the last, has nothing to show
    return answer_screens.build_context_screen(
        asked, words.number(12), words.one_of(None, words.number(9999))
    )


def _build_summary(words: HostileText) -> PayloadSource:
    kept = words.many(12, lambda: words.citation(named=False))
    return embeds.render_summary(Summary("x", words.text(), kept))


def _build_articles(words: HostileText) -> PayloadSource:
    page = words.number(4)
    lines = words.many(25, words.line, shown=10 if page < 2 else 0)
    return pagination.build_articles_page(lines, page)


def _build_entry(words: HostileText, *, alone: bool = False) -> DigestEntry:
    sentence = words.citation(named=not alone) if words.flag() else None
    about = words.line(seen=alone or sentence is None)
    copies = words.many(7, words.line, shown=0)
    return DigestEntry(about, DAY, sentence, copies)


def _build_digest(words: HostileText) -> PayloadSource:
    entries = words.many(8, lambda: _build_entry(words))
    page = words.number(10**5, least=1)
    return pagination.build_digest_page(
        Digest(DAY, entries, words.number(HUGE), page, page + words.number(HUGE))
    )


def _build_announcement(words: HostileText) -> PayloadSource:
    number, more = words.number(8, least=1), words.one_of(0, words.number(HUGE))
    alone = number == 1 and not more
    return overviews.render_announcement(
        News(tuple(_build_entry(words, alone=alone) for _ in range(number)), more)
    )


def _build_import(words: HostileText) -> PayloadSource:
    refused = words.many(12, lambda: Refusal(words.text(), words.text()), shown=8)
    added, updated, unchanged = (("x",) * words.number(3) for _ in range(3))
    return embeds.render_import(ImportReport(added, updated, unchanged, refused))


def _build_reindex(words: HostileText) -> PayloadSource:
    counts = [words.number(HUGE) for _ in range(6)]
    failed = words.many(12, lambda: Refusal(words.text(), words.text()), shown=8)
    return embeds.render_reindex(ReindexReport(*counts, failed, words.number(HUGE)))


def _build_feeds(words: HostileText) -> PayloadSource:
    followed = words.many(25, lambda: FeedSubscription(words.text(), words.text(seen=False)))
    return feeds.render_feeds(followed)


def _build_removal(words: HostileText) -> PayloadSource:
    return articles.build_removal_screen(
        FakeCollection("x", [plain_line(words.text(), id="x")]), "x", 7
    )


def _build_error(words: HostileText) -> PayloadSource:
    text = words.text()
    return errors.render_error(
        words.one_of(
            ReadError(text),
            ReadError(article_texts.format_address_error(text, text)),
            ReadError(article_texts.format_unsupported_file(text)),
            ReadError(article_texts.format_too_large(text, HUGE, HUGE)),
            ReadError(texts.format_invalid_date(text)),
            errors.NotPermitted(text),
        )
    )


def _build_panel(words: HostileText) -> PayloadSource:
    ids = words.ids(40)
    there = {each: words.many(3, lambda: texts.MORE_EXCERPTS) for each in ids if words.flag()}
    role, chosen = words.one_of(None, *words.ids(1)), words.one_of(None, *ids)
    now = ServerSettings(tuple(ids), role, words.one_of(*Length), chosen)
    seen = settings_panel.VisibleServer(there, frozenset([role] if role and words.flag() else []))
    return settings_panel.build_panel(now, seen, words.one_of("", texts.MORE_EXCERPTS))


BUILDERS: dict[str, Callable[[HostileText], PayloadSource]] = {
    "render.embeds.render_reply": _build_answer,
    "render.embeds.render_check": _build_check,
    "render.embeds.render_summary": _build_summary,
    "render.embeds.render_import": _build_import,
    "render.embeds.render_removed": lambda words: embeds.render_removed(plain_line(words.text())),
    "render.embeds.render_reindex": _build_reindex,
    "render.embeds.render_notice": lambda words: embeds.render_notice(words.text()),
    "render.embeds.render_problem": lambda words: embeds.render_problem(words.text()),
    "components.answer_screens.build_context_screen": _build_context,
    "components.answer_screens.build_sources_screen": lambda words: (
        answer_screens.build_sources_screen(_build_logged_question(words))
    ),
    "components.answer_screens.build_more_screen": lambda words: answer_screens.build_more_screen(
        KEY, words.many(3, words.citation), words.number(6), is_last=words.flag()
    ),
    "handlers.pagination.build_articles_page": _build_articles,
    "handlers.pagination.build_digest_page": _build_digest,
    "render.overviews.render_topic": lambda words: overviews.render_topic(
        TopicSummary(words.text(), words.many(8, words.citation))
    ),
    "render.overviews.render_announcement": _build_announcement,
    "handlers.feeds.render_feeds": _build_feeds,
    "handlers.articles.build_removal_screen": _build_removal,
    "components.settings_panel.build_panel": _build_panel,
    "runtime.errors.render_error": _build_error,
    "runtime.progress.render_progress": lambda words: progress.render_progress(
        JobProgress(
            words.text(), words.number(HUGE), words.number(HUGE), words.one_of("articles", "x")
        )
    ),
    "render.choices.build_choices": lambda words: choices.build_choices(
        words.many(30, lambda: words.line(named=False), shown=25), ""
    ),
    "components.forms.build_reason_form": lambda _: forms.build_reason_form(KEY),
    "components.forms.build_question_form": lambda _: forms.build_question_form(KEY),
    "handlers.articles.build_paste_form": lambda _: articles.build_paste_form(),
}
"""What makes a payload, by its module and name."""

INDIRECT = {
    "render.embeds.render_titled",
    "render.embeds.render_articles",
    "render.overviews.render_digest",
    "handlers.articles.render_removal_question",
    "components.answer_screens.build_answer_buttons",
    "handlers.answer_buttons.build_screen",
    "handlers.ask.complete_articles",
    "handlers.ask_flow.answer_question",
    "handlers.ask_flow.check_claim",
}
"""Parts of these, or what hands on what these make."""
