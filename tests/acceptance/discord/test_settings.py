"""The settings of a server, chosen in their panel by the real client, and kept to by the bot."""

import pytest

from tests.acceptance.discord import world
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.posts import DEFERRED_UPDATE, MESSAGE, THINKING
from tests.acceptance.discord.scene import AttachedFile, Scene
from tests.acceptance.discord.test_questions import PUT_OFF, TITLE
from tests.acceptance.discord.world import EDITOR, GUILD, OTHER_GUILD, READER, ROLE_EDITOR

GENERAL, HALL, FORUM = world.channel_id(GUILD), world.hall_id(GUILD), world.forum_id(GUILD)
DESK = world.editor_role_id(GUILD)
CHANNELS, ROLE, LENGTH, NEWS = (
    f"byline:settings:{what}" for what in ("channels", "role", "length", "news")
)
TIDE = AttachedFile("tide.txt", b"High tide at noon\n\nThe tide was high at noon on Monday.\n")
GO_THERE = f"I do not answer questions in this channel. Please ask in <#{GENERAL}>."


@pytest.fixture
def panel(scene):
    """The panel; what was set in it is unset when the test ends."""
    shown = opened(scene)
    yield shown
    for custom_id, *value in ((CHANNELS,), (ROLE,), (NEWS,), (LENGTH, "medium")):
        scene.wait_for_answer(scene.pick(opened(scene), custom_id, *value, by=EDITOR))


def opened(scene, by=EDITOR):
    return scene.wait_for_answer(scene.command("settings", by=by))


def chosen(scene, post, custom_id, *values):
    asked = scene.pick(post, custom_id, *values, by=EDITOR)
    told = scene.wait_for_answer(asked)
    assert asked.answer["type"] == DEFERRED_UPDATE
    assert told is post
    return told


def ask(scene, by=READER, **options):
    asked = scene.command("ask", by=by, question=PUT_OFF, **options)
    return asked, scene.wait_for_answer(asked)


def thread_in(scene, parent):
    """A thread, or a forum's post, that a member has opened."""
    known = scene.discord.rest.channels
    made = world.build_thread(GUILD, parent, world.snowflake(), "a thread", 1440)
    known.threads[made["id"]] = made
    scene.discord.run(scene.discord.gateway.dispatch("THREAD_CREATE", made))
    return scene.in_thread(made["id"])


def excerpts(post):
    (embed,) = post.message["embeds"]
    lines = embed["description"].split("\n")
    return [line for line in lines if line.startswith("> ")]


def sources(post):
    return post.message["embeds"][0]["description"].count("**\\[")


def test_the_panel_is_shown_to_its_opener_alone_with_a_menu_for_each_setting(panel):
    assert panel.ephemeral
    assert list(panel.menus) == [CHANNELS, ROLE, LENGTH, NEWS]
    for told in ("In every channel.", "Members with the Manage Server permission.", "Nowhere."):
        assert told in panel.text


def test_each_choice_is_shown_in_the_panel_and_stands_when_it_is_opened_anew(scene, panel):
    chosen(scene, panel, CHANNELS, GENERAL, FORUM)
    chosen(scene, panel, ROLE, DESK)
    chosen(scene, panel, LENGTH, "long")
    chosen(scene, panel, NEWS, GENERAL)
    again = opened(scene)
    assert again.text == panel.text
    for told in (f"In <#{GENERAL}>, <#{FORUM}>,", f"members with <@&{DESK}>.", "Long: "):
        assert told in again.text
    ids = [{str(each["id"]) for each in again.menus[menu]["default_values"]}
           for menu in (CHANNELS, ROLE, NEWS)]  # fmt: skip
    assert ids == [{GENERAL, FORUM}, {DESK}, {GENERAL}]
    elsewhere = scene.in_guild(OTHER_GUILD)
    assert "In every channel." in opened(elsewhere).text


def test_a_channel_in_which_the_bot_may_not_show_answers_is_told_of(scene, panel):
    told = chosen(scene, panel, CHANNELS, HALL, GENERAL)
    assert f"I need the Embed Links permission in <#{HALL}>." in told.text
    assert f"permission in <#{GENERAL}>" not in told.text


def test_questions_in_other_channels_are_refused_in_private_and_told_where_to_go(scene, panel):
    chosen(scene, panel, CHANNELS, GENERAL)
    hall = scene.in_thread(HALL)
    claim = world.build_message(
        world.build_user(EDITOR.id, EDITOR.name), HALL, {"content": PUT_OFF}
    )
    for refused in (
        hall.command("ask", question=PUT_OFF),
        hall.command("summarize", article=TITLE),
        hall.command("digest"),
        hall.menu("Check against articles", claim),
    ):
        post = hall.wait_for_answer(refused)
        assert refused.answer["type"] == MESSAGE
        assert post.ephemeral
        assert post.text == GO_THERE
    first, second = hall.mention(PUT_OFF), hall.mention(PUT_OFF)
    assert hall.wait_for_reply(first).message["content"] == GO_THERE
    asked, answer = ask(scene)
    assert asked.answer["type"] == THINKING
    assert "scheduling issues" in answer.text
    assert "scheduling issues" in scene.wait_for_reply(scene.mention(PUT_OFF)).text
    assert hall.replies(second) == []


