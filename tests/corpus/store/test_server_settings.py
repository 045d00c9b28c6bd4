"""The stored settings of a server."""

import pytest

from corpus.store.server_settings import Length, ServerSettings, ServerSettingsStore

_HUGE = 2**63 - 1
"""The largest id that Discord can give."""


def test_nothing_is_set_at_first(database):
    assert ServerSettingsStore(database, "guild-1").get() == ServerSettings()


def test_a_change_is_stored_and_other_fields_stay(database):
    settings = ServerSettingsStore(database, "guild-1")
    settings.change(channels=(7, _HUGE), editor_role=3)
    changed = settings.change(length=Length.SHORT, news_channel=9, announced=12)
    wanted = ServerSettings((7, _HUGE), 3, Length.SHORT, 9, 12)
    assert changed == wanted
    assert ServerSettingsStore(database, "guild-1").get() == wanted


def test_a_field_is_emptied(database):
    settings = ServerSettingsStore(database, "guild-1")
    settings.change(channels=(7,), news_channel=9)
    assert settings.change(channels=(), news_channel=None) == ServerSettings()


def test_an_unknown_field_is_refused(database):
    with pytest.raises(TypeError):
        ServerSettingsStore(database, "guild-1").change(colour="red")


def test_collections_do_not_see_each_others(database):
    ServerSettingsStore(database, "guild-1").change(editor_role=3)
    assert ServerSettingsStore(database, "guild-2").get() == ServerSettings()
