"""The page: whole, self-contained, and with article text as text."""

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.compare import Comparison, compare
from bot.evaluation.metrics import RowKind
from bot.evaluation.report.markup import Html, joined, tag, text
from bot.evaluation.report.page import page
from bot.evaluation.results import BaselineFolder
from tests.bot.evaluation.outcomes import build_outcome, build_question, build_result, build_shown

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)> & </style> \u202e\x1b[31m'


class Reader(HTMLParser):
    """Collects a page's elements and texts, and fails where they do not nest."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.attributes, self.words, self._open = set(), [], [], []
        self.feed(markup)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def hostile():
    asked = build_question(HOSTILE, answers=(HOSTILE,), article_ids=(HOSTILE,))
    cited = build_shown(f"{HOSTILE} and more", HOSTILE, article=HOSTILE, exact=False)
    wrong = build_question(f"b{HOSTILE}", answerable=False, answers=())
    return build_result(
        build_outcome(
            asked, cited, answered=False, confidence=0.4, own_words=HOSTILE, ranked=(HOSTILE,)
        ),
        build_outcome(wrong, cited, confidence=0.9),
        name=HOSTILE,
    )


def test_hostile_text_stays_text():
    markup = page([hostile()])
    read = Reader(markup)
    assert not {"script", "img", "link", "iframe", "object"} & read.tags
    assert not [name for name, _ in read.attributes if name.startswith("on") or name == "src"]
    assert any("<script>alert(1)</script>" in words for words in read.words)
    assert "\u202e" not in markup
    assert "\x1b" not in markup


def test_nothing_is_asked_of_another_place():
    read = Reader(page([hostile()]))
    links = [value for name, value in read.attributes if name in ("href", "src", "action")]
    assert links
    assert all(link.startswith("#") for link in links)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in read.attributes


def test_the_worst_cases_are_shown_with_what_was_marked():
    sure = build_outcome(
        build_question("q1"), build_shown("The town sleeps.", "town"), confidence=0.9
    )
    left = build_outcome(build_question("q2"), build_shown(), answered=False, confidence=0.3)
    markup = page([build_result(sure, left)])
    assert "Answered at 90%" in markup
    assert "The <mark>town</mark> sleeps." in markup
    assert "Abstained at 30%, and the nearest holds the answer" in markup


def test_a_right_answer_is_no_case():
    markup = page(
        [build_result(build_outcome(build_question("only-one"), build_shown(marked="forty")))]
    )
    assert "only-one" not in markup


def test_a_comparison_is_shown_with_its_interval():
    now = build_result(build_outcome(build_question("q"), build_shown()))
    then = BaselineFolder(
        "set", {RowKind.QUESTIONS: {"q": {"answered": 0, "total_ms": 1}}, RowKind.SUMMARIES: {}}
    )
    comparison = compare(now, then, resamples=20)
    assert isinstance(comparison, Comparison)
    words = Reader(page([now], [comparison])).words
    assert "Beside the baseline" in words
    assert "+1.000 to +1.000" in words


def test_a_folder_of_which_nothing_was_asked_has_a_page_too():
    Reader(page([build_result()]))


@settings(max_examples=50)
@given(st.text(), st.text(), st.floats(0, 1))
def test_any_text_gives_a_page_that_nests(words, marked, confidence):
    cited = build_shown(f"{words}{marked}", marked)
    outcomes = [
        build_outcome(build_question(words), cited, confidence=confidence, answered=answered)
        for answered in (True, False)
    ]
    Reader(page([build_result(*outcomes, name=words)])).close()


@given(st.text())
def test_a_text_is_read_back_as_it_was_but_for_what_cannot_be_seen(words):
    read = Reader(f"<p>{text(words)}</p>")
    assert "".join(read.words) == "".join(c for c in words if c in text_back(words))


def text_back(words):
    import html

    return html.unescape(text(words))


def test_markup_is_kept_and_text_escaped():
    assert tag("p", Html("<b>"), "<b>", class_='a"b') == '<p class="a&quot;b"><b>&lt;b&gt;</p>'
    assert joined("&", tag("i", "x")) == "&amp;<i>x</i>"
    assert tag("line", stroke_width=1.5, x=2.0) == '<line stroke-width="1.5" x="2"></line>'
