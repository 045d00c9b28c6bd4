"""Thread pools for blocking work, one for each lane, so that long jobs do not delay questions."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from enum import StrEnum
from functools import partial
from typing import TypeVar

T = TypeVar("T")


class Lane(StrEnum):
    """The thread pool of a job; jobs wait only for jobs of the same lane."""

    QUESTIONS = "questions"
    LOOKUPS = "lookups"
    WRITES = "notes"
    CHANGES = "changes"
    FETCHING = "fetching"
    REINDEXING = "reindexing"
    NEWS = "news"


class WorkerPools:
    """A small thread pool for each lane."""

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
        """Run a blocking job in a thread of this lane; an error of the job is raised here.

        The job runs in a copy of this task's context, so it uses the same language.
        """
        run = partial(copy_context().run, job)
        return await asyncio.get_running_loop().run_in_executor(self._pools[lane], run)

    def close(self) -> None:
        """Accept no more jobs and drop those that have not started; do not wait."""
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
