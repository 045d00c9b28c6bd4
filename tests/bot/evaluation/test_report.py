"""The page: whole, self-contained, and with article text as text."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.compare import compare
from bot.evaluation.metrics import RowKind
from bot.evaluation.report.page import render_page
from bot.evaluation.results import BaselineFolder
from bot.evaluation.rouge import SummaryJudgement
from tests.bot.evaluation.outcomes import build_outcome, build_question, build_result, build_shown
from tests.properties import examples

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)> & </style> {{ 7 * 7 }}'
UNSEEN = "\u202e\x1b\x00\u200b\ue000"
VOID = {"meta"}
COLOURS = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgb|\bblack\b|\bwhite\b")


class Reader(HTMLParser):
    """Collects a page's elements and texts, and fails if they do not nest."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.attributes, self.words, self._open = [], [], [], []
        self.feed(markup)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def values(self, *names):
        return [value for name, value in self.attributes if name in names]


def outcomes_of(text):
    """An build_outcome of every kind of case, with ``text`` wherever data has text."""
    known = {"answers": (text,), "evidence": (text,), "article_ids": (text,)}
    first, second = build_question(f"a{text}", **known), build_question("b", **known)
    none = build_question("c", answerable=False, answers=())
    cited = replace(build_shown(f"+{text}", text, article=text), title=text, record=text)
    other = replace(cited, exact=False, excerpt=f"no{text}", highlight=None)
    outcomes = (
        build_outcome(first, cited, answered=False, confidence=0.4, own_words=text, ranked=(text,)),
        build_outcome(second, other, confidence=0.9),
        build_outcome(none, cited, confidence=0.7),
    )
    return tuple(
        replace(each, question=replace(each.question, text=text), known_titles=(text,))
        for each in outcomes
    )


def folder_of(text):
    """A folder's result with ``text`` wherever data has text, judged as one of plain words."""
    found = build_result(*outcomes_of("plain"), name=text)
    texts = {"model": text, "notes": (text,), "left_out": (text,)}
    return replace(found, outcomes=outcomes_of(text), **texts)


@cache
def plain():
    return Reader(render_page([folder_of("plain")]))


def from_results():
    """A page of two folders that shows all that a page can show."""
    now = folder_of("The town sleeps.")
    rows = {"b": {"answered": 0, "confidence": 0.2, "right": 1, "answerable": 1, "total_ms": 3}}
    then = BaselineFolder(now.name, {RowKind.QUESTIONS: rows, RowKind.SUMMARIES: {}})
    return render_page([now, folder_of("Rain.")], [compare(now, then, resamples=20)])


PIECES = ("<b>", "</p>", "</style>", "<!--", "<", ">", "&lt;", "&", '"', "'", "{{", "{%", "{#", " ")


@examples(15)
@given(st.lists(st.sampled_from(PIECES) | st.text(min_size=1), min_size=1).map("".join))
def test_text_of_articles_is_never_markup(text):
    read = Reader(render_page([folder_of(text)]))
    assert read.tags == plain().tags
    assert [name for name, _ in read.attributes] == [name for name, _ in plain().attributes]


def test_hostile_text_is_shown_as_it_is_but_for_what_cannot_be_seen():
    markup = render_page([folder_of(HOSTILE + UNSEEN)])
    read = Reader(markup)
    assert not {"script", "img", "link", "iframe", "object"} & set(read.tags)
    assert read.words.count(HOSTILE) >= 10
    assert not set(UNSEEN) & set(markup)


def test_joiners_and_line_breaks_are_kept():
    family = "\U0001f468\u200d\U0001f467\nand\tmore"
    assert family in render_page([folder_of(family)])


def test_the_page_refers_to_nothing_outside_itself():
    markup = from_results()
    read = Reader(markup)
    ids = read.values("id")
    links = read.values("href", "xlink:href", "src", "action")
    targets = {*links, *(f"#{found}" for found in re.findall(r"url\(#([^)]*)\)", markup))}
    assert len(links) > 5
    assert len(ids) == len(set(ids))
    assert targets <= {f"#{each}" for each in ids}
    assert markup.count("url(") == markup.count("url(#")
    assert "@import" not in markup
    assert "default-src 'none'; style-src 'unsafe-inline'" in read.values("content")


def test_the_same_results_give_the_same_bytes_whatever_matplotlib_is_set_to():
    first = from_results()
    with mpl.rc_context({"font.size": 30, "svg.hashsalt": None, "lines.color": "red"}):
        assert from_results() == first


def test_charts_take_their_colours_from_the_page():
    markup = from_results()
    assert "prefers-color-scheme: dark" in markup
    drawn = re.findall(r"<svg.*?</svg>", markup, flags=re.DOTALL)
    assert len(drawn) == 8
    styles = [style for svg in drawn for style in Reader(svg).values("style")]
    assert any("var(--accent)" in style for style in styles)
    assert [style for style in styles if COLOURS.search(style.replace("url(#", ""))] == []