def test_threads_and_posts_count_as_the_channel_they_are_in(scene, panel):
    chosen(scene, panel, CHANNELS, FORUM)
    post, thread = thread_in(scene, FORUM), thread_in(scene, GENERAL)
    assert "scheduling issues" in ask(post)[1].text
    assert "scheduling issues" in post.wait_for_reply(post.mention(PUT_OFF)).text
    assert f"Please ask in <#{FORUM}>." in ask(thread)[1].text


def test_buttons_under_older_answers_still_read_but_follow_nothing_up(scene, panel):
    _, answer = ask(scene)
    form = scene.open_follow_up_form(answer)  # once it opens, the answer is kept
    chosen(scene, panel, CHANNELS, FORUM)
    told = {custom_id.split(":")[1]: custom_id for custom_id in answer.buttons}
    assert TITLE in scene.wait_for_answer(scene.press(answer, told["read"])).text
    for refused in (
        scene.press(answer, told["follow"]),
        scene.submit(form, under=answer, question="Who claimed it?"),
    ):
        post = scene.wait_for_answer(refused)
        assert post.ephemeral
        assert f"Please ask in <#{FORUM}>." in post.text


def test_a_member_with_the_role_may_change_the_articles_but_not_the_settings(scene, panel):
    before = scene.wait_for_answer(scene.command("articles list", by=ROLE_EDITOR))
    assert "You need the Manage Server permission to change" in before.text
    chosen(scene, panel, ROLE, DESK)
    added = scene.wait_for_answer(scene.command("articles add", by=ROLE_EDITOR, file=TIDE))
    assert "Added 1 article." in added.text
    (offered,) = scene.complete("articles remove", "article", "tide", by=ROLE_EDITOR)
    assert scene.complete("articles remove", "article", "tide", by=READER) == []
    sure = scene.wait_for_answer(
        scene.command("articles remove", by=ROLE_EDITOR, article=offered["value"])
    )
    gone = scene.wait_for_answer(scene.press(sure, sure.buttons[0], by=ROLE_EDITOR))
    assert "Removed **High tide at noon**" in gone.text
    refused = scene.wait_for_answer(scene.command("articles list", by=READER))
    assert refused.ephemeral
    assert "or the role “desk”, to change this server's articles." in refused.text
    for attempt in (
        scene.command("settings", by=ROLE_EDITOR),
        scene.pick(panel, ROLE, by=ROLE_EDITOR),
    ):
        told = scene.wait_for_answer(attempt)
        assert told.ephemeral
        assert "The role that may change the articles is not enough." in told.text
    assert f"<@&{DESK}>" in opened(scene).text


def test_answers_and_summaries_are_as_long_as_is_set(scene, panel):
    shown = {}
    for length in ("short", "medium", "long"):
        chosen(scene, panel, LENGTH, length)
        _, answer = ask(scene)
        summary = scene.wait_for_answer(scene.command("summarize", article=TITLE))
        shown[length] = (answer, summary)
        assert "scheduling issues" in answer.text
    answers = {length: answer for length, (answer, _) in shown.items()}
    assert sources(answers["short"]) == 1
    assert len(answers["long"].text) > len(answers["medium"].text) >= len(answers["short"].text)
    assert [len(excerpts(shown[each][1])) for each in shown] == [3, 5, 8]
    told = scene.wait_for_answer(scene.command("summarize", article=TITLE, length="short"))
    assert len(excerpts(told)) == 3


def test_a_panel_works_after_the_bot_has_been_restarted_and_announces(discord, settings):
    with BotProcess(discord, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        panel = opened(scene)
        chosen(scene, panel, CHANNELS, GENERAL)
        assert bot.stop() == 0
    with BotProcess(discord, BYLINE_NEWS_SECONDS="1", **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        assert ask(scene.in_thread(HALL))[1].text == GO_THERE
        chosen(scene, panel, CHANNELS)
        assert "scheduling issues" in ask(scene.in_thread(HALL))[1].text
        chosen(scene, panel, NEWS, GENERAL)
        scene.wait_for_answer(scene.command("articles add", by=EDITOR, file=TIDE))
        posts = discord.rest.posts
        bot.wait(lambda: [each for each in posts if "High tide" in each.text], "the announcement")
        assert {each.message["channel_id"] for each in posts} == {GENERAL}
        assert not any(TITLE in each.text for each in posts)
        assert "Traceback" not in bot.log
