import re
import struct

import pytest

from tests.acceptance.discord.world import GUILD, build_bot_user, build_message, channel_id
from tests.pictures.browser import Browser, NoBrowser
from tests.pictures.page import render_page
from tests.pictures.scenes import ShownMessage, play

STATES = {
    "answer": "due to scheduling issues",
    "abstention": "The articles do not say.",
    "topic": "relations with Russia must be strengthened",
    "context": "Page 3 of 4",
    "digest": "New since 1 October 2012",
    "settings": "Where new articles are announced",
    "announcement": "opposed the US drone campaign",
    "added": "Added 1 article.",
}
"""What a picture of each name has to say."""


def build_shown(ephemeral=False, used="", **payload):
    message = build_message(build_bot_user(), channel_id(GUILD), payload)
    return ShownMessage("shown", message, ephemeral=ephemeral, used=used, member="reader")


def test_words_of_a_message_are_escaped_and_its_colour_is_kept():
    embed = {"title": "A <b> & c", "description": "**bold** <i>", "color": 0x1F4E79}
    html = render_page(build_shown(content="1 < 2", embeds=[embed]), "dark", "phone")
    for part in ("1 &lt; 2", "A &lt;b&gt; &amp; c", "<strong>bold</strong> &lt;i&gt;", "#1f4e79"):
        assert part in html
    assert '<html lang="en" class="dark phone">' in html


def test_buttons_and_what_is_chosen_in_menus_are_shown():
    button = {"type": 2, "style": 2, "label": "On", "disabled": True, "custom_id": "x"}
    words = {"type": 3, "custom_id": "y", "options": [{"label": "Long", "default": True}]}
    channels = {"type": 8, "custom_id": "z", "default_values": [{"id": int(channel_id(GUILD))}]}
    roles = {"type": 6, "custom_id": "v", "placeholder": "No role"}
    rows = [{"components": [each]} for each in (button, words, channels, roles)]
    html = render_page(build_shown(components=rows), "light", "desktop")
    assert re.search(r'class="button style-2 off">\s*On<', html)
    assert re.findall(r'class="menu">(?:<b>)?([^<]+)', html) == ["Long", "#general", "No role"]


def test_only_a_message_for_one_member_says_so():
    assert "Only you can see this" in render_page(build_shown(ephemeral=True), "dark", "desktop")
    assert "Only you can see this" not in render_page(build_shown(), "dark", "desktop")


@pytest.mark.slow
def test_each_state_is_played_by_the_real_bot_and_its_page_needs_no_network(models_dir, tmp_path):
    messages = play(tmp_path / "data", models_dir)
    assert {each.name for each in messages} == set(STATES)
    for each in messages:
        html = render_page(each, "dark", "desktop")
        assert STATES[each.name] in re.sub(r"<[^>]+>", "", html)
        assert not re.search(r"""(src|srcset)=|@import|url\(|<link""", html)


@pytest.mark.slow
def test_a_picture_is_as_wide_as_the_page_and_as_high_as_its_content(tmp_path):
    try:
        browser = Browser()
    except NoBrowser as error:
        pytest.skip(str(error))
    file, picture = tmp_path / "page.html", tmp_path / "page.png"
    line = "<html style='width: 390px'><body style='margin: 0; height: 123px'>"
    script = "<script>document.documentElement.dataset.height = 123</script>"
    file.write_text(line + script, encoding="utf-8")
    browser.screenshot(file, picture, 390)
    assert struct.unpack(">2I", picture.read_bytes()[16:24]) == (780, 246)
