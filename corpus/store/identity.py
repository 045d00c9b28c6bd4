"""Finds the stored article of which a new one is a version: by id, address or headline."""

import hashlib
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, select

from corpus.article import Article, build_stable_id
from corpus.page_key import normalize_url
from corpus.store.minhash import are_alike
from corpus.store.rows import to_article
from corpus.store.tables import articles, identities, revisions


class IdentityKeys(NamedTuple):
    """Hashes that two versions of an article share; ``None`` if too little is known.

    ``page`` is of the web address, ``headline`` of headline, outlet and date.
    """

    page: str | None
    headline: str | None


def build_keys(
    title: str, source: str | None, published: object | None, url: str | None
) -> IdentityKeys:
    """Return the keys of a record. They contain no words of the article."""
    page = normalize_url(url)
    whole = [" ".join(title.split()).casefold(), (source or "").casefold(), str(published)]
    return IdentityKeys(
        _hash(f"page\n{page}") if page else None,
        _hash("\n".join(["headline", *whole])) if title and source and published else None,
    )


def identify(
    connection: Connection, collection: str, article: Article
) -> tuple[Article, Row[Any] | None]:
    """Return the article under its stored id, and its newest revision, or ``None`` if it is new.

    If its address normalizes to the stored one, it gets the stored address.
    """
    current = find_current_revision(connection, collection, article.id)
    if current is None:
        current = _find_known(connection, collection, article)
    if current is None:
        return article, None
    page = normalize_url(article.url)
    url = current.url if page and page == normalize_url(current.url) else article.url
    if (article.id, article.url) == (current.article_id, url):
        return article, current
    return replace(article, id=current.article_id, url=url), current


def save_keys(connection: Connection, collection: str, article: Article) -> None:
    """Store an article's keys, except those that another article has."""
    wanted = _list_keys(article)
    held = {key for key, _ in _find_holders(connection, collection, wanted)}
    rows = [
        {"collection": collection, "key": key, "article_id": article.id}
        for key in wanted
        if key not in held
    ]
    if rows:
        connection.execute(insert(identities), rows)


def delete_keys(connection: Connection, collection: str, article_id: str) -> None:
    """Delete an article's keys."""
    own = (identities.c.collection == collection) & (identities.c.article_id == article_id)
    connection.execute(delete(identities).where(own))


def find_current_revision(
    connection: Connection, collection: str, article_id: str
) -> Row[Any] | None:
    """Return the row of an article's newest revision, or ``None``."""
    query = (
        select(revisions)
        .join(articles, articles.c.revision_id == revisions.c.id)
        .where(articles.c.collection == collection, articles.c.article_id == article_id)
    )
    return connection.execute(query).first()


def _find_known(connection: Connection, collection: str, article: Article) -> Row[Any] | None:
    """Return the newest revision of the stored article with the same page or headline."""
    keys = _build_article_keys(article)
    holders = dict(_find_holders(connection, collection, _list_keys(article)))
    for key, fits in ((keys.page, _is_same_page), (keys.headline, _is_same_headline)):
        known = (
            find_current_revision(connection, collection, holders[key]) if key in holders else None
        )
        if known is not None and fits(connection, collection, article, known):
            return known
    return None


def _is_same_page(
    connection: Connection, collection: str, article: Article, known: Row[Any]
) -> bool:
    """Whether the same address means the same article; ids can distinguish parts of a page."""
    own_ids = _has_given_ids(connection, collection, article, known)
    return not own_ids or are_alike(article, to_article(known))


def _is_same_headline(
    connection: Connection, collection: str, article: Article, known: Row[Any]
) -> bool:
    """Whether the same headline, outlet and date mean the same article."""
    if _has_given_ids(connection, collection, article, known):
        return False
    pages = normalize_url(article.url), normalize_url(known.url)
    return None in pages or pages[0] == pages[1] or are_alike(article, to_article(known))


def _has_given_ids(
    connection: Connection, collection: str, article: Article, known: Row[Any]
) -> bool:
    """Whether both articles had an id before they were stored."""
    if article.id in build_ids(article.title, article.source, article.published, article.url):
        return False
    query = select(
        revisions.c.title, revisions.c.source, revisions.c.published, revisions.c.url
    ).where(revisions.c.collection == collection, revisions.c.article_id == known.article_id)
    return all(known.article_id not in build_ids(*row) for row in connection.execute(query))


def build_ids(*record: Any) -> set[str]:  # noqa: ANN401 - title, source, date, address
    """Return the ids that Byline builds for a record: by address and by headline."""
    return {build_stable_id(*record), build_stable_id(*record[:3])}


def _build_article_keys(article: Article) -> IdentityKeys:
    return build_keys(article.title, article.source, article.published, article.url)


def _list_keys(article: Article) -> list[str]:
    return [key for key in _build_article_keys(article) if key]


def _find_holders(
    connection: Connection, collection: str, wanted: list[str]
) -> list[tuple[str, str]]:
    if not wanted:
        return []
    query = select(identities.c.key, identities.c.article_id).where(
        identities.c.collection == collection, identities.c.key.in_(wanted)
    )
    return [(row.key, row.article_id) for row in connection.execute(query)]


def _hash(key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
