from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.errors import ReadError
from corpus.parsers import Unreadable, parse_bytes
from corpus.parsers.feed import FeedEntry, parse_entries, parse_listing
from tests.corpus.parsers.checks import check_all, list_zones
from tests.properties import examples

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Paper</title>
<item><title>Wall &amp;#8217;to rise&amp;#8217;</title><link>https://paper.example/wall</link>
<pubDate>Fri, 12 Mar 2021 23:30:00 -0500</pubDate><dc:creator>Jane Doe</dc:creator>
<description>The café council said yes.</description>
<content:encoded><![CDATA[<p>The council <b>agreed</b> on Monday.</p><h2>Why</h2>
<figure><img src="a.jpg"><figcaption>The wall in March</figcaption></figure>
<p>It fell.</p><div id="comments"><p>A reader says no.</p></div><script>x()</script>]]>
</content:encoded></item>
<item><title>Boats return</title><description>The café boats came back.</description></item>
<item><title>Nothing</title><link>https://paper.example/nothing</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Gazette</title><entry>
<title>Wall</title><link href="/wall"/><updated>2021-03-12T10:00:00Z</updated>
<author><name>Ann Poe</name></author><summary>Short.</summary><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>The wall fell.</p><p>It rises.</p></div></content>
</entry></feed>"""
TAGS = [
    "item",
    "title",
    "link",
    "description",
    "content:encoded",
    "pubDate",
    "b",
    "p",
    "dc:creator",
]
PIECES = st.sampled_from(
    [f"<{tag}>" for tag in TAGS]
    + [f"</{tag}>" for tag in TAGS]
    + [
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&",
        "&lt;p&gt;",
        "&#0;",
        "&#xD800;",
        "words",
        "https://a.example/b",
    ]
    + ["<!--", "-->", "<?x?>", "&x;", "Fri, 12 Mar 2021", "\x01", "é"]
)


def read(text: str, **web: str) -> list[Article | Unreadable]:
    return list(parse_bytes("feed", text.encode(), **web))


def test_an_entry_with_its_whole_text_is_an_article_with_that_text():
    article = read(RSS.format(encoding="utf-8"))[0]
    assert (article.title, article.author) == ("Wall ’to rise’", "Jane Doe")
    assert (article.source, article.published) == ("The Paper", date(2021, 3, 12))
    assert article.url == "https://paper.example/wall"
    assert list_zones(article) == [
        ("headline", "Wall ’to rise’"),
        ("body", "The council agreed on Monday."),
        ("heading", "Why"),
        ("caption", "The wall in March"),
        ("body", "It fell."),
    ]


def test_an_entry_with_only_a_summary_is_an_article_and_one_without_is_refused():
    _, summary, nothing = read(RSS.format(encoding="utf-8"))
    assert summary.text == "Boats return\n\nThe café boats came back."
    assert isinstance(nothing, Unreadable)
    assert nothing.input == "feed, entry 3"
    assert "no text" in nothing.reason


def test_an_atom_entry_is_read_and_its_link_is_the_feeds_own():
    (article,) = read(ATOM, url="https://gazette.example/feed")
    assert article.text == "Wall\n\nThe wall fell.\n\nIt rises."
    assert article.url == "https://gazette.example/wall"
    assert (article.author, article.source) == ("Ann Poe", "The Gazette")


def test_the_encoding_is_the_one_the_feed_declares():
    content = RSS.format(encoding="iso-8859-1").encode("iso-8859-1", "xmlcharrefreplace")
    assert "café" in list(parse_bytes("a.xml", content))[1].text


def test_entries_with_an_address_are_listed_once():
    content = RSS.format(encoding="utf-8").replace("</channel>", "")
    twice = f"{content}<item><link>https://paper.example/wall</link></item></channel></rss>"
    assert parse_entries(twice.encode()) == [
        FeedEntry(
            "https://paper.example/wall",
            "Wall ’to rise’",
            date(2021, 3, 12),
            "Fri, 12 Mar 2021 23:30:00 -0500",
        ),
        FeedEntry("https://paper.example/nothing", "Nothing", None),
    ]
    assert parse_entries(ATOM.encode(), url="https://gazette.example/feed") == [
        FeedEntry("https://gazette.example/wall", "Wall", date(2021, 3, 12), "2021-03-12T10:00:00Z")
    ]


@pytest.mark.parametrize("content", [b"<html><p>No feed</p></html>", b"", b"plain words"])
def test_content_that_is_not_a_feed_is_refused(content: bytes):
    with pytest.raises(ReadError, match=r"not a feed|empty"):
        parse_entries(content)


def test_a_feed_without_entries_says_so():
    (found,) = read('<rss version="2.0"><channel><title>The Paper</title></channel></rss>')
    assert "no entries" in found.reason


def test_a_listing_has_the_title_and_the_entries_of_a_feed():
    found = parse_listing(
        b"<rss version='2.0'><channel><title>The &lt;b>Paper&lt;/b></title></channel></rss>"
    )
    assert found == ("The Paper", [])
    assert [each.title for each in parse_listing(ATOM.encode(), url="https://a.example/").entries]


def test_entities_neither_multiply_nor_open_files(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("never shown")
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "{secret.as_uri()}">'
        f"{lines}]><rss version='2.0'><channel><item><title>Wall</title><description>It fell "
        "&a12; &f;</description></item></channel></rss>"
    )
    (article,) = read(feed)
    assert len(article.text) < 100
    assert "never shown" not in article.text


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.atom"])
def test_xml_that_is_not_a_feed_is_refused(name: str):
    (found,) = parse_bytes(name, b'<?xml version="1.0"?><book><p>It fell.</p></book>')
    assert "not an RSS or Atom feed" in found.reason


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@examples(200)
def test_any_feed_is_read_or_refused_entry_by_entry(inside: str):
    check_all(read(f'<rss version="2.0"><channel><item>{inside}</item></channel></rss>'))
