"""Whatever the words, what is sent keeps Discord's limits, stays words, and can be read."""

import importlib
import inspect
import pkgutil
import re

import discord
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import bot.discord
from bot.discord.i18n.language import language_context, list_codes
from tests.bot.discord.invariants import build_payload, find_complaints
from tests.bot.discord.payloads import BUILDERS, INDIRECT
from tests.bot.discord.untrusted_text import HostileText
from tests.properties import examples

_SHOWN = re.compile(r"\b(Embed|Screen|Modal|Choice|Button|AskResult)\b")


def is_sound(name: str, words: HostileText) -> bool:
    """Whether what a maker makes of these words is as it has to be, in the language spoken."""
    shown = BUILDERS[name](words)
    assert list(find_complaints(shown, build_payload(shown), words.seen)) == []
    return True


@pytest.mark.parametrize("language", sorted(list_codes()))
@pytest.mark.parametrize("name", BUILDERS)
@examples(12, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_payload_keeps_the_limits_and_stays_text(name: str, language: str, data: st.DataObject):
    with language_context(language):
        assert is_sound(name, HostileText(data.draw))


def test_every_function_that_makes_a_payload_is_tried():
    found = set()
    for module in pkgutil.walk_packages(bot.discord.__path__, "bot.discord."):
        known = vars(importlib.import_module(module.name))
        for name, each in known.items():
            if inspect.isfunction(each) and each.__module__ == known["__name__"]:
                made = str(inspect.signature(each).return_annotation)
                if not name.startswith("_") and _SHOWN.search(made):
                    found.add(f"{module.name}.{name}".removeprefix("bot.discord."))
    assert found == {*BUILDERS, *INDIRECT}


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
    assert list(find_complaints(embed, build_payload(embed), ()))


def test_words_that_are_not_shown_are_complained_of():
    embed = discord.Embed(title="a", description="> ǂ0001ǂ **b** [Read the article](https://x.y/)")
    assert list(find_complaints(embed, build_payload(embed), ["ǂ0001ǂ"])) == []
    assert list(find_complaints(embed, build_payload(embed), ["ǂ0002ǂ"])) == ["ǂ0002ǂ is not shown"]
