"""The examples in the READMEs work, and everything that they name exists."""

import json
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path

import pytest
import typer

from bot.cli.commands import app
from bot.settings import Settings, setting_names
from tests.acceptance.byline_process import ROOT, byline, environment
from tests.acceptance.discord.test_commands import USED

ROOMS = ("bot", "corpus", "index", "tests")
NAMES = ("README.md", "CONTRIBUTING.md", *(f"{room}/README.md" for room in ROOMS))
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
README, BOT = TEXTS["README.md"], TEXTS["bot/README.md"]
EVERYTHING = "\n".join(TEXTS.values())
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CHECKED_VALUES = {"BYLINE_DATA_DIR", "BYLINE_MODELS_DIR", "BYLINE_DISCORD_TOKEN"}
"""Settings whose default is described in words."""

each_readme = pytest.mark.parametrize("name", NAMES)


def consoles(text):
    return [block for kind, block in BLOCKS.findall(text) if kind == "console"]


def shown_commands(text):
    lines = [line for block in consoles(text) for line in block.splitlines()]
    return [shlex.split(line[2:]) for line in lines if line.startswith("$ ")]


def code_spans(text):
    """Return the code within lines, each on one line; tables write ``|`` as ``\\|``."""
    spans = re.findall(r"`([^`]+)`", BLOCKS.sub("", text))
    return [" ".join(span.replace(r"\|", "|").split()) for span in spans]


def byline_uses(text):
    """Return the words after ``byline`` in spans and code blocks."""
    lines = "\n".join(block for _, block in BLOCKS.findall(text)).splitlines()
    uses = code_spans(text) + [line.removeprefix("$ ") for line in lines]
    return [use.split()[1:] for use in uses if use.startswith("byline ")]


def commands():
    """Return the options of each terminal command, by its name."""
    found = {}
    for name, command in typer.main.get_command(app).commands.items():
        below = getattr(command, "commands", None)
        entries = {name: command} if below is None else {f"{name} {n}": c for n, c in below.items()}
        for words, entry in entries.items():
            found[words] = {option for each in entry.params for option in each.opts} | {"--help"}
    return found


def anchors(text):
    """Return the anchors of a file's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", BLOCKS.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each).lower().replace(" ", "-") for each in headings}


def options_of(words):
    known = commands()
    return known.get(" ".join(words[:2])) or known[words[0]]


def options_in(words):
    return {word.rstrip(",;") for word in words if re.match(r"--?[a-z]", word)}


@pytest.mark.parametrize("name", [name for name in NAMES if "$ byline " in TEXTS[name]])
def test_every_byline_command_that_a_readme_shows_works(name, tmp_path, models_dir):
    own = [words[1:] for words in shown_commands(TEXTS[name]) if words[0] == "byline"]
    assert own[0] == ["add", "corpus/samples"]
    for words in own:
        done = byline(tmp_path, *words, BYLINE_MODELS_DIR=models_dir)
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout


def test_the_first_command_prints_what_the_readme_shows(tmp_path, models_dir):
    if sys.prefix != str(ROOT / ".venv"):
        pytest.skip("make would set up .venv: this test runs in it")
    (first,) = [block for block in consoles(README) if block.startswith("$ make ask")]
    command, *shown = first.splitlines()
    words = shlex.split(command[2:])
    done = subprocess.run(
        [*words, f"ASK_DIR={tmp_path / 'ask'}"],
        cwd=ROOT,
        env=environment(tmp_path, COLUMNS="80", BYLINE_MODELS_DIR=models_dir),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for line in filter(None, map(str.strip, shown)):
        assert line in done.stdout


def test_the_json_of_an_answer_has_the_keys_that_the_readme_shows(tmp_path, models_dir):
    (example,) = [json.loads(block) for kind, block in BLOCKS.findall(BOT) if kind == "json"]
    made = {"BYLINE_MODELS_DIR": models_dir}
    byline(tmp_path, "add", "corpus/samples", **made)
    question = "Why was Putin's visit put off?"
    answer = json.loads(byline(tmp_path, "ask", question, "--json", **made).stdout)
    (shown,), (citation,) = example["citations"], answer["citations"]
    assert list(answer) == list(example)
    assert list(citation) == list(shown)
    assert list(answer["timings_ms"]) == list(example["timings_ms"])
    place = ("start", "end", "highlight", "zone", "published")
    assert [citation[key] for key in place] == [shown[key] for key in place]


def test_the_settings_table_names_every_setting_with_its_default():
    rows = dict(re.findall(r"^\| `(BYLINE_\w+)` \|\s*([^|]*?)\s*\|", BOT, re.MULTILINE))
    assert sorted(rows) == sorted(setting_names())
    for name in set(rows) - CHECKED_VALUES:
        field = Settings.model_fields[name.removeprefix("BYLINE_").lower()]
        default = "" if field.default is None else str(field.default)
        assert rows[name].strip("`").lower() == default.lower()


def test_every_setting_that_a_readme_names_exists():
    assert set(re.findall(r"BYLINE_\w+", EVERYTHING)) <= set(setting_names())


def test_every_terminal_command_and_option_that_a_readme_names_exists():
    for words in byline_uses(EVERYTHING):
        if words[0] != "COMMAND":
            assert options_in(words) <= options_of(words), words
    for row in re.findall(r"^\| `byline ([^`]+`.+)$", BOT, re.MULTILINE):
        words = row.replace("`", " ").split()
        assert options_in(words) <= options_of(words), row


def test_the_readme_of_the_bot_has_every_terminal_command():
    named = {" ".join(words[:n]) for words in byline_uses(BOT) for n in (1, 2)}
    assert set(commands()) <= named


def test_the_readme_of_the_bot_has_every_command_of_discord():
    used = {command for command in USED if command[0].islower()}
    named = re.findall(r"^\|(.+?)\|", BOT, re.MULTILINE)
    found = set(re.findall(r"`/(\w+(?: (?:add|list|remove))?)", "\n".join(named)))
    assert found == used
    assert "Check against articles" in BOT


@each_readme
def test_files_links_and_programs_that_a_readme_names_exist(name):
    text, folder = TEXTS[name], (ROOT / name).parent
    for span in code_spans(text):
        if re.fullmatch(r"[\w./-]+(/|\.py)", span):
            assert (folder / span).exists() or (ROOT / span).exists(), span
    for target in re.findall(r"(?:\]\(|src=\"|srcset=\")([^)\"]+)", text):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = folder / path if path else ROOT / name
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), target
    for module in re.findall(r"python -m ([a-z_.]+)", " ".join(text.split())):
        assert find_spec(module.removesuffix(".")), module


@each_readme
def test_make_targets_that_a_readme_names_exist(name):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for use in code_spans(TEXTS[name]):
        if use.startswith("make "):
            words = takewhile(lambda word: "=" not in word, use.split()[1:])
            assert targets.issuperset(words), use


def test_the_readme_is_two_screens_long_and_its_pictures_are_light():
    assert len(README.splitlines()) <= 150
    pictures = sorted((ROOT / "bot" / "pictures").glob("*.png"))
    assert [each.name for each in pictures if each.name not in README] == []
    assert all(each.stat().st_size < 200_000 for each in pictures)
    assert len(pictures) == 2


def test_the_folders_and_files_that_the_readme_names_are_there():
    for path in ("corpus/samples", ".env.example", "compose.yaml", "Dockerfile", "Makefile"):
        assert Path(ROOT / path).exists()
