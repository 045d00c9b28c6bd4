import pytest

from tests.bot.ingest.fakes import FakeClock, FakeCollection, build_context


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def shelf():
    return FakeCollection()


@pytest.fixture
def told():
    return []


@pytest.fixture
def open_desk(tmp_path, clock, shelf, told):
    """Opens a desk over the test's store, as a new process would."""
    return lambda: build_context(tmp_path / "data", clock, shelf, told)


@pytest.fixture
def desk(open_desk):
    return open_desk()
