import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import ZoneKind, check_tiling
from corpus.samples import sample_paths
from corpus.zoning.zones import zone_body, zone_page

K = ZoneKind
PARAGRAPHS = (
    "The council agreed on Monday to rebuild the old harbour wall, which fell in the March storm.",
    "Work will start in spring and cost about four million pounds, the mayor told reporters.",
    "Residents had asked for a lower wall, but engineers said that it would not hold.",
)
BODY = "\n\n".join(PARAGRAPHS)
LINES = (
    "Harbour wall to rise again\n",
    "By Jane Doe",
    "12 March 2021",
    "Share",
    "Comments (2)",
    "Anna | 2 days ago | Reply\r\n",
    "Replying to X",
    "Published in The Paper, March 12th, 2021.",
    *PARAGRAPHS,
)


def page(text: str) -> list[tuple[ZoneKind, str]]:
    return [(zone.kind, text[zone.start : zone.end].strip()) for zone in zone_page(text)]


def kinds(text: str):
    return [zone.kind for zone in zone_page(text)]


def kinds_of_body(text: str, title: str | None = None):
    return [zone.kind for zone in zone_body(text, title)]


def kind_of(line: str, before: str = PARAGRAPHS[0], after: str = PARAGRAPHS[1]):
    """The kind of a line in the middle of a page."""
    return kinds(f"Harbour wall to rise again\n\n{before}\n\n{line}\n\n{after}")[2]


def test_the_sample_is_news_up_to_its_publication_line_and_comments_after_it():
    text = sample_paths()[0].read_bytes().decode()
    zones = page(text)
    assert [kind for kind, _ in zones] == [
        *[K.HEADLINE, K.STANDFIRST, K.BYLINE, *[K.BODY] * 13, K.HEADING, *[K.BODY] * 5],
        *[K.DATELINE, K.COMMENT, K.COMMENT, *[K.BOILERPLATE] * 3],
    ]
    assert (K.HEADING, "PM meets foreign minister") in zones
    assert (K.BYLINE, "Kamran Yousaf October 05, 2012") in zones


def test_whitespace_belongs_to_the_zone_before_it_and_at_the_start_to_the_first():
    text = "\n \n  Headline\n\n  \tIndented paragraph of the text.\n\n"
    zones = zone_page(text)
    assert [text[zone.start : zone.end] for zone in zones] == [
        "\n \n  Headline\n\n  \t",
        "Indented paragraph of the text.\n\n",
    ]


@given(st.text() | st.lists(st.sampled_from(LINES)).map("\n\n".join) | st.text("\r\n\v\f\x85 aB.|"))
def test_zones_tile_every_text(text: str):
    check_tiling(zone_page(text), len(text))
    check_tiling(zone_body(text), len(text))
    check_tiling(zone_body(text, text[:20]), len(text))


@given(st.lists(st.sampled_from(LINES) | st.text(), max_size=12).map("\n".join))
def test_after_the_first_comment_there_is_no_news(text: str):
    found = kinds(text)
    after = found[found.index(K.COMMENT) :] if K.COMMENT in found else []
    assert set(after) <= {K.COMMENT, K.BOILERPLATE}


@pytest.mark.parametrize("text", [" ", "\n\n", "\u2028\x0c"])
def test_a_text_of_whitespace_is_one_zone(text: str):
    assert kinds(text) == [K.BODY]


def test_an_empty_text_has_no_zones():
    assert zone_page("") == ()


@pytest.mark.parametrize(
    "byline",
    [
        "By Jane Doe",
        "By JANE DOE, Reporter",
        "By Jane Doe and Juan de la Cruz",
        "by Jane Doe, political editor",
        "Jane Doe | 12 March 2021",
        "Jane Doe, March 12, 2021 10:05 GMT",
        "Written by Jane Doe for The Paper",
        "Author: Jane Doe",
    ],
)
def test_a_byline_under_the_headline_makes_the_line_between_a_standfirst(byline: str):
    text = f"Harbour wall to rise again\n\nThe council said yes.\n\n{byline}\n\n{BODY}"
    assert kinds(text)[:4] == [K.HEADLINE, K.STANDFIRST, K.BYLINE, K.BODY]


