"""One commit of a tantivy index, as searches see it."""

import json
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any

from tantivy import DocAddress, Occur, Order, Query, Schema, SchemaBuilder, Searcher

from index import analyzer
from index.lexical import bm25
from index.ports import Hit

ID, LENGTH = "id", "length"
TERMS = f"terms{analyzer.ANALYZER_VERSION}"
"""Named after the analysis, so that an index of other terms does not fit the schema."""
Sieve = frozenset[int] | None
"""The ids that a search keeps to, or all."""
_SPARE = 8
"""Candidates beyond ``k``: enough for most ties at the edge, cheap to have."""
_SMALL = 500
"""Ids of a filter that are cheaper for the engine to look up than for us to sieve."""
_ROUNDING = 2e-6
"""The engine's scores are float32: how far off they may be, as a part of themselves."""
_IDF_ROUNDING = 2e-7
"""How far off its idf may be, in all: much, for terms that nearly every passage holds."""
_TOLERANCE = 1e-4
"""How far off the engine's scores may be before they are replaced by exact ones."""


def schema() -> Schema:
    """The fields of an entry; terms come analysed and are only split at spaces."""
    builder = SchemaBuilder()
    builder.add_integer_field(ID, fast=True, indexed=True)
    builder.add_integer_field(LENGTH, fast=True)
    builder.add_text_field(TERMS, stored=True, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class View:
    """The passages of one commit and their statistics; safe to use from several threads.

    The engine's own statistics count removed passages until their segment is merged, and lengths
    are rounded when it is. Its terms are therefore boosted to the true idf, and what is left, a
    mean length that is not the true one, bounds how far off its scores can be. They are taken
    as they are where that is less than 1 in 10,000, but for those so near each other that their
    order is in doubt; else, all are computed from the passages' stored terms. More passages are
    asked for until none that was not proposed could still come among the best. Ids and order
    are those of a rebuilt index.
    """

    def __init__(self, fields: Schema, searcher: Searcher) -> None:
        self._schema = fields
        self._searcher = searcher
        self._containing: dict[str, int] = {}
        self.passages = searcher.num_docs
        self.entries, self._average = searcher.num_docs, self._mean_length()
        self._error = self._read_statistics() + _ROUNDING

    @property
    def is_whole(self) -> bool:
        """Whether all passages lie in one segment, without removed ones between them."""
        return self.entries == self.passages and self._searcher.num_segments <= 1

    @property
    def is_drifting(self) -> bool:
        """Whether the engine's statistics are so far off that searches cost several times more."""
        return self._error > _TOLERANCE

    def _read_statistics(self) -> float:
        """What the engine takes for the number of entries, and how wrong its mean length is."""
        longest: Any = self._searcher.search(
            Query.all_query(), 1, count=False, order_by_field=LENGTH, order=Order.Desc
        )
        address = longest.hits[0][1] if longest.hits else DocAddress(0, 0)
        terms = self._terms(address) if longest.hits else []
        if not terms:
            return 0.0
        told = json.loads(self._term(terms[0]).explain(self._searcher, address).to_json())
        self.entries = int(_explained(told, "N,") or self.entries)
        average = _explained(told, "avgdl,") or self._average
        # A term's score changes by no larger a part of itself than the mean length does.
        return max(self._average / average, average / self._average) - 1

    def search(self, terms: list[str], k: int, among: Collection[int] | None) -> list[Hit]:
        """The ``k`` best passages for these terms; ``among`` keeps to those."""
        weights = self._weights(terms)
        sieve = None if among is None else frozenset(among)
        if not weights or k <= 0 or sieve == frozenset():
            return []
        query = self._query(weights, sieve)
        limit = k + _SPARE
        if sieve is not None and len(sieve) > _SMALL:
            limit = limit * self.entries // len(sieve) + _SPARE
        while True:
            found: Any = self._searcher.search(query, min(limit, self.entries), count=False).hits
            hits = self._ranked(found, weights, sieve, k)
            if len(found) < limit:
                return hits[:k]
            # no passage that the engine puts below its last can be among the best
            if len(hits) >= k and hits[k - 1].score > found[-1][0] * self._least(weights):
                return hits[:k]
            limit *= 4

    def _least(self, weights: dict[str, float]) -> float:
        """The ratio of two of the engine's scores that leaves no doubt which is the higher."""
        return 1 + 2 * (self._error + _IDF_ROUNDING / min(weights.values()))

    def _ranked(
        self, found: list[tuple[float, DocAddress]], weights: dict[str, float], sieve: Sieve, k: int
    ) -> list[Hit]:
        """The proposed passages, of which the best ``k`` are in their true order."""

        def exact(address: DocAddress) -> float:
            return bm25.score(self._terms(address), weights, self._average)

        ids = self._values(ID, [address for _, address in found])
        proposed = zip(ids, found, strict=True)
        wanted = [(i, *hit) for i, hit in proposed if sieve is None or i in sieve]
        doubtful = _doubtful([score for _, score, _ in wanted], k, self._least(weights))
        scores = (
            exact(address) if number in doubtful else score
            for number, (_, score, address) in enumerate(wanted)
        )
        return bm25.best([Hit(hit[0], score) for hit, score in zip(wanted, scores, strict=True)])

    def _query(self, weights: dict[str, float], sieve: Sieve) -> Query:
        """Any of the terms, each boosted to its true idf, within a small sieve."""
        terms = [(Occur.Should, self._boosted(*item)) for item in weights.items()]
        query = Query.boolean_query(terms)
        if sieve is None or len(sieve) > _SMALL:
            return query
        members = Query.term_set_query(self._schema, ID, list(sieve))
        return Query.boolean_query(
            [(Occur.Must, query), (Occur.Must, Query.const_score_query(members, 0.0))]
        )

    def _boosted(self, term: str, weight: float) -> Query:
        if self.entries == self.passages:
            return self._term(term)
        own = bm25.idf(self.entries, self._searcher.doc_freq(TERMS, term))
        return Query.boost_query(self._term(term), weight / own)

    def _weights(self, terms: list[str]) -> dict[str, float]:
        """The terms that stand in a passage, in alphabetical order, with their idf."""
        found = {term: self._count(term) for term in sorted(set(terms))}
        return {term: bm25.idf(self.passages, n) for term, n in found.items() if n}

    def _count(self, term: str) -> int:
        """How many passages hold the term, removed ones left out."""
        if self.entries == self.passages:
            return self._searcher.doc_freq(TERMS, term)
        if term not in self._containing:
            result: Any = self._searcher.search(self._term(term), 1, count=True)
            self._containing[term] = result.count
        return self._containing[term]

    def _mean_length(self) -> float:
        sums = {"terms": {"sum": {"field": LENGTH}}}
        total = self._searcher.aggregate(Query.all_query(), sums)["terms"]["value"]
        return float(total) / max(self.passages, 1)

    def everything(self) -> Iterator[tuple[int, list[str]]]:
        """Every passage's id and terms."""
        found = self._searcher.search(Query.all_query(), max(self.passages, 1), count=False)
        addresses = [address for _, address in found.hits]
        for passage_id, address in zip(self._values(ID, addresses), addresses, strict=True):
            yield int(passage_id), self._terms(address)

    def _term(self, term: str) -> Query:
        return Query.term_query(self._schema, TERMS, term, "freq")

    def _terms(self, address: DocAddress) -> list[str]:
        return str(self._searcher.doc(address).get_first(TERMS) or "").split()

    def _values(self, field: str, addresses: list[DocAddress]) -> list[Any]:
        return self._searcher.fast_field_values(field, addresses)


def _doubtful(scores: list[float], k: int, least: float) -> Collection[int]:
    """The places of those whose scores, best first, leave the order of ``k`` in doubt.

    ``least`` is the ratio that leaves none; where that is large, all are.
    """
    if least > 1 + 2 * _TOLERANCE:
        return range(len(scores))
    doubtful: set[int] = set()
    for number, (left, right) in enumerate(pairwise(scores), start=1):
        if left <= right * least:
            doubtful |= {number - 1, number}
        elif number >= k:
            break
    return doubtful


def _explained(part: dict[str, Any], name: str) -> float | None:
    """The value that an explanation gives for what its description begins with."""
    if part["description"].startswith(name):
        return float(part["value"])
    inner = (_explained(detail, name) for detail in part.get("details", ()))
    return next((value for value in inner if value is not None), None)
