"""Which articles of a collection a question is put to."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """One article alone, and those published from ``since`` to ``until``, both days included.

    An article of unknown date may have been published by any day, but is not known to be as new
    as ``since``.
    """

    article_id: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether most articles of a collection are likely to be outside."""
        return self.article_id is not None or self.since is not None

    def covers(self, article_id: str, published: date | None) -> bool:
        """Whether an article is inside."""
        if self.article_id is not None and article_id != self.article_id:
            return False
        if published is None:
            return self.since is None
        return (self.since is None or published >= self.since) and (
            self.until is None or published <= self.until
        )

    def limit_until(self, day: date | None) -> "Scope":
        """The same without what was published after a day."""
        ends = [each for each in (self.until, day) if each]
        return replace(self, until=min(ends, default=None))


EVERYTHING = Scope()
"""All articles of a collection."""
