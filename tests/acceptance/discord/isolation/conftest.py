import json
import re

import pytest

from bot.discord.components.custom_ids import Action, ButtonAction
from corpus.store.database import Database
from corpus.store.feeds import FeedSubscriptions
from tests.acceptance.byline_process import byline
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.isolation.articles import (
    BESIDE,
    FEED,
    FIRST,
    HERE,
    NAMESAKE,
    OWN,
    QUESTIONS,
    REASON,
    SECRET,
    THERE,
    TITLE,
    extract_words,
    to_json_lines,
)
from tests.acceptance.discord.isolation.outside import (
    DIRECT,
    GuildKnowledge,
    Outsider,
    TrafficWatch,
)
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.server import Discord
from tests.acceptance.discord.world import OTHER_GUILD

_KEY = re.compile(r"byline:\w+:([\w-]{16}):")


@pytest.fixture(scope="package")
def folder(models_dir, tmp_path_factory):
    """A data folder with the article, in two versions, in one server, and others elsewhere."""
    scratch = tmp_path_factory.mktemp("walls")
    given = [
        (HERE, [FIRST]), (HERE, [SECRET, BESIDE]), (THERE, [OWN, NAMESAKE]), (DIRECT, [NAMESAKE])
    ]  # fmt: skip
    for collection, rows in given:
        path = scratch / "articles.jsonl"
        path.write_bytes(to_json_lines(rows))
        words = ("add", str(path), "--collection", collection)
        added = byline(scratch / "data", *words, BYLINE_MODELS_DIR=models_dir)
        assert added.returncode == 0, added.stderr
    database = Database.in_folder(scratch / "data")
    assert FeedSubscriptions(database, HERE).add(FEED, 1)
    database.close()
    return scratch / "data"


@pytest.fixture(scope="package")
def there(schema, models_dir, folder):
    """The server that has the article."""
    unlimited = {"BYLINE_MEMBER_QUESTIONS": "0", "BYLINE_SERVER_QUESTIONS": "0"}
    settings = {"BYLINE_MODELS_DIR": str(models_dir), "BYLINE_NEWS_SECONDS": "1", **unlimited}
    with Discord(schema) as server, BotProcess(server, folder, **settings) as bot:
        yield Scene(server, bot.wait_until_ready())
        assert server.rest.complaints == []
        assert bot.stop() == 0, bot.log
        assert "Traceback" not in bot.log


@pytest.fixture(scope="package")
def known(there, folder, models_dir, tmp_path_factory):
    """What the server shows its members; after all tests, it is as it was before them."""
    insider = Outsider(there)
    answers = [insider.ask(question)[0] for question in QUESTIONS[:3]]
    answers += insider.ask(QUESTIONS[0], private=True)
    keys = [next(filter(None, map(_KEY.match, answer.buttons)))[1] for answer in answers]
    opened = [
        ButtonAction(action, keys[0]) for action in (Action.READ, Action.MORE, Action.SOURCES)
    ]
    screens = [insider.press(answers[0], press.custom_id)[0] for press in opened]
    screens += insider.use_command("articles list") + insider.use_command(
        "digest", since="2000-01-01"
    )
    insider.press(answers[0], ButtonAction(Action.UP, keys[0]).custom_id)
    insider.submit(ButtonAction(Action.REASON_FORM, keys[1]).custom_id, reason=REASON)
    removing = [
        insider.use_command("articles remove", article=each["id"])[0] for each in (SECRET, BESIDE)
    ]
    assert all(extract_words(post.text) for post in [*answers, *screens, *removing])
    yield GuildKnowledge(answers, screens, removing, keys, _versions(folder, models_dir))
    _is_as_it_was(insider, answers)
    votes = _votes(folder, models_dir, tmp_path_factory.mktemp("votes"))
    assert [votes.get(key) for key in keys] == [(1, 0, []), (0, 1, [REASON]), (0, 0, []), None]


def _is_as_it_was(insider: Outsider, answers: list) -> None:
    assert TITLE in insider.use_command("articles list")[0].text
    assert "glimmerfeed" in insider.use_command("feeds list")[0].text
    for question, answer in zip(QUESTIONS[:3], answers, strict=False):
        assert insider.ask(question)[0].text == answer.text


def _votes(folder, models_dir, exported) -> dict:
    words = ("feedback", "export", str(exported), "--collection", HERE)
    assert byline(folder, *words, BYLINE_MODELS_DIR=models_dir).returncode == 0
    lines = (exported / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return {row["id"]: (row["up"], row["down"], row["reasons"]) for row in rows}


def _versions(folder, models_dir) -> list[str]:
    """The digests of every version of every article there."""
    found = set()
    for reference in (f"{SECRET['id']}@1", SECRET["id"], BESIDE["id"]):
        words = ("show", str(reference), "--json", "--collection", HERE)
        shown = byline(folder, *words, BYLINE_MODELS_DIR=models_dir)
        found.update(re.findall(r"\b[0-9a-f]{64}\b", shown.stdout))
    assert len(found) == 3
    return sorted(found)


@pytest.fixture(params=[OTHER_GUILD, None], ids=["server", "messages"])
def outsider(request, there, known):
    """The intruder where the article is not."""
    assert known
    return Outsider(there.in_guild(request.param))


@pytest.fixture
def neighbour(there, known):
    """The intruder in the other server."""
    assert known
    return Outsider(there.in_guild(OTHER_GUILD))


@pytest.fixture
def watch(there, known):
    assert known
    return TrafficWatch(there)
