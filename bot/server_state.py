"""What only Discord keeps about a server beside its articles."""

from dataclasses import dataclass

from bot.collection import Collection
from corpus.store.announcements import Announcements
from corpus.store.articles import Store
from corpus.store.feeds import FeedSubscriptions
from corpus.store.questions import QuestionStore
from corpus.store.server_settings import ServerSettings, ServerSettingsStore


@dataclass(frozen=True, slots=True)
class ServerState:
    """The questions, settings, announcements and feed subscriptions of one collection."""

    name: str
    store: Store
    questions: QuestionStore
    settings: ServerSettingsStore
    announcements: Announcements
    feeds: FeedSubscriptions

    def announce_in(self, channel: int | None) -> ServerSettings:
        """Announce articles that arrive from now on in this channel, or nowhere if ``None``.

        Returns the changed settings.
        """
        current = self.settings.get()
        if channel is not None and current.news_channel == channel:
            return current
        announced = None if channel is None else self.store.position(self.name)
        return self.settings.change(news_channel=channel, announced=announced)


@dataclass(frozen=True, slots=True)
class Server:
    """A Discord server, or a person's direct messages: its articles and its state."""

    articles: Collection
    state: ServerState
