"""Two versions are compared sentence by sentence, and changed words are marked."""

import string
from collections import Counter
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.diff import ChangeKind, FieldChange, find_record_changes, find_sentence_changes
from corpus.article import ArticleVersion
from tests.fakes import build_article

OLD = "The ferry sailed on Monday. Captain Joan Reyes said the crossing took 42 minutes. Rain fell."
NEW = (
    "The ferry sailed on Monday. Captain Joan Reyes said the crossing took 37 minutes. Fog came in."
)


def changes(old, new):
    return find_sentence_changes(build_article("a", old), build_article("a", new))


def marked(side):
    return [side.text[start:end] for start, end in side.marks]


def test_a_rewritten_sentence_stands_beside_its_old_words_with_the_changed_ones_marked():
    first = changes(OLD, NEW)[0]
    assert first.kind is ChangeKind.CHANGED
    assert (marked(first.before), marked(first.after)) == (["42"], ["37"])
    assert OLD[first.before.start : first.before.end] == first.before.text
    assert NEW[first.after.start : first.after.end] == first.after.text


def test_sentences_that_share_little_are_removed_and_added():
    found = changes(OLD, NEW)[1:]
    assert [(each.kind, (each.before or each.after).text) for each in found] == [
        (ChangeKind.REMOVED, "Rain fell."),
        (ChangeKind.ADDED, "Fog came in."),
    ]


def test_line_breaks_and_spaces_are_no_change():
    assert changes(OLD, OLD.replace("Captain Joan", "Captain\nJoan").replace(". ", ".  ")) == ()


def test_a_sentence_put_in_between_is_told_in_its_place():
    new = OLD.replace("Rain fell.", "It was late. Rain fell.")
    (found,) = changes(OLD, new)
    assert (found.kind, found.before, found.after.text) == (ChangeKind.ADDED, None, "It was late.")


def test_the_record_tells_the_fields_that_differ():
    def version(**record):
        known = {"title": "Ferry", "author": None, "source": "Gazette", "published": None}
        return ArticleVersion(
            1,
            "0" * 64,
            **{**known, "url": None, **record},
            added_at=datetime(2021, 3, 1, tzinfo=UTC),
        )

    newer = version(title="Ferry sails", published=date(2021, 3, 12))
    assert find_record_changes(version(), newer) == (
        FieldChange("title", "Ferry", "Ferry sails"),
        FieldChange("published", None, "2021-03-12"),
    )


def letters(text):
    return Counter({letter: text.count(letter) for letter in string.punctuation[:4] + "ab."})


TEXT = st.text(alphabet="ab .\n" + string.punctuation[:4], max_size=120)


@given(TEXT, TEXT)
def test_what_is_told_leads_from_one_text_to_the_other(old, new):
    found = changes(old, new)
    kept_of_old, kept_of_new = letters(old), letters(new)
    kept_of_old.subtract(letters("".join(each.before.text for each in found if each.before)))
    kept_of_new.subtract(letters("".join(each.after.text for each in found if each.after)))
    assert kept_of_old == kept_of_new
    assert min(kept_of_old.values(), default=0) >= 0


@given(TEXT)
def test_a_text_beside_itself_shows_nothing(text):
    assert changes(text, text) == ()
