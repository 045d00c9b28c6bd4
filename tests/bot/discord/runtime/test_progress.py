"""A bar that tells how far a long job is, and then its result."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord import Env

from bot.discord.render import texts
from bot.discord.runtime.progress import ProgressBar, render_progress
from bot.reports import JobProgress, ReindexReport, Reporter
from corpus.errors import BylineError
from tests.bot.discord import hostile
from tests.bot.discord.fakes import FakeCollection, FakeLibrary
from tests.bot.discord.render.test_embeds import is_sound
from tests.bot.discord.test_client import Server, said
from tests.properties import examples


class Shown:
    """Remembers what it was to show; ``failure`` is raised after."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.stages: list[JobProgress] = []
        self._failure = failure

    async def __call__(self, stage: JobProgress) -> None:
        self.stages.append(stage)
        if self._failure:
            raise self._failure


async def turns() -> None:
    """Let everything else that is ready run, many times over."""
    for _ in range(100):
        await asyncio.sleep(0)


def embedding(done: int) -> JobProgress:
    return JobProgress("embedding", done, 1000)


async def test_the_newest_stage_is_shown_and_each_once():
    shown = Shown()
    bar = ProgressBar(shown, pause=0)
    running = asyncio.ensure_future(bar.run())
    for done in (1, 2, 3):
        bar.report(embedding(done))
    await turns()
    bar.report(embedding(4))
    await turns()
    bar.end()
    await running
    assert shown.stages == [embedding(3), embedding(4)]


async def test_nothing_is_shown_before_the_pause_is_over_or_after_the_end():
    shown = Shown()
    bar = ProgressBar(shown, pause=3600)
    running = asyncio.ensure_future(bar.run())
    bar.report(embedding(1))
    await turns()
    bar.end()
    await running
    assert shown.stages == []


@pytest.mark.parametrize("failure", [ConnectionResetError(), TimeoutError()])
async def test_a_stage_that_cannot_be_shown_costs_that_stage_alone(failure: Exception):
    shown = Shown(failure)
    bar = ProgressBar(shown, pause=0)
    running = asyncio.ensure_future(bar.run())
    for done in (1, 2):
        bar.report(embedding(done))
        await turns()
    bar.end()
    await running
    assert shown.stages == [embedding(1), embedding(2)]


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (embedding(340), "▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 34 %\nEmbedding · 340 of 1,000 passages"),
        (embedding(0), "▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 0 %\nEmbedding · 0 of 1,000 passages"),
        (JobProgress("embedding", 7, 5), "▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰ 100 %\nEmbedding · 7 of 5 passages"),
        (JobProgress("reading", 1, 0, "articles"), "Reading · 1 article"),
        (JobProgress("waiting for another", 0, 0), "Waiting for another"),
    ],
)
def test_a_stage_reads_like_this(stage: JobProgress, words: str):
    assert render_progress(stage).description == words


@examples(30)
@given(hostile.long_text, st.integers(0, 10**12), st.integers(0, 10**12))
def test_any_stage_keeps_the_limits_and_stays_text(name: str, done: int, total: int):
    assert is_sound(render_progress(JobProgress(name, done, total)))


class Reindexing(FakeCollection):
    """Reports one stage, and ends once that ``is_seen``."""

    is_seen: Callable[[], bool]

    def reindex(self, report: Reporter | None = None, *, since: int | None = None) -> ReindexReport:
        assert report is not None
        report(embedding(340))
        while not self.is_seen():
            time.sleep(0.01)
        return ReindexReport(articles=1, passages=1000, embedded=1000)


async def test_a_reindex_shows_a_bar_and_then_what_it_did(simcord_env: Env, library: FakeLibrary):
    server, sent = Server(simcord_env, library), simcord_env.http_requests
    place = f"guild-{server.guild.id}"
    library.opened[place] = articles = Reindexing(place)
    articles.is_seen = lambda: any("340 of 1,000" in str(each.json) for each in list(sent))
    simcord_env.bot.responder.bar_seconds = 0.0
    result = await server.editor.slash(server.channel, "reindex")
    assert result.ephemeral
    assert said(result).strip() == ("Reindexed 1 article, 1,000 passages; 1,000 newly embedded.")
    edits = [each for each in sent if "/messages/@original" in each.path]
    assert ["340 of" in str(each.json) for each in edits] == [True, False]


class Endless(FakeCollection):
    """Reindexes until its report raises."""

    begun: threading.Event
    ended: str = ""

    def reindex(self, report: Reporter | None = None, *, since: int | None = None) -> ReindexReport:
        assert report is not None
        self.begun.set()
        for done in range(3000):
            try:
                report(embedding(done))
            except BylineError as error:
                self.ended = str(error)
                raise
            time.sleep(0.01)
        raise AssertionError("it was never stopped")


async def test_a_long_job_ends_when_the_bot_cannot_wait_for_it(
    simcord_env: Env, library: FakeLibrary
):
    server = Server(simcord_env, library)
    place = f"guild-{server.guild.id}"
    library.opened[place] = articles = Endless(place)
    articles.begun = threading.Event()
    running = asyncio.ensure_future(server.editor.slash(server.channel, "reindex"))
    assert await asyncio.to_thread(articles.begun.wait, 30)
    assert not await simcord_env.bot.finish(within=0)
    assert said(await running).strip() == texts.RESTARTING
    assert articles.ended == texts.RESTARTING
    assert len(simcord_env.errors) == 1
