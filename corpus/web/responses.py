"""What an answer of a web server means: a document, a redirect, or a reason why there is none."""

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
    401: message("It can only be read after logging in. Save the page, and add the file."),
    402: message("It can only be read for money. Save the page, and add the file."),
    403: message("Its server does not let Byline read it. Save the page, and add the file."),
    404: message("There is nothing at this address. Check it."),
    410: message("There is nothing at this address any more."),
    429: message("Its server is asked too often. Try again later."),
    451: message("Its server may not show it, for legal reasons."),
}
_NEVER_ARTICLES = frozenset({"image", "audio", "video", "font", "model"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)


def find_redirect(answer: HttpResponse) -> str | None:
    """Where an answer sends on to, if it does. Raises ``FetchError`` where it does not say."""
    if answer.status not in _REDIRECT_STATUSES:
        return None
    location = answer.headers.get("location", "")
    with suppress(UnicodeError):  # headers are Latin-1, addresses in them mostly UTF-8
        location = location.encode("latin-1").decode("utf-8")
    if not location.strip():
        raise FetchError(message("It redirects, but does not say where to."))
    return location


def read_document(url: str, answer: HttpResponse, *, was_known: bool, now: float) -> FetchedPage:
    """The document of an answer from ``url``, or that it ``is_unchanged``.

    ``was_known`` says that the request named an earlier version; ``now`` is in seconds since 1970.
    Raises ``FetchError`` with the reason where there is no document.
    """
    if answer.status == _NOT_MODIFIED and was_known:
        return _build_fetched(url, answer, is_unchanged=True)
    if answer.status not in STATUSES_WITH_BODY:
        raise _build_refusal(answer, now)
    if answer.is_truncated:
        most = len(answer.body) // 1_000_000
        raise FetchError(
            message("It is larger than {most} MB. Save it, and add the file.", most=most)
        )
    fetched = _build_fetched(url, answer, is_unchanged=False)
    kind = (fetched.content_type or "").partition("/")[0]
    if kind in _NEVER_ARTICLES:
        raise FetchError(
            message(
                "It is no article but {kind} ({content_type}).",
                kind=kind,
                content_type=fetched.content_type or "",
            )
        )
    return fetched


def parse_retry_after(answer: HttpResponse, now: float) -> float | None:
    """How many seconds a server asks to be left alone for; ``now`` is in seconds since 1970."""
    given = answer.headers.get("retry-after", "")
    if given.isascii() and given.isdigit():
        return float(given[:9])
    with suppress(ValueError, OverflowError):
        when = parsedate_to_datetime(given)
        aware = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.fromtimestamp(now, UTC)).total_seconds())
    return None


def _build_refusal(answer: HttpResponse, now: float) -> FetchError:
    is_transient = answer.status in _TRANSIENT_STATUSES or answer.status >= _SERVER_ERROR
    otherwise = (
        message("Its server failed (answer {status}). Try again later.", status=str(answer.status))
        if is_transient
        else message(
            "Its server answered {status} and gave no document. Check the address.",
            status=str(answer.status),
        )
    )
    reason = _REASONS.get(answer.status, otherwise)
    return FetchError(
        reason,
        is_transient=is_transient,
        retry_after=parse_retry_after(answer, now) if is_transient else None,
    )


def _build_fetched(url: str, answer: HttpResponse, *, is_unchanged: bool) -> FetchedPage:
    given = answer.headers.get("content-type", "")
    charset = _CHARSET.search(given)
    return FetchedPage(
        url=url,
        content=answer.body,
        content_type=given.partition(";")[0].strip().lower() or None,
        charset=charset[1].lower() if charset else None,
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
        is_unchanged=is_unchanged,
    )
