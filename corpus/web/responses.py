"""Interprets HTTP responses: a document, a redirect, or an error."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from corpus.messages import message
from corpus.web.base import FetchedPage, FetchError
from corpus.web.http import STATUSES_WITH_BODY, HttpResponse

_REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_TRANSIENT_STATUSES = frozenset({408, 425, 429})
_SERVER_ERROR = 500
_REASONS = {
    401: message("The page requires a login. Save the page, and add the file."),
    402: message("The page is behind a paywall. Save the page, and add the file."),
    403: message("Its server does not allow Byline to read it. Save the page, and add the file."),
    404: message("There is nothing at this address. Check the address."),
    410: message("There is no longer anything at this address."),
    429: message("Its server has received too many requests. Try again later."),
    451: message("Its server does not show it, for legal reasons."),
}
_NEVER_ARTICLES = frozenset({"image", "audio", "video", "font", "model"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)


def find_redirect(response: HttpResponse) -> str | None:
    """Return the target of a redirect, or ``None``. Raises ``FetchError`` if it has none."""
    if response.status not in _REDIRECT_STATUSES:
        return None
    location = response.headers.get("location", "")
    with suppress(UnicodeError):  # headers are Latin-1, addresses in them mostly UTF-8
        location = location.encode("latin-1").decode("utf-8")
    if not location.strip():
        raise FetchError(message("It redirects, but does not state where to."))
    return location


def read_document(url: str, response: HttpResponse, *, was_known: bool, now: float) -> FetchedPage:
    """Return the document of a response from ``url``, or that it ``is_unchanged``.

    ``was_known``: the request named an earlier version; ``now`` is in seconds since 1970. Raises
    ``FetchError`` with the reason if there is no document.
    """
    if response.status == _NOT_MODIFIED and was_known:
        return _build_fetched(url, response, is_unchanged=True)
    if response.status not in STATUSES_WITH_BODY:
        raise _build_refusal(response, now)
    if response.is_truncated:
        most = len(response.body) // 1_000_000
        raise FetchError(
            message("It is larger than {most} MB. Save it, and add the file.", most=most)
        )
    fetched = _build_fetched(url, response, is_unchanged=False)
    kind = (fetched.content_type or "").partition("/")[0]
    if kind in _NEVER_ARTICLES:
        raise FetchError(
            message(
                "It is not an article, but {content_type}.",
                content_type=fetched.content_type or "",
            )
        )
    return fetched


def parse_retry_after(response: HttpResponse, now: float) -> float | None:
    """Return the seconds of a ``Retry-After`` header; ``now`` is in seconds since 1970."""
    given = response.headers.get("retry-after", "")
    if given.isascii() and given.isdigit():
        return float(given[:9])
    with suppress(ValueError, OverflowError):
        when = parsedate_to_datetime(given)
        aware = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.fromtimestamp(now, UTC)).total_seconds())
    return None


def _build_refusal(response: HttpResponse, now: float) -> FetchError:
    is_transient = response.status in _TRANSIENT_STATUSES or response.status >= _SERVER_ERROR
    otherwise = (
        message(
            "Its server failed (status {status}). Try again later.", status=str(response.status)
        )
        if is_transient
        else message(
            "Its server sent no document (status {status}). Check the address.",
            status=str(response.status),
        )
    )
    reason = _REASONS.get(response.status, otherwise)
    return FetchError(
        reason,
        is_transient=is_transient,
        retry_after=parse_retry_after(response, now) if is_transient else None,
    )


def _build_fetched(url: str, response: HttpResponse, *, is_unchanged: bool) -> FetchedPage:
    given = response.headers.get("content-type", "")
    charset = _CHARSET.search(given)
    return FetchedPage(
        url=url,
        content=response.body,
        content_type=given.partition(";")[0].strip().lower() or None,
        charset=charset[1].lower() if charset else None,
        etag=response.headers.get("etag"),
        last_modified=response.headers.get("last-modified"),
        is_unchanged=is_unchanged,
    )
