import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, build_stable_id
from corpus.parsers import Unreadable, parse_bytes
from corpus.parsers.html import MAX_PAGE_BYTES
from tests.corpus.parsers.checks import check_all, list_zones
from tests.properties import examples

PARAGRAPHS = (
    "The council agreed on Monday to rebuild the old harbour wall, which fell in the March storm.",
    "Work will start in spring and cost about four million pounds, the mayor told reporters.",
    "Residents had asked for a lower wall, but engineers said that it would not hold.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LINKED = {
    "@graph": [
        {"@type": "WebSite", "name": "The Paper"},
        {
            "@type": ["NewsArticle"],
            "headline": "Harbour wall &#8216;to rise&#8217; again",
            "datePublished": "2021-03-12T23:30:00-05:00",
            "author": [{"name": "Jane Doe"}, {"name": "Ann Poe"}],
            "publisher": {"name": "The Paper"},
            "comment": {"@type": "Comment", "text": "A reader’s words in the data."},
        },
    ]
}
READER = (
    "I think that the wall will fall again, as the last one did, and that nobody will pay for it.",
    "It will never hold in a winter storm, mark my words, and the harbour will be closed again.",
)


def read(page: str, **web: str) -> Article | Unreadable:
    (found,) = parse_bytes("page", page.encode(), **web)
    return found


def page(head: str = "", body: str = BODY, after: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Harbour wall to rise | The Paper</title>{head}</head>"
        f'<body class="single comments-open"><nav><a href="/">Home</a> <a href="/w">World</a></nav>'
        f"<article><header><h1>Harbour wall to rise</h1></header>{body}</article>{after}"
        f"<footer><p>Copyright 2021 The Paper</p></footer></body></html>"
    )


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_parts_of_the_article_are_zones_and_the_rest_of_the_page_is_left_out():
    body = (
        '<p class="article__standfirst">The vote came late at night.</p>'
        f"<p>{PARAGRAPHS[0]}</p>"
        '<figure><img src="a.jpg"><figcaption>The wall in <i>March</i></figcaption></figure>'
        f"<h2>What the engineers say</h2><blockquote><p>{PARAGRAPHS[1]}</p></blockquote>"
        f'<p>Residents had asked for <a href="x">a lower wall</a>,\n but engineers said no.</p>'
        "<p>Read more: Boats return to the harbour</p>"
    )
    assert list_zones(read(page(body=body))) == [
        ("headline", "Harbour wall to rise"),
        ("standfirst", "The vote came late at night."),
        ("body", PARAGRAPHS[0]),
        ("caption", "The wall in March"),
        ("heading", "What the engineers say"),
        ("body", PARAGRAPHS[1]),
        ("body", "Residents had asked for a lower wall, but engineers said no."),
        ("boilerplate", "Read more: Boats return to the harbour"),
    ]


def test_json_ld_is_read():
    canonical = '<link rel="canonical" href="https://paper.example/wall?id=1">'
    article = read(page(canonical + linked(LINKED)))
    assert (article.title, article.author) == ("Harbour wall to rise", "Jane Doe, Ann Poe")
    assert (article.source, article.published) == ("The Paper", date(2021, 3, 12))
    assert article.url == "https://paper.example/wall?id=1"
    assert article.id == build_stable_id(
        article.title, article.source, article.published, "https://paper.example/wall?id=1"
    )
    assert "reader’s words" not in article.text


def test_meta_elements_are_read():
    head = (
        '<meta property="og:title" content="Harbour wall to rise">'
        '<meta property="og:site_name" content="The Paper">'
        '<meta property="article:published_time" content="2021-03-12T10:00:00Z">'
        '<meta property="article:author" content="https://social.example/jane">'
        '<meta name="author" content="By Jane Doe">'
        '<meta property="og:url" content="https://paper.example/wall">'
    )
    article = read(page(head))
    assert (article.author, article.source) == ("Jane Doe", "The Paper")
    assert (article.published, article.url) == (date(2021, 3, 12), "https://paper.example/wall")


