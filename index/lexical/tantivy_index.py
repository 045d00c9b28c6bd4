"""BM25 over a tantivy index on disk, or in memory.

Chosen by measurement: 85,000 passages, any of a question's terms, the best 50: SQLite's FTS5
takes 84 ms at the median, tantivy 0.7 ms.
"""

import json
import os
import re
import threading
import zlib
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from tantivy import Document, Index, IndexWriter, Occur, Query, SchemaBuilder

from corpus.messages import message
from index import analyzer
from index.errors import DamagedIndex, IndexBusy
from index.ports import Hit

_ID = "id"
_TERMS = f"terms{analyzer.ANALYZER_VERSION}"
"""Named after the analyzer's version, so that an index of other terms does not fit the schema."""
_HEAP = 50_000_000
"""Bytes that the engine buffers before it writes them: some 100,000 passages."""
_SPARE = 8
"""Hits fetched beyond ``k``: enough for most ties at the edge."""
_SMALL = 1000
"""Ids of a filter that the engine looks up faster than its hits can be filtered here."""
_STATE = "state.json"
_SEGMENT_FILE = re.compile(r"[0-9a-f]{32}\..+")


class _State(NamedTuple):
    """What is saved beside the engine's files.

    ``position`` is never ahead of the engine's last commit. ``checksums`` has the CRC-32 of each
    segment file; the engine never changes a file that it has written.
    """

    position: int
    checksums: dict[str, int]


