"""What members do in the tests' Discord, and what they get to see."""

import time
from secrets import token_urlsafe

from tests.acceptance.discord import world
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.posts import CHOICES, MODAL, Interaction, Post
from tests.acceptance.discord.server import Discord
from tests.acceptance.discord.world import GUILD, READER, Member

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
_SUBCOMMAND, _STRING, _INTEGER, _BOOLEAN, _ATTACHMENT = 1, 3, 4, 5, 11
_MESSAGE_MENU = 3
_RESOLVED = "resolved"
"""Where an interaction carries the objects whose ids its options name."""


class AttachedFile:
    """A file for a command's option."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content, self.id = name, content, world.snowflake()


class Scene:
    """Members of a server (or, where ``guild`` is ``None``, in direct messages) and the bot."""

    def __init__(
        self,
        discord: Discord,
        bot: BotProcess,
        guild: str | None = GUILD,
        thread: str | None = None,
        bot_permissions: int = world.BOT_PERMISSIONS,
    ) -> None:
        self.discord, self.bot, self.guild = discord, bot, guild
        self.thread, self.bot_permissions = thread, bot_permissions

    def in_guild(self, guild: str | None) -> "Scene":
        """The same bot in another server, or in direct messages."""
        return Scene(self.discord, self.bot, guild)

    def in_thread(self, thread: str) -> "Scene":
        """The same server's members, in one of its threads or other channels."""
        return Scene(self.discord, self.bot, self.guild, thread)

    def with_bot_permissions(self, permissions: int) -> "Scene":
        """The same, with other permissions of the bot."""
        return Scene(self.discord, self.bot, self.guild, self.thread, permissions)

    def command(self, words: str, /, by: Member = READER, **options: object) -> Interaction:
        """Use a slash command, such as ``articles add``; returns at once."""
        return self._interact(COMMAND, by, self._build_data(words, options))

    def complete(
        self, words: str, option: str, typed: str, /, by: Member = READER, **options: object
    ) -> list[dict]:
        """What is offered while a member types an option."""
        asked = self.type_option(words, option, typed, by=by, **options)
        self.bot.wait(lambda: asked.answer, f"what is offered for {typed!r}")
        assert asked.answer["type"] == CHOICES
        return asked.answer["data"]["choices"]

    def type_option(
        self, words: str, option: str, typed: str, /, by: Member = READER, **options: object
    ) -> Interaction:
        """Type an option that autocomplete helps with; returns at once."""
        data = self._build_data(words, {**options, option: typed}, focused=option)
        return self._interact(AUTOCOMPLETE, by, data)

    def menu(self, name: str, message: dict, /, by: Member = READER) -> Interaction:
        """Use a command of a message's context menu."""
        data = {
            "id": world.snowflake(), "name": name, "type": _MESSAGE_MENU,
            "target_id": message["id"], _RESOLVED: {"messages": {message["id"]: message}},
        }  # fmt: skip
        return self._interact(COMMAND, by, data)

    def press(self, post: Post, custom_id: str, /, by: Member = READER) -> Interaction:
        """Press a button under a message of the bot."""
        data = {"custom_id": custom_id, "component_type": 2, "id": 1}
        return self._interact(COMPONENT, by, data, under=post, message=post.message)

    def choose(
        self, post: Post, custom_id: str, kind: int, /, *values: str, by: Member = READER
    ) -> Interaction:
        """Choose in a menu of this ``kind`` (3 words, 6 roles, 8 channels) under a message."""
        chosen = {each: {"id": each, "name": "chosen", "type": 0} for each in values}
        resolved = {6: {"roles": chosen}, 8: {"channels": chosen}}.get(kind, {})
        data = {"custom_id": custom_id, "component_type": kind, "values": list(values)}
        data |= {_RESOLVED: resolved, "id": 1}
        return self._interact(COMPONENT, by, data, under=post, message=post.message)

    def pick(self, post: Post, custom_id: str, /, *values: str, by: Member = READER) -> Interaction:
        """Choose what a menu under a message of the bot offers."""
        menu = post.menus[custom_id]
        assert menu.get("min_values", 1) <= len(values) <= menu.get("max_values", 1)
        offered = {option["value"] for option in menu.get("options", [])} or set(values)
        assert offered.issuperset(values)
        return self.choose(post, custom_id, menu["type"], *values, by=by)

    def follow(self, post: Post, question: str, /, by: Member = READER) -> Interaction:
        """Press Follow up under an answer, and send a question off."""
        form = self.open_follow_up_form(post, by=by)
        return self.submit(form, by=by, under=post, question=question)

    def open_follow_up_form(self, post: Post, /, by: Member = READER) -> str:
        """Press Follow up under an answer; the custom id of the form that it opens."""
        button = next(each for each in post.buttons if each.startswith("byline:follow:"))
        opened = self.press(post, button, by=by)
        self.bot.wait(lambda: opened.answer, "the form for a follow-up")
        assert opened.answer["type"] == MODAL
        return opened.answer["data"]["custom_id"]

    def submit(
        self, custom_id: str, /, by: Member = READER, under: Post | None = None, **texts: str
    ) -> Interaction:
        """Send a modal off that a button ``under`` a message or a command has opened.

        ``texts`` are its fields by their custom ids.
        """
        rows = [
            {"type": 1, "components": [{"type": 4, "custom_id": name, "value": value}]}
            for name, value in texts.items()
        ]
        opened_by = {"message": under.message} if under else {}
        return self._interact(SUBMIT, by, {"custom_id": custom_id, "components": rows}, **opened_by)

    def wait_for_answer(self, asked: Interaction) -> Post:
        """Wait for what a member finally sees of an interaction: one message, and no other."""
        self.bot.wait(lambda: asked.done, f"an answer to {asked.payload['data'].get('name')}")
        (post,) = asked.shown
        return post

    def send_message(
        self, content: str, by: Member = READER, replies_to: dict | None = None
    ) -> dict:
        """Write a message; returns it."""
        pings = (
            f"<@{world.BOT}>" in content
            or (replies_to or {}).get("author") == world.build_bot_user()
        )
        heard = pings or self.guild is None  # the bot has no leave to read anything else
        payload = {"content": content if heard else ""}
        author = world.build_user(by.id, by.name)
        message = world.build_message(author, self._channel(by)["id"], payload)
        if pings:
            message["mentions"] = [{**world.build_bot_user(), "member": {}}]
        if self.guild is not None:
            member = world.build_member(by)
            message |= {"guild_id": self.guild, "member": member}
        if replies_to is not None:
            reference = {"message_id": replies_to["id"], "channel_id": replies_to["channel_id"]}
            message |= {"type": 19, "message_reference": reference}
            message["referenced_message"] = replies_to
        self.discord.rest.channels.user_messages.append(message)
        self.discord.run(self.discord.gateway.dispatch("MESSAGE_CREATE", message))
        return message

    def mention(self, question: str, **how: object) -> dict:
        """Ask by mentioning the bot; returns the message."""
        return self.send_message(f"<@{world.BOT}> {question}", **how)

    def wait_for_reply(self, message: dict) -> Post:
        """Wait for the bot's reply to a message: one, and no other."""
        self.bot.wait(lambda: self.replies(message), f"a reply to {message['content']!r}")
        (post,) = self.replies(message)
        return post

    def replies(self, message: dict) -> list[Post]:
        """The bot's replies to a message by now."""
        return [post for post in self.discord.rest.posts if post.replies_to == message["id"]]

    def _interact(
        self, kind: int, by: Member, data: dict, under: Post | None = None, **more: object
    ) -> Interaction:
        payload = {
            "id": world.snowflake(), "application_id": world.APPLICATION, "type": kind,
            "token": token_urlsafe(24), "version": 1, "data": data, "locale": by.locale,
            "channel_id": self._channel(by)["id"], "entitlements": [],
            "channel": self._channel(by), "app_permissions": str(self.bot_permissions),
            "attachment_size_limit": 8 * 1024 * 1024, **self._build_context(by), **more,
        }  # fmt: skip
        asked = Interaction(payload["id"], payload["token"], payload, time.monotonic(), under=under)
        self.discord.rest.interactions[asked.token] = asked
        self.discord.run(self.discord.gateway.dispatch("INTERACTION_CREATE", payload))
        return asked

    def _channel(self, by: Member) -> dict:
        if self.thread is not None:
            thread = self.discord.rest.channels.threads.get(self.thread)
            return thread or world.build_channel(self.guild, by, self.thread)
        return world.build_channel(self.guild, by)

    def _build_context(self, by: Member) -> dict:
        if self.guild is None:
            owners = {"authorizing_integration_owners": {"0": "0"}, "context": 1}
            return {"user": world.build_user(by.id, by.name), **owners}
        guild = {"id": self.guild, "locale": "en-US", "features": []}
        owners = {"authorizing_integration_owners": {"0": self.guild}, "context": 0}
        about = {"guild_id": self.guild, "guild": guild, "guild_locale": "en-US", **owners}
        return {"member": world.build_member(by), **about}

    def _build_data(self, words: str, options: dict, focused: str | None = None) -> dict:
        first, *below = words.split()
        known = next(each for each in self.discord.rest.commands if each["name"] == first)
        resolved = self._register_files(options)
        given = [_build_option(name, value, name == focused) for name, value in options.items()]
        for word in reversed(below):
            given = [{"type": _SUBCOMMAND, "name": word, "options": given}]
        named = {"id": known["id"], "name": first, "type": 1, "options": given}
        return {**named, **({_RESOLVED: resolved} if resolved else {})}

    def _register_files(self, options: dict) -> dict:
        files = [value for value in options.values() if isinstance(value, AttachedFile)]
        for file in files:
            self.discord.rest.files[file.id] = file.content
        base = f"{self.discord.url}/api/v10/files"
        found = {file.id: _build_attachment(file, base) for file in files}
        return {"attachments": found} if found else {}


def _build_option(name: str, value: object, focused: bool) -> dict:
    kinds = {bool: _BOOLEAN, int: _INTEGER, str: _STRING, AttachedFile: _ATTACHMENT}
    given = value.id if isinstance(value, AttachedFile) else value
    option = {"name": name, "type": kinds[type(value)], "value": given}
    return {**option, "focused": True} if focused else option


def _build_attachment(file: AttachedFile, base: str) -> dict:
    url = f"{base}/{file.id}"
    return {
        "id": file.id, "filename": file.name, "size": len(file.content), "url": url,
        "proxy_url": url, "content_type": "text/plain", "ephemeral": True,
    }  # fmt: skip
