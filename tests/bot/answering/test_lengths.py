"""Short and long replies: what is left out, and exact words of what is shown around an excerpt."""

from datetime import date
from itertools import groupby

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.answering.citations import cite
from bot.answering.lengths import (
    CONTEXT_SENTENCES,
    MAX_EXCERPT_LENGTH,
    shorten_reply,
    widen_citations,
    widen_span,
)
from bot.replies import Abstention, Answer, AnswerKind
from corpus.article import Article, Zone, ZoneKind
from index.sentences import find_sentence_spans
from tests.fakes import build_article

TEXT = (
    "The council met on Monday. Petra Lindqvist took the chair. The harbour was sold at noon. "
    "A fisherman shouted. Everybody went home early."
)
SOLD = "The harbour was sold at noon."


def cited(of, words, **known):
    start = of.text.index(words)
    return cite(of, start, start + len(words), score=1.0, **known)


def versions(*articles):
    return {(each.id, each.version): each for each in articles}


def pieces(*zones):
    """An article of these zones, each a kind and its text."""
    text, made = "", []
    for kind, words in zones:
        made.append(Zone(kind, len(text), len(text) + len(words)))
        text += words
    return Article("a", "A", text, tuple(made))


def quoting(*citations, **known):
    return Answer("?", citations, 0.9, **known)


def test_an_excerpt_is_shown_with_two_sentences_on_each_side_and_its_highlight():
    of = build_article("a", f"It rained. {TEXT} It rained again.")
    at = of.text.index("noon")
    (found,) = widen_citations([cited(of, SOLD, highlight=(at, at + 4))], versions(of))
    assert found.excerpt == TEXT == of.text[found.start : found.end]
    assert of.text[slice(*found.highlight)] == "noon"
    assert (found.title, found.score, found.zone) == ("a", 1.0, "body")


def test_paragraphs_around_it_are_shown_too():
    of = pieces(
        (ZoneKind.BODY, "It rained.\n\n"), (ZoneKind.BODY, SOLD), (ZoneKind.BODY, "\n\nOn.")
    )
    (found,) = widen_citations([cited(of, SOLD)], versions(of))
    assert found.excerpt == of.text


@pytest.mark.parametrize(
    "kind", [ZoneKind.COMMENT, ZoneKind.BOILERPLATE, ZoneKind.BYLINE, ZoneKind.DATELINE]
)
def test_nothing_that_may_not_be_quoted_comes_with_it(kind):
    of = pieces((kind, "I sold it.\n"), (ZoneKind.BODY, SOLD), (kind, "\nLies! All lies."))
    (found,) = widen_citations([cited(of, SOLD)], versions(of))
    assert found.excerpt == SOLD


def test_headings_and_captions_are_not_mixed_into_the_text():
    of = pieces(
        (ZoneKind.HEADING, "The sale\n"), (ZoneKind.BODY, SOLD), (ZoneKind.CAPTION, "\nA quay.")
    )
    assert [each.excerpt for each in widen_citations([cited(of, SOLD)], versions(of))] == [SOLD]


def test_two_excerpts_of_an_article_do_not_show_the_same_sentence_twice():
    of = build_article("a", TEXT)
    first, second = widen_citations(
        [cited(of, SOLD), cited(of, "The council met on Monday.")], versions(of)
    )
    assert second.excerpt == "The council met on Monday."
    assert first.excerpt == TEXT.removeprefix("The council met on Monday. ")


def test_an_article_that_was_corrected_or_withdrawn_just_now_changes_nothing():
    of = build_article("a", TEXT)
    assert widen_citations(
        [cited(of, SOLD)], versions(build_article("a", f"{TEXT} Corrected."))
    ) == (cited(of, SOLD),)


def test_a_fact_from_the_record_alone_stays_as_it_is():
    of = build_article("a", TEXT)
    record = cite(of, 0, 0, score=1.0)
    assert widen_citations([record], versions(of)) == (record,)


