"""What a web page says about its article to machines: JSON-LD, OpenGraph, other meta fields."""

import html
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from corpus.page_key import normal_url
from corpus.parsers.html_tree import Element, flat
from corpus.parsers.metadata import Facts, facts_of

_MOST_NODES = 10_000
_LONGEST = 1000
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "author": (
        "author",
        "article:author",
        "byl",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
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


def page_facts(root: Element, address: str | None = None) -> Facts:
    """What the page at ``address`` says about its article; nothing is guessed from its looks.

    An address that the page calls its own is believed where it is of the same site.
    """
    said, meta = next(_articles(root), {}), _meta(root)
    linked = root.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
    record = {
        "title": _headline(root, [*_texts(said.get("headline")), *meta["title"]]),
        "author": _author(said, meta["author"]),
        "source": next(iter([*_names(said.get("publisher")), *meta["source"]]), None),
        "date": _first([*_texts(said.get("datePublished")), *meta["date"], *_times(root)]),
        "url": _own_address([*linked, *meta["url"], *_pages(said)], address),
    }
    return facts_of({name: _clean(value) for name, value in record.items() if value})


def _clean(value: str) -> str:
    return html.unescape(value)[:_LONGEST].replace("\0", "").encode("utf-8", "ignore").decode()


def _first(values: Iterable[str]) -> str | None:
    return next((value for value in values if value.strip()), None)


def _meta(root: Element) -> dict[str, list[str]]:
    """The contents of the meta elements, by the field of a record that they fill."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if content:
            found.setdefault(name.strip().lower(), content)
    return {
        field: [found[name] for name in names if name in found] for field, names in _META.items()
    }


def _times(root: Element) -> Iterator[str]:
    for path in _DATED:
        yield from map(str, root.xpath(path))


def _articles(root: Element) -> Iterator[Mapping[str, object]]:
    """The articles in the page's JSON-LD that have a headline, the outermost first."""
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            yield from filter(_is_article, _nodes(_json(script.text or "")))


def _json(text: str) -> object:
    try:
        return json.loads(text.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(found: object) -> Iterator[dict[str, object]]:
    waiting = deque([found])
    for _ in range(_MOST_NODES):
        node = waiting.popleft() if waiting else None
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
        elif not waiting:
            return


def _is_article(node: dict[str, object]) -> bool:
    kinds = _texts(node.get("@type"))
    is_kind = any(kind.endswith(("Article", "Posting", "Report")) for kind in kinds)
    return is_kind and "DiscussionForumPosting" not in kinds and bool(_texts(node.get("headline")))


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]


def _names(value: object) -> list[str]:
    """The names of people or outlets, each a string or an object with a name."""
    values = value if isinstance(value, list) else [value]
    named = [node.get("name") if isinstance(node, dict) else node for node in values]
    return [text for names in named for text in _texts(names) if "://" not in text]


def _author(said: Mapping[str, object], meta: list[str]) -> str | None:
    names = list(dict.fromkeys(_names(said.get("author")))) or _names(meta)[:1]
    author = ", ".join(" ".join(name.split()) for name in names)
    return author[3:] if author[:3].lower() == "by " else author or None


def _headline(root: Element, said: list[str]) -> str | None:
    """The headline as the page shows it, where what it says to machines is about the same."""
    shown = [text for h1 in root.iter("h1") if (text := " ".join(h1.itertext()).strip())]
    titles = [*said, *(text for title in root.iter("title") for text in _texts(title.text))]
    wanted = set(flat(" ".join(titles[:2])).split())
    for text in shown:
        words = set(flat(text).split())
        if not titles or len(words & wanted) >= 0.5 * len(words):
            return text
    return _first([*titles, *shown])


def _pages(said: Mapping[str, object]) -> list[str]:
    page = said.get("mainEntityOfPage")
    return _texts(page.get("@id") if isinstance(page, dict) else page) + _texts(said.get("url"))


def _own_address(said: Iterable[str], address: str | None) -> str | None:
    for url in said:
        try:
            whole = urljoin(address or "", str(url).strip())
            is_own = address is None or _site(whole) == _site(address)
        except ValueError:
            continue
        if is_own and normal_url(whole):
            return whole
    return address


def _site(url: str) -> str:
    """The registrable domain (example.co.uk), of which www, m and amp are other faces."""
    from tld import get_fld

    host = urlsplit(url).hostname or ""
    return get_fld(f"http://{host}", fail_silently=True) or ".".join(host.split(".")[-2:])
