"""The article that a person means by an id, a version, a headline, or the beginning of one."""

import difflib
from collections.abc import Sequence

from corpus.article import Article, ArticleLine
from corpus.errors import UnknownArticle
from corpus.messages import Said, said
from corpus.store.articles import Store


def find_article(store: Store, collection: str, reference: str) -> Article:
    """The article of a reference: ``id``, ``id@version``, a headline, or a beginning only it has.

    A version is its number or the beginning of its digest; an address may follow with a range.

    Raises ``UnknownArticle``, with the headlines that come near.
    """
    article_id, _, version = reference.strip().rpartition("@")
    found = store.article(collection, reference.strip())
    if found is None and article_id and version:
        found = find_version(store, collection, article_id, version.partition("#")[0])
    if found is None:
        line = _line(store.articles(collection), reference.strip())
        found = store.article(collection, line.id)
    if found is None:
        raise UnknownArticle(
            said("The article “{reference}” has just been removed.", reference=reference)
        )
    return found


def find_version(store: Store, collection: str, article_id: str, version: str) -> Article | None:
    """The version of an article that has this number, or a digest that begins so."""
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else 0
    numbered = store.numbered(collection, article_id, number) if number else None
    return numbered or store.article(collection, article_id, version)


def _line(lines: Sequence[ArticleLine], reference: str) -> ArticleLine:
    wanted = reference.casefold()
    same = [line for line in lines if line.title.casefold() == wanted]
    begun = [line for line in lines if wanted and _begins(line, wanted)]
    for found in (same, begun):
        if len(found) == 1:
            return found[0]
    if same or begun:
        raise UnknownArticle(
            said(
                "Several articles are called “{reference}”: {named}. Give its id.",
                reference=reference,
                named=_named(same or begun),
            )
        )
    raise UnknownArticle(_absent(lines, wanted, _short(reference)))


def _begins(line: ArticleLine, wanted: str) -> bool:
    return line.id.casefold().startswith(wanted) or line.title.casefold().startswith(wanted)


def _absent(lines: Sequence[ArticleLine], wanted: str, reference: str) -> Said:
    if not lines:
        return said(
            "There is no article “{reference}” here. The collection is empty: add articles first.",
            reference=reference,
        )
    by_title = {line.title.casefold(): line for line in lines}
    near = difflib.get_close_matches(wanted[:200], by_title, n=3, cutoff=0.4)
    if not near:
        return said(
            "There is no article “{reference}” here. Look up what it is called in the list of "
            "articles.",
            reference=reference,
        )
    return said(
        "There is no article “{reference}” here. Did you mean {named}?",
        reference=reference,
        named=_named([by_title[title] for title in near]),
    )


def _named(lines: Sequence[ArticleLine]) -> str:
    return ", ".join(f"“{line.title}” ({line.id})" for line in lines[:3])


def _short(reference: str) -> str:
    return reference if len(reference) <= 80 else f"{reference[:79]}…"
