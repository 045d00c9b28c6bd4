"""Discord's REST interface, as far as the bot uses it."""

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from aiohttp import web

from tests.acceptance.discord import limits, world
from tests.acceptance.discord.channels import Channels
from tests.acceptance.discord.faults import Faults, build_answer, build_refusal
from tests.acceptance.discord.posts import THINKING, Interaction, Post
from tests.acceptance.discord.schema import Schema

API = "/api/v10"
_CHANNEL_LIMITS = {
    "X-RateLimit-Limit": "1000",
    "X-RateLimit-Remaining": "999",
    "X-RateLimit-Reset": "4102444800",
    "X-RateLimit-Reset-After": "1",
    "X-RateLimit-Bucket": "messages",
}
Handler = Callable[..., web.StreamResponse]


@dataclass
class Seen:
    """One request of the bot."""

    method: str
    path: str
    body: object
    authorised: bool


@dataclass
class Rest:
    """Everything that was sent over REST, and what became of it."""

    changed: Callable[[], None]
    gateway_url: Callable[[], str]
    schema: Schema | None = None
    token: str = world.TOKEN
    faults: Faults = field(default_factory=Faults)
    requests: list[Seen] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    commands: list[dict] = field(default_factory=list)
    syncs: int = 0
    interactions: dict[str, Interaction] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    held: list[asyncio.Event] = field(default_factory=list)
    channels: Channels = field(init=False)
    _nonces: dict[tuple[str, str], Post] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.channels = Channels(self._all_posts)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or let go wrong what is to go wrong."""
        body = await request.json() if request.can_read_body else None
        path = request.path.removeprefix(API)
        known = request.headers.get("Authorization") == f"Bot {self.token}"
        self.requests.append(Seen(request.method, path, body, known))
        fault = self.faults.take(request.method, path)
        self.changed()
        if fault is None or fault.holds:
            if fault:
                self.held.append(fault.holds)
                await fault.holds.wait()
            return self._handled(request, path, body, known)
        if fault.handled:
            self._handled(request, path, body, known)
        return fault.answer(request)

    def _handled(
        self, request: web.Request, path: str, body: object, known: bool
    ) -> web.StreamResponse:
        method = request.method
        for pattern, needs_token, handler in self._routes(request.query):
            found = re.fullmatch(pattern, f"{method} {path}")
            if found:
                if needs_token and not known:
                    return build_refusal(401, {"message": "401: Unauthorized", "code": 0})
                response = self._checked(
                    method, path, body, partial(handler, body, *found.groups())
                )
                self.changed()
                return response
        self.complaints.append(f"{method} {path}: the tests' Discord has no such route")
        return build_refusal(404, {"message": "404: Not Found", "code": 0})

    def _checked(self, method: str, path: str, body: object, handle: Handler) -> web.StreamResponse:
        wrong = list(self._wrong(method, path, body))
        if wrong:
            self.complaints += wrong
            return build_refusal(400, {"message": "Invalid Form Body", "code": 50035, "errors": {}})
        return handle()

    def _wrong(self, method: str, path: str, body: object) -> Iterator[str]:
        if self.schema is not None and not path.startswith("/files/"):
            yield from self.schema.complaints(method, path, body)
        yield from limits.check_request(path, body)

    def _routes(self, query: Mapping[str, str]) -> list[tuple[str, bool, Handler]]:
        hook = rf"/webhooks/{world.APPLICATION}/([^/]+)"
        return [
            (r"GET /users/@me", True, lambda _: build_answer(world.build_bot_user())),
            (r"GET (?:/oauth2)?/applications/@me", True,
             lambda _: build_answer(world.build_application())),
            (r"GET /gateway/bot", True, self._gateway),
            (rf"PUT /applications/{world.APPLICATION}/commands", True, self._sync),
            (rf"GET /applications/{world.APPLICATION}/commands", True,
             lambda _: build_answer(self.commands)),
            (r"GET /guilds/(\d+)", True, lambda _, guild: build_answer(world.build_guild(guild))),
            (r"POST /channels/(\d+)/typing", True, lambda *_: web.Response(status=204)),
            (r"POST /channels/(\d+)/messages", True, self._post),
            (r"GET /channels/(\d+)", True, self.channels.get),
            (r"GET /channels/(\d+)/messages", True, partial(self.channels.history, query)),
            (r"GET /channels/(\d+)/messages/(\d+)", True, self.channels.message),
            (r"POST /channels/(\d+)/messages/(\d+)/threads", True, self.channels.open),
            (r"POST /interactions/(\d+)/([^/]+)/callback", False, self._callback),
            (rf"PATCH {hook}/messages/([^/]+)", False, self._edit),
            (rf"GET {hook}/messages/([^/]+)", False, self._get),
            (rf"DELETE {hook}/messages/([^/]+)", False, self._delete),
            (rf"POST {hook}", False, self._follow_up),
            (r"GET /files/([^/]+)", False, lambda _, name: web.Response(body=self.files[name])),
        ]  # fmt: skip

    def _gateway(self, _: object) -> web.StreamResponse:
        start = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return build_answer({"url": self.gateway_url(), "shards": 1, "session_start_limit": start})

    def _sync(self, body: list[dict]) -> web.StreamResponse:
        self.syncs += 1
        self.commands = [_build_command(each) for each in body]
        return build_answer(self.commands)

    def _post(self, body: dict, channel: str) -> web.StreamResponse:
        nonce = (channel, str(body.get("nonce")))
        post = self._nonces.get(nonce) if body.get("enforce_nonce") else None
        if post is None:
            if refused := self.channels.reopen_or_refuse(channel):
                return refused
            post = Post(world.build_message(world.build_bot_user(), channel, body))
            if reference := body.get("message_reference"):
                post.message["message_reference"] = {key: str(reference[key]) for key in reference}
            self.posts.append(post)
            self._nonces[nonce] = post
        return build_answer(post.message, headers=_CHANNEL_LIMITS)

    def _all_posts(self) -> list[Post]:
        answers = [post for asked in self.interactions.values() for post in asked.shown]
        return list({post.id: post for post in (*self.posts, *answers)}.values())

    def _callback(self, body: dict, interaction: str, token: str) -> web.StreamResponse:
        asked = self.interactions.get(token)
        if asked is None or asked.id != interaction:
            return build_refusal(404, {"message": "Unknown interaction", "code": 10062})
        if asked.answer is not None:
            taken = "Interaction has already been acknowledged."
            return build_refusal(400, {"message": taken, "code": 40060})
        post = asked.take(body)
        made = {"id": asked.id, "type": asked.payload["type"]}
        resource: dict = {"type": body["type"]}
        if post is not None:
            made |= {"response_message_id": post.id, "response_message_loading": post.thinking}
            made["response_message_ephemeral"] = post.ephemeral
            if body["type"] != THINKING:
                resource["message"] = post.message
        return build_answer({"interaction": made, "resource": resource})

    def _found(self, token: str, message: str) -> Post | None:
        asked = self.interactions.get(token)
        posts = asked.shown if asked else []
        if message == "@original":
            return posts[0] if posts and posts[0] is asked.posts[0] else None
        return next((post for post in posts if post.id == message), None)

    def _edit(self, body: dict, token: str, message: str) -> web.StreamResponse:
        post = self._found(token, message)
        if post is None:
            return build_refusal(404, {"message": "Unknown Message", "code": 10008})
        post.edit(body)
        self.interactions[token].answered_at = time.monotonic()
        return build_answer(post.message)

    def _get(self, _: object, token: str, message: str) -> web.StreamResponse:
        post = self._found(token, message)
        return (
            build_answer(post.message)
            if post
            else build_refusal(404, {"message": "Unknown Message"})
        )

    def _delete(self, _: object, token: str, message: str) -> web.StreamResponse:
        post = self._found(token, message)
        if post is None:
            return build_refusal(404, {"message": "Unknown Message", "code": 10008})
        post.deleted = True
        return web.Response(status=204)

    def _follow_up(self, body: dict, token: str) -> web.StreamResponse:
        asked = self.interactions.get(token)
        if asked is None or asked.answer is None:
            return build_refusal(404, {"message": "Unknown Webhook", "code": 10015})
        return build_answer(asked.follow_up(body).message)


def _build_command(command: dict) -> dict:
    needed = command.get("default_member_permissions")
    return {
        "description": "", **command,
        "id": world.snowflake(), "application_id": world.APPLICATION, "version": "1",
        "default_member_permissions": None if needed is None else str(needed),
    }  # fmt: skip
