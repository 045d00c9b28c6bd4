"""BM25 over a tantivy index on disk, or in memory.

Chosen by measurement: 85,000 passages, any of a question's terms, the best 50: SQLite's FTS5
takes 84 ms at the median, tantivy 0.7 ms.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tantivy import Document, Index, IndexWriter

from corpus.messages import message
from index import analyzer
from index.errors import IndexBusy
from index.lexical.files import State, check, damaged, load_state, save_state
from index.lexical.view import ID, LENGTH, TERMS, View, schema
from index.ports import Hit

_HEAP = 50_000_000
"""Bytes that wait in memory before the engine writes them out: some 100,000 passages."""
_FEW, _PART = 1000, 8
"""Removed passages that may lie about before a rewrite: so many, and one in 8 passages."""
_MANY = 10_000
"""Passages that come, over as many as the last rewrite wrote, before they are joined."""


class TantivyIndex:
    """A lexical index whose writes become visible and durable together, at ``commit``.

    ``path`` is the index's own folder, made when it is missing; without one it is in memory.
    Hits and their order are those of ``MemoryLexicalIndex``, also after removals; scores are
    within 1 in 10,000 of its. The first write after a commit takes the folder's lock, ``commit``
    and ``rollback`` give it back; a process that is killed leaves the last commit. Safe to use
    from several threads.

    Searches are fastest where all passages lie in one segment, and no removed ones between them:
    ``commit`` writes them anew, about 30 µs a passage, when the index has more than doubled, or
    when an eighth of it are removed passages that lie about.

    Raises ``DamagedIndex`` where the folder holds no usable index of this version:
    ``index.lexical.files.erase`` it and build it again.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._schema = schema()
        self._lock = threading.RLock()
        self._writer: IndexWriter | None = None
        self._state, self._changes = State(), 0
        self._index = self._opened()
        self.reload()

    @property
    def position(self) -> int:
        """The change-log position of the last commit; 0 before the first.

        After a process was killed while it committed, it may be that of the commit before, though
        the passages are there: to add and remove them again changes nothing.
        """
        return self._state.position

    def __len__(self) -> int:
        """How many passages are committed."""
        return self._view.passages

    @property
    def entries(self) -> int:
        """How many passages the files hold, removed ones included; ``commit`` keeps it low."""
        return self._view.entries

    def search(self, query: str, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` passages of the highest BM25 score above 0, best first, ties by lower id."""
        return self._view.search(analyzer.extract_terms(query), k, among)

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Add passages; an id that is there already gets the new text.

        Raises ``ValueError`` where there is not one text for each id, ``IndexBusy`` where
        another process is writing, and ``OSError`` where the disk is full: everything since the
        last commit is then forgotten, as by ``rollback``.
        """
        passages = list(zip(ids, texts, strict=True))
        with self._lock:
            for passage_id, text in passages:
                self._drop(passage_id)
                self._put(passage_id, analyzer.extract_terms(text))

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; those that are not there are passed over. Raises as ``add``."""
        with self._lock:
            for passage_id in ids:
                self._drop(passage_id)
                self._changes += 1

    def commit(self, position: int) -> None:
        """Make everything since the last commit visible and durable, at ``position``, at once.

        Raises ``IndexBusy`` and ``OSError`` as ``add``; the last commit then stands.
        """
        with self._writing():
            state = self._state
            self._commit(State(position, state.whole, state.changes + self._changes))
            if self._is_rewrite_due():
                self._rewrite()

    def purge(self) -> None:
        """Write the files anew where they still hold words of removed passages.

        It takes some seconds for 100,000 passages. Raises as ``commit``.
        """
        with self._writing():
            if not self._view.is_whole:
                self._rewrite()

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        with self._writing():
            if self._writer is not None:
                self._write(lambda writer: writer.rollback())
            self._changes = 0

    def reload(self) -> None:
        """Show the last commit, also another process's; ``DamagedIndex`` where it is unusable."""
        try:
            if self._path is not None:
                self._state = load_state(self._path)  # first, so that it is never ahead
            self._index.reload()
            self._view = View(self._schema, self._index.searcher())
        except (ValueError, OSError) as error:
            raise damaged(self._path, str(error)) from error

    def clear(self) -> None:
        """Remove everything, at once, and go back to position 0. Raises as ``commit``."""
        with self._writing():
            self._write(lambda writer: writer.rollback())  # or what waits would be committed
            self._write(lambda writer: writer.delete_all_documents())
            self._commit(State())

    def _opened(self) -> Index:
        if self._path is None:
            return self._manual(Index(self._schema))
        self._path.mkdir(parents=True, exist_ok=True)
        check(self._path)
        try:
            return self._manual(Index(self._schema, str(self._path)))
        except (ValueError, OSError) as error:
            raise damaged(self._path, str(error)) from error

    @staticmethod
    def _manual(index: Index) -> Index:
        """Commits show when we say so: no thread of the engine's watches the folder."""
        index.config_reader("manual")
        return index

    def _put(self, passage_id: int, terms: list[str]) -> None:
        entry = Document()
        entry.add_integer(ID, passage_id)
        entry.add_integer(LENGTH, len(terms))
        entry.add_text(TERMS, " ".join(terms))
        self._write(lambda writer: writer.add_document(entry))
        self._changes += 1

    def _drop(self, passage_id: int) -> None:
        self._write(lambda writer: writer.delete_documents_by_term(ID, passage_id))

    def _commit(self, state: State) -> None:
        """Commit, and save the state so that its position is never ahead of the passages."""
        if state.position < self._state.position:
            self._save(state)
        self._write(lambda writer: writer.commit())
        self._save(state)
        self._changes = 0
        self.reload()

    def _save(self, state: State) -> None:
        self._state = state
        if self._path is not None:
            path = self._path
            self._write(lambda _: save_state(path, state))

    def _is_rewrite_due(self) -> bool:
        """Whether so much has changed that faster searches are worth writing everything anew."""
        view, (_, whole, changes) = self._view, self._state
        removed = changes if view.is_drifting else view.entries - view.passages
        return removed > whole // _PART + _FEW or changes > whole + _MANY

    def _rewrite(self) -> None:
        """Write the passages anew, in one segment, without the removed ones between them."""
        state = State(self.position, self._view.passages, 0)
        if self._view.is_whole:
            self._save(state)
            return
        self._write(lambda writer: writer.delete_all_documents())
        for passage_id, terms in self._view.everything():
            self._put(passage_id, terms)
        self._commit(state)

    def _write(self, step: Callable[[IndexWriter], object]) -> None:
        """Do one step with the writer; when it fails, its lock is given back."""
        try:
            step(self._taken())
        except (ValueError, OSError) as error:
            self._writer = None
            raise OSError(
                f"The word index in {self._path} could not be written: {error}. "
                "The last commit stands; free some space on the disk and index again."
            ) from error

    def _taken(self) -> IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(_HEAP, 1)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                raise IndexBusy(
                    message(
                        "Another process is writing the word index in {path}. Try again when "
                        "it has finished.",
                        path=str(self._path),
                    )
                ) from error
        return self._writer

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The end of a write: whatever becomes of it, the folder's lock is given back."""
        with self._lock:
            try:
                yield
            finally:
                self._release()

    def _release(self) -> None:
        """Finish merging and give the folder's lock back."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with suppress(ValueError):  # a merge that fails loses nothing: the commit stands
                writer.wait_merging_threads()
