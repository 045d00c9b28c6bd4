"""Who and what there is in the Discord of the tests, as Discord writes it in its payloads."""

import time
from dataclasses import dataclass
from itertools import count

TOKEN = "a.made-up.token"
BOT = "1000000000000000001"
APPLICATION = BOT
OWNER = "1000000000000000002"
GUILD = "2000000000000000001"
OTHER_GUILD = "2000000000000000002"
MANAGE_GUILD = 1 << 5
THREAD_PERMISSIONS = 1 << 38 | 1 << 35
"""The leave to open public threads, and to write in threads."""
_ORDINARY = (
    0x8000000000 | 1 << 31 | 1 << 16 | 1 << 14 | 1 << 11 | 1 << 10 | 1 << 6 | THREAD_PERMISSIONS
)
BOT_PERMISSIONS = _ORDINARY
"""What the bot may do, where a test does not say otherwise."""
_EPOCH_MS = 1_420_070_400_000
_TIMESTAMP = "2024-01-01T00:00:00+00:00"
_counter = count(1)


def snowflake() -> str:
    """An id as Discord makes them: of this moment, and no other's."""
    return str((int(time.time() * 1000) - _EPOCH_MS) << 22 | next(_counter) % (1 << 22))


@dataclass(frozen=True)
class Member:
    """Somebody in a server, or in direct messages."""

    id: str
    name: str
    permissions: int = _ORDINARY
    locale: str = "en-US"
    roles: tuple[str, ...] = ()


def editor_role_id(guild: str) -> str:
    """The one role of a server beside the one that all members have."""
    return str(int(guild) + 600)


def hall_id(guild: str) -> str:
    """Another text channel of a server: one in which the bot may not embed links."""
    return str(int(guild) + 501)


def forum_id(guild: str) -> str:
    """The one forum of a server."""
    return str(int(guild) + 502)


READER = Member("1000000000000000011", "reader")
EDITOR = Member("1000000000000000012", "editor", _ORDINARY | MANAGE_GUILD)
ROLE_EDITOR = Member("1000000000000000013", "keeper", roles=(editor_role_id(GUILD),))


def channel_id(guild: str | None, member: Member = READER) -> str:
    """The text channel of a server where all happens, or the direct messages of a member."""
    return str(int(guild or member.id) + 500)


def build_user(id_: str, name: str, *, bot: bool = False) -> dict:
    return {
        "id": id_, "username": name, "global_name": None, "discriminator": "0", "avatar": None,
        "bot": bot, "public_flags": 0, "flags": 0, "primary_guild": None,
    }  # fmt: skip


def build_bot_user() -> dict:
    return build_user(BOT, "Byline", bot=True)


def build_member(member: Member) -> dict:
    return {
        "user": build_user(member.id, member.name), "roles": list(member.roles), "nick": None,
        "avatar": None,
        "joined_at": "2024-01-01T00:00:00+00:00", "premium_since": None, "deaf": False,
        "mute": False, "flags": 0, "pending": False, "communication_disabled_until": None,
        "permissions": str(member.permissions), "banner": None,
    }  # fmt: skip


def build_channel(guild: str | None, member: Member = READER, id_: str | None = None) -> dict:
    """A channel of a server, or the direct messages of a member; the usual one without an id."""
    about = {"id": id_ or channel_id(guild, member), "last_message_id": None, "flags": 0}
    if guild is None:
        return {**about, "type": 1, "recipients": [build_user(member.id, member.name)]}
    others = {
        hall_id(guild): (0, "hall", [_build_overwrite(guild)]),
        forum_id(guild): (15, "forum", []),
    }
    kind, name, overwrites = others.get(about["id"], (0, "general", []))
    return {
        **about, "type": kind, "guild_id": guild, "name": name, "position": 0, "topic": None,
        "nsfw": False, "rate_limit_per_user": 0, "parent_id": None,
        "permission_overwrites": overwrites, "permissions": str(member.permissions),
    }  # fmt: skip


def _build_overwrite(guild: str) -> dict:
    return {"id": guild, "type": 0, "allow": "0", "deny": str(1 << 14)}


def build_role(id_: str, name: str, permissions: int = 0) -> dict:
    return {
        "id": id_, "name": name, "permissions": str(permissions), "position": 0, "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False, "managed": False, "mentionable": False, "icon": None, "flags": 0,
        "unicode_emoji": None, "description": None,
    }  # fmt: skip


def build_thread(guild: str, parent: str, id_: str, name: str, minutes: int) -> dict:
    """A thread that the bot has just opened; ``minutes`` without a word archive it."""
    metadata = {
        "archived": False, "locked": False, "auto_archive_duration": minutes,
        "archive_timestamp": _TIMESTAMP, "create_timestamp": _TIMESTAMP,
    }  # fmt: skip
    return {
        "id": id_, "type": 11, "guild_id": guild, "parent_id": parent, "owner_id": BOT,
        "name": name, "last_message_id": None, "rate_limit_per_user": 0, "flags": 0,
        "message_count": 0, "member_count": 1, "total_message_sent": 0,
        "thread_metadata": metadata,
        "member": {"id": id_, "user_id": BOT, "join_timestamp": _TIMESTAMP, "flags": 1},
    }  # fmt: skip


def build_guild(guild: str) -> dict:
    roles = [build_role(guild, "@everyone", _ORDINARY), build_role(editor_role_id(guild), "desk")]
    channels = [build_channel(guild, id_=each) for each in (None, hall_id(guild), forum_id(guild))]
    own = {**build_member(Member(BOT, "Byline")), "user": build_bot_user()}
    return {
        "id": guild, "name": "Newsroom", "owner_id": OWNER, "icon": None, "unavailable": False,
        "roles": roles, "channels": channels, "members": [own], "threads": [],
        "emojis": [], "stickers": [], "features": [], "voice_states": [], "presences": [],
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
        "member_count": 3, "large": False, "joined_at": "2024-01-01T00:00:00+00:00",
        "verification_level": 1, "default_message_notifications": 0, "mfa_level": 0,
        "explicit_content_filter": 0, "premium_tier": 0, "preferred_locale": "en-US",
        "system_channel_flags": 0, "nsfw_level": 0, "afk_timeout": 300,
    }  # fmt: skip


def build_application() -> dict:
    return {
        "id": APPLICATION, "name": "Byline", "icon": None, "description": "", "flags": 0,
        "bot_public": False, "bot_require_code_grant": False, "verify_key": "0" * 64,
        "owner": build_user(OWNER, "owner"), "team": None, "rpc_origins": [], "hook": True,
    }  # fmt: skip


def build_message(author: dict, channel: str, payload: dict, **known: object) -> dict:
    """A message with the content, embeds and components of what was sent."""
    return {
        "id": snowflake(), "channel_id": channel, "author": author, "type": 0, "tts": False,
        "content": payload.get("content") or "", "embeds": payload.get("embeds") or [],
        "components": payload.get("components") or [], "flags": payload.get("flags") or 0,
        "timestamp": "2024-01-01T00:00:00+00:00", "edited_timestamp": None, "pinned": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
        **known,
    }  # fmt: skip
