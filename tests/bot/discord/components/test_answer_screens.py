"""What buttons show keeps Discord's limits, whatever the article and the question."""

from datetime import UTC, datetime

import discord
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.components import answer_screens
from bot.discord.components.custom_ids import Action, ButtonAction, Screen, parse_custom_id
from bot.discord.components.views import to_message_kwargs
from bot.discord.render import texts
from bot.replies import Abstention, Answer, AnswerKind
from corpus.article import Article, Zone, ZoneKind
from corpus.scope import EVERYTHING
from corpus.store.records import CurrentCitation, LoggedQuestion, generate_key
from tests.bot.discord import hostile
from tests.bot.discord.fakes import build_citation
from tests.bot.discord.render.test_embeds import is_sound, lists
from tests.properties import examples

KEY = generate_key()


def recalled(*places: CurrentCitation) -> LoggedQuestion:
    return LoggedQuestion(KEY, "?", True, datetime.now(UTC), places, EVERYTHING, False)


def article(text: str, **record: object) -> Article:
    known = {"title": "Ferry late again", **record}
    return Article(id="ferry", text=text, zones=(Zone(ZoneKind.BODY, 0, len(text)),), **known)


@st.composite
def standings(draw: st.DrawFn) -> CurrentCitation:
    text = draw(hostile.long_text.filter(bool))
    start = draw(st.integers(0, len(text)))
    written = article(
        text,
        title=draw(hostile.long_text),
        author=draw(st.none() | hostile.long_text),
        source=draw(st.none() | hostile.long_text),
        url=draw(st.none() | st.just("https://x.example/a_(b)") | hostile.text),
    )
    there = draw(st.booleans())
    end = draw(st.integers(start, len(text)))
    return CurrentCitation(written if there else None, start, end, None, draw(st.booleans()))


asked = st.lists(standings(), max_size=10).map(lambda places: recalled(*places))


def is_whole(screen: Screen) -> bool:
    """Whether Discord takes the screen: its embed, and its buttons."""
    assert is_sound(screen.embed)
    ids = [label.target.custom_id for row in screen.rows for label in row]
    assert len(ids) == len(set(ids))
    assert all(len(each) <= 100 for each in ids)
    assert len(screen.rows) <= 5
    assert all(1 <= len(row) <= 5 for row in screen.rows)
    labels = [label for row in screen.rows for label in row]
    assert all(label.emoji or 1 <= len(label.text) <= 80 for label in labels)
    assert all(parse_custom_id(label.target.custom_id) == label.target for label in labels)
    return True


@examples(40)
@given(asked, st.integers(0, 99), st.none() | st.integers(0, 9999))
def test_any_page_of_any_excerpt_keeps_the_limits_and_stays_text(known, place, page):
    assert is_whole(answer_screens.build_context_screen(known, place, page))


@examples(40)
@given(asked)
def test_any_sources_keep_the_limits_and_stay_text(known):
    assert is_whole(answer_screens.build_sources_screen(known))


@examples(40)
@given(lists, st.integers(0, 6), st.booleans())
def test_any_more_excerpts_keep_the_limits_and_stay_text(found, page, is_last):
    assert is_whole(answer_screens.build_more_screen(KEY, found[:3], page, is_last=is_last))


@examples(20)
@given(lists)
def test_the_buttons_under_any_answer_are_ones_that_discord_takes(found):
    for reply in (Answer("q", found, 1.0, AnswerKind.FACT, "a"), Abstention("q", "r", found)):
        assert is_whole(Screen(discord.Embed(), answer_screens.build_answer_buttons(reply, KEY)))


def test_an_excerpt_is_bold_among_its_neighbours():
    text = "The storm came first. The ferry left at noon. Nobody was on it."
    known = recalled(CurrentCitation(article(text, author="Ada Quay"), 22, 45))
    screen = answer_screens.build_context_screen(known, 0, None)
    assert screen.embed.description == (
        "> The storm came first. **The ferry left at noon.** Nobody was on it.\n\n"
        "**Ferry late again**\nAda Quay"
    )
    assert screen.embed.footer.text == "Page 1 of 1"
    assert [label.disabled for label in screen.rows[0]] == [True, True]


def test_a_page_past_the_end_is_the_last_one():
    known = recalled(CurrentCitation(article("It left. " * 400), 0, 8))
    screen = answer_screens.build_context_screen(known, 0, 9999)
    assert screen.embed.footer.text == "Page 3 of 3"
    back, on = screen.rows[0]
    assert (back.target.page, on.disabled) == (1, True)


def test_each_excerpt_of_an_answer_can_be_read():
    places = [
        CurrentCitation(article("It left. It came."), 0, 8),
        CurrentCitation(article("It left."), 0, 8),
    ]
    _, numbers = answer_screens.build_context_screen(recalled(*places), 1, None).rows
    assert [(label.text, label.disabled) for label in numbers] == [("[1]", False), ("[2]", True)]
    assert numbers[0].target == ButtonAction(Action.READ_PAGE, KEY, 0)


def test_an_old_version_says_that_it_was_corrected():
    known = recalled(CurrentCitation(article("It left."), 0, 8, corrected=True))
    assert texts.CORRECTED in answer_screens.build_context_screen(known, 0, None).embed.description
    assert texts.CORRECTED in answer_screens.build_sources_screen(known).embed.description


def test_a_withdrawn_article_says_so_and_nothing_else():
    known = recalled(CurrentCitation(None, 0, 8))
    assert answer_screens.build_context_screen(known, 0, None).embed.description == texts.WITHDRAWN
    assert (
        answer_screens.build_sources_screen(known).embed.description == f"\\[1\\] {texts.WITHDRAWN}"
    )


def test_an_article_that_is_cited_twice_is_one_source():
    written = article("It left. It came.")
    known = recalled(CurrentCitation(written, 0, 8), CurrentCitation(written, 9, 17))
    assert (
        answer_screens.build_sources_screen(known).embed.description.count("Ferry late again") == 1
    )


async def test_buttons_are_sent_as_discord_is_to_get_them():
    rows = answer_screens.build_answer_buttons(
        Answer("q", (build_citation(),), 1.0, AnswerKind.FACT, "a"), KEY
    )
    sent = to_message_kwargs(Screen(discord.Embed(), rows))["view"].to_components()
    assert [
        [each.get("label") or each["emoji"]["name"] for each in row["components"]] for row in sent
    ] == [
        [texts.READ_IN_CONTEXT, texts.MORE_EXCERPTS, texts.SOURCES, texts.FOLLOW_UP],
        ["👍", "👎"],
    ]
    assert [each["custom_id"] for row in sent for each in row["components"]] == [
        f"byline:{action}:{KEY}:0:"
        for action in ("read", "more", "sources", "follow", "up", "down")
    ]