def test_metadata_that_the_page_does_not_state_is_unknown():
    article = read(page())
    assert (article.author, article.source, article.published, article.url) == (None,) * 4


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("/wall", "https://www.paper.example/wall"),
        ("https://paper.example/wall", "https://paper.example/wall"),
        ("https://other.example/wall", "https://www.paper.example/amp/wall"),
        ("https://paper.example/", "https://www.paper.example/amp/wall"),
        ("http://[broken", "https://www.paper.example/amp/wall"),
    ],
)
def test_a_canonical_address_of_another_site_is_ignored(canonical: str, url: str):
    head = f'<link rel="canonical" href="{canonical}">'
    assert read(page(head), url="https://www.paper.example/amp/wall").url == url


@pytest.mark.parametrize(
    ("fetched", "canonical", "is_believed"),
    [
        ("https://amp.gazette.co.uk/wall", "https://www.gazette.co.uk/wall", True),
        ("https://evil.co.uk/wall", "https://www.gazette.co.uk/wall", False),
    ],
)
def test_sites_under_one_public_suffix_are_not_one_site(fetched, canonical, is_believed):
    head = f'<link rel="canonical" href="{canonical}">'
    assert read(page(head), url=fetched).url == (canonical if is_believed else fetched)


def test_the_visible_headline_comes_before_the_stated_one_if_they_are_similar():
    shown = read(
        page(linked({"@type": "NewsArticle", "headline": "Harbour wall to rise in spring"}))
    )
    other = read(
        page(linked({"@type": "NewsArticle", "headline": "Council says yes"})).replace(
            "| The Paper", ""
        )
    )
    assert (shown.title, other.title) == ("Harbour wall to rise", "Harbour wall to rise")


BOTH = f"<p>{READER[0]}</p><p>{READER[1]}</p>"
COMMENTS = {
    "an id": f'<section id="comments"><h3>2 Comments</h3>{BOTH}</section>',
    "wordpress": '<ol class="commentlist"><li class="comment even"><article class="comment-body">'
    f"<p>{READER[0]}</p></article><ul class='children'><li><p>{READER[1]}</p></li></ul></li></ol>",
    "camel case": f'<div class="userCommentsList__item">{BOTH}</div>',
    "microdata": f'<div itemscope itemtype="https://schema.org/Comment"><p>{READER[0]}</p></div>'
    f'<div itemprop="comment"><p>{READER[1]}</p></div>',
    "a vendor": f'<div id="disqus_thread">{BOTH}</div>',
    "a label": f'<div aria-label="Comments">{BOTH}</div>',
    "a title alone": f"<div><h3>Comments (2)</h3></div><div>{BOTH}</div>",
    "a title of a part": f"<div><div><h4>Join the conversation</h4></div>{BOTH}</div>",
    "no title": f"<p>Anna B | 2 days ago | Reply</p><p>{READER[0]}</p>"
    f"<p>Ben | 1 day ago | Reply</p><p>{READER[1]}</p>",
    "quotes": f'<div class="fb-comments"><blockquote>{READER[0]}</blockquote>{BOTH}</div>',
    "own element": f"<reader-comments>{BOTH}</reader-comments>",
}


@pytest.mark.parametrize("place", ["inside", "after"])
@pytest.mark.parametrize("comments", COMMENTS.values(), ids=COMMENTS)
def test_readers_comments_are_never_evidence(comments: str, place: str):
    inside = place == "inside"
    article = read(page(body=BODY + comments) if inside else page(after=comments))
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert all(article.is_evidence(at := article.text.index(p), at + len(p)) for p in PARAGRAPHS)
    for words in READER:
        start = article.text.find(words)
        assert start < 0 or not article.is_evidence(start, start + len(words))


