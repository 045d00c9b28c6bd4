"""One process at a time writes the indexes of a collection."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.messages import said
from index.errors import IndexBusy


@contextmanager
def only_writer(folder: Path, wait: float | None = None) -> Iterator[None]:
    """Hold a folder's lock for the block; it is let go of even when the process is killed.

    Waits ``wait`` seconds (for ever where ``None``). Raises ``IndexBusy`` when it is still taken.
    """
    lock = FileLock(folder / "writer.lock")
    try:
        lock.acquire(timeout=-1 if wait is None else wait)
    except Timeout as error:
        raise IndexBusy(
            said(
                "Another Byline process is indexing this collection. Wait for it to finish and "
                "repeat."
            )
        ) from error
    try:
        yield
    finally:
        lock.release()
