"""What the README shows is what happens."""

import re
import shlex
import subprocess
import sys

import pytest

from bot.settings import Settings, setting_names
from tests.acceptance.byline_process import ROOT, byline, environment

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHOWN = [line for block in CONSOLE for line in block.splitlines()]
COMMANDS = [line[2:] for line in SHOWN if line.startswith("$ ")]
OWN = [shlex.split(command) for command in COMMANDS if command.startswith("byline ")]


@pytest.mark.slow
def test_every_byline_command_of_the_readme_works(tmp_path, models_dir):
    assert len(OWN) > 5
    for program, *words in OWN:
        done = byline(tmp_path, *words, BYLINE_MODELS_DIR=models_dir)
        assert done.returncode == 0, (program, words, done.stderr)
        assert done.stdout


@pytest.mark.slow
def test_the_first_command_prints_what_the_readme_shows(tmp_path, models_dir):
    if sys.prefix != str(ROOT / ".venv"):
        pytest.skip("make would set up .venv: this test runs in it")
    (first,) = [block for block in CONSOLE if block.startswith("$ make ask")]
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


def test_the_settings_table_names_every_setting_with_its_default():
    rows = dict(re.findall(r"^\| `(BYLINE_\w+)` \|\s*([^|]*?)\s*\|", README, re.MULTILINE))
    assert sorted(rows) == sorted(setting_names())
    for name in set(rows) - {"BYLINE_DATA_DIR", "BYLINE_MODELS_DIR", "BYLINE_DISCORD_TOKEN"}:
        field = Settings.model_fields[name.removeprefix("BYLINE_").lower()]
        default = "" if field.default is None else str(field.default)
        assert rows[name].strip("`").lower() == default.lower()


def test_the_folders_and_files_that_the_readme_names_are_there():
    for path in ("corpus/samples", ".env.example", "compose.yaml", "Dockerfile", "Makefile"):
        assert (ROOT / path).exists()
