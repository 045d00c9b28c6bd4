"""Pages are fetched from public addresses only, within limits, with pauses."""

import contextlib
import gzip

import pytest

from corpus.web.base import FetchError
from tests.corpus.web.sites import Site, SteppingClock

PAGE = b"<html><body><p>The ferry sailed.</p></body></html>"


def page(body=PAGE, **headers):
    return (200, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def redirect(location, status=302):
    return (status, {"Location": location}, b"")


def refused(fetcher, url, **conditions):
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url, **conditions)
    assert str(caught.value).endswith(".")
    return caught.value


def test_a_page_is_fetched_with_its_headers(site, fetcher):
    site.pages["/a"] = page(
        Content_Type="Text/HTML; Charset=ISO-8859-1", ETag='"7"', Last_Modified="yesterday"
    )
    found = fetcher.fetch(site.url("/a#comments"))
    assert (found.url, found.content) == (site.url("/a"), PAGE)
    assert (found.content_type, found.charset) == ("text/html", "iso-8859-1")
    assert (found.etag, found.last_modified, found.is_unchanged) == ('"7"', "yesterday", False)


def test_a_request_has_a_user_agent_and_no_cookies(site, fetcher):
    site.pages["/a"] = page(Set_Cookie="id=1")
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/a"))
    headers = site.requests[-1][1]
    assert headers["User-Agent"].startswith("Byline/")
    assert headers["Host"] == f"news.example:{site.port}"
    assert not {"Cookie", "Referer", "Authorization"} & set(headers)


