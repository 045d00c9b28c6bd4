"""The commands that the documents name exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli.commands import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("README.md"), *ROOT.glob("*/README.md"), ROOT / "CONTRIBUTING.md"]
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
_FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`]+)`")


def find_commands(document: str, program: str) -> Iterator[list[str]]:
    """The words after the program's name, in each line of code that begins with it."""
    lines = "".join(_FENCED.findall(document)).splitlines()
    for line in lines + _INLINE.findall(_FENCED.sub("", document)):
        first, *words = line.removeprefix("$ ").split() or [""]
        if first == program:
            yield words


def is_command(words: list[str]) -> bool:
    command = get_command(app)
    for word in words:
        if not isinstance(command, TyperGroup) or word.startswith("-"):
            break
        if word not in command.commands:
            return False
        command = command.commands[word]
    return True


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_document_names_exists(path: Path):
    document = path.read_text(encoding="utf-8")
    assert [words for words in find_commands(document, "byline") if not is_command(words)] == []
    targets = {words[0] for words in find_commands(document, "make") if words}
    assert {target for target in targets if "=" not in target} <= set(TARGETS)


def test_the_readme_names_both_first_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {words[0] for words in find_commands(readme, "make") if words} >= {"ask", "test"}


@pytest.mark.parametrize(
    ("words", "known"),
    [("ask Why?", True), ("feedback export x", True), ("feedback import x", False), ("aks", False)],
)
def test_a_command_that_does_not_exist_is_found(words: str, known: bool):
    document = f"It is\n```console\n$ byline {words}\n```\nor `make nothing`."
    ((*found,),) = find_commands(document, "byline")
    assert is_command(found) is known
    assert list(find_commands(document, "make")) == [["nothing"]]
