"""Normalizes web addresses, so that all links to a page give the same key."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING_PARAMETER = re.compile(
    r"utm_\w*|fbclid|gclid|gclsrc|dclid|msclkid|yclid|igshid|twclid|mc_[ce]id|_ga|_gl|ref_src|"
    r"ref_url|cmpid|ocid|smid|wt\.\w+|at_(?:medium|campaign|custom\d|link\w*)|ito|spm|s?cid|"
    r"clicksource|pgtype",
    re.IGNORECASE,
)
"""Query parameters that track visitors and do not identify the page."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE_PATH_CHARS = "/-._~!$&'()*+,;=:@"


def normalize_url(url: str | None) -> str | None:
    """Return the key of a page, or ``None`` if ``url`` does not identify a web page.

    The key leaves out the scheme, ``www.``, the default port, user name and password, trailing
    slashes, the fragment, and tracking parameters (such as ``utm_source``); it sorts the other
    parameters. An address without path and query is a site, not a page.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    path, query = _normalize_path(parts), _normalize_query(parts)
    if not (path or query):
        return None
    where = "" if port in {None, _DEFAULT_PORTS[parts.scheme]} else f":{port}"
    return f"https://{_strip_host_prefix(host)}{where}{path}{query}"


def _strip_host_prefix(host: str) -> str:
    name = re.sub(r"^(?:www\d?\.)+(?=[^.]+\.)", "", host.lower())
    return f"[{name}]" if ":" in name else name


def _normalize_path(parts: SplitResult) -> str:
    words = unquote(parts.path, errors="surrogateescape")
    return quote(
        re.sub(r"/{2,}", "/", words).rstrip("/"), _SAFE_PATH_CHARS, errors="surrogateescape"
    )


def _normalize_query(parts: SplitResult) -> str:
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted(pair for pair in pairs if not _TRACKING_PARAMETER.fullmatch(pair[0]))
    return f"?{urlencode(kept, errors='surrogateescape')}" if kept else ""
