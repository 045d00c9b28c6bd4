"""The articles of a collection that a question or search covers."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """An optional article id, and a period from ``since`` to ``until`` (both days included).

    An article of unknown date is inside every period that has no ``since``.
    """

    article_id: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether the scope probably excludes most articles of a collection."""
        return self.article_id is not None or self.since is not None

    def covers(self, article_id: str, published: date | None) -> bool:
        """Whether the scope includes an article."""
        if self.article_id is not None and article_id != self.article_id:
            return False
        if published is None:
            return self.since is None
        return (self.since is None or published >= self.since) and (
            self.until is None or published <= self.until
        )

    def limit_until(self, day: date | None) -> "Scope":
        """Return this scope without articles published after ``day``."""
        ends = [each for each in (self.until, day) if each]
        return replace(self, until=min(ends, default=None))


EVERYTHING = Scope()
"""All articles of a collection."""
