"""Reads a misspelt name in a question as the name that the articles have."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpus.store.articles import Store
from index.analyzer import extract_terms
from index.embedding.models import find_packaged_folder
from index.ports import LexicalIndex

_MIN_LENGTH = 4
"""In letters; shorter words have too many neighbours."""
_MIN_LENGTH_IN_SMALL_LETTERS = 6
"""The same for a word without a capital, which may be no name."""
_MIN_LENGTH_FOR_TWO_EDITS = 8
_MAX_NAMES = 5
"""The maximum number of similar terms whose passages are looked at."""
_PASSAGES = 5
"""Passages in which the spelling of a name is looked for."""
_MIN_TRAILING = 5
"""A term that goes on after this many equal letters is a form of the same word."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])\Z")


class _SimilarTerm(NamedTuple):
    """A term of the articles; the smallest is the most similar, then the most frequent."""

    distance: int
    negative_count: int
    term: str


class NameSpeller:
    """Corrects the names in questions to one collection.

    ``is_word`` tells the words that are never read as another one.
    """

    def __init__(
        self,
        store: Store,
        collection: str,
        lexical: Callable[[], LexicalIndex],
        is_word: Callable[[str], bool],
    ) -> None:
        self._store = store
        self._collection = collection
        self._lexical = lexical
        self._is_word = is_word

    def correct(self, question: str) -> str:
        """Return the question with its misspelt names as the articles write them.

        A word is read as a name of the articles if no article has it, it is not a common word, and
        it differs from the name by one edit, or by two from ``_MIN_LENGTH_FOR_TWO_EDITS`` letters
        on (Damerau 1964; the first letter is right). A word in small letters is no name where
        others have capitals; otherwise it is read more carefully. Numbers and words in capitals
        stay.
        """
        parts, done = [], 0
        words = list(_WORD.finditer(question))
        has_capitals = any(not match.group().islower() for match in words[1:])
        for match in words:
            if match.group().islower() and has_capitals:
                continue
            if name := self._find_name(match.group()):
                parts += [question[done : match.start()], name]
                done = match.end()
        return "".join([*parts, question[done:]])

    def _find_name(self, word: str) -> str | None:
        """Return the name that a word is a misspelling of, with the ending of the word."""
        bare = _POSSESSIVE.sub("", word)
        terms = extract_terms(bare)
        least = _MIN_LENGTH_IN_SMALL_LETTERS if bare.islower() else _MIN_LENGTH
        if len(terms) != 1 or len(bare) < least or bare.isupper():
            return None
        term = terms[0]
        if self._lexical().count_terms(term) or self._is_word(bare.casefold()):
            return None
        recorded = self._find_recorded_names()
        if term in recorded:
            return None
        most = 2 if len(bare) >= _MIN_LENGTH_FOR_TWO_EDITS and not bare.islower() else 1
        for similar in sorted(self._find_similar(term, recorded, most))[:_MAX_NAMES]:
            spelling = recorded.get(similar.term) or self._find_spelling(similar.term)
            if spelling and compute_edit_distance(bare.casefold(), spelling.casefold()) <= most:
                return spelling + word[len(bare) :]
        return None

    def _find_similar(
        self, term: str, recorded: dict[str, str], most: int
    ) -> Iterator[_SimilarTerm]:
        counts = dict.fromkeys(recorded, 1) | self._lexical().count_terms(term[:1])
        for other, count in counts.items():
            if _may_be_near(term, other, most) and not _is_continued(term, other):
                distance = compute_edit_distance(term, other)
                if distance <= most:
                    yield _SimilarTerm(distance, -count, other)

    def _find_recorded_names(self) -> dict[str, str]:
        """Return the spellings of the names of authors and outlets, by term."""
        lines = self._store.articles(self._collection)
        names = {name for line in lines for name in (line.author, line.source) if name}
        words = (word for name in names for word in _WORD.findall(name))
        return {term: word for word in words for term in extract_terms(word)}

    def _find_spelling(self, term: str) -> str | None:
        """Return how the articles write a term if they use it as a name, or ``None``.

        A name has a capital inside a sentence, and never a small letter.
        """
        hits = self._lexical().search(term, _PASSAGES)
        rows = self._store.passages(self._collection, [hit.passage_id for hit in hits])
        articles = self._store.revisions(self._collection, {row.revision for row in rows.values()})
        texts = [
            articles[row.revision].flow(row.start, row.end)
            for row in rows.values()
            if row.revision in articles
        ]
        return _choose_spelling(term, texts)


def _choose_spelling(term: str, texts: Sequence[str]) -> str | None:
    found = [
        (_POSSESSIVE.sub("", match.group()), _is_inside_sentence(text, match.start()))
        for text in texts
        for match in _WORD.finditer(text)
        if extract_terms(match.group()) == [term]
    ]
    is_name = any(inside for _, inside in found) and not any(w.islower() for w, _ in found)
    return next((word for word, inside in found if inside), None) if is_name else None


def _is_inside_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip("“\"‘'(")
    return bool(re.search(r"[\w,;–—-]\s\Z", before))


def _may_be_near(term: str, other: str, most: int) -> bool:
    """Whether the distance can be at most ``most``; this is faster than to compute it."""
    if abs(len(term) - len(other)) > most or not other.isalpha():
        return False
    return len(set(term) ^ set(other)) <= 2 * most


def _is_continued(term: str, other: str) -> bool:
    """Whether one term is the other and an ending, but no letter twice: "russia" and "russian"."""
    short, long = sorted((term, other), key=len)
    is_longer = long.startswith(short) and long != short + short[-1]
    return len(short) >= _MIN_TRAILING and is_longer


def compute_edit_distance(one: str, other: str) -> int:
    """Return the number of insertions, deletions, replacements and swaps of neighbours.

    This is optimal string alignment: no part of the text is edited twice (Damerau 1964).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, goal in enumerate(other, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != goal))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == goal:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def is_common_word(word: str) -> bool:
    """Whether the vocabulary of the embedding model has this word, in small letters, as a whole."""
    return word in _load_vocabulary()


@cache
def _load_vocabulary() -> frozenset[str]:
    """Load the 22,000 whole words that the model came with; empty if its package is missing."""
    folder = find_packaged_folder()
    if folder is None:
        return frozenset()
    stored = json.loads((folder / "tokenizer.json").read_bytes())
    return frozenset(word for word in stored["model"]["vocab"] if word.isalpha())