def test_a_name_is_a_byline_where_a_date_line_follows():
    text = f"Harbour wall to rise again\nJane Doe\n12 March 2021\n\n{BODY}"
    assert kinds(text)[:4] == [K.HEADLINE, K.BYLINE, K.DATELINE, K.BODY]


@pytest.mark.parametrize(
    "line",
    [
        "By contrast, it said, nothing would change for the boats",
        "By Monday, everyone had left the town",
        "By Christmas, 200 people had moved away.",
        "President Doe in the harbour, March 12, 2021. (Ann Poe/The Paper)",
        "LONDON (Reuters) - The council agreed on March 12, 2021 to build it.",
        "Updates to the plan of 12 March 2021 were refused",
    ],
)
def test_ordinary_words_near_the_top_are_not_a_byline(line: str):
    found = kinds(f"Harbour wall to rise again\n\n{line}\n\n{BODY}")
    assert not {K.BYLINE, K.DATELINE} & set(found)


def test_without_a_byline_the_text_after_the_headline_is_body():
    assert kinds(f"Harbour wall to rise again\n\n{BODY}") == [K.HEADLINE, *[K.BODY] * 3]


def test_a_byline_far_down_the_text_is_not_taken_for_one():
    text = f"Harbour wall to rise again\n\n{BODY}\n\n{BODY}\n\nBy Jane Doe\n\n{BODY}"
    assert K.BYLINE not in kinds(text)


def test_a_date_line_above_the_headline_does_not_hide_it():
    text = f"12 March 2021\n\nHarbour wall to rise again\n\n{BODY}"
    assert kinds(text)[:3] == [K.DATELINE, K.HEADLINE, K.BODY]


@pytest.mark.parametrize("line", ["WORLD", "Home > News > World", "Share", "3 hours ago"])
def test_the_section_or_the_page_above_the_headline_does_not_take_its_place(line: str):
    zones = page(f"{line}\n\nHarbour wall to rise again\n\nBy Jane Doe\n\n{BODY}")
    assert zones[1:3] == [(K.HEADLINE, "Harbour wall to rise again"), (K.BYLINE, "By Jane Doe")]


def test_one_word_in_capitals_may_be_the_headline():
    assert kinds(f"PEACE\n\nBy Jane Doe\n\n{BODY}")[:2] == [K.HEADLINE, K.BYLINE]


def test_a_single_sentence_is_body_and_a_single_line_a_headline():
    assert kinds("The wall will be built again.") == [K.BODY]
    assert kinds("Harbour wall to rise again") == [K.HEADLINE]


def test_a_text_that_starts_with_a_long_paragraph_has_no_headline():
    assert kinds(f"{' '.join(PARAGRAPHS)}\n\n{BODY}") == [K.BODY] * 4


def test_lines_without_blank_ones_between_them_are_zones_of_their_own():
    text = "\n".join(["Harbour wall to rise again", "By Jane Doe", *PARAGRAPHS])
    assert kinds(text) == [K.HEADLINE, K.BYLINE, *[K.BODY] * 3]


def test_the_lines_of_a_wrapped_paragraph_are_one_zone():
    wrapped = "\n".join(
        [
            "Harbour wall to rise again",
            "By Jane Doe",
            "",
            "The council agreed on Monday to rebuild the old harbour wall, which",
            "fell in the March storm and took two boats with it. Work will start",
            "in spring and cost about four million pounds, the mayor said.",
            "",
            "Residents had asked for a lower wall, but engineers said that it",
            "would not hold.",
        ]
    )
    assert kinds(wrapped) == [K.HEADLINE, K.BYLINE, K.BODY, K.BODY]


def test_a_short_line_before_a_paragraph_is_a_heading():
    assert kind_of("What the engineers say") is K.HEADING


