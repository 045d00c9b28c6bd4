"""Web addresses are normalized, and misleading ones are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.web.base import FetchError
from corpus.web.urls import is_web_url, parse_url, resolve_redirect

SAME = [
    ("https://News.Example/a", "https://news.example/a"),
    ("HTTP://news.example", "http://news.example/"),
    ("  https://news.example/a#part  ", "https://news.example/a"),
    ("https://news.example:443/a", "https://news.example/a"),
    ("http://news.example:443/a", "http://news.example:443/a"),
    ("http://news.example:8080/a?b=c d".replace(" ", "+"), "http://news.example:8080/a?b=c+d"),
    ("https://news.example./a", "https://news.example/a"),
    ("https://bücher.example/ü?q=ß", "https://xn--bcher-kva.example/%C3%BC?q=%C3%9F"),
    ("https://news.example/a%20b", "https://news.example/a%20b"),
    ("https://news.example?q=1", "https://news.example/?q=1"),
    ("http://１２７。０。０。１/", "http://127.0.0.1/"),
    ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
    ("http://8.8.8.8/", "http://8.8.8.8/"),
]
REFUSED = [
    "", "news.example/a", "//news.example/a", "ftp://news.example/", "file:///etc/passwd",
    "gopher://news.example/", "javascript:alert(1)", "data:text/html,hi", "https:///a", "https://",
    "https://user@news.example/", "https://user:secret@news.example/", "https://@news.example/",
    "https://news.example:pass@127.0.0.1/", "http://news.example\\@127.0.0.1/",
    "http://news.example /", "http://news.example/a b", "http://news\t.example/",
    "http://news.example/\r\nHost: evil", "http://news.example/\x00", "http://news.example\u202e/",
    "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
    "http://0x7f.0.0.1/", "http://127.0.0.1.0x1/", "http://1.2.3.4.5/", "http://1.2.3/",
    "http://127.0.0.01/", "http://256.1.1.1/", "http://news.example.123/",
    "http://news..example/", "http://.news.example/", "http://news.example../",
    "http://-news.example/", "http://news%2eexample/", "http://127.0.0.1%00.example/",
    "http://" + "a" * 64 + ".example/", "http://" + "a." * 127 + "example/",
    "http://[::1/", "http://[fe80::1%25eth0]/", "http://[1.2.3.4]/", "http://[v1.a]/",
    "http://news.example:22/", "http://news.example:25/", "http://news.example:0/",
    "http://news.example:99999/", "http://news.example:-1/", "http://news.example:8o/",
    "http://news.example/" + "a" * 4000,
]  # fmt: skip


@pytest.mark.parametrize(("given_", "url"), SAME)
def test_an_address_is_normalized(given_, url):
    assert parse_url(given_).url == url
    assert parse_url(url).url == url


@pytest.mark.parametrize("url", REFUSED)
def test_an_invalid_web_address_is_refused_with_a_sentence(url):
    with pytest.raises(FetchError, match=r"[.]$") as caught:
        parse_url(url)
    assert not caught.value.is_transient


@given(st.text(max_size=40), st.sampled_from(["", "http://", "https://", "http://a.example/"]))
def test_any_text_is_a_stable_address_or_refused(text, before):
    try:
        found = parse_url(before + text)
    except FetchError:
        return
    assert parse_url(found.url) == found
    assert found.url.isascii()
    assert "@" not in found.netloc
    assert found.target.startswith("/")


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://news.example/b"),
        ("b?c", "https://news.example/a/b?c"),
        ("//other.example/b", "https://other.example/b"),
        ("https://other.example/b#c", "https://other.example/b"),
    ],
)
def test_a_redirect_is_relative_to_its_address(location, url):
    assert resolve_redirect(parse_url("https://news.example/a/x"), location).url == url


@pytest.mark.parametrize(
    "location",
    ["http://news.example/a", "ftp://news.example/", "https://u@news.example/", "https://["],
)
def test_a_redirect_to_an_address_that_is_not_fetched_is_refused(location):
    with pytest.raises(FetchError, match="redirects"):
        resolve_redirect(parse_url("https://news.example/"), location)


def test_a_redirect_to_https_is_followed():
    found = resolve_redirect(parse_url("http://news.example/a"), "https://news.example/a")
    assert found.scheme == "https"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://news.example/", True),
        ("FTP://news.example/", True),
        ("articles/ferry.txt", False),
        ("C:\\articles\\ferry.txt", False),
        ("notes: 10//2.txt", False),
    ],
)
def test_an_address_is_distinguished_from_a_path(text, is_one):
    assert is_web_url(text) is is_one
