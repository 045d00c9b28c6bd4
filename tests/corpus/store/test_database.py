"""A new store is opened by several processes at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from corpus.store.database import Database

TOGETHER = 8


def open_together(folder):
    """What went wrong in any of several threads that open a new store at the same time."""
    start = Barrier(TOGETHER)

    def open_store():
        start.wait()
        Database.in_folder(folder).close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        opened = [pool.submit(open_store) for _ in range(TOGETHER)]
    return [error for each in opened if (error := each.exception())]


def test_a_new_store_can_be_opened_many_times_at_once(tmp_path):
    assert [open_together(tmp_path / str(number)) for number in range(20)] == [[]] * 20
