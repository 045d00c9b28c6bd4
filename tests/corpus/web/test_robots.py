"""Byline does not read what a robots.txt disallows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.web.base import FetchError
from corpus.web.http import HttpResponse
from corpus.web.robots import parse_rules
from corpus.web.urls import parse_url

PAGE = b"The ferry sailed."


def rules(text, status=200):
    body = text if isinstance(text, bytes) else text.encode()
    return parse_rules(HttpResponse(status, {}, body, is_truncated=False))


def allows(text, path):
    return rules(text).is_allowed(parse_url(f"https://news.example{path}"))


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /private", "/private/a", False),
        ("User-agent: *\nDisallow: /private", "/news", True),
        ("User-agent: byline\nDisallow: /", "/news", False),
        ("User-Agent: BYLINE/1.0\nDisallow: /", "/news", False),
        ("User-agent: Byline*\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Byline\nAllow: /", "/news", True),
        ("User-agent: OtherBot\nDisallow: /", "/news", True),
        ("User-agent: By\nDisallow: /", "/news", True),
        ("User-agent: OtherBot\nUser-agent: Byline\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdfx", True),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/a", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow:", "/news", True),
        ("", "/news", True),
        ("<html>not found</html>", "/news", True),
    ],
)
def test_rules_are_applied(text, path, is_allowed):
    assert allows(text, path) is is_allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7),
        ("User-agent: Byline\nCrawl-delay: 2.5\n\nUser-agent: *\nCrawl-delay: 60", 2.5),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nCrawl-delay: inf", 0),
        ("User-agent: *\nDisallow: /a", 0),
    ],
)
def test_the_delay_for_byline_is_read(text, delay):
    assert rules(text).delay == delay


@given(st.binary(max_size=400))
def test_any_file_gives_rules(content):
    found = rules(content)
    assert found.delay >= 0
    assert found.is_allowed(parse_url("https://news.example/a")) in {True, False}


def test_a_file_of_very_many_robots_and_rules_stays_small():
    names = "".join(f"User-agent: bot{n}\n" for n in range(10_000))
    found = rules(names + "".join(f"Disallow: /{n}\n" for n in range(10_000)))
    assert found.is_allowed(parse_url("https://news.example/5"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_may_be_read(status):
    assert rules(b"", status).is_allowed(parse_url("https://news.example/a"))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_whose_rules_cannot_be_fetched_must_not_be_read(status):
    with pytest.raises(FetchError, match=r"robots\.txt") as caught:
        rules(b"", status)
    assert caught.value.is_transient


def test_a_disallowed_page_is_not_requested(site, fetcher):
    site.pages |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private"),
        "/private/a": (200, {}, PAGE),
        "/a": (302, {"Location": "/private/a"}, b""),
    }
    for path in ("/private/a", "/a"):
        with pytest.raises(FetchError, match=r"robots\.txt") as caught:
            fetcher.fetch(site.url(path))
        assert not caught.value.is_transient
    assert site.paths() == ["/robots.txt", "/a"]


def test_rules_are_fetched_once_an_hour(site, fetcher, clock):
    site.pages["/a"] = (200, {}, PAGE)
    for _ in range(3):
        fetcher.fetch(site.url("/a"))
    assert site.paths().count("/robots.txt") == 1
    clock.now += 3601
    fetcher.fetch(site.url("/a"))
    assert site.paths().count("/robots.txt") == 2


def test_rules_are_followed_where_they_are_redirected_to(site, fetcher):
    site.pages |= {
        "/robots.txt": (301, {"Location": "/rules"}, b""),
        "/rules": (200, {}, b"User-agent: *\nDisallow: /"),
    }
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetcher.fetch(site.url("/a"))


def test_rules_in_a_redirect_loop_count_as_none(site, fetcher):
    site.pages |= {"/robots.txt": (301, {"Location": "/robots.txt"}, b""), "/a": (200, {}, PAGE)}
    assert fetcher.fetch(site.url("/a")).content == PAGE


def test_rules_at_a_private_address_are_not_fetched(site, fetcher):
    site.pages |= {
        "/robots.txt": (301, {"Location": site.url("/x", "inside.example")}, b""),
        "/a": (200, {}, PAGE),
    }
    with pytest.raises(FetchError, match="public"):
        fetcher.fetch(site.url("/a"))


def test_rules_of_a_failing_server_are_fetched_again_after_some_minutes(site, fetcher, clock):
    site.pages |= {"/robots.txt": (500, {}, b""), "/a": (200, {}, PAGE)}
    for _ in range(2):
        with pytest.raises(FetchError, match=r"robots\.txt") as caught:
            fetcher.fetch(site.url("/a"))
        assert caught.value.is_transient
    assert site.paths() == ["/robots.txt"]
    del site.pages["/robots.txt"]
    clock.now += 301
    assert fetcher.fetch(site.url("/a")).content == PAGE


def test_a_delay_is_kept_and_a_long_one_is_an_error(site, fetcher, clock):
    site.pages |= {
        "/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 20"),
        "/a": (200, {}, PAGE),
    }
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/a"))
    assert clock.slept == [20.0]
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 600")
    clock.now += 3601
    fetcher.fetch(site.url("/a"))
    with pytest.raises(FetchError, match="next request in") as caught:
        fetcher.fetch(site.url("/a"))
    assert caught.value.retry_after == pytest.approx(600)
