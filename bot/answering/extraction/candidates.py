"""Every sentence of the retrieved passages, with what speaks for and against it as an answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from math import log
from operator import mul
from typing import NamedTuple

from bot.answering.extraction.answer_types import expressions, names
from bot.answering.extraction.highlight import find_span
from bot.answering.extraction.overlap import Asked, Credits, Sentence, sentences_of, united
from bot.answering.extraction.question import AnswerKind, analysed
from bot.replies import Span
from corpus.article import Article, ZoneKind
from index.analyzer import terms
from index.retriever import RetrievedPassage


class Features(NamedTuple):
    """What a sentence has of a question, each from 0 to 1 unless said otherwise.

    ``coverage``: the weighted share of the question's terms in it; ``around``: what its
    neighbours add to that; ``title``: what the article's title, outlet, author and date add to it;
    ``rare``: the coverage where terms in fewer of the sentences weigh more; ``pairs``: the share
    of the question's neighbouring terms that are near each other in it; ``cosine``: the passage's
    (-1 to 1); ``heading`` and ``query``: 1 where it is a headline or a question itself.
    """

    coverage: float
    around: float
    title: float
    rare: float
    pairs: float
    cosine: float
    heading: float
    query: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage, in its article's coordinates, and the statement right before it.

    ``credits`` is what it holds of the question, ``around`` what its passage and title do.
    """

    passage: RetrievedPassage
    start: int
    end: int
    sentence: Sentence
    credits: Credits
    around: Credits
    features: Features
    before: Span | None

    @property
    def text(self) -> str:
        """The sentence's exact words."""
        return self.passage.article.text[self.start : self.end]


@dataclass(frozen=True)
class Field:
    """What was retrieved for a question: its sentences, and what all of them hold together."""

    asked: Asked
    candidates: tuple[Candidate, ...]
    credits: Credits
    """The best credit of each term in any passage, its title included."""


def field_of(question: str, passages: Sequence[RetrievedPassage]) -> Field:
    """All evidence sentences of the passages, each place of an article once."""
    texts = [sentences_of(passage.flow) for passage in passages]
    abouts = [_about(passage.article) for passage in passages]
    flat = [sentence for sentences in texts for sentence in sentences]
    vocabulary = frozenset[str]().union(*abouts, *(s.terms for s in flat))
    capitals = frozenset[str]().union(*(s.capitals for s in flat))
    asked = Asked.of(question, vocabulary, capitals)
    scale = _Scale(asked, flat)
    candidates = [
        candidate
        for passage, sentences in zip(passages, texts, strict=True)
        for candidate in _candidates(asked, scale, passage, sentences)
    ]
    places = {(c.passage.article.id, c.start, c.end): c for c in reversed(candidates)}
    return Field(
        asked,
        tuple(reversed(places.values())),
        asked.credits(vocabulary),
    )


class _Scale:
    """Weights of the question's terms that grow as fewer of the retrieved sentences hold them."""

    def __init__(self, asked: Asked, sentences: Sequence[Sentence]) -> None:
        n = len(sentences)
        held = (sum(term in sentence.terms for sentence in sentences) for term in asked.terms)
        rarity = (log(1 + (n + 0.5) / (times + 0.5)) for times in held)
        self._weights = tuple(map(mul, asked.weights, rarity))
        self._total = sum(self._weights) or 1.0

    def share(self, found: Credits) -> float:
        return float(sum(map(mul, self._weights, found))) / self._total


