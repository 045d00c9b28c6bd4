"""All links to a page give the same key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.page_key import normalize_url

PAGE = "https://gazette.example/news/ferry"


@pytest.mark.parametrize(
    "url",
    [
        "http://gazette.example/news/ferry",
        "https://www.gazette.example/news/ferry/",
        "HTTPS://WWW.Gazette.Example:443/news//ferry",
        "https://gazette.example/news/ferry#comments",
        "https://gazette.example/news/ferry?utm_source=feed&utm_medium=rss&fbclid=1",
        "  https://user:word@gazette.example./news/f%65rry  ",
    ],
)
def test_links_to_one_page_have_one_key(url):
    assert normalize_url(url) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/news/Ferry",
        "https://gazette.example/news/ferry?page=2",
        "https://gazette.example:8080/news/ferry",
        "https://sport.gazette.example/news/ferry",
        "https://gazette.example/news/ferry/2",
    ],
)
def test_links_to_different_pages_have_different_keys(url):
    assert normalize_url(url) not in {PAGE, None}


def test_parameters_that_name_a_page_count_in_any_order():
    one, other = "https://a.example/s?id=7&part=2", "https://a.example/s?utm_id=9&part=2&id=7"
    assert normalize_url(one) == normalize_url(other) == "https://a.example/s?id=7&part=2"


@pytest.mark.parametrize(
    "url",
    [None, "", "gazette.example/news", "ftp://a.example/x", "https:///x", "https://www.a.example/",
     "http://[::1", "https://a.example:99999/x", "https://a.example/?utm_source=x"],
)  # fmt: skip
def test_an_address_that_is_not_of_a_page_has_no_key(url):
    assert normalize_url(url) is None


@given(st.from_regex(r"https?://(www\.)?[a-z]{1,5}\.[a-z]{2}(:\d{1,4})?/[^\s]{0,30}"))
def test_the_key_of_a_key_is_itself(url):
    key = normalize_url(url)
    assert key is None or normalize_url(key) == key


@given(st.text(max_size=60))
def test_any_text_gives_a_key_or_none(text):
    normalize_url(text)
    normalize_url(f"https://{text}")
