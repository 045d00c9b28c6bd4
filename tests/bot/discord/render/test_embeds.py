from datetime import date

import discord
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.conversation.turns import RewrittenQuestion
from bot.discord.render import embeds, texts
from bot.discord.render.escape import clean_text
from bot.discord.render.truncate import count_units
from bot.replies import (
    Abstention,
    Answer,
    AnswerKind,
    Citation,
    Summary,
)
from bot.reports import ImportReport, Refusal, ReindexReport
from tests.bot.discord import hostile
from tests.bot.discord.fakes import build_citation, build_line
from tests.properties import examples

DESCRIPTION_ROOM = 4096


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    excerpt = draw(hostile.long_text)
    low = draw(st.integers(0, len(excerpt)))
    high = draw(st.integers(low, len(excerpt)))
    return build_citation(
        excerpt,
        start=50,
        end=50 + len(excerpt),
        highlight=draw(st.none() | st.just((50 + low, 50 + high))),
        title=draw(hostile.long_text),
        author=draw(st.none() | hostile.long_text),
        source=draw(st.none() | hostile.text),
        published=draw(st.none() | st.just(date(2012, 10, 5))),
        url=draw(st.none() | st.just("https://x.example/a_(b)") | hostile.text),
    )


lists = st.lists(citations(), max_size=10).map(tuple)


def is_sound(embed: discord.Embed) -> bool:
    title, description, footer = embed.title or "", embed.description or "", embed.footer.text or ""
    assert count_units(title) <= 256
    assert count_units(description) <= DESCRIPTION_ROOM
    assert count_units(title) + count_units(description) + count_units(footer) <= 6000
    assert hostile.find_live_markup(title) == []
    assert hostile.find_live_markup(hostile.strip_own_markup(description)) == []
    return True


@examples(30)
@given(hostile.long_text, hostile.long_text, lists)
def test_any_answer_keeps_the_limits_and_stays_text(question: str, text: str, cited: tuple):
    assert is_sound(
        embeds.render_reply(
            Answer(question, cited, 0.9, AnswerKind.FACT, text, as_of=date(2012, 10, 5))
        )
    )


@examples(30)
@given(hostile.long_text, hostile.text, st.lists(citations(), min_size=10, max_size=10).map(tuple))
def test_any_list_of_ten_articles_is_shown_whole(question: str, words: str, cited: tuple):
    heading = " ".join(f"10 articles about {words}:".split())
    embed = embeds.render_reply(Answer(question, cited, 1.0, AnswerKind.LIST, f"{heading}"))
    assert is_sound(embed)
    assert all(f"**\\[{marker}\\] " in embed.description for marker in range(1, 11))


@examples(30)
@given(hostile.long_text, hostile.long_text, lists)
def test_any_abstention_keeps_the_limits_and_stays_text(question: str, reason: str, near: tuple):
    assert is_sound(embeds.render_reply(Abstention(question, reason, near)))


@examples(30)
@given(hostile.long_text, hostile.long_text, hostile.long_text, lists, st.booleans())
def test_how_any_follow_up_was_read_keeps_the_limits_and_stays_text(
    question: str, asked: str, text: str, cited: tuple, is_answer: bool
):
    assume(question != asked)
    read = RewrittenQuestion(question, asked)
    told = (
        Answer(question, cited, 0.9, AnswerKind.FACT, text)
        if is_answer
        else Abstention(question, text, cited)
    )
    embed = embeds.render_reply(told, read)
    assert embed.description.startswith(texts.READ_AS)
    assert count_units(embed.description) <= DESCRIPTION_ROOM
    embed.description = embed.description.removeprefix(texts.READ_AS)  # its colon is Byline's own
    assert is_sound(embed)


def test_a_follow_up_stands_as_it_was_asked_above_how_it_was_read():
    read = RewrittenQuestion("When did *Ada Quay* leave?", "When did she?")
    embed = embeds.render_reply(
        Answer(read.question, (build_citation(),), 0.9, AnswerKind.FACT, "At noon [1]"), read
    )
    assert embed.title == "When did she?"
    assert embed.description.startswith("Read as: When did \\*Ada Quay\\* leave?\n\nAt noon")
    alone = embeds.render_reply(
        Answer("Why?", (build_citation(),), 0.9, AnswerKind.FACT, "At noon"),
        RewrittenQuestion("Why?", "Why?"),
    )
    assert (alone.title, alone.description[:7]) == ("Why?", "At noon")


@examples(30)
@given(hostile.long_text, lists)
def test_any_summary_keeps_the_limits_and_stays_text(title: str, sentences: tuple):
    assert is_sound(embeds.render_summary(Summary("id", title, sentences)))


