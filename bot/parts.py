"""What a collection is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.answerer import Answerer
from bot.answering.citations import DuplicateMarker
from bot.answering.digests import Digester, NewsReporter
from bot.answering.lengths import LengthAdjuster
from bot.answering.summaries import Summarizer, TopicSummarizer
from bot.catalog import Versions
from bot.importer import Importer
from bot.ingest.demand import Demand
from bot.ingest.hosts import HostSchedule
from bot.status import StorageFolders
from corpus.store.announcements import Announcements
from corpus.store.articles import Store
from corpus.store.feeds import FeedSubscriptions
from corpus.store.ingest_queue import IngestQueue
from corpus.store.questions import QuestionStore
from corpus.store.server_settings import ServerSettingsStore
from corpus.web import Fetcher
from index.indexer import Indexer
from index.retriever import Retriever


@dataclass(frozen=True, slots=True)
class CollectionParts:
    """What a collection is made of; composition makes them."""

    store: Store
    importer: Importer
    indexer: Indexer
    retriever: Retriever
    answerer: Answerer
    lengths: LengthAdjuster
    summarizer: Summarizer
    topics: TopicSummarizer
    digests: Digester
    news: NewsReporter
    duplicates: DuplicateMarker
    versions: Versions
    folders: StorageFolders
    model: str
    ingest_queue: IngestQueue
    question_log: QuestionStore
    feeds: FeedSubscriptions
    preferences: ServerSettingsStore
    announcements: Announcements
    make_fetcher: Callable[[], Fetcher]
    hosts: HostSchedule
    demand: Demand
