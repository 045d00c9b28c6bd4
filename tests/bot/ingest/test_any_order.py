"""In any order of changes, each file is ingested whole and once in each state; none is lost."""

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
        self.clock, self.collection, self.events = FakeClock(), FakeCollection(), []
        self.finished = {}
        self.restart()

    def teardown(self):
        self.settle()
        kept = {item.input for item in self.context.queue.find_failed()}
        for path, said in self.finished.items():
            assert path in kept or (path, said) in self.collection.read
            assert (path in kept) == ("bad" in said or "half" in said)
        count = len(self.collection.read)
        self.restart()
        self.settle()
        assert len(self.collection.read) == count
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
        self.context = build_context(self.root / "data", self.clock, self.collection, self.events)
        self.watcher = FolderWatcher([self.root / "in"], {".txt"}, self.context)

    @invariant()
    def every_text_read_has_an_event(self):
        assert len(self.events) >= len(self.collection.read)

    def settle(self):
        for _ in range(3):
            self.look(4.0)

    def _written(self, path):
        os.utime(path, (self.clock.now, self.clock.now))
        self.finished[str(path)] = path.read_text()


Dropping.TestCase.settings = examples(15, stateful_step_count=20)
TestAnyOrder = Dropping.TestCase
