"""Reads the metadata of a web page: JSON-LD, OpenGraph and other meta elements."""

import html
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from corpus.page_key import normalize_url
from corpus.parsers.html_tree import Element, normalize_words
from corpus.parsers.metadata import ArticleMetadata, parse_metadata

_MAX_NODES = 10_000
_MAX_VALUE_LENGTH = 1000
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "author": (
        *("author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator"),
    ),
    "source": ("og:site_name", "dc.publisher", "publisher", "application-name"),
    "date": (
        *("article:published_time", "og:published_time", "datepublished", "parsely-pub-date"),
        *("sailthru.date", "dc.date.issued", "dc.date", "pubdate", "date", "publish-date"),
    ),
    "url": ("og:url", "parsely-link", "twitter:url"),
}
_DATED = (
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//*[self::article or self::main or self::header][.//h1]//time/@datetime",
)


def parse_page_metadata(root: Element, address: str | None = None) -> ArticleMetadata:
    """Return the metadata of the article on the page at ``address``.

    The canonical address that the page states is used only if it is on the same site.
    """
    stated, meta = next(_find_articles(root), {}), _parse_meta(root)
    linked = root.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
    record = {
        "title": _find_headline(root, [*_read_texts(stated.get("headline")), *meta["title"]]),
        "author": _find_author(stated, meta["author"]),
        "source": next(iter([*_read_names(stated.get("publisher")), *meta["source"]]), None),
        "date": _find_first(
            [*_read_texts(stated.get("datePublished")), *meta["date"], *_find_times(root)]
        ),
        "url": _find_own_url([*linked, *meta["url"], *_find_pages(stated)], address),
    }
    return parse_metadata({name: _clean(value) for name, value in record.items() if value})


def _clean(value: str) -> str:
    words = html.unescape(value)[:_MAX_VALUE_LENGTH].replace("\0", "")
    return words.encode("utf-8", "ignore").decode()


def _find_first(values: Iterable[str]) -> str | None:
    return next((value for value in values if value.strip()), None)


def _parse_meta(root: Element) -> dict[str, list[str]]:
    """Return the contents of the meta elements by the metadata field they belong to."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if content:
            found.setdefault(name.strip().lower(), content)
    return {
        field: [found[name] for name in names if name in found] for field, names in _META.items()
    }


def _find_times(root: Element) -> Iterator[str]:
    for path in _DATED:
        yield from map(str, root.xpath(path))


def _find_articles(root: Element) -> Iterator[Mapping[str, object]]:
    """Yield the articles with a headline in the page's JSON-LD, outermost first."""
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            yield from filter(_is_article, _iterate_nodes(_parse_json(script.text or "")))


def _parse_json(text: str) -> object:
    try:
        return json.loads(text.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _iterate_nodes(found: object) -> Iterator[dict[str, object]]:
    queue = deque([found])
    for _ in range(_MAX_NODES):
        node = queue.popleft() if queue else None
        if isinstance(node, dict):
            yield node
            queue.extend(node.values())
        elif isinstance(node, list):
            queue.extend(node)
        elif not queue:
            return


def _is_article(node: dict[str, object]) -> bool:
    kinds = _read_texts(node.get("@type"))
    is_kind = any(kind.endswith(("Article", "Posting", "Report")) for kind in kinds)
    return (
        is_kind
        and "DiscussionForumPosting" not in kinds
        and bool(_read_texts(node.get("headline")))
    )


def _read_texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]


def _read_names(value: object) -> list[str]:
    """Return the names of people or outlets; each value is a string or an object with a name."""
    values = value if isinstance(value, list) else [value]
    named = [node.get("name") if isinstance(node, dict) else node for node in values]
    return [text for names in named for text in _read_texts(names) if "://" not in text]


def _find_author(stated: Mapping[str, object], meta: list[str]) -> str | None:
    names = list(dict.fromkeys(_read_names(stated.get("author")))) or _read_names(meta)[:1]
    author = ", ".join(" ".join(name.split()) for name in names)
    return author[3:] if author[:3].lower() == "by " else author or None


def _find_headline(root: Element, stated: list[str]) -> str | None:
    """Return the visible headline if it resembles the stated one, else the stated one."""
    shown = [text for h1 in root.iter("h1") if (text := " ".join(h1.itertext()).strip())]
    titles = [*stated, *(text for title in root.iter("title") for text in _read_texts(title.text))]
    wanted = set(normalize_words(" ".join(titles[:2])).split())
    for text in shown:
        words = set(normalize_words(text).split())
        if not titles or len(words & wanted) >= 0.5 * len(words):
            return text
    return _find_first([*titles, *shown])


def _find_pages(stated: Mapping[str, object]) -> list[str]:
    page = stated.get("mainEntityOfPage")
    return _read_texts(page.get("@id") if isinstance(page, dict) else page) + _read_texts(
        stated.get("url")
    )


def _find_own_url(stated: Iterable[str], address: str | None) -> str | None:
    for url in stated:
        try:
            whole = urljoin(address or "", str(url).strip())
            is_own = address is None or _find_site(whole) == _find_site(address)
        except ValueError:
            continue
        if is_own and normalize_url(whole):
            return whole
    return address


def _find_site(url: str) -> str:
    """Return the registrable domain (example.co.uk), without www, m or amp."""
    from tld import get_fld

    host = urlsplit(url).hostname or ""
    return get_fld(f"http://{host}", fail_silently=True) or ".".join(host.split(".")[-2:])