def test_a_page_or_article_named_after_its_comments_is_kept():
    whole = page().replace("<article>", '<article class="comments"><div class="comment">')
    assert PARAGRAPHS[1] in read(whole).text


def test_a_button_that_counts_comments_at_the_top_hides_nothing():
    button = '<a class="comments-link" href="#c">12 comments</a>'
    assert all(paragraph in read(page(body=button + BODY)).text for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(
    ("charset", "declared", "served"),
    [
        ("cp1251", '<meta charset="windows-1251">', {}),
        ("koi8-r", "", {"charset": "KOI8-R"}),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', {}),
        ("cp1252", '<meta charset="iso-8859-1">', {}),
        ("utf-8", '<meta charset="no-such-thing">', {}),
        ("utf-16", "", {}),
        ("utf-8", '<meta charset="unicode_escape">', {"charset": "idna"}),
    ],
)
def test_the_encoding_is_the_one_that_is_declared(
    charset: str, declared: str, served: dict[str, str]
):
    words = {"cp1251": "Россия", "koi8-r": "Россия", "gb18030": "市议会周一"}.get(charset, "“café”")
    content = page(declared, f"<p>{words} {PARAGRAPHS[0]}</p>{BODY}").encode(charset)
    (article,) = parse_bytes("a.html", content, **served)
    assert words in article.text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<html></html>", "No article"),
        (b"<html><nav>Home</nav></html>", "No article"),
        (b"<html>" + b"<p>x</p>" * 40_000, "too many elements"),
        (b"<html>" + b"x" * MAX_PAGE_BYTES, "10 MB"),
        (b"<html><p>a\0b</p></html>", "binary"),
        ("<html><p>“curly” ".encode() + b"\xff</p></html>", "damaged"),
        (b"<html>" + b"<div>" * 20_000, "No article"),
    ],
)
def test_a_page_without_an_article_is_refused_with_the_reason(content: bytes, reason: str):
    (found,) = parse_bytes("a.html", content)
    assert isinstance(found, Unreadable)
    assert reason in found.reason


def test_control_characters_do_not_break_a_page():
    article = read(
        page(body=f"{BODY}<p>The end\x02&#1;&#x1f; of it, said the mayor of the town.</p>")
    )
    assert "The end of it" in article.text


@pytest.mark.parametrize("data", ["{", "[" * 100_000, '{"@type": 1}', '[{"@type": "NewsArticle"}]'])
def test_broken_structured_data_is_ignored(data: str):
    article = read(page(f'<script type="application/ld+json">{data}</script>'))
    assert article.title == "Harbour wall to rise"


NAMES = [
    "p",
    "div",
    "article",
    "h1",
    "h2",
    "figure",
    "figcaption",
    "blockquote",
    "ul",
    "li",
    "table",
]
NAMES += ["tr", "td", "b", "a", "br", "section", "span", "time", "script", "aside", "pre", "svg"]
WORDS = st.sampled_from([*PARAGRAPHS, "x", "Comments (2)", "By Jane Doe", "&amp;", "&#x110000;"])
CLASSES = st.sampled_from(
    ["", ' class="comment"', ' id="body"', ' class="standfirst"', ' dir="rtl"']
)


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, named, children: f"<{name}{named}>{''.join(children)}</{name}>",
        st.sampled_from(NAMES),
        CLASSES,
        st.lists(inside, max_size=6),
    )


@given(st.recursive(WORDS | st.text(max_size=20), element, max_leaves=30), st.text(max_size=20))
@examples(80)
def test_zones_tile_the_text_of_any_page(body: str, title: str):
    check_all([read(f"<html><head><title>{title}</title></head><body>{body}</body></html>")])


@given(
    st.lists(st.sampled_from(["<", ">", "</", "<p", "<!--", "=", '"', "p", " ", "&", "<h1>", "é"]))
)
@examples(80)
def test_broken_markup_is_read_or_refused(pieces: list[str]):
    check_all([read("<html>" + "".join(pieces))])
