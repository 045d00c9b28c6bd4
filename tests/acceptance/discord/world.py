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
_ORDINARY = 0x8000000000 | 1 << 31 | 1 << 16 | 1 << 14 | 1 << 11 | 1 << 10 | 1 << 6
_EPOCH_MS = 1_420_070_400_000
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


READER = Member("1000000000000000011", "reader")
EDITOR = Member("1000000000000000012", "editor", _ORDINARY | MANAGE_GUILD)


def channel_id(guild: str | None, member: Member = READER) -> str:
    """The one text channel of a server, or the direct messages of a member."""
    return str(int(guild or member.id) + 500)


def user(id_: str, name: str, *, bot: bool = False) -> dict:
    return {
        "id": id_, "username": name, "global_name": None, "discriminator": "0", "avatar": None,
        "bot": bot, "public_flags": 0, "flags": 0, "primary_guild": None,
    }  # fmt: skip


def bot_user() -> dict:
    return user(BOT, "Byline", bot=True)


def member_object(member: Member) -> dict:
    return {
        "user": user(member.id, member.name), "roles": [], "nick": None, "avatar": None,
        "joined_at": "2024-01-01T00:00:00+00:00", "premium_since": None, "deaf": False,
        "mute": False, "flags": 0, "pending": False, "communication_disabled_until": None,
        "permissions": str(member.permissions), "banner": None,
    }  # fmt: skip


def channel_object(guild: str | None, member: Member = READER) -> dict:
    about = {"id": channel_id(guild, member), "last_message_id": None, "flags": 0}
    if guild is None:
        return {**about, "type": 1, "recipients": [user(member.id, member.name)]}
    return {
        **about, "type": 0, "guild_id": guild, "name": "general", "position": 0, "topic": None,
        "nsfw": False, "rate_limit_per_user": 0, "parent_id": None, "permission_overwrites": [],
        "permissions": str(member.permissions),
    }  # fmt: skip


def guild_object(guild: str) -> dict:
    everyone = {
        "id": guild, "name": "@everyone", "permissions": str(_ORDINARY), "position": 0, "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False, "managed": False, "mentionable": False, "icon": None, "flags": 0,
        "unicode_emoji": None, "description": None,
    }  # fmt: skip
    own = {**member_object(Member(BOT, "Byline")), "user": bot_user()}
    return {
        "id": guild, "name": "Newsroom", "owner_id": OWNER, "icon": None, "unavailable": False,
        "roles": [everyone], "channels": [channel_object(guild)], "members": [own], "threads": [],
        "emojis": [], "stickers": [], "features": [], "voice_states": [], "presences": [],
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
        "member_count": 3, "large": False, "joined_at": "2024-01-01T00:00:00+00:00",
        "verification_level": 1, "default_message_notifications": 0, "mfa_level": 0,
        "explicit_content_filter": 0, "premium_tier": 0, "preferred_locale": "en-US",
        "system_channel_flags": 0, "nsfw_level": 0, "afk_timeout": 300,
    }  # fmt: skip


def application_object() -> dict:
    return {
        "id": APPLICATION, "name": "Byline", "icon": None, "description": "", "flags": 0,
        "bot_public": False, "bot_require_code_grant": False, "verify_key": "0" * 64,
        "owner": user(OWNER, "owner"), "team": None, "rpc_origins": [], "hook": True,
    }  # fmt: skip


def message_object(author: dict, channel: str, payload: dict, **known: object) -> dict:
    """A message with the content, embeds and components of what was sent."""
    return {
        "id": snowflake(), "channel_id": channel, "author": author, "type": 0, "tts": False,
        "content": payload.get("content") or "", "embeds": payload.get("embeds") or [],
        "components": payload.get("components") or [], "flags": payload.get("flags") or 0,
        "timestamp": "2024-01-01T00:00:00+00:00", "edited_timestamp": None, "pinned": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
        **known,
    }  # fmt: skip
