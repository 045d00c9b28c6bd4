from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Zone, ZoneKind
from index.long_sentences import TextWeight
from index.passages import PassageRules, build_embedding_text, split_article
from index.sentences import find_sentence_spans

WORDS = [
    "Rain",
    "fell",
    ".",
    "? ",
    " ",
    "\n\n",
    "Mr. ",
    "。",
    "雨",
    "e\u0301",
    "!",
    ", ",
    "x" * 30,
    "Go. ",
    "It ended. ",
]
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
RULES = st.builds(
    PassageRules,
    max_sentences=st.integers(3, 6),
    max_characters=st.integers(8, 120),
    overlap=st.integers(0, 2),
)


def article_of(parts: list[tuple[ZoneKind, str]], title: str = "Rain", **known: date) -> Article:
    zones: list[Zone] = []
    for kind, words in parts:
        start = zones[-1].end if zones else 0
        zones.append(Zone(kind, start, start + len(words)))
    return Article(
        "a",
        title,
        "".join(words for _, words in parts),
        tuple(zones),
        published=known.get("published"),
    )


ARTICLES = st.lists(st.tuples(st.sampled_from(ZoneKind), TEXTS.filter(bool)), max_size=8).map(
    article_of
)


def weight(words: str) -> int:
    return TextWeight(words).weight(0, len(words))


def units(article: Article) -> list[tuple[int, int]]:
    text = article.flow()  # a sentence runs on over a line break that only wraps its paragraph
    return [
        span
        for zone in article.zones
        if zone.kind.is_evidence
        for span in find_sentence_spans(text, zone.start, zone.end)
    ]


def test_a_wrapped_line_is_one_sentence_however_many_zones_stand_before_it():
    headlines = [(ZoneKind.HEADLINE, words) for words in ("0", "0", "0\n0")]
    assert texts(article_of(headlines), PassageRules(3, 8, 0, 3)) == ["000\n0"]


def body(*lines: str) -> Article:
    return article_of([(ZoneKind.BODY, " ".join(lines))])


def texts(article: Article, rules: PassageRules | None = None) -> list[str]:
    spans = split_article(article, rules) if rules else split_article(article)
    return [article.text[start:end] for start, end in spans]


@given(ARTICLES, RULES)
def test_a_passage_lies_in_evidence_alone(article: Article, rules: PassageRules):
    assert all(article.is_evidence(start, end) for start, end in split_article(article, rules))


@given(ARTICLES, RULES)
def test_every_character_of_evidence_is_in_a_passage(article: Article, rules: PassageRules):
    held = {offset for start, end in split_article(article, rules) for offset in range(start, end)}
    for start, end in units(article):
        assert all(offset in held or article.text[offset].isspace() for offset in range(start, end))


@given(ARTICLES, RULES)
def test_no_passage_is_too_heavy(article: Article, rules: PassageRules):
    assert all(weight(passage) <= rules.max_characters for passage in texts(article, rules))


@given(ARTICLES, RULES)
def test_a_passage_keeps_to_sentences_and_to_their_number(article: Article, rules: PassageRules):
    light = [s for s in units(article) if weight(article.text[slice(*s)]) <= rules.max_characters]
    for start, end in split_article(article, rules):
        assert not any(a < start < b or a < end < b for a, b in light)
        assert sum(start <= a < end for a, _ in light) <= rules.max_sentences


@given(ARTICLES, RULES)
def test_passages_come_in_order_and_each_brings_something_new(
    article: Article, rules: PassageRules
):
    spans = split_article(article, rules)
    assert spans == sorted(spans)
    assert [end for _, end in spans] == sorted({end for _, end in spans})


def test_neighbours_share_one_sentence():
    lines = [f"Sentence number {n} stands here." for n in range(9)]
    assert texts(body(*lines)) == [" ".join(lines[:5]), " ".join(lines[4:9])]


def test_a_short_last_sentence_takes_company_from_before_it():
    lines = [f"Sentence number {n} stands here." for n in range(5)] + ["The end."]
    assert texts(body(*lines))[-1] == " ".join(lines[3:])


