"""Extends a sentence to an excerpt: with the rest of a quotation and the sentence it refers to."""

import re
from typing import TypeGuard

from bot.answering.extraction.candidates import Candidate
from bot.answering.extraction.leads import find_lead
from bot.answering.extraction.overlap import Sentence, split_sentences
from bot.replies import Span
from corpus.article import Article, Zone, ZoneKind
from index.retriever import RetrievedPassage

_MAX_DISTANCE = 2
"""Sentences searched on each side for the ends of a quotation."""
_MAX_LENGTH = 700
"""The maximum length of an excerpt in characters; otherwise the sentence stands alone."""
_MAX_CONTEXT = 1000
"""Characters searched on each side of a passage for the rest of an excerpt."""

_OPENING_QUOTE = re.compile(r"(?<![^\s(\[])\"(?=\w)")
_CLOSING_QUOTE = re.compile(r"(?<=[\w.,!?…])\"(?!\w)")
_PERSONAL_PRONOUN = re.compile(r"\b(?:he|she)\b")
_NAME = re.compile(r"(?<=[\w,;:–—-]\s)[A-Z][\w’'-]+|^[A-Z][\w’'-]+\s[A-Z]")


def find_excerpt(candidate: Candidate) -> Span:
    """Return the excerpt of a candidate: what ``extend_sentence`` returns, and its topic."""
    start, end = extend_sentence(candidate.passage, (candidate.start, candidate.end))
    if candidate.topic is None or candidate.topic[0] >= start:
        return start, end
    widened = candidate.topic[0], end
    fits = end - widened[0] <= _MAX_LENGTH and candidate.passage.article.is_evidence(*widened)
    return widened if fits else (start, end)


def extend_sentence(passage: RetrievedPassage, sentence: Span) -> Span:
    """Return a sentence of a passage with the rest of its quotation and what it refers to.

    A quotation is shown whole, since its ends name the speaker. The sentence before is added if
    this one refers to "it" or "they", or to "he" or "she" before any name. The span is in article
    offsets, within evidence, and at most ``_MAX_LENGTH`` long.
    """
    article = passage.article
    if excerpt := _find_excerpt_with_lead(article, sentence):
        return excerpt
    begin, stop = _find_context(passage)
    text = article.flow(begin, stop)
    sentences = split_sentences(text)
    offset = sentence[0] - begin
    place = next((i for i, each in enumerate(sentences) if each.start == offset), None)
    if place is None:
        return sentence
    first, last = _find_quotation(text, sentences, place)
    if first and _refers_back(text, sentences[first]) and not sentences[first - 1].is_heading:
        first -= 1
    start, end = begin + sentences[first].start, begin + sentences[last].end
    fits = end - start <= _MAX_LENGTH and article.is_evidence(start, end)
    return (start, end) if fits else sentence


def _find_excerpt_with_lead(article: Article, sentence: Span) -> Span | None:
    """Return a line with its whole list or table, or else from its lead on, if that fits."""
    lead = find_lead(article, sentence[0])
    if lead is None:
        return None
    start = min([sentence[0], *(first for first, _ in lead.spans), *(lead.block or ())])
    ends = (lead.block[1] if lead.block else sentence[1], sentence[1])
    fitting = (
        (start, end)
        for end in ends
        if end - start <= _MAX_LENGTH and article.is_evidence(start, end)
    )
    return next(fitting, None)


def _find_context(passage: RetrievedPassage) -> Span:
    """Return the passage with body paragraphs around it, up to ``_MAX_CONTEXT`` a side."""
    article = passage.article
    start, end = passage.start, passage.end
    while passage.start - start < _MAX_CONTEXT and _is_body(zone := article.zone_at(start - 1)):
        start = zone.start
    while end - passage.end < _MAX_CONTEXT and _is_body(zone := article.zone_at(end)):
        end = zone.end
    return max(start, passage.start - _MAX_CONTEXT), min(end, passage.end + _MAX_CONTEXT)


def _is_body(zone: Zone | None) -> TypeGuard[Zone]:
    return zone is not None and zone.kind is ZoneKind.BODY


def _find_quotation(text: str, sentences: tuple[Sentence, ...], place: int) -> tuple[int, int]:
    """Return the indices of the first and last sentence of the quotation around a sentence."""
    first = last = place
    if _count_open_quotes(text, sentences, place) > 0:  # it begins inside a quotation
        opening = [
            i for i in _get_range_before(place) if _compute_quote_balance(text, sentences[i]) > 0
        ]
        first = opening[0] if opening else place
    if _count_open_quotes(text, sentences, place + 1) > 0:  # and ends inside one
        after = range(place + 1, min(place + 1 + _MAX_DISTANCE, len(sentences)))
        closing = [i for i in after if _compute_quote_balance(text, sentences[i]) < 0]
        last = closing[0] if closing else place
    return first, last


def _get_range_before(place: int) -> range:
    return range(place - 1, max(place - 1 - _MAX_DISTANCE, -1), -1)


def _count_open_quotes(text: str, sentences: tuple[Sentence, ...], place: int) -> int:
    """Count the quotations open where a sentence begins, from the nearest sentences."""
    depth = 0
    for each in sentences[max(0, place - 1 - _MAX_DISTANCE) : place]:
        depth = min(1, max(0, depth + _compute_quote_balance(text, each)))
    return depth


def _compute_quote_balance(text: str, sentence: Sentence) -> int:
    """Count the quotations that the sentence opens minus those it closes."""
    words = text[sentence.start : sentence.end]
    return words.count("“") - words.count("”") + _compute_straight_balance(words)


def _compute_straight_balance(words: str) -> int:
    """The same for straight quotation marks, which open before a word and close after one."""
    return len(_OPENING_QUOTE.findall(words)) - len(_CLOSING_QUOTE.findall(words))


def _refers_back(text: str, sentence: Sentence) -> bool:
    if sentence.refers_back:
        return True
    words = text[sentence.start : sentence.end]
    pronoun = _PERSONAL_PRONOUN.search(words)
    return pronoun is not None and not _NAME.search(words, 1, pronoun.start())