def _candidates(
    asked: Asked, scale: _Scale, passage: RetrievedPassage, sentences: Sequence[Sentence]
) -> Iterator[Candidate]:
    about = asked.credits(_about(passage.article))
    held = [asked.credits(sentence.terms) for sentence in sentences]
    nothing = (0.0,) * len(asked.terms)
    all_held = united(about, *held)
    is_evidence = passage.article.is_evidence
    whole = is_evidence(passage.start, passage.end)
    before: Span | None = None
    for each, own, left, right in zip(
        sentences, held, [nothing, *held], [*held[1:], nothing], strict=False
    ):
        span = passage.start + each.start, passage.start + each.end
        if not (whole or is_evidence(*span)):
            before = None
            continue
        coverage = asked.share(own)
        features = Features(
            coverage=coverage,
            around=asked.share(united(left, own, right)) - coverage,
            title=asked.share(united(own, about)) - coverage,
            rare=scale.share(own),
            pairs=_share_of_pairs(asked, each),
            cosine=passage.cosine,
            heading=float(each.is_heading or _is_headline(passage.article, span[0])),
            query=float(each.is_question),
        )
        yield Candidate(passage, *span, each, own, all_held, features, before)
        before = None if features.heading else span


def _share_of_pairs(asked: Asked, sentence: Sentence) -> float:
    if sentence.pairs.isdisjoint(asked.pairs):
        return 0.0
    return sum(pair in sentence.pairs for pair in asked.pairs) / len(asked.pairs)


def _is_headline(article: Article, start: int) -> bool:
    zone = article.zone_at(start)
    return zone is not None and zone.kind in {ZoneKind.HEADLINE, ZoneKind.HEADING}


@lru_cache(maxsize=4096)
def _about_terms(line: str) -> frozenset[str]:
    return frozenset(terms(line))


def _about(article: Article) -> frozenset[str]:
    """The terms of what is known about an article beside its text."""
    published = f"{article.published:%d %B %Y}" if article.published else ""
    return _about_terms(
        " ".join(filter(None, [article.title, article.source, article.author, published]))
    )


class Form(NamedTuple):
    """The form of a sentence, each 0 or 1 unless said otherwise.

    ``untyped``: it lacks words of the kind asked for; ``spanned``: an answering span was found in
    it; ``quoted``: it quotes, and the question is about what was said; ``apposed``: a "who is"
    question's words that a name in it follows directly, from 0 to 1.
    """

    untyped: float
    spanned: float
    quoted: float
    apposed: float


class Look(NamedTuple):
    """A sentence's form, and the span that answers where one was found."""

    form: Form
    span: Span | None


def look(candidate: Candidate, asked: Asked) -> Look:
    """Look at one sentence closely; the span is in its article's coordinates."""
    kind = analysed(asked.question).kind
    text = candidate.text
    span = find_span(asked.question, candidate.passage.article.text, candidate.start, candidate.end)
    untyped = kind is not AnswerKind.OTHER and not _has(kind, text, asked)
    quoted = bool(_SAYING.search(asked.question) and _QUOTATION.search(text))
    form = Form(float(untyped), float(span is not None), float(quoted), _apposed(text, asked))
    return Look(form, span)


def _has(kind: AnswerKind, text: str, asked: Asked) -> bool:
    """Whether the text has words of this kind beyond the question's own."""
    own = set(asked.terms)
    return any(own.isdisjoint(terms(text[a:b])) for a, b in expressions(kind, text))


def _apposed(text: str, asked: Asked) -> float:
    """The share of the words "who is" asks about that stand right before a name: its title."""
    if not (_WHO_IS.match(asked.question) and asked.terms):
        return 0.0
    titles = (_title(text[:start], asked) for start, _ in names(text))
    return max(titles, default=0) / len(asked.terms)


def _title(before: str, asked: Asked) -> int:
    """How many words right before a name are the question's."""
    words = [terms(word) for word in before.split()[-len(asked.terms) :]]
    known = (bool(found) and found[0] in asked.terms for found in reversed(words))
    return sum(1 for _ in takewhile(bool, known))


_WHO_IS = re.compile(r"\s*who(?:\s+(?:is|was|are|were)|['’]s)\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\bwhat\b.*\b(?:say|said|says|tell|told|argued?|claim(?:ed)?|think|warn(?:ed)?|repl(?:y|ied)|respond(?:ed)?|respon[cs]e)\b",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"[“”\"«»]|\bsa(?:id|ys) that\b")
