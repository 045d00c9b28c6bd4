import pytest

from corpus.web.base import FetchLimits
from corpus.web.fetcher import WebFetcher
from tests.corpus.web.sites import LOOPBACK, Site, SteppingClock, build_resolver


@pytest.fixture
def site():
    with Site() as site:
        yield site


@pytest.fixture
def clock():
    return SteppingClock()


@pytest.fixture
def make_fetcher(clock):
    """Makes a fetcher that may go to 127.0.0.1 and nowhere else."""

    def make(names=None, clock=clock, **limits):
        resolve = build_resolver(names) if names else build_resolver()
        return WebFetcher(
            FetchLimits(**limits), resolver=resolve, is_allowed=LOOPBACK.__eq__, clock=clock
        )

    return make


@pytest.fixture
def fetcher(make_fetcher):
    return make_fetcher()
