"""What an answer of a web server means: a document, a redirect, or a reason why there is none."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from corpus.messages import said
from corpus.web.base import Fetched, FetchError
from corpus.web.http import WITH_BODY, Answer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304
_MAY_PASS = frozenset({408, 425, 429})
_SERVER_FAILED = 500
_REASONS = {
    401: said("It can only be read after logging in. Save the page, and add the file."),
    402: said("It can only be read for money. Save the page, and add the file."),
    403: said("Its server does not let Byline read it. Save the page, and add the file."),
    404: said("There is nothing at this address. Check it."),
    410: said("There is nothing at this address any more."),
    429: said("Its server is asked too often. Try again later."),
    451: said("Its server may not show it, for legal reasons."),
}
_NEVER_ARTICLES = frozenset({"image", "audio", "video", "font", "model"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)


def redirect_of(answer: Answer) -> str | None:
    """Where an answer sends on to, if it does. Raises ``FetchError`` where it does not say."""
    if answer.status not in _REDIRECTS:
        return None
    location = answer.headers.get("location", "")
    with suppress(UnicodeError):  # headers are Latin-1, addresses in them mostly UTF-8
        location = location.encode("latin-1").decode("utf-8")
    if not location.strip():
        raise FetchError(said("It redirects, but does not say where to."))
    return location


def document_of(url: str, answer: Answer, *, was_known: bool, now: float) -> Fetched:
    """The document of an answer from ``url``, or that it ``is_unchanged``.

    ``was_known`` says that the request named an earlier version; ``now`` is in seconds since 1970.
    Raises ``FetchError`` with the reason where there is no document.
    """
    if answer.status == _UNCHANGED and was_known:
        return _fetched(url, answer, is_unchanged=True)
    if answer.status not in WITH_BODY:
        raise _refusal(answer, now)
    if answer.is_cut:
        most = len(answer.body) // 1_000_000
        raise FetchError(said("It is larger than {most} MB. Save it, and add the file.", most=most))
    fetched = _fetched(url, answer, is_unchanged=False)
    kind = (fetched.content_type or "").partition("/")[0]
    if kind in _NEVER_ARTICLES:
        raise FetchError(
            said(
                "It is no article but {kind} ({content_type}).",
                kind=kind,
                content_type=fetched.content_type or "",
            )
        )
    return fetched


def retry_after(answer: Answer, now: float) -> float | None:
    """How many seconds a server asks to be left alone for; ``now`` is in seconds since 1970."""
    given = answer.headers.get("retry-after", "")
    if given.isascii() and given.isdigit():
        return float(given[:9])
    with suppress(ValueError, OverflowError):
        when = parsedate_to_datetime(given)
        aware = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.fromtimestamp(now, UTC)).total_seconds())
    return None


def _refusal(answer: Answer, now: float) -> FetchError:
    may_pass = answer.status in _MAY_PASS or answer.status >= _SERVER_FAILED
    otherwise = (
        said("Its server failed (answer {status}). Try again later.", status=str(answer.status))
        if may_pass
        else said(
            "Its server answered {status} and gave no document. Check the address.",
            status=str(answer.status),
        )
    )
    reason = _REASONS.get(answer.status, otherwise)
    return FetchError(
        reason, may_pass=may_pass, retry_after=retry_after(answer, now) if may_pass else None
    )


def _fetched(url: str, answer: Answer, *, is_unchanged: bool) -> Fetched:
    given = answer.headers.get("content-type", "")
    charset = _CHARSET.search(given)
    return Fetched(
        url=url,
        content=answer.body,
        content_type=given.partition(";")[0].strip().lower() or None,
        charset=charset[1].lower() if charset else None,
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
        is_unchanged=is_unchanged,
    )