@pytest.mark.parametrize(
    ("heading", "outcomes"),
    [
        ("Answerable or not", [build_outcome(build_question("q"), build_shown("forty"))]),
        (
            "Calibration",
            [build_outcome(build_question("q", answers=("yes",)), build_shown("forty"))],
        ),
    ],
)
def test_a_chart_is_left_out_where_the_questions_do_not_allow_it(heading, outcomes):
    markup = render_page([build_result(*outcomes)])
    assert heading not in markup
    assert "Speed" in markup


def test_charts_say_their_numbers():
    right = build_outcome(build_question("r"), build_shown(), confidence=0.82, ms=4.0)
    wrong = build_outcome(
        build_question("w"), build_shown("The town sleeps."), confidence=0.88, ms=8.0
    )
    left = build_outcome(build_question("l"), answered=False, confidence=0.1, ms=6.0)
    none = build_outcome(
        build_question("u", answerable=False), answered=False, confidence=0.2, ms=6.0
    )
    read = Reader(render_page([build_result(right, wrong, left, none)]))
    text = " ".join(" ".join(read.words).split())
    assert "50% of the questions are answered, and 50% of the answers are wrong" in text
    assert "67% of the answerable questions are answered, and 0% of the others" in text
    assert "The area under the ROC curve is 0.667" in text
    assert "80% to 90% 2 85.0% 50.0%" in text
    assert "6.0 · 7.7" in read.words


def test_measures_are_shown_with_what_they_mean():
    found = build_result(build_outcome(build_question("q"), build_shown()))
    summaries = (("garden", SummaryJudgement(0.25, 0.1, 0.2, 0.3, 0.1, 0.2)),)
    words = Reader(render_page([replace(found, summaries=summaries)])).words
    assert "1 questions and 1 summaries with known answers." in words
    row = words[words.index("Summaries") :]
    assert row[row.index("ROUGE-1") + 1] == "0.250"
    assert "F-measure of summaries of three sentences." in words
    assert "Recall@1" not in words


def test_a_folder_tells_its_size_and_what_was_left_out():
    found = build_result(build_outcome(), name="gazette")
    left_out = tuple(f"Line {number} is not JSON." for number in range(25))
    words = Reader(render_page([replace(found, articles=1200, left_out=left_out)])).words
    assert "1,200 articles in 1 passages · 1 questions" in words
    assert "25 lines or questions left out, and notes" in words
    assert "Line 19 is not JSON." in words
    assert "Line 20 is not JSON." not in words


def test_a_case_shows_its_question_its_excerpt_and_the_known_answer():
    asked = build_question("q1", evidence=("She planted forty trees.",), asked_on=date(2012, 10, 5))
    cited = build_shown("The town sleeps.", "town", article="inn", exact=False)
    markup = render_page(
        [build_result(build_outcome(asked, cited, confidence=0.9, own_words="It sleeps."))]
    )
    words = Reader(markup).words
    assert "The <mark>town</mark> sleeps." in markup
    for text in ("Answered at 90%", "q1", "How many trees? ", "asked on 2012-10-05", "It sleeps.",
                 "inn@0#0-1", "Not the stored text.", "forty",
                 "She planted forty trees."):  # fmt: skip
        assert text in words


def test_an_abstention_says_that_the_nearest_excerpts_hold_the_answer():
    left = build_outcome(build_question("q2"), build_shown(), answered=False, confidence=0.3)
    markup = render_page([build_result(left)])
    assert "Abstained at 30%, but the nearest excerpts hold the answer" in markup


def test_a_right_answer_is_no_case():
    markup = render_page(
        [build_result(build_outcome(build_question("only-one"), build_shown(marked="forty")))]
    )
    assert "only-one" not in markup


def test_the_ten_worst_cases_are_shown_by_confidence():
    wrong = [
        build_outcome(build_question(f"q{number}"), build_shown("No."), confidence=number / 20)
        for number in range(12)
    ]
    words = Reader(render_page([build_result(*wrong)])).words
    assert [each for each in words if re.fullmatch(r"q\d+", each)] == [
        f"q{number}" for number in range(11, 1, -1)
    ]
    assert "7 more (of 9)" in words


@pytest.mark.parametrize(("then", "verdict"), [(0.0, "better"), (1.0, "same")])
def test_a_difference_is_shown_with_its_interval_and_verdict(then, verdict):
    now = build_result(build_outcome(build_question("q"), build_shown()))
    rows = {"q": {"right": then, "answered": 1, "answerable": 1}}
    kept = BaselineFolder("set", {RowKind.QUESTIONS: rows, RowKind.SUMMARIES: {}})
    markup = render_page([now], [compare(now, kept, resamples=20)])
    row = markup[: markup.index("Evidence shown", markup.index("Compared with"))].splitlines()[-2]
    assert row == f'<tr class="{verdict}">'
    words = Reader(markup).words
    assert ("+1.000 to +1.000" in words) == (verdict == "better")


def test_a_folder_of_which_nothing_was_asked_has_a_page_too():
    assert "0 questions" not in " ".join(Reader(render_page([build_result()])).words)