@examples(30)
@given(st.lists(st.tuples(hostile.long_text, st.none() | hostile.long_text), max_size=30))
def test_any_list_keeps_the_limits_and_stays_text(known: list[tuple[str, str | None]]):
    lines = [build_line("x", title=title, author=author, source=author) for title, author in known]
    assert is_sound(embeds.render_articles(lines, 1))


@examples(30)
@given(st.lists(st.tuples(hostile.long_text, hostile.long_text), max_size=12))
def test_any_report_keeps_the_limits_and_stays_text(refused: list[tuple[str, str]]):
    report = ImportReport(added=("a",), refused=tuple(Refusal(*each) for each in refused))
    assert is_sound(embeds.render_import(report))


@examples(30)
@given(hostile.long_text)
def test_any_sentence_and_any_title_keep_the_limits_and_stay_text(text: str):
    assert is_sound(embeds.render_problem(text))
    assert is_sound(embeds.render_notice(text))
    assert is_sound(embeds.render_removed(build_line("x", title=text)))


@examples(30)
@given(citations())
def test_an_excerpt_shows_consecutive_words_of_the_article(citation: Citation):
    embed = embeds.render_summary(Summary("id", "t", (citation,)))
    quoted = [each for each in embed.description.split("\n") if each.startswith("> ")]
    sent = hostile.strip_own_markup("\n".join(quoted), bold="")
    shown = hostile.unescape(sent).removeprefix("…").removesuffix("…").strip()
    assert (
        shown in clean_text(citation.excerpt).replace("\u200b", "") or not citation.excerpt.strip()
    )


def test_an_answer_reads_like_this():
    highlighted = build_citation("The ferry left at noon.\n“Late,” they said.", highlight=(15, 22))
    answer = Answer(
        "When did it leave?",
        (highlighted,),
        0.9,
        AnswerKind.FACT,
        "At noon [1].",
        as_of=date(2012, 10, 5),
    )
    embed = embeds.render_reply(answer)
    assert embed.title == "When did it leave?"
    assert embed.footer.text == "As of 5 October 2012"
    assert embed.description == (
        "At noon \\[1\\].\n\n"
        "> The ferry left **at noon**.\n"
        "> “Late,” they said.\n"
        "**\\[1\\] Ferry late again**\n"
        "Ada Quay · The Harbour Post · 3 February 2020 · "
        "[Read the article](https://harbour.example/ferry"
        "#:~:text=The%20ferry%20left%20at%20noon.,%E2%80%9CLate%2C%E2%80%9D%20they%20said.)"
    )


def test_a_possible_answer_is_marked_as_unsure_by_its_first_line_and_its_colour():
    cited = (build_citation("A ferry sailed."),)
    heading = "The articles may answer this:"
    sure = embeds.render_reply(Answer("What sailed?", cited, 0.9))
    unsure = embeds.render_reply(Answer("What sailed?", cited, 0.5, AnswerKind.POSSIBLE, heading))
    bold = "**The articles may answer this\\:**"
    assert unsure.description == f"{bold}\n\n{sure.description}"
    assert unsure.colour != sure.colour


def test_an_abstention_reads_like_this():
    embed = embeds.render_reply(
        Abstention("Who won?", "No passage names a winner.", (build_citation("A tie."),))
    )
    assert embed.description == (
        "**The articles do not say.**\nNo passage names a winner.\n\n"
        "**Nearest passages**\nClose to the question, but none of them answers it.\n\n"
        "> A tie.\n**Ferry late again**\n"
        "Ada Quay · The Harbour Post · 3 February 2020 · "
        "[Read the article](https://harbour.example/ferry#:~:text=A%20tie.)"
    )


def test_an_abstention_shows_three_near_misses_at_most():
    embed = embeds.render_reply(
        Abstention("Who won?", "None.", tuple(build_citation(f"N{n}.") for n in range(5)))
    )
    assert [f"> N{number}." in embed.description for number in range(5)] == [True] * 3 + [False] * 2


def test_a_fact_of_the_record_says_so_instead_of_quoting_nothing():
    known = build_citation("", zone="metadata", end=0)
    embed = embeds.render_reply(
        Answer("Who wrote it?", (known,), 1.0, AnswerKind.FACT, "Ada Quay [1]")
    )
    assert texts.FROM_RECORD in embed.description
    assert "> " not in embed.description


def test_a_highlight_over_two_lines_is_bold_on_each():
    embed = embeds.render_reply(
        Answer(
            "q", (build_citation("So it\n- left", highlight=(3, 12)),), 1.0, AnswerKind.FACT, "a"
        )
    )
    assert "> So **it**\n> **- left**" in embed.description


