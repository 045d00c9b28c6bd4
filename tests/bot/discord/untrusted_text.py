"""Hostile words for all that a payload can show, of which some have to stay whole and be seen."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from hypothesis import strategies as st

from bot.replies import Citation
from corpus.article import Article, ArticleSummary, Zone, ZoneKind
from corpus.store.records import CurrentCitation
from tests.bot.discord import hostile
from tests.bot.discord.fakes import build_citation
from tests.bot.discord.fakes import build_line as plain_line

T = TypeVar("T")

DAY = date(2012, 10, 5)
MAX_LENGTH = 10_000
WHOLE_WORD = re.compile(r"ǂ\d{4}ǂ")
"""A word that no payload may cut."""
WORD_PART = re.compile("ǂ")
_PIECES = st.sampled_from([*hostile.PIECES, " ", " ", "\n", "Islamabad "]) | st.text(max_size=5)
_ADDRESSES = st.sampled_from(
    [None, "https://x.example/a_(b)", "https://x.example/@everyone", "https://x.example/**b**"]
)


@dataclass
class HostileText:
    """Draws hostile words; ``seen`` are those of them that have to be shown.

    Each text has words such as ``ǂ0042ǂ`` in it, which have to stay whole where they are shown.
    """

    draw: Callable[[st.SearchStrategy[T]], T]
    seen: list[str] = field(default_factory=list)
    _number: int = 0

    def text(self, *, seen: bool = True) -> str:
        """A text of up to 10,000 characters and some, whose first word is to be ``seen``."""
        first = self._draw_whole_word()
        if seen:
            self.seen.append(first)
        body = "".join(self.draw(st.lists(_PIECES, max_size=12))) + f" {self._draw_whole_word()} "
        least = self.one_of(0, 0, 0, 300, 1500, MAX_LENGTH)
        return f"{first} {body * (1 + least // len(body))}"

    def sentence(self, *, seen: bool = True) -> str:
        """A text that is one sentence: 10,000 characters without an end."""
        return re.sub(r"[.!?\n\r]", " ", self.text(seen=seen))

    def flag(self) -> bool:
        """Yes or no."""
        return self.draw(st.booleans())

    def number(self, most: int, least: int = 0) -> int:
        """A number."""
        return self.draw(st.integers(least, most))

    def ids(self, most: int) -> list[int]:
        """Different ids of Discord's."""
        return self.draw(st.lists(st.integers(1, 2**63), max_size=most, unique=True))

    def one_of(self, *values: T) -> T:
        """One of these."""
        return self.draw(st.sampled_from(values))

    def many(self, most: int, make: Callable[[], T], shown: int = 99) -> tuple[T, ...]:
        """So many things at the most, of which so many are to be seen."""
        made = []
        for number in range(self.number(most)):
            known = len(self.seen)
            made.append(make())
            if number >= shown:
                del self.seen[known:]
        return tuple(made)

    def line(self, *, seen: bool = True, named: bool = True) -> ArticleSummary:
        """An article of a list; of what is to be seen of it, ``named`` are author and outlet."""
        known = {"title": self.text(seen=seen), **self._draw_record(seen=seen and named)}
        published = self.one_of(None, DAY)
        return plain_line("x", id=self.text(seen=False), published=published, **known)

    def citation(self, *, quoted: bool = True, named: bool = True) -> Citation:
        """A citation; its excerpt is to be seen, and what it is of."""
        is_marked = self.flag()
        make = self.one_of(self.text, self.sentence)
        excerpt = make(seen=quoted and not is_marked)
        known = {"title": self.text(seen=named), **self._draw_record(seen=named)}
        return build_citation(
            excerpt,
            start=50,
            end=50 + len(excerpt),
            highlight=self._draw_highlight(excerpt) if is_marked else None,
            published=self.one_of(None, DAY),
            zone=self.one_of("body", "body", "headline"),
            **known,
        )

    def current_citation(self) -> CurrentCitation:
        """A place that was shown for a question; its article may have been withdrawn."""
        corrected, is_there = self.flag(), self.flag()
        text = self.text(seen=False)
        start = self.number(len(text))
        end = self.number(len(text), least=start)
        if not is_there:
            return CurrentCitation(None, start, end, None, corrected)
        known = {"title": self.text(), **self._draw_record(seen=True)}
        zones = (Zone(ZoneKind.BODY, 0, len(text)),)
        article = Article(id=self._draw_whole_word(), text=text, zones=zones, **known)
        return CurrentCitation(article, start, end, None, corrected)

    def _draw_record(self, *, seen: bool) -> dict:
        names = {name: self._draw_optional(seen=seen) for name in ("author", "source")}
        return {**names, "url": self.draw(_ADDRESSES | hostile.text)}

    def _draw_optional(self, *, seen: bool) -> str | None:
        return self.text(seen=seen) if self.flag() else None

    def _draw_highlight(self, excerpt: str) -> tuple[int, int]:
        """Some words of it."""
        spans = [found.span() for found in re.finditer(r"\S+", excerpt)]
        first = self.number(len(spans) - 1)
        last = self.number(min(first + 30, len(spans) - 1), least=first)
        return 50 + spans[first][0], 50 + spans[last][1]

    def _draw_whole_word(self) -> str:
        self._number += 1
        return f"ǂ{self._number:04}ǂ"
