"""Chooses the sentences of an article that a claim is judged by."""

import math
from collections import Counter
from collections.abc import Sequence

from index.analyzer import extract_terms

MAX_CHARACTERS = 800
"""Characters of a window: about 180 of the judge's tokens."""
_NEIGHBOUR = 0.25
"""The share of a sentence's score that its neighbours get: what "he" means stands beside it."""


def choose_sentences(
    claim: str, sentences: Sequence[str], max_characters: int = MAX_CHARACTERS
) -> list[int]:
    """Return the sentences that share most with a claim, as ascending indexes.

    A term of the claim weighs ``log(1 + n / (df + 0.5))``, with ``df`` of the article's ``n``
    sentences that have it. The result is never longer than ``max_characters``, but for a single
    sentence; a short article is returned whole. It is empty only if there are no sentences.
    """
    scores = score_sentences(claim, sentences)
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
    chosen, length = list[int](), 0
    for at in order:
        size = len(sentences[at])
        if not chosen or length + size <= max_characters:
            chosen.append(at)
            length += size
    return sorted(chosen)


def score_sentences(claim: str, sentences: Sequence[str]) -> list[float]:
    """Return the weight of the claim's terms in each sentence, and in part of its neighbours."""
    terms = [set(extract_terms(sentence)) for sentence in sentences]
    frequencies = Counter(term for each in terms for term in each)
    weights = {
        term: math.log(1 + len(terms) / (frequencies[term] + 0.5))
        for term in set(extract_terms(claim))
    }
    own = [sum(weights[term] for term in sorted(weights.keys() & each)) for each in terms]
    padded = [0.0, *own, 0.0]
    return [score + _NEIGHBOUR * max(padded[at], padded[at + 2]) for at, score in enumerate(own)]
