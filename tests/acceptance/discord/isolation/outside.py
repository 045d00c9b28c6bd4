"""Somebody outside who looks for a server's article, and what they get."""

import json
from dataclasses import dataclass

from bot.discord.render import texts
from tests.acceptance.discord.isolation.articles import HERE, SECRET, TITLE, extract_words
from tests.acceptance.discord.posts import Interaction, Post
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.world import Member

INTRUDER = Member("1000000000000000013", "intruder", (1 << 50) - 1)
"""May do everything in the server that has the article, in the other one, and in messages."""
DIRECT = f"dm-{INTRUDER.id}"


@dataclass
class GuildKnowledge:
    """What the intruder knows of the server that has the article, as a member of it."""

    answers: list[Post]
    screens: list[Post]
    removing: list[Post]
    keys: list[str]
    versions: list[str]

    @property
    def references(self) -> list[str]:
        """All that may name the article where it is."""
        id_ = str(SECRET["id"])
        versions = [f"{id_}@{version}" for version in (*self.versions, "1", "2")]
        return [
            id_, TITLE, TITLE[:20], id_[:12], *versions, f"{versions[0]}#0-40", str(SECRET["url"]),
            f"{HERE}/{id_}", f"{HERE}:{id_}", f"../{HERE}/{id_}",
        ]  # fmt: skip


@dataclass
class Outsider:
    """The intruder in a place; each method waits for all that comes of it."""

    scene: Scene

    def use_command(self, words: str, /, **options: object) -> list[Post]:
        """Use a command; what it shows."""
        return self.wait_for_posts(self.scene.command(words, by=INTRUDER, **options))

    def ask(self, question: str, /, **options: object) -> list[Post]:
        """Use /ask."""
        return self.use_command("ask", question=question, **options)

    def mention(self, question: str, /, replies_to: dict | None = None) -> Post:
        """Mention the bot with a question."""
        asked = self.scene.mention(question, by=INTRUDER, replies_to=replies_to)
        return self.scene.wait_for_reply(asked)

    def check_message(self, message: dict) -> list[Post]:
        """Use the context menu of a message."""
        return self.wait_for_posts(self.scene.menu(str(texts.CHECK), message, by=INTRUDER))

    def press(self, post: Post, custom_id: str) -> list[Post]:
        """Press a button with this custom id under a post."""
        return self.wait_for_posts(self.scene.press(post, custom_id, by=INTRUDER))

    def submit(self, custom_id: str, under: Post | None = None, **fields: str) -> list[Post]:
        """Send off a form of this custom id, which a button under a post has opened."""
        return self.wait_for_posts(self.scene.submit(custom_id, by=INTRUDER, under=under, **fields))

    def choose(self, post: Post, custom_id: str, kind: int, *ids: str) -> list[Post]:
        """Choose channels or roles in a menu of this ``kind`` under a post."""
        return self.wait_for_posts(self.scene.choose(post, custom_id, kind, *ids, by=INTRUDER))

    def wait_for_posts(self, asked: Interaction) -> list[Post]:
        """Wait for all that becomes of an interaction."""
        self.scene.bot.wait(
            lambda: asked.done and not _is_being_replaced(asked), f"{asked.payload['data']}"
        )
        return asked.shown


def _is_being_replaced(asked: Interaction) -> bool:
    """Whether a public "thinking" is just being taken back, for an answer to the asker alone."""
    return any(str(texts.NOT_PUBLIC) in post.text for post in asked.shown)


class TrafficWatch:
    """All that the bot sends, and logs, from now on."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._requests, self._lines = len(scene.discord.rest.requests), len(scene.bot.lines)

    def found(self, *typed: str) -> set[str]:
        """The server's own words in all of it that are not in what was typed."""
        requests = self._scene.discord.rest.requests[self._requests :]
        sent = json.dumps([[each.path, each.body] for each in requests], ensure_ascii=False)
        logged = "".join(self._scene.bot.lines[self._lines :])
        return extract_words(sent + logged) - extract_words(" ".join(typed))

    def posted_in(self, channel: str) -> bool:
        """Whether anything was sent into a channel."""
        requests = self._scene.discord.rest.requests[self._requests :]
        return any(each.path.startswith(f"/channels/{channel}/") for each in requests)
