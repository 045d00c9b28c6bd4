"""How far a long job is: a bar in place of "thinking", edited at most once in a while."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import discord

from bot.discord.i18n.language import translate
from bot.discord.render import article_texts, embeds, texts
from bot.discord.runtime import delivery
from bot.reports import JobProgress, Reporter

if TYPE_CHECKING:
    from bot.discord.components.views import Interaction
    from bot.discord.runtime.responder import Responder

_EDIT_SECONDS = 10.0
_WIDTH = 20


def render_progress(stage: JobProgress) -> discord.Embed:
    """How far a long job is: a bar where the whole is known, and what is being done."""
    done = article_texts.format_progress(stage.done, stage.total, stage.unit)
    counted = f" · {translate(done)}" if stage.done or stage.total else ""
    name = translate(stage.name)
    bar = f"{_format_bar(stage.done / stage.total)}\n" if stage.total else ""
    return embeds.render_notice(f"{bar}{name[:1].upper()}{name[1:]}{counted}")


def _format_bar(share: float) -> str:
    share = min(max(share, 0.0), 1.0)
    full = int(share * _WIDTH)
    return f"{'▰' * full}{'▱' * (_WIDTH - full)} {int(share * 100)} %"


class ProgressBar:
    """Shows the newest stage that a job reported, each once, ``pause`` seconds apart or more.

    ``show`` is awaited for each stage; one that fails to be shown costs the job nothing.
    """

    def __init__(self, show: Callable[[JobProgress], Awaitable[None]], pause: float) -> None:
        self._show = show
        self._pause = pause
        self._newest: JobProgress | None = None
        self._ended = asyncio.Event()

    def report(self, stage: JobProgress) -> None:
        """Note how far the job is; called from the job's own thread."""
        self._newest = stage

    def end(self) -> None:
        """Show nothing more."""
        self._ended.set()

    async def run(self) -> None:
        """Show stages until the end; what is being shown then is still shown."""
        shown = None
        while not await self._wait_for_end():
            newest = self._newest
            if newest is not None and newest != shown:
                shown = newest
                with suppress(*delivery.UNREACHABLE):
                    await self._show(newest)

    async def _wait_for_end(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), self._pause)
        return self._ended.is_set()


@asynccontextmanager
async def show_progress(
    responder: "Responder", interaction: "Interaction"
) -> AsyncIterator[Reporter]:
    """What a job reports inside the block is shown where "thinking" stands.

    Once the block is left no edit of the bar is under way, so that none comes after the result.
    A job that the bot cannot wait for when it stops ends at its next report, with ``Stopped``.
    """

    async def show(stage: JobProgress) -> None:
        if not responder.is_closing:  # then the member has been told to ask again
            async with asyncio.timeout(_EDIT_SECONDS):
                await interaction.edit_original_response(embed=render_progress(stage))

    def report(stage: JobProgress) -> None:
        if responder.aborts_jobs:
            raise texts.JobAborted(texts.RESTARTING)
        progress_bar.report(stage)

    progress_bar = ProgressBar(show, responder.bar_seconds)
    running = asyncio.ensure_future(progress_bar.run())
    try:
        yield report
    finally:
        progress_bar.end()
        await running