class TantivyIndex:
    """A lexical index whose changes become visible and durable together, at ``commit``.

    ``path`` is the index's own folder, created when it is missing; without it the index is in
    memory. A process that is killed leaves the last commit. Safe to use from several threads.

    Scores are the engine's. Its passage counts and mean length include removed passages until it
    merges their segment, so scores differ from those of a rebuilt index; ``purge`` makes them
    equal.

    Raises ``DamagedIndex`` where the folder holds no usable index of this version: delete the
    folder and build the index again.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._schema = (
            SchemaBuilder()
            .add_integer_field(_ID, fast=True, indexed=True)
            .add_text_field(_TERMS, stored=True, tokenizer_name="whitespace", index_option="freq")
            .build()
        )
        self._lock = threading.RLock()
        self._pending: dict[int, str | None] = {}
        self._state = _State(0, {})
        self._index = self._open()
        self._index.config_reader("manual")  # otherwise a thread of the engine watches the folder
        self.reload()

    @property
    def position(self) -> int:
        """The change-log position of the last commit; 0 before the first.

        After a process was killed in ``commit`` it can be an earlier one although the passages
        are there; to apply the same changes again has no effect.
        """
        return self._state.position

    def __len__(self) -> int:
        """How many passages are committed."""
        return int(self._searcher.num_docs)

    def search(self, query: str, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` passages of the highest BM25 score, best first, ties by lower id."""
        searcher = self._searcher
        filter_ids = None if among is None else frozenset(among)
        terms = sorted(set(analyzer.extract_terms(query)))
        if not (terms and searcher.num_docs) or k <= 0 or filter_ids == frozenset():
            return []
        request, limit = self._query(terms, filter_ids), k + _SPARE
        if filter_ids is not None and len(filter_ids) > _SMALL:
            limit = limit * searcher.num_docs // len(filter_ids) + _SPARE
        while True:
            limit = min(limit, searcher.num_docs)
            found: list[Any] = searcher.search(request, limit, count=False).hits
            ids: list[Any] = searcher.fast_field_values(_ID, [address for _, address in found])
            hits = sorted(
                (
                    Hit(passage_id, score)
                    for passage_id, (score, _) in zip(ids, found, strict=True)
                    if filter_ids is None or passage_id in filter_ids
                ),
                key=lambda hit: (-hit.score, hit.passage_id),
            )
            if len(found) < limit or limit == searcher.num_docs:
                return hits[:k]
            if len(hits) >= k and hits[k - 1].score > found[-1][0]:  # no tie at the edge
                return hits[:k]
            limit *= 4

    def count_terms(self, prefix: str) -> dict[str, int]:
        """Return the terms that begin with a prefix, with their numbers of passages."""
        return dict(self._searcher.terms_with_prefix(_TERMS, prefix))

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Add passages; an id that is there already gets the new text.

        Raises ``ValueError`` where there is not one text for each id.
        """
        passages = [
            (i, " ".join(analyzer.extract_terms(text))) for i, text in zip(ids, texts, strict=True)
        ]
        with self._lock:
            self._pending.update(passages)

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; those that are not there are passed over."""
        with self._lock:
            self._pending.update(dict.fromkeys(ids))

    def commit(self, position: int) -> None:
        """Make everything since the last commit visible and durable, at ``position``.

        Raises ``IndexBusy`` where another process is writing, and ``OSError`` where the disk is
        full: everything since the last commit is then discarded.
        """
        with self._lock:
            pending, self._pending = self._pending, {}
            self._write(lambda writer: self._apply(writer, pending), position)

    def purge(self) -> None:
        """Write the files anew, without the words of removed passages.

        It takes some seconds for 100,000 passages. Raises as ``commit``.
        """
        with self._lock:
            self._write(self._copy_all, self.position)

    def reload(self) -> None:
        """Show the last commit, also another process's; ``DamagedIndex`` where it is unusable."""
        try:
            self._state = self._load_state()  # first, so that it is never ahead of the passages
            self._index.reload()
            self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise self._damaged(str(error)) from error

    def _open(self) -> Index:
        if self._path is None:
            return Index(self._schema)
        self._path.mkdir(parents=True, exist_ok=True)
        self._check_files()
        try:
            return Index(self._schema, str(self._path))
        except (ValueError, OSError) as error:
            raise self._damaged(str(error)) from error

    def _check_files(self) -> None:
        """Raise ``DamagedIndex`` where a file is not as it was written.

        The engine notices files that are missing or cut short, but not changed bytes: it would
        answer wrongly or panic. It also begins an empty index where its list of files is missing.
        """
        state = self._load_state()
        if state.checksums and not Index.exists(str(self._path)):
            raise self._damaged("meta.json is missing")
        for path in self._segment_files():
            expected = state.checksums.get(path.name)
            with suppress(FileNotFoundError):  # another process has merged it away
                if expected is not None and _checksum(path) != expected:
                    raise self._damaged(f"{path.name} is not as it was written")

    def _segment_files(self) -> list[Path]:
        files = self._path.iterdir() if self._path is not None else ()
        return [path for path in files if _SEGMENT_FILE.fullmatch(path.name)]

    def _query(self, terms: list[str], filter_ids: frozenset[int] | None) -> Query:
        """Any of the terms; a small filter is part of the query."""
        query = Query.boolean_query(
            [(Occur.Should, Query.term_query(self._schema, _TERMS, t, "freq")) for t in terms]
        )
        if filter_ids is None or len(filter_ids) > _SMALL:
            return query
        members = Query.term_set_query(self._schema, _ID, list(filter_ids))
        return Query.boolean_query(
            [(Occur.Must, query), (Occur.Must, Query.const_score_query(members, 0.0))]
        )

    def _write(self, change: Callable[[IndexWriter], None], position: int) -> None:
        """Commit a change, and then save its position."""
        try:
            writer = self._index.writer(_HEAP, 1)
            writer.garbage_collect_files()  # a file left by a killed process can be in the way
            change(writer)
            writer.commit()
            with suppress(ValueError):  # a merge that fails loses nothing
                writer.wait_merging_threads()
            self._save_state(position)
        except (ValueError, OSError) as error:
            if "LockBusy" in str(error):
                raise IndexBusy(
                    message(
                        "Another process is writing the word index in {path}. Try again when "
                        "it has finished.",
                        path=str(self._path),
                    )
                ) from error
            raise OSError(
                f"The word index in {self._path} could not be written: {error}. "
                "The last commit stands; free some space on the disk and index again."
            ) from error
        self.reload()

    @staticmethod
    def _apply(writer: IndexWriter, changes: dict[int, str | None]) -> None:
        for passage_id, terms in changes.items():
            writer.delete_documents_by_term(_ID, passage_id)
            if terms is not None:
                writer.add_document(Document(**{_ID: passage_id, _TERMS: terms}))

    def _copy_all(self, writer: IndexWriter) -> None:
        """Add every passage again to an emptied index, which is then one segment."""
        searcher = self._searcher
        found: Any = searcher.search(Query.all_query(), max(len(self), 1), count=False)
        addresses = [address for _, address in found.hits]
        writer.delete_all_documents()
        ids = searcher.fast_field_values(_ID, addresses)
        for passage_id, address in zip(ids, addresses, strict=True):
            terms = searcher.doc(address).get_first(_TERMS)
            writer.add_document(Document(**{_ID: passage_id, _TERMS: terms or ""}))

    def _load_state(self) -> _State:
        """The saved state, or one of position 0 where there is none or it cannot be read."""
        if self._path is None:
            return self._state
        try:
            saved = json.loads((self._path / _STATE).read_text("utf-8"))
            return _State(int(saved["position"]), dict(saved["checksums"]))
        except (OSError, ValueError, TypeError, LookupError):
            return _State(0, {})

    def _save_state(self, position: int) -> None:
        known = self._state.checksums
        checksums = {p.name: known.get(p.name) or _checksum(p) for p in self._segment_files()}
        self._state = _State(position, checksums)
        if self._path is None:
            return
        waiting = self._path / f"{_STATE}.new"
        with waiting.open("w", encoding="utf-8") as file:
            json.dump(self._state._asdict(), file)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(self._path / _STATE)

    def _damaged(self, what: str) -> DamagedIndex:
        return DamagedIndex(f"The word index in {self._path} is damaged: {what}.")


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return checksum
