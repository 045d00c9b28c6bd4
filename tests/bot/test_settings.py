"""Settings are read from the environment and .env; unknown ones are refused."""

import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings, setting_names

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch, tmp_path):
    for name in [*setting_names(), "DISCORD_TOKEN"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_setting_in_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("BYLINE_COLLECTION", "city-desk")
    assert load_settings().collection == "city-desk"


def test_a_setting_in_the_file_is_read_and_the_environment_has_the_last_word(monkeypatch):
    Path(".env").write_text("BYLINE_COLLECTION=from-file\nBYLINE_THREADS=3\n", encoding="utf-8")
    monkeypatch.setenv("BYLINE_COLLECTION", "from-environment")
    settings = load_settings()
    assert (settings.collection, settings.threads) == ("from-environment", 3)


@pytest.mark.parametrize("name", ["BYLINE_DISCORD_TOKEN", "DISCORD_TOKEN"])
def test_the_token_is_read_by_either_name_and_never_printed(monkeypatch, name):
    monkeypatch.setenv(name, "a-very-secret-token")
    settings = load_settings()
    assert settings.discord_token.get_secret_value() == "a-very-secret-token"
    assert "a-very-secret-token" not in f"{settings!r} {settings}"


def test_an_unknown_name_in_the_environment_is_refused_with_the_nearest_right_one(monkeypatch):
    monkeypatch.setenv("BYLINE_COLECTION", "x")
    with pytest.raises(SettingsError, match=r"BYLINE_COLECTION.*BYLINE_COLLECTION"):
        load_settings()


def test_an_unknown_name_in_the_file_is_refused_too():
    Path(".env").write_text("BYLINE_THREAD=2\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"BYLINE_THREAD\b.*BYLINE_THREADS"):
        load_settings()


def test_other_programs_settings_in_the_file_are_left_alone():
    Path(".env").write_text("POSTGRES_PASSWORD=x\n", encoding="utf-8")
    assert load_settings().collection == "default"


def test_a_value_that_does_not_fit_is_named_without_being_shown(monkeypatch):
    monkeypatch.setenv("BYLINE_ANSWER_THRESHOLD", "seven")
    with pytest.raises(SettingsError, match="BYLINE_ANSWER_THRESHOLD") as caught:
        load_settings()
    assert "seven" not in str(caught.value)


@pytest.mark.parametrize("value", ["trained", ""])
def test_the_removed_reader_setting_is_accepted_where_it_changes_nothing(monkeypatch, value):
    monkeypatch.setenv("BYLINE_READER", value)
    assert load_settings().collection == "default"


def test_the_removed_reader_setting_is_refused_with_what_to_do():
    Path(".env").write_text("BYLINE_READER=rules\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"BYLINE_READER was removed: .* Delete the setting"):
        load_settings()


def test_the_example_names_every_setting_with_its_default():
    example = EXAMPLE.read_text(encoding="utf-8")
    shown = dict(re.findall(r"^# (BYLINE_\w+)=(.*)$", example, re.MULTILINE))
    assert sorted(shown) == sorted(setting_names())
    settings = load_settings()
    for name in set(shown) - {"BYLINE_DATA_DIR", "BYLINE_MODELS_DIR", "BYLINE_DISCORD_TOKEN"}:
        default = getattr(settings, name.removeprefix("BYLINE_").lower())
        assert shown[name].lower() == ("" if default is None else str(default).lower())
