"""No button, menu or form that is copied to another place does anything to a server's articles."""

import json

import pytest

from bot.discord.components.custom_ids import Action, ButtonAction
from tests.acceptance.discord.isolation.articles import BESIDE
from tests.acceptance.discord.isolation.outside import INTRUDER, Outsider
from tests.acceptance.discord.posts import Post

PRESSED = [
    Action.READ, Action.READ_PAGE, Action.MORE, Action.MORE_PAGE, Action.SOURCES,
    Action.UP, Action.DOWN, Action.FOLLOW,
]  # fmt: skip
SENT = {Action.REASON_FORM: "reason", Action.FOLLOW_UP_FORM: "question"}
PLACES = [(0, None), (0, 0), (0, 1), (1, None), (1, 0)]
TURNS = [
    *(f"byline:pages:articles::{page}" for page in (0, 1, 2)),
    *(f"byline:pages:digest:{since}:{page}" for since in ("", "1900-01-01") for page in (1, 2)),
]


@pytest.mark.parametrize("action", PRESSED)
def test_no_button_of_its_answers_does_anything(outsider, watch, known, action):
    (own, *_) = outsider.ask("Why was the ferry late?")
    for under in (known.answers[0], known.answers[-1], known.screens[0], own):
        for key in known.keys:
            for place, page in PLACES if key == known.keys[0] else PLACES[:1]:
                before = json.dumps(under.message)
                outsider.press(under, ButtonAction(action, key, place, page).custom_id)
                assert json.dumps(under.message) == before or under.ephemeral
    assert watch.found() == set()


@pytest.mark.parametrize("words", ["And who said so?", "Why did she?", "Who was ill?"])
@pytest.mark.parametrize("action", SENT)
def test_no_form_of_its_answers_does_anything(outsider, watch, known, action, words):
    (own, *_) = outsider.ask("Why was the ferry late?")
    for key in known.keys:
        for under in (None, own, known.answers[0], known.answers[-1]):
            outsider.submit(ButtonAction(action, key).custom_id, under, **{SENT[action]: words})
    assert watch.found() == set()


def test_a_thread_is_not_read_with_its_answers(neighbour, watch, known):
    (own,) = neighbour.ask("Why was the ferry late?")
    neighbour.submit(
        neighbour.scene.open_follow_up_form(own, by=INTRUDER), own, question="And who said so?"
    )
    within = Outsider(neighbour.scene.in_thread(own.id))
    within.mention("And why was it put off?")
    for answer in known.answers:
        copied = {**answer.message, "channel_id": own.id}
        within.mention("And who said so?", replies_to=copied)
        within.scene.discord.rest.channels.user_messages.append(copied)
        within.mention("And why did she fall ill?")
    assert watch.found() == set()


@pytest.mark.parametrize("turn", TURNS)
def test_no_page_has_it(outsider, watch, known, turn):
    for under in known.screens[-2:]:
        outsider.press(_copy(under), turn)
    assert watch.found() == set()


def test_the_buttons_that_remove_it_remove_nothing_elsewhere(outsider, watch, known):
    for post in known.removing:
        for custom_id in post.buttons:
            outsider.press(_copy(post), custom_id)
    assert watch.found() == set()
    (told,) = outsider.use_command("summarize", article=BESIDE["id"])
    assert "A namesake" in told.text


def _copy(post: Post) -> Post:
    """The same message elsewhere."""
    return Post({**post.message}, post.ephemeral)
