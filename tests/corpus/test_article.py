from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Zone, ZoneError, ZoneKind, build_stable_id

TEXT = "Head\nBody text\nA reader's view"
ZONES = (
    Zone(ZoneKind.HEADLINE, 0, 5),
    Zone(ZoneKind.BODY, 5, 15),
    Zone(ZoneKind.COMMENT, 15, 30),
)


def article(text: str = TEXT, zones: tuple[Zone, ...] = ZONES) -> Article:
    return Article("a", "Head", text, zones)


@pytest.mark.parametrize(
    "zones",
    [
        (),
        (Zone(ZoneKind.BODY, 0, 29),),
        (Zone(ZoneKind.BODY, 0, 31),),
        (Zone(ZoneKind.BODY, 1, 30),),
        (Zone(ZoneKind.BODY, 0, 10), Zone(ZoneKind.BODY, 9, 30)),
        (Zone(ZoneKind.BODY, 0, 10), Zone(ZoneKind.BODY, 11, 30)),
        (Zone(ZoneKind.BODY, 0, 30), Zone(ZoneKind.BODY, 30, 30)),
    ],
)
def test_zones_that_do_not_tile_the_text_are_refused(zones: tuple[Zone, ...]):
    with pytest.raises(ZoneError):
        article(zones=zones)


def test_only_ranges_wholly_in_the_news_are_evidence():
    assert article().is_evidence(0, 15)
    assert not article().is_evidence(0, 16)
    assert not article().is_evidence(20, 25)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (10, 31)])
def test_a_range_outside_the_text_is_not_evidence(start: int, end: int):
    assert not article().is_evidence(start, end)


def test_an_offset_is_in_the_zone_that_starts_there():
    assert article().zone_at(5) == ZONES[1]
    assert article().zone_at(30) is None
    assert article().zone_at(-1) is None


def test_zones_are_picked_by_kind_in_the_order_of_the_text():
    assert article().find_zones(ZoneKind.COMMENT, ZoneKind.HEADLINE) == (ZONES[0], ZONES[2])


def test_the_version_is_the_sha256_of_the_text():
    zones = (Zone(ZoneKind.BODY, 0, 3),)
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert article("abc", zones).version == expected


def test_an_id_begins_with_the_words_of_the_headline():
    made = build_stable_id("Café opens: «Où?»", "The Paper", date(2020, 1, 2))
    assert made.startswith("cafe-opens-ou-")
    assert len(made) == len("cafe-opens-ou-") + 8


def test_the_same_headline_outlet_and_day_make_the_same_id_whatever_their_case():
    day = date(2020, 1, 2)
    assert build_stable_id("Head", "Paper", day) == build_stable_id("HEAD", "PAPER", day)


@pytest.mark.parametrize(
    ("title", "source", "published"),
    [
        ("Head", "Paper", None),
        ("Head", None, date(2020, 1, 2)),
        ("Head", "Paper", date(2020, 1, 3)),
        ("Head!", "Paper", date(2020, 1, 2)),
    ],
)
def test_another_headline_outlet_or_day_makes_another_id(
    title: str, source: str | None, published: date | None
):
    assert build_stable_id(title, source, published) != build_stable_id(
        "Head", "Paper", date(2020, 1, 2)
    )


@given(st.text())
def test_every_headline_makes_an_id_that_is_safe_in_an_address(title: str):
    made = build_stable_id(title, None, None)
    assert made.replace("-", "").isalnum()
    assert made.isascii()
    assert len(made) <= 57


WRAPPED = "The river crested on Tues-\nday at nine\r\nmetres.  \nIt fell.\n\nSchools\nopened.\n"


def test_wrapped_lines_flow_and_paragraphs_stay_apart():
    zones = (Zone(ZoneKind.BODY, 0, 55), Zone(ZoneKind.BODY, 55, len(WRAPPED)))
    flow = Article("a", "t", WRAPPED, zones).flow()
    assert flow == (
        "The river crested on Tues- day at nine  metres.   It fell.\n\nSchools opened.\n"
    )


@given(st.text(alphabet="ab. \n\r\t", max_size=60), st.integers(0, 60))
def test_the_flow_has_the_texts_length_and_words(text, cut):
    ends = sorted({min(cut, len(text)), len(text)} - {0})
    zones = tuple(Zone(ZoneKind.BODY, a, b) for a, b in pairwise([0, *ends]))
    flow = Article("a", "t", text, zones).flow()
    assert len(flow) == len(text)
    assert flow.split() == text.split()
