"""Whatever is done to a folder, each file is taken whole, once in each state, and none is lost."""

import os
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.ingest.folders import FolderWatcher
from tests.bot.ingest.fakes import FakeClock, FakeCollection, build_context
from tests.properties import examples

names = st.sampled_from(["a.txt", "b.txt", "deep/c.txt"])
words = st.sampled_from(["One.", "Two words.", "A bad one.", "Half of it."])


class Dropping(RuleBasedStateMachine):
    """Files are written, grown, moved in and deleted, while rounds and restarts go on."""

    def __init__(self):
        super().__init__()
        self.room = tempfile.TemporaryDirectory()
        self.root = Path(self.room.name)
        (self.root / "in" / "deep").mkdir(parents=True)
        self.clock, self.shelf, self.told = FakeClock(), FakeCollection(), []
        self.finished = {}
        self.restart()

    def teardown(self):
        self.settle()
        kept = {item.input for item in self.desk.queue.find_failed()}
        for path, said in self.finished.items():
            assert path in kept or (path, said) in self.shelf.read
            assert (path in kept) == ("bad" in said or "half" in said)
        count = len(self.shelf.read)
        self.restart()
        self.settle()
        assert len(self.shelf.read) == count
        self.room.cleanup()

    @rule(name=names, said=words)
    def write(self, name, said):
        path = self.root / "in" / name
        path.write_text(f"{said} {self.clock.now}".lower())
        self._written(path)

    @rule(name=names, said=words)
    def move_in(self, name, said):
        aside, path = self.root / "aside", self.root / "in" / name
        aside.write_text(f"{said} {self.clock.now}".lower())
        os.utime(aside, (self.clock.now - 9000, self.clock.now - 9000))
        aside.rename(path)
        self.finished[str(path)] = path.read_text()

    @rule(name=names)
    def grow(self, name):
        path = self.root / "in" / name
        if path.exists():
            path.write_text(f"{path.read_text()} more")
            self._written(path)

    @rule(name=names)
    def delete(self, name):
        path = self.root / "in" / name
        path.unlink(missing_ok=True)
        self.finished.pop(str(path), None)

    @rule(seconds=st.sampled_from([0.5, 1.5, 4.0, 600.0]))
    def look(self, seconds):
        self.clock.now += seconds
        self.watcher.run_round(lambda: False)

    @rule()
    def restart(self):
        self.desk = build_context(self.root / "data", self.clock, self.shelf, self.told)
        self.watcher = FolderWatcher([self.root / "in"], {".txt"}, self.desk)

    @invariant()
    def nothing_is_told_of_without_having_been_read(self):
        assert len(self.told) >= len(self.shelf.read)

    def settle(self):
        for _ in range(3):
            self.look(4.0)

    def _written(self, path):
        os.utime(path, (self.clock.now, self.clock.now))
        self.finished[str(path)] = path.read_text()


Dropping.TestCase.settings = examples(15, stateful_step_count=20)
TestAnyOrder = Dropping.TestCase
