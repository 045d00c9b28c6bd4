"""What there is to read in channels and threads, and how threads are opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.acceptance.discord import world
from tests.acceptance.discord.faults import build_answer, build_refusal
from tests.acceptance.discord.posts import Post

_HAS_THREAD = 32
_NO_CHANNEL = {"message": "Unknown Channel", "code": 10003}
_NO_MESSAGE = {"message": "Unknown Message", "code": 10008}
_ARCHIVED = {"message": "Thread is archived", "code": 50083}
_THREAD_EXISTS = {"message": "A thread has already been created for this message", "code": 160004}


@dataclass
class Channels:
    """The messages of members and of the bot, by channel, and the threads on them."""

    posts: Callable[[], list[Post]]
    announce: Callable[[str, dict], None] = lambda *_: None
    """Sends an event to the bot."""
    user_messages: list[dict] = field(default_factory=list)
    threads: dict[str, dict] = field(default_factory=dict)

    def posted_in(self, channel: str) -> list[Post]:
        """What the bot has posted in a channel or thread, for all to see."""
        here = [post for post in self.posts() if post.message["channel_id"] == channel]
        return [post for post in here if not (post.ephemeral or post.deleted)]

    def archive(self, thread: str, *, locked: bool = False) -> None:
        """Put a thread away; one that is locked, for good."""
        self._set(thread, archived=True, locked=locked)

    def get(self, _: object, channel: str) -> web.StreamResponse:
        """A thread, or a server's one channel."""
        guilds = {world.channel_id(each): each for each in (world.GUILD, world.OTHER_GUILD)}
        if channel in guilds:
            return build_answer(world.build_channel(guilds[channel]))
        found = self.threads.get(channel)
        return build_answer(found) if found else build_refusal(404, _NO_CHANNEL)

    def history(self, query: Mapping[str, str], _: object, channel: str) -> web.StreamResponse:
        """The messages before one, the newest first."""
        before = int(query.get("before", 1 << 63))
        here = [each for each in self._messages(channel) if int(each["id"]) < before]
        newest = sorted(here, key=lambda each: int(each["id"]), reverse=True)
        return build_answer(newest[: int(query.get("limit", 50))])

    def message(self, _: object, channel: str, message: str) -> web.StreamResponse:
        """One message."""
        found = [each for each in self._messages(channel) if each["id"] == message]
        return build_answer(found[0]) if found else build_refusal(404, _NO_MESSAGE)

    def open(self, body: dict, channel: str, message: str) -> web.StreamResponse:
        """Open the one thread that there can be on a message."""
        post = next((each for each in self.posted_in(channel) if each.id == message), None)
        if post is None:
            return build_refusal(404, _NO_MESSAGE)
        if message in self.threads:
            return build_refusal(400, _THREAD_EXISTS)
        minutes = body.get("auto_archive_duration") or 4320
        guild = str(int(channel) - 500)
        made = world.build_thread(guild, channel, message, body["name"], minutes)
        self.threads[message] = made
        post.message = {**post.message, "flags": post.message["flags"] | _HAS_THREAD}
        self.announce("THREAD_CREATE", {**made, "newly_created": True})
        return build_answer(made, 201)

    def reopen_or_refuse(self, channel: str) -> web.StreamResponse | None:
        """What keeps a message out of a channel; a thread that was put away comes back with it."""
        thread = self.threads.get(channel)
        if thread is None:
            return None
        if thread["thread_metadata"]["locked"]:
            return build_refusal(400, _ARCHIVED)
        if thread["thread_metadata"]["archived"]:
            self._set(channel, archived=False)
        sent = thread["total_message_sent"] + 1
        self.threads[channel] |= {"message_count": sent, "total_message_sent": sent}
        return None

    def _set(self, thread: str, **changed: bool) -> None:
        self.threads[thread]["thread_metadata"] |= changed
        self.announce("THREAD_UPDATE", self.threads[thread])

    def _messages(self, channel: str) -> list[dict]:
        said = [each for each in self.user_messages if each["channel_id"] == channel]
        return said + [post.message for post in self.posted_in(channel)]
