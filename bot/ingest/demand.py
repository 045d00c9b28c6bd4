"""What a collection takes because somebody asks for it, rather than when it is due."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reports import BegunFeed, Reporter
from bot.settings import Settings

if TYPE_CHECKING:  # what watches is slow to import, and questions need none of it
    from bot.keeping import KeptArticles


@dataclass(frozen=True, slots=True)
class Demand:
    """Reads feeds for a collection at once, as these settings have it."""

    settings: Settings

    def gather(self, collection: "KeptArticles", report: Reporter) -> int:
        """Take what its feeds name and what was set aside, as ``opening.gather`` does."""
        from bot.ingest.service import gather

        return gather(self.settings, collection, report)

    def follow(self, collection: "KeptArticles", url: str, most: int) -> BegunFeed | None:
        """Read a feed and follow it. Raises as ``Beginning.follow`` does."""
        from bot.ingest.service import begin

        return begin(self.settings, collection, url, most)
