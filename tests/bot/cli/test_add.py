"""``byline add`` takes any mix of inputs, says what became of each, and can be stopped."""

import contextlib
import io
import json
import signal

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.app import App
from bot.bootstrap import Services
from bot.cli.commands import app
from bot.cli.progress import Interrupted, report_progress
from bot.errors import BylineError
from bot.reports import JobProgress
from bot.settings import Settings
from corpus.store.database import Database
from tests.bot.articles import write_all
from tests.corpus.web.webs import FakeWeb, build_feed, build_page
from tests.fakes import WordEmbedder, WordReader

FEED = "https://port.example/feed.xml"


class InterruptedWeb(FakeWeb):
    """A web during whose ``at``-th request somebody presses Ctrl-C."""

    at = 0

    def fetch(self, url, **known):
        if len(self.requests) + 1 == self.at:
            signal.raise_signal(signal.SIGINT)
        return super().fetch(url, **known)


class InterruptedEmbedder(WordEmbedder):
    """An embedder during whose work somebody presses Ctrl-C, where ``is_interrupted``."""

    is_interrupted = False

    def embed_passages(self, passages, progress=None):
        if self.is_interrupted:
            signal.raise_signal(signal.SIGINT)
        return super().embed_passages(passages, progress)


@pytest.fixture
def web():
    return InterruptedWeb({})


@pytest.fixture
def embedder():
    return InterruptedEmbedder()


@pytest.fixture
def byline(tmp_path, web, embedder):
    """Runs a command line; errors that a person should see come back as they are raised."""

    class FakeApp(App):
        @contextlib.contextmanager
        def open_services(self, on_status, *, needs_model=False):
            database = Database.in_folder(self.settings.data_dir)
            services = Services(
                self.settings, database, embedder, WordReader(), make_fetcher=lambda: web
            )
            try:
                yield services
            finally:
                services.library.close()

    def run(*words):
        program = FakeApp(lambda: Settings(data_dir=tmp_path / "data", collection="gazette"))
        result = CliRunner().invoke(app, words, obj=program)
        if isinstance(result.exception, BylineError):
            raise result.exception
        return result

    return run


def printed(result):
    (line,) = result.stdout.splitlines()
    return json.loads(line)


def listed(count):
    """A feed of so many pages, and the pages."""
    urls = [f"https://port.example/news/{n}" for n in range(count)]
    pages = {url: build_page(f"Ferry {n} sails from the harbour") for n, url in enumerate(urls)}
    return {FEED: build_feed(*({"title": "Ferry", "link": url} for url in urls)), **pages}


def test_a_person_reads_what_became_of_each_input(byline, web, tmp_path):
    web.pages = listed(2)
    shown = byline("add", str(write_all(tmp_path / "in")), FEED, "https://port.example/gone").stdout
    words = " ".join(shown.split())
    assert f"{FEED}: 2 added" in words
    assert "/in: 3 added" in shown.replace("\n", "")
    assert "refused https://port.example/gone There is nothing at this address." in words
    assert "5 added, 1 refused;" in words


def test_programs_read_what_became_of_each_input(byline, web):
    web.pages = listed(2)
    report = printed(byline("add", FEED, "missing.txt", "--json"))
    assert report["inputs"] == [
        {"input": FEED, "added": 2, "updated": 0, "unchanged": 0, "refused": 0},
        {"input": "missing.txt", "added": 0, "updated": 0, "unchanged": 0, "refused": 1},
    ]
    assert len(report["added"]) == 2


@pytest.mark.parametrize(
    "given", [["https://port.example/gone"], ["http://10.0.0.1:x/"], ["a.txt"]]
)
def test_where_nothing_was_taken_the_status_says_so(byline, given):
    assert byline("add", *given).exit_code == 1


def test_stopped_while_reading_it_keeps_what_was_read_and_goes_on(byline, web):
    web.pages, web.at = listed(100), 10
    with pytest.raises(Interrupted, match="same command goes on") as caught:
        byline("add", FEED)
    assert caught.value.exit_status == 130
    stored = printed(byline("status", "--json"))["articles"]
    assert 9 <= stored == len(web.requests) - 1 < 100  # all of the feed that was fetched is kept
    web.at = 0
    report = printed(byline("add", FEED, "--json"))
    assert (len(report["added"]), len(report["unchanged"])) == (100 - stored, stored)


def test_stopped_while_indexing_it_keeps_the_articles_and_goes_on(byline, web, embedder):
    web.pages, embedder.is_interrupted = listed(5), True
    with pytest.raises(Interrupted):
        byline("add", FEED)
    embedder.is_interrupted = False
    before = printed(byline("status", "--json"))
    assert (before["articles"], before["indexed"]) == (5, 0)
    assert printed(byline("add", FEED, "--json"))["embedded"] > 0
    after = printed(byline("status", "--json"))
    assert after["indexed"] == after["passages"] > 0


def test_ctrl_c_is_what_it_was_before_when_the_command_has_ended(byline, web):
    web.pages = listed(1)
    before = signal.getsignal(signal.SIGINT)
    byline("add", FEED)
    assert signal.getsignal(signal.SIGINT) is before


def drawn(*stages, seconds):
    """What a bar shows at a terminal for stages that are so many seconds apart."""
    now = [0.0]
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=120)
    with report_progress(console, clock=lambda: now[0]) as report:
        for stage in stages:
            report(stage)
            now[0] += seconds
    return written.getvalue()


def test_a_bar_shows_a_rate_and_the_time_left():
    shown = drawn(*(JobProgress("embedding", n, 600) for n in (100, 200, 300, 400)), seconds=10)
    assert "400/600" in shown
    assert "10.0 passages/s" in shown
    assert "0:00:20" in shown


def test_a_bar_counts_the_rate_of_each_kind_of_work_by_itself():
    shown = drawn(
        *(JobProgress("reading", n, 0, "articles") for n in (1000, 2000, 3000)),
        *(JobProgress("embedding", n, 90) for n in (10, 20, 30)),
        seconds=10,
    )
    assert "30/90" in shown
    assert "1.0 passages/s" in shown


def test_a_bar_shows_the_rate_of_work_whose_end_is_not_known():
    shown = drawn(*(JobProgress("reading", n, 0, "articles") for n in (0, 1000, 2000)), seconds=10)
    assert "2000/?" in shown
    assert "100.0 articles/s" in shown
