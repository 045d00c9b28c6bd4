"""Threads for work that blocks, in lanes, so that a long job holds up no question."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from enum import StrEnum
from functools import partial
from typing import TypeVar

T = TypeVar("T")


class Lane(StrEnum):
    """Which threads a job runs in: jobs wait only for others of their lane."""

    QUESTIONS = "questions"
    LOOKUPS = "lookups"
    WRITES = "notes"
    CHANGES = "changes"
    FETCHING = "fetching"
    REINDEXING = "reindexing"
    NEWS = "news"


class WorkerPools:
    """One small pool of threads for each lane."""

    def __init__(self, question_threads: int = 4) -> None:
        threads = {
            Lane.QUESTIONS: question_threads,
            Lane.LOOKUPS: 2,
            Lane.WRITES: 2,
            Lane.CHANGES: 2,
            Lane.FETCHING: 2,
            Lane.REINDEXING: 2,
            Lane.NEWS: 1,
        }
        self._pools = {
            lane: ThreadPoolExecutor(number, thread_name_prefix=f"byline-{lane}")
            for lane, number in threads.items()
        }

    async def run(self, lane: Lane, job: Callable[[], T]) -> T:
        """Run a blocking job in a thread of this lane; raises what the job raises.

        The job runs in a copy of this task's context: what it says is in the same language.
        """
        run = partial(copy_context().run, job)
        return await asyncio.get_running_loop().run_in_executor(self._pools[lane], run)

    def close(self) -> None:
        """Take no more jobs and drop those that have not begun; does not wait."""
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
