import pytest

from corpus.web.base import Limits
from corpus.web.fetcher import WebFetcher
from tests.corpus.web.sites import HERE, Site, SteppingClock, resolver


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
        resolve = resolver(names) if names else resolver()
        return WebFetcher(Limits(**limits), resolver=resolve, is_allowed=HERE.__eq__, clock=clock)

    return make


@pytest.fixture
def fetcher(make_fetcher):
    return make_fetcher()
