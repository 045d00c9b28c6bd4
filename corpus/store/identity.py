"""Which article an arriving one is a new version of: by id, by web address, or by headline."""

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
    """Hashes that two versions of one article share; ``None`` where too little is known.

    ``page`` stands for the web address, ``headline`` for headline, outlet and day together.
    """

    page: str | None
    headline: str | None


def build_keys(
    title: str, source: str | None, published: object | None, url: str | None
) -> IdentityKeys:
    """The keys of a record. They hold no words, so that a withdrawn article leaves none."""
    page = normalize_url(url)
    whole = [" ".join(title.split()).casefold(), (source or "").casefold(), str(published)]
    return IdentityKeys(
        _hash(f"page\n{page}") if page else None,
        _hash("\n".join(["headline", *whole])) if title and source and published else None,
    )


def identify(
    connection: Connection, collection: str, article: Article
) -> tuple[Article, Row[Any] | None]:
    """The article under the id that it is known by, and its newest revision where it is known.

    An address that differs only in how the page was linked to stays as it was first given.
    """
    current = find_current_revision(connection, collection, article.id)
    if current is None:
        current = _find_known(connection, collection, article)
    if current is None:
        return article, None
    url = article.url
    if (
        url != current.url
        and normalize_url(url)
        and normalize_url(url) == normalize_url(current.url)
    ):
        url = current.url
    if (article.id, article.url) == (current.article_id, url):
        return article, current
    return replace(article, id=current.article_id, url=url), current


def save_keys(connection: Connection, collection: str, article: Article) -> None:
    """Keep an article's keys; one that another article has stays with that one."""
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
    """The row of an article's newest revision."""
    query = (
        select(revisions)
        .join(articles, articles.c.revision_id == revisions.c.id)
        .where(articles.c.collection == collection, articles.c.article_id == article_id)
    )
    return connection.execute(query).first()


def _find_known(connection: Connection, collection: str, article: Article) -> Row[Any] | None:
    """The newest revision of the article that this one is another version of."""
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
    """One address is one article, but where an archive tells its parts apart by their ids."""
    own_ids = _has_given_ids(connection, collection, article, known)
    return not own_ids or are_alike(article, to_article(known))


def _is_same_headline(
    connection: Connection, collection: str, article: Article, known: Row[Any]
) -> bool:
    """One headline on one day in one paper is one article, unless ids or other pages deny it."""
    if _has_given_ids(connection, collection, article, known):
        return False
    pages = normalize_url(article.url), normalize_url(known.url)
    return None in pages or pages[0] == pages[1] or are_alike(article, to_article(known))


def _has_given_ids(
    connection: Connection, collection: str, article: Article, known: Row[Any]
) -> bool:
    """Whether both articles came with an id of their own."""
    if article.id in build_ids(article.title, article.source, article.published, article.url):
        return False
    query = select(
        revisions.c.title, revisions.c.source, revisions.c.published, revisions.c.url
    ).where(revisions.c.collection == collection, revisions.c.article_id == known.article_id)
    return all(known.article_id not in build_ids(*row) for row in connection.execute(query))


def build_ids(*record: Any) -> set[str]:  # noqa: ANN401 - title, source, day, address, as stored
    """The ids that Byline makes for a record: by its address, and by its headline."""
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
