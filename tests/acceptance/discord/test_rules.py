"""The tests' Discord refuses what Discord refuses; else nothing that it takes would mean much."""

import pytest

from tests.acceptance.discord import limits

HUSH = {"allowed_mentions": {"parse": []}}
BUTTON = {"type": 2, "style": 1, "label": "Sources", "custom_id": "x"}

MENU = {"type": 8, "custom_id": "y"}


def row(*buttons):
    return {"content": "x", "components": [{"type": 1, "components": list(buttons)}], **HUSH}


@pytest.mark.parametrize(
    "payload",
    [
        HUSH,
        {"content": "x"},
        {"content": "x" * 2001, **HUSH},
        {"content": "\N{ROCKET}" * 1001, **HUSH},
        {"embeds": [{"title": "x" * 257}], **HUSH},
        {"embeds": [{"description": "x" * 4097}], **HUSH},
        {"embeds": [{"description": "x" * 3001}] * 2, **HUSH},
        {"embeds": [{"title": "x"}] * 11, **HUSH},
        {"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}], **HUSH},
        {"embeds": [{}], **HUSH},
        row(*({**BUTTON, "custom_id": str(n)} for n in range(6))),
        row(BUTTON, BUTTON),
        row({**BUTTON, "custom_id": "x" * 101}),
        row({**BUTTON, "label": "x" * 81}),
        row(MENU, BUTTON),
        row({**MENU, "placeholder": "x" * 151}),
        row({**MENU, "custom_id": "x" * 101}),
        row({**MENU, "max_values": 26}),
        row({**MENU, "min_values": 2}),
        row({**MENU, "default_values": [{"id": "1", "type": "channel"}] * 2}),
        row({"type": 3, "custom_id": "y", "options": []}),
        row({"type": 3, "custom_id": "y", "options": [{"label": "x", "value": "x"}] * 26}),
    ],
)
def test_a_message_past_a_limit_is_refused(payload):
    assert list(limits.check_message(payload))


@pytest.mark.parametrize(("name", "wrong"), [("", True), ("x" * 100, False), ("x" * 101, True)])
def test_the_name_of_a_thread_has_limits(name, wrong):
    assert any(limits.check_request("/channels/1/messages/2/threads", {"name": name})) == wrong


def test_a_message_at_the_limits_is_taken():
    embed = {"title": "x" * 256, "description": "x" * 4096, "footer": {"text": "x" * 1648}}
    payload = {"content": "x" * 2000, "embeds": [embed], **HUSH}
    assert list(limits.check_message(payload)) == []
    assert (
        list(limits.check_message(row(*({**BUTTON, "custom_id": str(n)} for n in range(5))))) == []
    )
    chosen = [{"id": str(n), "type": "channel"} for n in range(25)]
    menu = {**MENU, "min_values": 0, "max_values": 25, "default_values": chosen}
    assert list(limits.check_message(row({**menu, "placeholder": "x" * 150}))) == []


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Ask", "description": "x"},
        {"name": "ask", "description": ""},
        {"name": "ask", "description": "x" * 101},
        {"name": "ask", "description": "x", "options": [{"name": "a b", "description": "x"}]},
        {"name": "ask", "description": "x", "name_localizations": {"de": "Fragen"}},
        {"name": "ask", "description": "x", "description_localizations": {"de": "x" * 101}},
        {"name": "ask", "description": "x", "options": [{"name": "a", "description": "x"}] * 2},
    ],
)
def test_a_command_past_a_limit_is_refused(command):
    assert list(limits.check_commands([command]))


def test_requests_are_held_to_discords_own_description(schema):
    if schema is None:
        pytest.skip("no copy of Discord's OpenAPI description; DISCORD_OPENAPI names one")
    path = "/channels/1/messages"
    assert list(schema.complaints("POST", path, {"content": "x", "nonce": "1"})) == []
    assert list(schema.complaints("POST", path, {"content": 5}))
    assert list(schema.complaints("POST", path, {"embeds": [{"title": ["x"]}]}))
    assert list(schema.complaints("POST", "/no/such/route", {}))