def test_a_heading_begins_a_passage_and_stays_with_what_follows():
    article = article_of(
        [
            (ZoneKind.BODY, "Rain fell. It was cold.\n"),
            (ZoneKind.HEADING, "Forecast\n"),
            (ZoneKind.BODY, "Sun."),
        ]
    )
    assert texts(article) == ["Rain fell. It was cold.", "Forecast\nSun."]


def test_a_heading_that_nothing_follows_stays_with_what_came_before():
    article = article_of([(ZoneKind.BODY, "Rain fell.\n"), (ZoneKind.HEADING, "More on this")])
    assert texts(article) == ["Rain fell.\nMore on this"]


def test_headline_and_standfirst_are_a_passage_of_their_own_before_a_byline():
    article = article_of(
        [
            (ZoneKind.HEADLINE, "Rain stops play\n"),
            (ZoneKind.STANDFIRST, "Cup final moves to Monday.\n"),
            (ZoneKind.BYLINE, "By Ann Holt\n"),
            (ZoneKind.BODY, "It rained."),
            (ZoneKind.COMMENT, "\nI like rain."),
        ]
    )
    assert texts(article) == ["Rain stops play\nCup final moves to Monday.", "It rained."]


def test_an_endless_sentence_is_cut_after_clauses():
    article = body("The minister spoke of trade, of steel and ports, " * 40 + "and left.")
    passages = texts(article)
    assert len(passages) > 1
    assert all(passage.endswith((",", "left.")) for passage in passages)


def test_without_clauses_a_long_sentence_is_cut_between_words():
    passages = texts(body("steel " * 2000))
    assert {word for passage in passages for word in passage.split()} == {"steel"}


def test_a_word_longer_than_a_passage_keeps_its_accents_together():
    passages = texts(body("e\u0301" * 40), PassageRules(max_characters=10))
    assert "".join(passages) == "e\u0301" * 40
    assert all(passage.startswith("e") for passage in passages)


def test_other_scripts_get_shorter_passages():
    assert max(map(len, texts(body("雨" * 3000)))) == 250


@pytest.mark.parametrize(
    "wrong", [{"max_sentences": 2, "overlap": 2}, {"max_characters": 0}, {"min_sentences": 0}]
)
def test_rules_that_cannot_be_met_are_refused(wrong: dict[str, int]):
    with pytest.raises(ValueError, match=r"passage|max_characters"):
        PassageRules(**wrong)


def test_the_fingerprint_tells_rules_apart():
    assert PassageRules().fingerprint == PassageRules().fingerprint
    assert PassageRules().fingerprint != PassageRules(overlap=0).fingerprint


def test_the_model_is_given_headline_and_date_before_the_words():
    article = article_of(
        [(ZoneKind.BODY, "It fell. All day.")], "Rain stops play", published=date(2012, 10, 5)
    )
    assert build_embedding_text(article, 0, 8) == "Rain stops play, 5 October 2012\nIt fell."


def test_a_headline_is_not_given_twice():
    article = article_of(
        [(ZoneKind.HEADLINE, "Rain\nstops play"), (ZoneKind.BODY, "\nIt fell.")], "Rain stops play"
    )
    assert build_embedding_text(article, 0, len(article.text)) == "Rain\nstops play\nIt fell."


def test_a_long_headline_is_shortened_at_a_word():
    article = article_of([(ZoneKind.BODY, "It fell.")], "Rain " * 60)
    headline = build_embedding_text(article, 0, 8).split("\n")[0]
    assert headline == "Rain " * 29 + "Rain…"


@given(ARTICLES, RULES)
def test_the_exact_words_end_what_the_model_is_given(article: Article, rules: PassageRules):
    for start, end in split_article(article, rules):
        assert build_embedding_text(article, start, end).endswith(article.text[start:end])


def test_a_text_wrapped_to_a_width_is_cut_at_its_sentences():
    text = (
        "The river crested on Tuesday at a height of nine\nmetres. Several streets near the old "
        "mill were\nclosed to traffic. The mayor thanked volunteers."
    )
    article = Article("a", "River", text, (Zone(ZoneKind.BODY, 0, len(text)),))
    rules = PassageRules(max_sentences=1, overlap=0, min_sentences=1)
    assert [text[start:end] for start, end in split_article(article, rules)] == [
        "The river crested on Tuesday at a height of nine\nmetres.",
        "Several streets near the old mill were\nclosed to traffic.",
        "The mayor thanked volunteers.",
    ]
