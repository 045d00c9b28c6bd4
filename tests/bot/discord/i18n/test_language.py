"""Sentences in the language that is spoken, with their days and numbers; words stay words."""

import asyncio
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.i18n.language import (
    ENGLISH,
    format_day,
    language_context,
    list_codes,
    load_language,
    translate,
    use_language,
)
from bot.discord.render import article_texts, texts
from bot.discord.runtime.workers import Lane, WorkerPools
from bot.replies import format_outlets
from corpus.messages import join_list, message
from tests.bot.discord import hostile
from tests.bot.discord.fakes import build_line
from tests.properties import examples

DAY = date(2020, 2, 3)
values = st.one_of(
    hostile.text,
    st.integers(-(10**12), 10**12),
    st.dates(),
    st.floats(-1e9, 1e9, allow_nan=False),
)


def test_a_sentence_is_said_in_the_language_that_is_spoken():
    with language_context("de"):
        assert translate(texts.NO_ANSWER) == "Die Artikel sagen es nicht."
    assert translate(texts.NO_ANSWER) == "The articles do not say."


@pytest.mark.parametrize("locale", ["de", "de-AT", "de_CH", "DE"])
def test_a_language_is_that_of_its_countries_too(locale: str):
    assert load_language(locale).code == "de"


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "tlh", "", "None", "../de", "x" * 99])
def test_english_is_spoken_where_a_language_is_not_there(locale: str):
    assert load_language(locale).code == ENGLISH


def test_days_and_numbers_are_the_languages_own():
    with language_context("de"):
        assert format_day(DAY) == "3. Februar 2020"
        assert translate(message("As of {day}", day=DAY)) == "Stand: 3. Februar 2020"
        assert translate(texts.format_article_count(1234)) == "1.234 Artikel"
        assert "ferry.pdf hat 9,5 MB" in translate(
            article_texts.format_too_large("ferry.pdf", 9_961_472, 1)
        )


def test_what_is_counted_is_said_as_one_or_as_many():
    with language_context("de"):
        told = [translate(texts.format_passage_count(number)) for number in (0, 1, 2)]
    assert told == ["0 Textstellen", "1 Textstelle", "2 Textstellen"]


def test_a_sentence_in_a_sentence_is_said_in_the_same_language():
    why = message("Its server took too long. Try again later.")
    with language_context("de"):
        assert translate(article_texts.format_address_error("https://a.example", why)) == (
            "„https://a.example“ wurde nicht abgerufen. "
            "Der Server hat zu lange gebraucht. Versuch es später noch einmal."
        )


def test_where_else_a_story_ran_is_told_with_days_of_the_language():
    lines = [build_line(source="The Post"), build_line("Ferry *late*", source=None)] + 5 * [
        build_line()
    ]
    told = format_outlets(lines)
    assert told.startswith("The Post (3 February 2020), “Ferry *late*” (3 February 2020), ")
    assert told.endswith(" and 2 more")
    with language_context("de"):
        assert translate(told).startswith(
            "The Post (3. Februar 2020), „Ferry *late*“ (3. Februar 2020)"
        )
        assert translate(told).endswith(" und 2 weiteren")


def test_what_a_language_lacks_is_said_in_english():
    with language_context("de"):
        assert translate(
            message("A sentence of {number} words that nobody translated.", number=3)
        ) == ("A sentence of 3 words that nobody translated.")


def test_an_articles_words_are_never_translated():
    with language_context("de"):
        assert translate("The articles do not say.") == "The articles do not say."
        removed = message("Removed **{headline}**.", headline="Remove")
        assert translate(removed) == "**Remove** wurde entfernt."


async def test_a_task_speaks_its_own_language_and_so_do_its_threads():
    lanes = WorkerPools()

    async def told(locale: str) -> str:
        use_language(locale)
        await asyncio.sleep(0)
        return await lanes.run(Lane.LOOKUPS, lambda: translate(texts.NO_ANSWER))

    assert await asyncio.gather(told("de"), told("en-GB"), told("ja")) == [
        "Die Artikel sagen es nicht.",
        "The articles do not say.",
        "The articles do not say.",
    ]
    lanes.close()


@examples(60)
@given(hostile.text, hostile.text, st.integers(0, 10**9))
def test_no_value_breaks_a_sentence_or_is_changed(one: str, other: str, number: int):
    for code in list_codes():
        with language_context(code):
            assert one[:80] in translate(
                message("The article “{title}” names {what}.", title=one, what="")
            )
            nested = join_list([one, texts.format_passage_count(number), other])
            assert (
                translate(nested)
                == f"{one}, {translate(texts.format_passage_count(number))}, {other}"
            )
