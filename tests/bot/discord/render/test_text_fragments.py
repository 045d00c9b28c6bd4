import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.render.links import add_text_fragment
from tests.bot.discord import hostile

URL = "https://x.example/a"
DELIMITER = "#:~:text="
WRITTEN = re.compile(r"(?:[A-Za-z0-9_.~]|%[0-9A-F]{2})+")


def directive(excerpt: str) -> list[str]:
    """The parts of the directive as the specification reads them: start, and perhaps end."""
    _, _, found = add_text_fragment(URL, excerpt).partition(DELIMITER)
    return [unquote(part, errors="strict") for part in found.split(",")] if found else []


@pytest.mark.parametrize(
    ("excerpt", "parts"),
    [
        ("The ferry left at noon.", ["The ferry left at noon."]),
        ("a well-known, dear & old one", ["a well-known, dear & old one"]),
        ("  two \t words ", ["two words"]),
        ("First paragraph.\n\nLast one.", ["First paragraph.", "Last one."]),
        (
            "On Thursday the captain of the ferry said that he had never seen a storm like it.",
            ["On Thursday the captain of the", "never seen a storm like it."],
        ),
        ("x" * 500, []),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_short_excerpt_is_looked_for_whole_and_a_long_one_by_its_ends(excerpt, parts):
    assert directive(excerpt) == parts


def test_what_has_a_meaning_in_a_directive_is_encoded():
    assert add_text_fragment(URL, "a-b, c & d") == f"{URL}{DELIMITER}a%2Db%2C%20c%20%26%20d"


def test_an_address_keeps_the_place_it_names_itself():
    assert add_text_fragment(f"{URL}#top", "So it left") == f"{URL}#top:~:text=So%20it%20left"
    assert add_text_fragment(f"{URL}#:~:text=x", "So it left") == f"{URL}#:~:text=x"


@given(hostile.long_text | st.text(max_size=300))
def test_any_excerpt_makes_a_directive_of_its_own_whole_words(excerpt: str):
    url = add_text_fragment(URL, excerpt)
    rest = url.removeprefix(URL)
    assert rest == "" or all(WRITTEN.fullmatch(part) for part in rest[len(DELIMITER) :].split(","))
    assert len(url) <= len(URL) + len(DELIMITER) + 400
    # a lone surrogate cannot stand in an address: such a word is looked for in vain
    words = excerpt.encode("utf-8", "replace").decode().split()
    parts = [part.split() for part in directive(excerpt)]
    assert len(parts) <= 2
    if parts:
        assert words[: len(parts[0])] == parts[0]
        assert words[len(words) - len(parts[-1]) :] == parts[-1]
        assert sum(map(len, parts)) <= len(words)
