"""A verdict in Discord: what the articles say, and the numbered evidence for and against."""

import pytest

from bot.discord.render.embeds import GREEN, RED, SLATE, render_check
from bot.replies import ClaimCheck, Verdict
from tests.bot.discord.fakes import build_citation

FOR, AGAINST = build_citation(title="Ferry sails"), build_citation(title="Ferry sinks")


def lines(check):
    return (render_check(check).description or "").split("\n")


@pytest.mark.parametrize(
    ("verdict", "colour", "sentence"),
    [
        (Verdict.SUPPORTED, GREEN, "**The articles support this.**"),
        (Verdict.CONTRADICTED, RED, "**The articles contradict this.**"),
        (Verdict.NOT_COVERED, SLATE, "**The articles do not cover this.**"),
    ],
)
def test_the_verdict_stands_first(verdict, colour, sentence):
    embed = render_check(ClaimCheck("The ferry sailed.", verdict, 0.9))
    assert embed.title == "The ferry sailed."
    assert embed.colour.value == colour
    assert embed.description == sentence


def test_the_evidence_of_the_verdict_stands_before_the_other_and_is_numbered_on():
    shown = lines(ClaimCheck("x", Verdict.CONTRADICTED, 0.9, (FOR,), (AGAINST,)))
    told = [line for line in shown if line.startswith("**")]
    assert told == [
        "**The articles contradict this.**",
        "**Evidence against it**",
        "**\\[1\\] Ferry sinks**",
        "**Evidence for it**",
        "**\\[2\\] Ferry sails**",
    ]


def test_without_evidence_the_nearest_passages_are_shown():
    shown = lines(ClaimCheck("x", Verdict.NOT_COVERED, 0.9, nearest=(FOR,)))
    assert "**Nearest passages**" in shown
    assert "**\\[1\\] Ferry sails**" in shown


def test_the_sentences_that_are_not_covered_are_named():
    check = ClaimCheck("x", Verdict.NOT_COVERED, 0.9, (FOR,), uncovered=("It was *late*.",))
    assert lines(check)[1] == "Not covered: It was \\*late\\*."
    assert "**Evidence for it**" in lines(check)


def test_the_buttons_count_the_excerpts_as_they_are_shown():
    check = ClaimCheck("x", Verdict.CONTRADICTED, 0.9, (FOR,), (AGAINST,))
    assert check.citations == (AGAINST, FOR)