def test_proxies_of_the_environment_are_not_used(site, fetcher, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://192.0.2.1:9")
    site.pages["/a"] = page()
    assert fetcher.fetch(site.url("/a")).content == PAGE


def test_an_unchanged_document_comes_back_empty(site, fetcher):
    site.pages["/a"] = (304, {"ETag": '"7"'}, b"")
    found = fetcher.fetch(site.url("/a"), etag='"7"', last_modified="Mon")
    assert (found.is_unchanged, found.content, found.etag) == (True, b"", '"7"')
    headers = site.requests[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"7"', "Mon")


def test_unchanged_is_an_error_without_an_earlier_version(site, fetcher):
    site.pages["/a"] = (304, {}, b"")
    assert "304" in str(refused(fetcher, site.url("/a")))


@pytest.mark.parametrize("etag", ["a\r\nX-Evil: 1", "\x00", "…"])
def test_a_condition_never_adds_a_header(site, fetcher, etag):
    site.pages["/a"] = page()
    with contextlib.suppress(FetchError):
        fetcher.fetch(site.url("/a"), etag=etag)
    assert all("X-Evil" not in headers for _, headers in site.requests)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_to_its_end(site, fetcher, status):
    site.pages |= {"/a": redirect("/b", status), "/b": redirect(site.url("/c", "other.example"))}
    site.pages["/c"] = page()
    assert fetcher.fetch(site.url("/a")).url == site.url("/c", "other.example")


@pytest.mark.parametrize(
    "host", ["inside.example", "metadata.example", "half.example", "localhost", "10.0.0.1", "[::1]"]
)
def test_a_private_address_is_refused_also_as_a_redirect(site, fetcher, host):
    site.pages |= {"/a": redirect(f"http://{host}:{site.port}/secret"), "/secret": page()}
    for url in (site.url("/secret", host), site.url("/a")):
        error = refused(fetcher, url)
        assert "public" in str(error)
        assert not error.is_transient
    assert "/secret" not in site.paths()


def test_a_name_is_resolved_only_once(site, make_fetcher):
    asked = []

    class Rebinding(dict):
        def __getitem__(self, host):
            asked.append(host)
            return ["127.0.0.1"] if len(asked) <= 2 else ["10.0.0.7"]

    fetcher = make_fetcher(Rebinding({"news.example": None}))
    site.pages["/a"] = page()
    assert fetcher.fetch(site.url("/a")).content == PAGE
    assert len(asked) == 2  # once for robots.txt and once for the page: checked, then connected to
    assert "10.0.0.7" in str(refused(fetcher, site.url("/a")))


def test_redirects_in_a_circle_end(site, fetcher):
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert "more than 5 times" in str(refused(fetcher, site.url("/a")))
    assert len(site.paths()) == 7  # robots.txt, the page and five redirects


@pytest.mark.parametrize(
    "location", ["", "ftp://x.example/", "http://u:p@news.example/", "http://["]
)
def test_a_redirect_to_something_else_than_a_web_address_is_refused(site, fetcher, location):
    site.pages["/a"] = redirect(location)
    assert "redirects" in str(refused(fetcher, site.url("/a")))


def test_a_page_that_is_too_large_is_not_read_to_its_end(site, make_fetcher):
    site.pages["/a"] = page([b"x" * 10_000] * 10_000)
    error = refused(make_fetcher(max_received_bytes=1_000_000), site.url("/a"))
    assert "larger than 1 MB" in str(error)
    assert not error.is_transient


def test_a_page_that_grows_too_large_when_decompressed_is_refused(site, make_fetcher):
    bomb = gzip.compress(b"\0" * 20_000_000)
    site.pages["/a"] = page(bomb, Content_Encoding="gzip")
    error = refused(make_fetcher(max_content_bytes=1_000_000), site.url("/a"))
    assert "larger than 1 MB" in str(error)


def test_a_compressed_page_comes_decompressed(site, fetcher):
    site.pages["/a"] = page(gzip.compress(PAGE), Content_Encoding="gzip")
    assert fetcher.fetch(site.url("/a")).content == PAGE


def test_a_page_that_arrives_too_slowly_is_abandoned(site, make_fetcher):
    site.pages["/a"] = page([b"x" * 200_000] * 40)
    error = refused(make_fetcher(clock=SteppingClock(step=4), max_seconds=30), site.url("/a"))
    assert "too long" in str(error)
    assert error.is_transient


def test_a_silent_server_is_abandoned(make_fetcher):
    silent = Site()  # it listens, and nobody answers
    error = refused(make_fetcher(max_idle_seconds=0.05), silent.url("/a"))
    silent.server.server_close()
    assert "too long" in str(error)
    assert error.is_transient


def test_an_unreachable_server_is_a_transient_error(make_fetcher):
    gone = Site()
    gone.server.server_close()
    error = refused(make_fetcher(), f"http://news.example:{gone.port}/")
    assert "cannot be reached" in str(error)
    assert error.is_transient


def test_an_unknown_host_is_named(site, fetcher):
    assert "nowhere.example" in str(refused(fetcher, site.url("/", "nowhere.example")))


@pytest.mark.parametrize(
    "answer", [b"hello\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000]
)
def test_a_response_that_is_not_http_is_refused(fetcher, answer):
    with Site() as odd:
        odd.server.RequestHandlerClass.handle = lambda self: self.wfile.write(answer)
        error = refused(fetcher, odd.url("/a"))
    assert error.is_transient


@pytest.mark.parametrize(
    ("status", "is_transient"),
    [(204, False), (206, False), (401, False), (403, False), (404, False), (410, False),
     (418, False), (408, True), (429, True), (500, True), (503, True)],
)  # fmt: skip
def test_an_error_states_whether_it_is_transient(site, fetcher, status, is_transient):
    site.pages["/a"] = (status, {}, b"")
    assert refused(fetcher, site.url("/a")).is_transient is is_transient


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("120", 120), ("Tue, 14 Nov 2023 22:32:00 GMT", 120), ("soon", None), ("", None),
     ("²", None), ("-5", None), ("Tue, 14 Nov 2000 22:32:00", 0)],
)  # fmt: skip
def test_retry_after_is_read(site, fetcher, given, seconds):
    site.pages["/a"] = (503, {"Retry-After": given.encode().decode("latin-1")}, b"")
    found = refused(fetcher, site.url("/a")).retry_after
    assert found == seconds


def test_a_host_with_retry_after_gets_no_request_before(site, fetcher, clock):
    site.pages |= {"/a": (429, {"Retry-After": "300"}, b""), "/b": page()}
    refused(fetcher, site.url("/a"))
    error = refused(fetcher, site.url("/b"))
    assert error.is_transient
    assert error.retry_after == pytest.approx(300)
    assert "/b" not in site.paths()
    clock.now += 301
    assert fetcher.fetch(site.url("/b")).content == PAGE


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "audio/mpeg", "font/woff2"])
def test_pictures_and_sounds_are_refused(site, fetcher, kind):
    site.pages["/a"] = page(Content_Type=kind)
    assert kind in str(refused(fetcher, site.url("/a")))


def test_requests_to_a_host_are_a_second_apart(site, fetcher, clock):
    site.pages |= {"/a": page(), "/b": page()}
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/b"))
    fetcher.fetch(site.url("/b", "other.example"))
    assert clock.slept == [1.0]
