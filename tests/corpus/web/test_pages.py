"""A page is an article; a feed gives the articles of its entries."""

import pytest

from corpus.article import Article
from corpus.web import FetchedPage, FetchError
from corpus.web.pages import PageLoader
from tests.corpus.web.webs import BODY, FakeWeb, build_feed, build_page

ICE = "https://port.example/news/ice"
FERRY = "https://port.example/news/ferry"
FEED = "https://port.example/feed.xml"


def read(pages, *urls):
    web = FakeWeb(pages)
    loader = PageLoader(web)
    return [found for url in urls for found in loader.load(url)], web


def test_a_page_is_an_article_at_the_address_it_was_found_at():
    moved = FetchedPage(ICE, build_page("Ice closes the harbour"), "text/html")
    (found,), _ = read({"https://port.example/x": moved}, "https://port.example/x")
    assert (found.title, found.url) == ("Ice closes the harbour", ICE)
    assert "Ilse Brandt" in found.text


def test_the_encoding_that_the_server_declares_is_used():
    words = "Кран сломан льдом в порту, сказала мэр города в понедельник утром."
    content = f"<html><body><article><h1>Лёд</h1><p>{words}</p></article></body></html>"
    sent = FetchedPage(ICE, content.encode("koi8-r"), "text/html", charset="koi8-r")
    (found,), _ = read({ICE: sent}, ICE)
    assert words in found.text


@pytest.mark.parametrize("canonical", ["https://other.example/news/ice", "javascript:x", "//["])
def test_a_page_cannot_claim_the_address_of_another_site(canonical):
    head = f"<link rel='canonical' href='{canonical}'>"
    (found,), _ = read({ICE: build_page("Ice", head=head)}, ICE)
    assert found.url == ICE


def test_a_plain_text_at_an_address_is_an_article_of_that_address():
    sent = FetchedPage(ICE, f"Ice closes the harbour\n\n{BODY}\n".encode(), "text/plain")
    (found,), _ = read({ICE: sent}, ICE)
    assert (found.title, found.url) == ("Ice closes the harbour", ICE)


def test_json_lines_at_an_address_are_its_articles():
    lines = b'{"id": "a", "text": "Ice."}\n{broken\n{"id": "b", "text": "More ice."}\n'
    found, _ = read({ICE: FetchedPage(ICE, lines, "application/jsonl")}, ICE)
    assert [getattr(each, "id", None) for each in found] == ["a", None, "b"]
    assert found[1].input == f"{ICE}, line 2"


def test_a_page_that_cannot_be_fetched_is_unreadable_with_the_reason():
    (found,), _ = read({ICE: FetchError("It is larger than 20 MB.")}, ICE)
    assert (found.input, found.reason) == (ICE, "It is larger than 20 MB.")


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"<html></html>", b"%PDF-1.7"])
def test_an_unsupported_format_is_unreadable(content):
    (found,), _ = read({ICE: content}, ICE)
    assert found.input == ICE
    assert found.reason


def test_a_feeds_entries_are_read_from_their_pages():
    listed = build_feed({"title": "Ice", "link": ICE}, {"title": "Ferry", "link": FERRY})
    found, web = read(
        {
            FEED: listed,
            ICE: build_page("Ice closes the harbour"),
            FERRY: build_page("A ferry sails"),
        },
        FEED,
    )
    assert [(each.title, each.url) for each in found] == [
        ("Ice closes the harbour", ICE), ("A ferry sails", FERRY),
    ]  # fmt: skip
    assert web.requests == [FEED, ICE, FERRY]


def test_the_text_in_the_feed_replaces_a_page_that_cannot_be_read():
    listed = build_feed({"title": "Ice", "link": ICE, "description": BODY})
    for failing in (FetchError("It can only be read after logging in."), b"<html></html>"):
        (found,), _ = read({FEED: listed, ICE: failing}, FEED)
        assert (found.title, found.url, found.source) == ("Ice", ICE, "Port Gazette")
        assert BODY in found.text


def test_an_entry_without_readable_text_costs_only_itself():
    listed = build_feed({"title": "Ice", "link": ICE}, {"title": "Ferry", "link": FERRY})
    found, _ = read({FEED: listed, FERRY: build_page("A ferry sails")}, FEED)
    assert found[0].input == ICE
    assert found[1].title == "A ferry sails"


def test_an_entry_without_a_page_is_the_text_in_the_feed():
    listed = build_feed({"title": "Ice", "description": BODY}, {"title": "Ferry", "link": FERRY})
    found, _ = read({FEED: listed, FERRY: build_page("A ferry sails")}, FEED)
    assert [each.title for each in found] == ["Ice", "A ferry sails"]


def test_an_empty_feed_is_refused():
    (found,), _ = read({FEED: build_feed()}, FEED)
    assert found.input == FEED


def test_a_feed_without_addresses_gives_each_entry_once():
    found, _ = read({FEED: build_feed({"title": "Ice", "description": BODY})}, FEED)
    assert [each.title for each in found] == ["Ice"]


def test_a_page_is_requested_once_even_if_it_cannot_be_read():
    other = "https://port.example/other.xml"
    gone = "https://port.example/gone"
    listed = build_feed({"title": "Ice", "link": ICE}, {"title": "Gone", "link": gone})
    found, web = read(
        {FEED: listed, other: listed, ICE: build_page("Ice closes the harbour")},
        FEED, other, ICE, f"{ICE}?utm_source=feed",
    )  # fmt: skip
    assert [isinstance(each, Article) for each in found] == [True, False]
    assert web.requests == [FEED, ICE, gone, other]


def test_a_feed_that_lists_itself_is_read_once():
    other = "https://port.example/other.xml"
    listed = build_feed({"title": "Itself", "link": FEED}, {"title": "Other", "link": other})
    found, web = read({FEED: listed, other: build_feed({"title": "Back", "link": FEED})}, FEED)
    assert web.requests == [FEED, other]
    assert [each.input for each in found] == [other]
