"""What a collection takes because somebody asks for it, rather than when it is due."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reports import FeedStart, Reporter
from bot.settings import Settings

if TYPE_CHECKING:  # what watches is slow to import, and questions need none of it
    from bot.keeping import CollectionBase


@dataclass(frozen=True, slots=True)
class Demand:
    """Reads feeds for a collection at once, as these settings have it."""

    settings: Settings

    def gather(self, collection: "CollectionBase", report: Reporter) -> int:
        """Take what its feeds name and what was set aside, as ``opening.gather`` does."""
        from bot.ingest.service import poll_now

        return poll_now(self.settings, collection, report)

    def follow(self, collection: "CollectionBase", url: str, most: int) -> FeedStart | None:
        """Read a feed and follow it. Raises as ``FirstRead.follow`` does."""
        from bot.ingest.service import follow_feed

        return follow_feed(self.settings, collection, url, most)