def test_a_quotation_before_a_paragraph_is_not_a_heading():
    assert kind_of("“It will not hold,” she said.") is K.BODY


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Story continues below",
        "Share this article",
        "Facebook | Twitter | Email",
        "Sign up for our daily newsletter",
        "Read more: Boats return to the harbour",
        "Related: Boats return to the harbour",
        "Read more",
        "© 2021 The Paper. All rights reserved.",
        "Copyright 2021 The Paper",
        "Follow us on Twitter",
        "Comments are closed.",
        "Comments (12)",
        "12 comments",
        "Leave a comment",
    ],
)
def test_lines_of_the_page_around_the_article_are_boilerplate(line: str):
    assert kind_of(line, after="\n\n".join([BODY] * 2)) is K.BOILERPLATE


@pytest.mark.parametrize(
    "line",
    [
        "Comments are hard to come by in the town, said the mayor, who would not answer.",
        "“Reply to me,” he wrote | nobody did.",
        "Share prices of the builder rose by 4% after the vote.",
        "Read more slowly, the plan says that the wall will not hold.",
        "Copyright law does not protect the shape of a wall.",
        "The reply came three days ago.",
        "Related: the engineers' report was paid for by the builder.",
        "Published in 1999, the first plan was never carried out.",
        "Sign up sheets for the work were full by noon.",
        "He is replying to 12 comments on the plan.",
        "Doe says:",
    ],
)
def test_sentences_that_mention_such_words_stay_in_the_body(line: str):
    assert kind_of(line) in {K.BODY, K.HEADING}


@pytest.mark.parametrize(
    "line", ["Photo: Ann Poe", "File photo: The wall in 2019", "The wall. (Photo: Ann Poe)"]
)
def test_words_under_a_picture_are_a_caption(line: str):
    assert kind_of(line) is K.CAPTION


@pytest.mark.parametrize(
    "head",
    [
        "Anna_B | 8 years ago | Reply",
        "Anna B • 3 hours ago • Reply",
        "Anna B - 12 March 2021 - Reply",
        "Anna B\n3 hours ago\nReply",
        "Anna B 3 hours ago\nReply Share Report",
        "Anna B says:\nMarch 12, 2021 at 3:02 pm",
        "Comments (2)\n\nAnna B",
        "Comments\n\nAnna B | 2h ago | Reply",
        "Comments\nSort by: Newest\nAnna B\nIt will hold.\nLike · Reply · 3h",
    ],
)
def test_text_is_comments_from_the_first_comment_head_to_the_end(head: str):
    text = f"Harbour wall to rise again\n\n{BODY}\n\n{head}\n\nThe wall will fall.\n\nIt will not."
    zones = page(text)
    assert {kind for kind, _ in zones[4:]} <= {K.COMMENT, K.BOILERPLATE}
    assert (K.COMMENT, "The wall will fall.") in zones
    assert [kind for kind, _ in zones[:4]] == [K.HEADLINE, *[K.BODY] * 3]


def test_every_comment_of_several_is_one():
    comments = "\n\n".join(f"Reader{n} | {n} days ago | Reply\n\nView {n}." for n in range(2, 5))
    found = kinds(f"Harbour wall to rise again\n\n{BODY}\n\n{comments}")
    assert found[4:] == [K.COMMENT] * 6


@pytest.mark.parametrize("button", ["12 Comments", "Comments (12)", "Comments", "3 hours ago"])
def test_a_button_at_the_top_of_the_page_does_not_hide_the_article(button: str):
    found = kinds(f"Harbour wall to rise again\n\n{button}\n\n{BODY}")
    assert found[2:] == [K.BODY] * 3


def test_a_body_has_a_headline_only_where_its_first_line_is_the_title():
    text = f"Harbour wall to rise again\n\n{BODY}"
    assert kinds_of_body(text, "Harbour Wall to  Rise Again")[0] is K.HEADLINE
    assert kinds_of_body(text, "Something else")[0] is K.BODY
    assert kinds_of_body(text)[0] is K.BODY


def test_a_body_keeps_comments_and_buttons_apart_as_a_page_does():
    text = f"{BODY}\n\nAdvertisement\n\nAnna | 1 day ago | Reply\n\nIt will fall."
    assert kinds_of_body(text)[3:] == [K.BOILERPLATE, K.COMMENT, K.COMMENT]


def test_a_byline_at_the_top_of_a_body_is_one():
    assert kinds_of_body(f"By Jane Doe, Reporter\n\n{BODY}") == [K.BYLINE, *[K.BODY] * 3]
