"""Stores embeddings by the hash of their text and by model, so that no text is embedded twice."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, exists, insert, select

from corpus.store.database import Database, split_batches
from corpus.store.tables import articles, embeddings, passages


class EmbeddingStore:
    """Vectors as bytes (little-endian float32) by model and embedding key.

    Equal passages of two collections share an embedding, because a key is a hash of the text. All
    methods raise ``StoreError``.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, model: str, keys: Iterable[str]) -> dict[str, bytes]:
        """Return the stored vectors among ``keys``."""
        found: dict[str, bytes] = {}
        with self._database.read_transaction() as connection:
            for some in split_batches(keys):
                query = select(embeddings.c.embedding_key, embeddings.c.vector).where(
                    embeddings.c.model == model, embeddings.c.embedding_key.in_(some)
                )
                found.update((key, vector) for key, vector in connection.execute(query))
        return found

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors; existing ones stay unchanged."""
        with self._database.write_transaction() as connection:
            known: set[str] = set()
            for some in split_batches(vectors):
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
    """Delete the embeddings of these revisions that no newest revision of an article uses."""
    for some in split_batches(revision_ids):
        gone = select(passages.c.embedding_key).where(passages.c.revision_id.in_(some))
        in_use = exists(
            select(passages.c.id)
            .join(articles, articles.c.revision_id == passages.c.revision_id)
            .where(passages.c.embedding_key == embeddings.c.embedding_key)
        )
        connection.execute(delete(embeddings).where(embeddings.c.embedding_key.in_(gone), ~in_use))
