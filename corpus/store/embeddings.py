"""Embeddings, kept by the hash of what was embedded and by model: nothing is embedded twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, delete, exists, insert, select

from corpus.store.database import Database
from corpus.store.tables import articles, embeddings, passages

Value = TypeVar("Value")

_MAX_VARIABLES = 500
"""Values bound in one statement; SQLite takes 999 in older builds."""


class EmbeddingStore:
    """Vectors as bytes (little-endian float32) by embedding key, for each model apart.

    The keys are hashes of words, so equal passages of two collections share an embedding without
    either learning of the other. Raises ``StoreError`` where the database fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, model: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The vectors that are there, of those asked for."""
        found: dict[str, bytes] = {}
        with self._database.read_transaction() as connection:
            for some in _split_batches(keys):
                query = select(embeddings.c.embedding_key, embeddings.c.vector).where(
                    embeddings.c.model == model, embeddings.c.embedding_key.in_(some)
                )
                found.update((key, vector) for key, vector in connection.execute(query))
        return found

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors; those that are there already stay as they are."""
        with self._database.write_transaction() as connection:
            known: set[str] = set()
            for some in _split_batches(vectors):
                query = select(embeddings.c.embedding_key).where(
                    embeddings.c.model == model, embeddings.c.embedding_key.in_(some)
                )
                known.update(connection.execute(query).scalars())
            rows = [
                {"embedding_key": key, "model": model, "vector": vector}
                for key, vector in vectors.items()
                if key not in known
            ]
            if rows:
                connection.execute(insert(embeddings), rows)


def delete_unused(connection: Connection, revision_ids: Sequence[int]) -> None:
    """Delete the embeddings of these revisions' passages that no article's newest revision has."""
    for some in _split_batches(revision_ids):
        gone = select(passages.c.embedding_key).where(passages.c.revision_id.in_(some))
        in_use = exists(
            select(passages.c.id)
            .join(articles, articles.c.revision_id == passages.c.revision_id)
            .where(passages.c.embedding_key == embeddings.c.embedding_key)
        )
        connection.execute(delete(embeddings).where(embeddings.c.embedding_key.in_(gone), ~in_use))


def _split_batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    rest = iter(values)
    while some := list(islice(rest, _MAX_VARIABLES)):
        yield some
