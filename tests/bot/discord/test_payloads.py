"""Whatever the words, what is sent keeps Discord's limits, stays words, and can be read."""

import importlib
import inspect
import pkgutil

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bot.discord
from bot.discord.i18n.language import codes, speaking
from tests.bot.discord.invariants import complaints, payload
from tests.bot.discord.payloads import MAKERS, WITHIN
from tests.bot.discord.untrusted_text import Words

_SHOWN = ("Embed", "Screen", "Modal", "Choice[", "Label", "Answered")


def is_sound(name: str, words: Words) -> bool:
    """Whether what a maker makes of these words is as it has to be, in the language spoken."""
    shown = MAKERS[name](words)
    assert list(complaints(shown, payload(shown), words.seen)) == []
    return True


@pytest.mark.parametrize("language", sorted(codes()))
@pytest.mark.parametrize("name", MAKERS)
@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_payload_keeps_the_limits_and_stays_text(name: str, language: str, data: st.DataObject):
    with speaking(language):
        assert is_sound(name, Words(data.draw))


def test_every_function_that_makes_a_payload_is_tried():
    found = set()
    for module in pkgutil.iter_modules(bot.discord.__path__):
        known = vars(importlib.import_module(f"bot.discord.{module.name}"))
        for name, each in known.items():
            if inspect.isfunction(each) and each.__module__ == known["__name__"]:
                made = str(inspect.signature(each).return_annotation)
                if not name.startswith("_") and any(kind in made for kind in _SHOWN):
                    found.add(f"{module.name}.{name}")
    assert found == {*MAKERS, *WITHIN}


@pytest.mark.parametrize(
    "sent",
    [
        "@everyone", "<@1>", "<#1>", "</ask:1>", "<t:1>", ":smile:", "https://evil.example",
        "[x](https://evil.example)", "**left open", "*a*", "_a_", "~~a~~", "||a||", "`a`",
        "```\ncode", "# a", "a\n- b", "1. a", "> > a", "a\\a", "x\u202ey", "x\u200d y", "x\x00y",
        "\ud83d", "x" * 4097, "ǂ00", "",
    ],
)  # fmt: skip
def test_what_is_more_or_less_than_words_is_complained_of(sent: str):
    embed = discord.Embed(description=sent)
    assert list(complaints(embed, payload(embed), ()))


def test_words_that_are_not_shown_are_complained_of():
    embed = discord.Embed(title="a", description="> ǂ0001ǂ **b** [Read the article](https://x.y/)")
    assert list(complaints(embed, payload(embed), ["ǂ0001ǂ"])) == []
    assert list(complaints(embed, payload(embed), ["ǂ0002ǂ"])) == ["ǂ0002ǂ is not shown"]
