import pytest

from tests.bot.ingest.fakes import FakeClock, FakeCollection, build_context


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def collection():
    return FakeCollection()


@pytest.fixture
def events():
    return []


@pytest.fixture
def open_context(tmp_path, clock, collection, events):
    """Return a function that opens a context over the test's store, as a new process would."""
    return lambda: build_context(tmp_path / "data", clock, collection, events)


@pytest.fixture
def context(open_context):
    return open_context()
