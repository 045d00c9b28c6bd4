"""What the pictures show: messages that the real bot sends to the tests' Discord."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.byline_process import SAMPLES
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.posts import Interaction, Post
from tests.acceptance.discord.scene import AttachedFile, Scene
from tests.acceptance.discord.server import Discord
from tests.acceptance.discord.world import EDITOR, GUILD, channel_id

ANSWERED = "Why was Putin's visit put off?"
UNANSWERED = "Did Khar resign?"
TOPIC = "relations between Pakistan and Russia"
CHANNEL = channel_id(GUILD)
NEWS_MENU = "byline:settings:news"


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message of the bot as Discord received it, and how a member got it.

    ``message`` is Discord's message object; ``used`` names the command with its slash, or is empty
    where no command was used.
    """

    name: str
    message: dict[str, Any]
    ephemeral: bool = False
    used: str = ""
    member: str = ""


def play(folder: Path, models: Path) -> list[ShownMessage]:
    """Run the bot with a new data folder, add the sample article, and return what it shows.

    ``models`` is a folder of exported models; what is missing there is exported. Raises
    ``RuntimeError`` where the bot or Discord complains.
    """
    settings = {"BYLINE_MODELS_DIR": str(models), "BYLINE_NEWS_SECONDS": "1"}
    with Discord() as discord, BotProcess(discord, folder, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        messages = [_choose_settings(scene), *_add_article(scene), *_ask(scene)]
        status = bot.stop()
        if status or discord.rest.complaints:
            raise RuntimeError("\n".join([*discord.rest.complaints, bot.log]))
    return messages


def _choose_settings(scene: Scene) -> ShownMessage:
    opened = scene.command("settings", by=EDITOR)
    panel = scene.wait_for_answer(opened)
    scene.wait_for_answer(scene.pick(panel, NEWS_MENU, CHANNEL, by=EDITOR))
    return _build_message("settings", opened, panel)


def _add_article(scene: Scene) -> list[ShownMessage]:
    """Add the sample article; return what its editor sees, and the announcement."""
    (sample,) = SAMPLES.glob("*.txt")
    file = AttachedFile(sample.name, sample.read_bytes())
    command = scene.command("articles add", by=EDITOR, file=file)
    added = _build_message("added", command, scene.wait_for_answer(command))
    channels = scene.discord.rest.channels
    (post,) = scene.bot.wait(lambda: channels.posted_in(CHANNEL), "the announcement")
    return [added, ShownMessage("announcement", post.message)]


def _ask(scene: Scene) -> list[ShownMessage]:
    messages = []
    commands: list[tuple[str, str, dict[str, Any]]] = [
        ("answer", "ask", {"question": ANSWERED}),
        ("abstention", "ask", {"question": UNANSWERED}),
        ("topic", "summarize", {"topic": TOPIC}),
        ("digest", "digest", {"since": "2012-10-01"}),
    ]
    for name, words, options in commands:
        command = scene.command(words, **options)
        post = scene.wait_for_answer(command)
        messages.append(_build_message(name, command, post))
        if name == "answer":
            button = next(each for each in post.buttons if each.startswith("byline:read:"))
            opened = scene.wait_for_answer(scene.press(post, button))
            messages.append(ShownMessage("context", opened.message, ephemeral=opened.ephemeral))
    return messages


def _build_message(name: str, command: Interaction, post: Post) -> ShownMessage:
    data, member = command.payload["data"], command.payload["member"]["user"]["username"]
    subcommands = [option["name"] for option in data.get("options", []) if option["type"] == 1]
    used = " ".join([f"/{data['name']}", *subcommands])
    return ShownMessage(name, post.message, ephemeral=post.ephemeral, used=used, member=member)
