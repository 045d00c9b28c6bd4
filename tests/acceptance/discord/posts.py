"""What members see: the posts of the bot, and the interactions that they answer."""

import time
from dataclasses import dataclass, field

from tests.acceptance.discord import world

MESSAGE, THINKING, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
"""The kinds of answers to an interaction that the tests meet."""
_EPHEMERAL, _LOADING = 64, 128
_BUTTON = 2


@dataclass
class Post:
    """One message of the bot, as it stands now."""

    message: dict
    ephemeral: bool = False
    thinking: bool = False
    deleted: bool = False
    versions: list[dict] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.message["id"]

    @property
    def text(self) -> str:
        """Everything that stands in it to read, its embeds' texts too."""
        parts = [self.message["content"]]
        for embed in self.message["embeds"]:
            parts += [embed.get("title"), embed.get("description")]
            parts.append(embed.get("footer", {}).get("text"))
            for each in embed.get("fields", []):
                parts += [each["name"], each["value"]]
        return "\n".join(filter(None, parts))

    @property
    def buttons(self) -> list[str]:
        """The custom ids of the buttons under it."""
        return [each["custom_id"] for each in self._components if each["type"] == _BUTTON]

    @property
    def menus(self) -> dict[str, dict]:
        """The menus under it, by their custom ids."""
        return {each["custom_id"]: each for each in self._components if each["type"] != _BUTTON}

    @property
    def _components(self) -> list[dict]:
        rows = [row.get("components", []) for row in self.message["components"]]
        return [each for row in rows for each in row if each.get("custom_id")]

    @property
    def replies_to(self) -> str | None:
        """The message that this one replies to."""
        return (self.message.get("message_reference") or {}).get("message_id")

    def edit(self, payload: dict) -> None:
        """Put what was sent in place of what stood there."""
        kept = {key: payload[key] or [] for key in ("embeds", "components") if key in payload}
        if "content" in payload:
            kept["content"] = payload["content"] or ""
        self.message = {**self.message, **kept, "edited_timestamp": "2024-01-01T00:00:01+00:00"}
        self.message["flags"] &= ~_LOADING
        self.thinking = False
        self.versions.append(self.message)


@dataclass
class Interaction:
    """Something a member asked of the bot with a command, button, menu or modal.

    The times are seconds of ``time.monotonic``; 0 is not yet.
    """

    id: str
    token: str
    payload: dict
    asked_at: float = 0.0
    acknowledged_at: float = 0.0
    answered_at: float = 0.0
    under: Post | None = None
    """The message that the pressed button stands under."""
    answer: dict | None = None
    posts: list[Post] = field(default_factory=list)

    @property
    def shown(self) -> list[Post]:
        """What the member sees by now, without what was taken away."""
        return [post for post in self.posts if not post.deleted]

    @property
    def done(self) -> bool:
        """Whether something final is shown, or offered."""
        kind = (self.answer or {}).get("type")
        if kind == DEFERRED_UPDATE:
            return bool(self.answered_at)
        final = [post for post in self.shown if not post.thinking]
        return bool(final) or kind in (CHOICES, MODAL, UPDATE)

    def take(self, answer: dict) -> Post | None:
        """Note the bot's answer to the interaction itself; the message that it makes."""
        self.answer = answer
        self.acknowledged_at = time.monotonic()
        payload = answer.get("data") or {}
        if answer["type"] in (UPDATE, DEFERRED_UPDATE) and self.under is not None:
            self.posts.append(self.under)
            if answer["type"] == UPDATE:
                self.under.edit(payload)
        if answer["type"] not in (MESSAGE, THINKING):
            return None
        return self.add(payload, thinking=answer["type"] == THINKING)

    def add(self, payload: dict, *, thinking: bool = False) -> Post:
        """A new message that answers this interaction."""
        channel = self.payload["channel_id"]
        post = Post(
            world.build_message(world.build_bot_user(), channel, payload), thinking=thinking
        )
        post.ephemeral = bool((payload.get("flags") or 0) & _EPHEMERAL)
        post.message["flags"] |= _LOADING if thinking else 0
        self.posts.append(post)
        return post

    def follow_up(self, payload: dict) -> Post:
        """A further message; the first one after "thinking" takes its place instead."""
        first = self.posts[0] if self.posts else None
        if first is not None and first.thinking:
            first.edit(payload)
            return first
        return self.add(payload)
