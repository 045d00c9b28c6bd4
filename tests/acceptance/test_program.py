"""The whole program with the real model and without a network."""

import json
import signal
import subprocess
import sys

import pytest

from tests.acceptance.byline_process import (
    ROOT,
    SAMPLES,
    UNSHARE_COMMAND,
    byline,
    environment,
    require_network_namespace,
)

SAMPLE = (SAMPLES / "russia-condemns-drone-strikes.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def data_dir(models_dir, tmp_path_factory):
    require_network_namespace()
    folder = tmp_path_factory.mktemp("data")
    (folder / "models").symlink_to(models_dir)
    added = byline(folder, "add", str(SAMPLES), before=UNSHARE_COMMAND)
    assert added.returncode == 0, added.stderr
    return folder


def test_the_model_is_prepared_without_a_network(tmp_path):
    require_network_namespace()
    added = byline(tmp_path, "add", str(SAMPLES), before=UNSHARE_COMMAND)
    assert added.returncode == 0, added.stderr
    (manifest,) = (tmp_path / "models").glob("*/manifest.json")
    assert json.loads(manifest.read_bytes())["parity"]["least_cosine"] > 0.99999


def test_the_sample_is_answered_from_without_a_network(data_dir):
    result = byline(
        data_dir, "ask", "Why was Putin's visit put off?", "--json", before=UNSHARE_COMMAND
    )
    assert result.returncode == 0, result.stderr
    reply = json.loads(result.stdout)
    first = reply["citations"][0]
    assert "scheduling issues" in first["excerpt"]
    assert SAMPLE[first["start"] : first["end"]] == first["excerpt"]
    assert (first["author"], first["source"]) == ("Kamran Yousaf", "The Express Tribune")
    assert first["published"] == reply["as_of"] == "2012-10-05"


def test_what_the_sample_does_not_say_exits_with_3(data_dir):
    result = byline(data_dir, "ask", "What is the capital of Australia?", before=UNSHARE_COMMAND)
    assert result.returncode == 3
    assert result.stdout.startswith("The articles do not say.")


def test_an_unknown_article_exits_with_1_and_says_what_to_do(data_dir):
    shown = byline(data_dir, "show", "no such article")
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr.startswith("byline: There is no article “no such article” here.")
    assert "Traceback" not in shown.stderr


def test_an_enormous_question_exits_with_2(data_dir):
    result = byline(data_dir, "ask", "why " * 2500)
    assert result.returncode == 2
    assert "The question has 9,999 characters" in result.stderr


def test_a_misspelt_setting_exits_with_2_and_names_the_right_one(data_dir):
    result = byline(data_dir, "articles", BYLINE_COLECTION="x")
    assert result.returncode == 2
    assert "BYLINE_COLLECTION" in result.stderr


def test_a_model_that_is_not_there_exits_with_1_and_says_what_to_set(data_dir):
    result = byline(data_dir, "ask", "Why?", BYLINE_EMBEDDING_MODEL=str(ROOT / "tests"))
    assert result.returncode == 1
    assert "BYLINE_EMBEDDING_MODEL" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_bot_without_a_token_exits_with_2_and_says_where_to_get_one(data_dir):
    run = byline(data_dir)
    assert run.returncode == 2
    assert "BYLINE_DISCORD_TOKEN" in run.stderr


def test_the_bot_outlasts_a_missing_network_and_ends_cleanly_on_sigterm(data_dir):
    bot = subprocess.Popen(
        [*UNSHARE_COMMAND, sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env=environment(data_dir, DISCORD_TOKEN="a.made-up.token"),
        stderr=subprocess.PIPE,
        text=True,
    )
    logged = []
    for line in bot.stderr:
        logged.append(line)
        if "Discord cannot be reached" in line:
            break
    bot.send_signal(signal.SIGTERM)
    rest = bot.communicate()[1]
    assert bot.returncode == 0
    assert "made-up" not in "".join(logged) + rest
