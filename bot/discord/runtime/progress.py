"""The progress of a long job, shown as a bar in place of "thinking"."""

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
    """Render the current stage of a job, with a bar if the total is known."""
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
    """Shows the newest stage of a job, with at least ``pause`` seconds between two edits.

    ``show`` is awaited for each stage; if it fails, the job goes on.
    """

    def __init__(self, show: Callable[[JobProgress], Awaitable[None]], pause: float) -> None:
        self._show = show
        self._pause = pause
        self._newest: JobProgress | None = None
        self._ended = asyncio.Event()

    def report(self, stage: JobProgress) -> None:
        """Record the stage of the job; called from the job's thread."""
        self._newest = stage

    def end(self) -> None:
        """Stop showing stages."""
        self._ended.set()

    async def run(self) -> None:
        """Show stages until ``end`` is called; an edit that is running then completes."""
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
    """Show the reports of a job inside the block in place of "thinking".

    No edit is running after the block, so no edit can replace the result. When the bot stops and
    cannot wait for the job, the job ends at its next report with ``JobAborted``.
    """

    async def show(stage: JobProgress) -> None:
        if not responder.is_closing:  # the closing notice must not be replaced
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
