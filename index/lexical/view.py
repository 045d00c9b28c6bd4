"""One commit of a tantivy index, as searches see it."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from tantivy import DocAddress, Occur, Query, Schema, SchemaBuilder, Searcher

from index import analysis
from index.lexical import bm25
from index.ports import Hit

ID, LENGTH, POSITION = "id", "length", "position"
TERMS = f"terms{analysis.VERSION}"
"""Named after the analysis, so that an index of other terms does not fit the schema."""
MARK = "#position"
"""The term of the one entry that is no passage and holds the position; no analysis yields it."""
Sieve = frozenset[int] | None
"""The ids that a search keeps to, or all."""
_SPARE = 16
"""Candidates beyond ``k``: enough for most ties at the edge, cheap to score."""
_SMALL = 500
"""Ids of a filter that are cheaper for the engine to look up than for us to sieve."""
_ROUNDING = 1 + 1e-5
"""The engine's scores are float32."""


def schema() -> Schema:
    """The fields of an entry; terms come analysed and are only split at spaces."""
    builder = SchemaBuilder()
    builder.add_integer_field(ID, fast=True, indexed=True)
    builder.add_integer_field(LENGTH, fast=True)
    builder.add_integer_field(POSITION, fast=True)
    builder.add_text_field(TERMS, stored=True, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class View:
    """The passages of one commit and their statistics; safe to use from several threads.

    The engine's own statistics count removed passages until their segment is merged, so its
    scores drift. It therefore only proposes: its terms are boosted to the true idf, the
    proposed passages are scored from their stored terms, and more are asked for until none that
    was not proposed could still come among the best. The result is that of a rebuilt index.
    """

    def __init__(self, fields: Schema, searcher: Searcher) -> None:
        self._schema = fields
        self._searcher = searcher
        self._containing: dict[str, int] = {}
        marks = searcher.search(self._term(MARK), 1).hits
        self.passages = searcher.num_docs - len(marks)
        self.entries, self.position, self._slack = searcher.num_docs, 0, _ROUNDING
        self._average = self._mean_length()
        if marks:
            self._read_mark(marks[0][1])

    def _read_mark(self, mark: DocAddress) -> None:
        """The position, and what the engine takes for the number and mean length of entries."""
        self.position = int(self._values(POSITION, [mark])[0])
        told = json.loads(self._term(MARK).explain(self._searcher, mark).to_json())
        self.entries = int(_explained(told, "N,") or 0)
        average = _explained(told, "avgdl,") or self._average
        # With a shorter average the engine scores too low, by no more than this factor.
        self._slack = max(1.0, self._average / average) * _ROUNDING

    def search(self, terms: list[str], k: int, among: Collection[int] | None) -> list[Hit]:
        """The ``k`` best passages for these terms, exactly; ``among`` keeps to those."""
        weights = self._weights(terms)
        sieve = None if among is None else frozenset(among)
        if not weights or k <= 0 or sieve == frozenset():
            return []
        query = self._query(weights, sieve)
        limit = k + _SPARE
        if sieve is not None and len(sieve) > _SMALL:
            limit = limit * self.entries // len(sieve) + _SPARE
        while True:
            found = self._searcher.search(query, min(limit, self.entries), count=False).hits
            hits = self._scored(found, weights, sieve)
            if len(found) < limit or self._is_settled(hits, k, found[-1][0]):
                return hits[:k]
            limit *= 4

    def _is_settled(self, hits: list[Hit], k: int, last: float) -> bool:
        """Whether no passage that the engine puts below ``last`` can be among the best."""
        return len(hits) >= k and hits[k - 1].score > last * self._slack

    def _scored(
        self, found: list[tuple[Any, DocAddress]], weights: dict[str, float], sieve: Sieve
    ) -> list[Hit]:
        addresses = [address for _, address in found]
        pairs = zip(self._values(ID, addresses), addresses, strict=True)
        wanted = ((i, address) for i, address in pairs if sieve is None or i in sieve)
        return bm25.best(
            [Hit(i, bm25.score(self._terms(at), weights, self._average)) for i, at in wanted]
        )

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
        own = bm25.idf(self.entries, self._searcher.doc_freq(TERMS, term))
        return Query.boost_query(self._term(term), weight / own)

    def _weights(self, terms: list[str]) -> dict[str, float]:
        """The terms that stand in a passage, in alphabetical order, with their idf."""
        found = {term: self._count(term) for term in sorted(set(terms))}
        return {term: bm25.idf(self.passages, n) for term, n in found.items() if n}

    def _count(self, term: str) -> int:
        """How many passages hold the term, removed ones left out."""
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
        found = self._searcher.search(Query.exists_query(ID), max(self.entries, 1), count=False)
        addresses = [address for _, address in found.hits]
        for passage_id, address in zip(self._values(ID, addresses), addresses, strict=True):
            yield int(passage_id), self._terms(address)

    def _term(self, term: str) -> Query:
        return Query.term_query(self._schema, TERMS, term, "freq")

    def _terms(self, address: DocAddress) -> list[str]:
        return str(self._searcher.doc(address).get_first(TERMS) or "").split()

    def _values(self, field: str, addresses: list[DocAddress]) -> list[Any]:
        return self._searcher.fast_field_values(field, addresses)


def _explained(part: dict[str, Any], name: str) -> float | None:
    """The value that an explanation gives for what its description begins with."""
    if part["description"].startswith(name):
        return float(part["value"])
    inner = (_explained(detail, name) for detail in part.get("details", ()))
    return next((value for value in inner if value is not None), None)
