import pytest

from tests.bot.ingest.fakes import Clock, Shelf, desk_in


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def told():
    return []


@pytest.fixture
def open_desk(tmp_path, clock, shelf, told):
    """Opens a desk over the test's store, as a new process would."""
    return lambda: desk_in(tmp_path / "data", clock, shelf, told)


@pytest.fixture
def desk(open_desk):
    return open_desk()
