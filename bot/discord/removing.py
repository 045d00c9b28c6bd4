"""Removing an article: the question whether it is meant, and the buttons that answer it.

``byline:articles:remove:KEY`` and ``byline:articles:keep:KEY``: the key is a digest of the server,
the article and the member who was asked, so that a button means nothing to another member or in
another server, and tells nothing of the article. Nothing is kept in memory.
"""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b

import discord

from bot.discord import keeping_texts, rendering
from bot.discord.presses import PREFIX, Label, Screen
from bot.discord.quoting import headline_of
from bot.ports import Collection
from corpus.article import ArticleLine

_PRESS = re.compile(rf"{PREFIX}articles:(?P<what>remove|keep):(?P<key>[\w-]{{16}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Removal:
    """One of the two buttons: whether it removes, and the key of what."""

    is_meant: bool
    key: str

    @property
    def custom_id(self) -> str:
        """The custom id, of 39 characters at most."""
        return f"{PREFIX}articles:{'remove' if self.is_meant else 'keep'}:{self.key}"


def removal(custom_id: str) -> Removal | None:
    """The button that a custom id stands for; ``None`` for one that is neither of the two."""
    found = _PRESS.fullmatch(custom_id)
    return Removal(found["what"] == "remove", found["key"]) if found else None


def asked(articles: Collection, reference: str, member: int) -> Screen:
    """The question whether an article is to go, for one member. Raises ``UnknownArticle``."""
    article = articles.article(reference)
    key = _key(articles.name, article.id, member)
    buttons = (
        Label(Removal(is_meant=True, key=key), keeping_texts.REMOVE),
        Label(Removal(is_meant=False, key=key), keeping_texts.KEEP),
    )
    return Screen(question(article.title), (buttons,))


def question(title: str) -> discord.Embed:
    """The question whether the article of this headline is meant to go."""
    return rendering.titled("", [keeping_texts.remove_question(headline_of(title, 1000))])


def answered(articles: Collection, wanted: Removal, member: int) -> ArticleLine | None:
    """The article that was removed for this member; ``None`` where there is none of that key.

    Raises ``UnknownArticle`` for one that somebody else removed at the same moment.
    """
    for line in articles.articles():
        # An id is a reference among others: what it leads to has to be the article that is meant.
        key = _key(articles.name, line.id, member)
        if key == wanted.key and articles.article(line.id).id == line.id:
            return articles.remove(line.id)
    return None


def _key(place: str, article_id: str, member: int) -> str:
    named = f"{place}/{article_id}".encode()
    digest = blake2b(named, digest_size=12, key=str(member).encode()).digest()
    return urlsafe_b64encode(digest).decode()