def test_a_long_excerpt_is_shortened_around_its_highlight():
    excerpt = "before " * 900 + "the answer" + " after" * 900
    start = excerpt.index("the answer")
    cited = (build_citation(excerpt, highlight=(start, start + 10)),)
    embed = embeds.render_reply(Answer("q", cited, 1.0, AnswerKind.FACT, "a"))
    assert "> … before" in embed.description
    assert "before **the answer** after" in embed.description
    assert "after …\n" in embed.description


def test_citations_past_the_eighth_are_counted():
    embed = embeds.render_reply(
        Answer("q", (build_citation("A tie."),) * 10, 1.0, AnswerKind.FACT, "a")
    )
    assert embed.description.count("> A tie.") == 8
    assert embed.description.endswith("And 2 more passages.")


@pytest.mark.parametrize("url", [None, "ftp://x.example/", "https://a@b.example/"])
def test_what_is_no_web_address_is_no_link(url: str | None):
    embed = embeds.render_reply(Answer("q", (build_citation(url=url),), 1.0, AnswerKind.FACT, "a"))
    assert "](" not in embed.description


def test_what_is_not_known_of_an_article_is_left_out():
    bare = build_citation("A tie.", title="", author=None, source=None, published=None, url=None)
    embed = embeds.render_reply(Answer("q", (bare,), 1.0, AnswerKind.FACT, "a"))
    assert embed.description == "a\n\n> A tie.\n**\\[1\\] Untitled**"


@pytest.mark.parametrize(("asked", "shown"), [(0, 1), (1, 1), (2, 2), (99, 3)])
def test_a_page_past_either_end_is_the_nearest_page(asked: int, shown: int):
    embed = embeds.render_articles([build_line(f"A{number}") for number in range(25)], asked)
    assert embed.footer.text == f"Page {shown} of 3 · 25 articles"
    assert embed.description.startswith(f"**A{(shown - 1) * 10}**")


def test_an_import_counts_what_it_did():
    report = ImportReport(added=("a", "b"), unchanged=("c",), refused=(Refusal("d.txt", "Empty."),))
    assert embeds.render_import(report).description == (
        "Added 2 articles. Left 1 article unchanged.\n\nRefused **d.txt**. Empty."
    )


def test_a_reindex_counts_what_it_did():
    embed = embeds.render_reindex(ReindexReport(articles=1200, passages=1, embedded=0))
    assert embed.description == "Reindexed 1,200 articles, 1 passage; 0 newly embedded."


def test_a_reindex_says_what_is_new_what_failed_and_what_is_to_come():
    failed = tuple(Refusal(f"https://a.example/{n}", "It is *gone*.") for n in range(10))
    report = ReindexReport(9, 40, 3, added=2, updated=1, unchanged=6, failed=failed, waiting=4)
    lines = (embeds.render_reindex(report).description or "").splitlines()
    assert lines[:2] == [
        "Reindexed 9 articles, 40 passages; 3 newly embedded.",
        "Added 2 articles. Updated 1 article. Left 6 articles unchanged.",
    ]
    assert lines[3] == "Could not read **https\\://a.example/0**. It is \\*gone\\*."
    assert lines[11:] == [
        "And 2 more could not be read.",
        "",
        "4 pages are still to be fetched. They are added automatically.",
    ]


@examples(30)
@given(
    st.lists(st.builds(Refusal, hostile.long_text, hostile.long_text), max_size=12).map(tuple),
    st.integers(0, 10**9),
)
def test_any_reindex_keeps_the_limits_and_stays_text(failed: tuple[Refusal, ...], number: int):
    counts = [number] * 6
    assert is_sound(embeds.render_reindex(ReindexReport(*counts, failed=failed, waiting=number)))


def test_an_answer_that_is_its_excerpts_quotes_them_once():
    cited = (build_citation("The ferry sailed."), build_citation("It came back."))
    reply = Answer("What sailed?", cited, 0.9)
    description = embeds.render_reply(reply).description or ""
    assert description.count("The ferry sailed") == 1
    assert description.startswith("> The ferry sailed")


def test_a_list_of_articles_names_each_once():
    bare = build_citation(
        "Ferry late again", title="Boats [old] sink", author=None, url=None, published=None
    )
    cited = (build_citation("Ferry late again", zone="headline"), bare)
    reply = Answer("What do you have?", cited, 1.0, AnswerKind.LIST, "2 articles here:")
    assert embeds.render_reply(reply).description == (
        "2 articles here\\:\n\n"
        "**\\[1\\] Ferry late again**\n"
        "Ada Quay · The Harbour Post · 3 February 2020 · "
        "[Read the article](https://harbour.example/ferry)\n\n"
        "**\\[2\\] Boats \\[old\\] sink**\n"
        "The Harbour Post"
    )