def test_a_short_answer_has_the_best_excerpt_and_its_day():
    best = cited(build_article("a", TEXT, published=date(2020, 1, 1)), SOLD)
    other = cited(build_article("b", TEXT, published=date(2021, 1, 1)), "A fisherman shouted.")
    short = shorten_reply(quoting(best, other, as_of=date(2021, 1, 1)))
    assert (short.text, short.citations) == (f"{SOLD} [1]", (best,))
    assert short.as_of == date(2020, 1, 1)
    assert short.kind is AnswerKind.QUOTES


def test_a_short_abstention_has_the_nearest_passage():
    near = [cited(build_article(name, TEXT), SOLD) for name in "abc"]
    assert shorten_reply(Abstention("?", "No.", tuple(near))).nearest == (near[0],)
    assert shorten_reply(Abstention("?", "No.")) == Abstention("?", "No.")


def test_lists_facts_and_differing_answers_are_never_shortened():
    both = tuple(cited(build_article(name, TEXT), SOLD) for name in "ab")
    lists = Answer("?", both, 1.0, AnswerKind.LIST, "2 articles:")
    differ = Answer("?", both, 0.9, AnswerKind.CONFLICT, "They differ:")
    fact = Answer("?", both, 1.0, AnswerKind.FACT, "Written by Ada Quay. [1] [2]")
    for whole in (lists, differ, fact):
        assert shorten_reply(whole) == whole


_WORDS = st.text(alphabet='ab A.“”"!?\n\r ,é\u2028😀', max_size=60)
_ZONES = st.lists(st.tuples(st.sampled_from(ZoneKind), _WORDS.filter(bool)), min_size=1, max_size=8)


def runs(of):
    """The ranges of zones of one kind that follow each other."""
    found = []
    for _, zones in groupby(of.zones, lambda zone: zone.kind):
        run = list(zones)
        found.append((run[0].start, run[-1].end))
    return found


@given(_ZONES, st.data())
def test_any_range_grows_by_whole_sentences_within_its_evidence(zones, data):
    of = pieces(*zones)
    start = data.draw(st.integers(0, len(of.text) - 1))
    end = data.draw(st.integers(start + 1, len(of.text)))
    first, last = widen_span(of, (start, end))
    assert 0 <= first <= start
    assert end <= last <= len(of.text)
    if not of.is_evidence(start, end):
        assert (first, last) == (start, end)
        return
    assert of.is_evidence(first, last)
    grown = {of.zone_at(offset).kind for offset in [*range(first, start), *range(end, last)]}
    assert grown <= {of.zone_at(start).kind, of.zone_at(end - 1).kind}
    edges = {
        edge for run in runs(of) for span in find_sentence_spans(of.flow(), *run) for edge in span
    }
    assert first in {start, *edges}
    assert last in {end, *edges}


@given(_ZONES, st.data())
def test_any_citations_stay_exact_keep_their_highlight_and_stay_apart(zones, data):
    of = pieces(*zones)
    spans = [
        span for zone in of.zones for span in find_sentence_spans(of.flow(), zone.start, zone.end)
    ]
    spans = [span for span in spans if of.is_evidence(*span)]
    assume(spans)
    chosen = data.draw(st.lists(st.sampled_from(spans), unique=True, max_size=4))
    before = [cite(of, *span, score=1.0, highlight=span) for span in chosen]
    after = widen_citations(before, versions(of))
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        assert new.excerpt == of.text[new.start : new.end]
        assert of.is_evidence(new.start, new.end)
        assert new.start <= old.start < old.end <= new.end
        assert new.highlight == old.highlight
        assert new.zone == old.zone
    for number, one in enumerate(after):
        for other in after[number + 1 :]:
            assert one.end <= other.start or other.end <= one.start


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_an_excerpt_grows_to_a_length_and_a_number_of_sentences_at_the_most(size, before, after):
    sentence = f"The {'a' * size} boat sailed."
    text = " ".join([sentence] * (1 + before % 5 + after % 5))
    of = build_article("a", text)
    start = (before % 5) * (len(sentence) + 1)
    first, last = widen_span(of, (start, start + len(sentence)))
    assert last - first <= max(MAX_EXCERPT_LENGTH, len(sentence))
    assert of.text[first:last].count(sentence) <= 1 + 2 * CONTEXT_SENTENCES
