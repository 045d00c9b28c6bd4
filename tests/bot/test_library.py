"""A thread refreshes open collections, and closing a library does not wait for it."""

from threading import Event, Thread

from bot.bootstrap import Services
from bot.library import IndexRefresher
from bot.settings import Settings
from corpus.store.database import Database
from tests.bot.articles import write_all
from tests.fakes import WordEmbedder, WordReader


class HeldEmbedder(WordEmbedder):
    """An embedder that blocks until the test releases it."""

    def __init__(self):
        super().__init__()
        self.begun, self.let_go = Event(), Event()

    def embed_passages(self, passages, progress=None):
        self.begun.set()
        self.let_go.wait()
        return super().embed_passages(passages, progress)


def test_what_another_process_stores_is_answered_from_without_a_restart(open_library, tmp_path):
    running, other = open_library(), open_library()
    collection = running.collection("gazette")
    follower = IndexRefresher(running, seconds=0.01)
    follower.start()
    other.collection("gazette").add([write_all(tmp_path / "in")])
    other.close()
    for _ in range(3000):  # half a minute at most, and mostly no time at all
        if collection.search("lemon trees garden"):
            break
        Event().wait(0.01)
    follower.stop()
    assert collection.search("lemon trees garden")[0].article_id == "lib-7"
    running.close()


def test_a_library_closes_while_passages_are_being_embedded_and_loses_nothing(tmp_path):
    settings, embedder = Settings(data_dir=tmp_path / "data"), HeldEmbedder()
    library = Services(
        settings, Database.in_folder(settings.data_dir), embedder, WordReader()
    ).library
    collection = library.collection("gazette")
    adding = Thread(target=collection.add, args=[[write_all(tmp_path / "in")]])
    adding.start()
    embedder.begun.wait()
    library.close()
    assert len(collection.articles()) == 3
    embedder.let_go.set()
    adding.join()
    assert collection.search("lemon trees garden")[0].article_id == "lib-7"
