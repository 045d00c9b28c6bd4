"""What a collection is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.answerer import Answerer
from bot.answering.citations import Copies
from bot.answering.digests import Digester, NewsTeller
from bot.answering.lengths import Lengths
from bot.answering.summaries import Summarizer, TopicSummarizer
from bot.catalog import Versions
from bot.importer import Importer
from bot.ingest.demand import Demand
from bot.ingest.hosts import Hosts
from bot.status import Folders
from corpus.store.announcements import Announcements
from corpus.store.articles import Store
from corpus.store.feeds import Following
from corpus.store.ingest_queue import Arrivals
from corpus.store.questions import Questions
from corpus.store.server_settings import PreferenceStore
from corpus.web import Fetcher
from index.indexer import Indexer
from index.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Parts:
    """What a collection is made of; composition makes them."""

    store: Store
    importer: Importer
    indexer: Indexer
    retriever: Retriever
    answerer: Answerer
    lengths: Lengths
    summarizer: Summarizer
    topics: TopicSummarizer
    digests: Digester
    news: NewsTeller
    copies: Copies
    versions: Versions
    folders: Folders
    model: str
    arrivals: Arrivals
    asked: Questions
    feeds: Following
    preferences: PreferenceStore
    announcements: Announcements
    make_fetcher: Callable[[], Fetcher]
    hosts: Hosts
    demand: Demand
