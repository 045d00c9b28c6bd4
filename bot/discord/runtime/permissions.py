"""Permission checks for changes to a server's articles and settings."""

from bot.discord.components.views import Interaction
from bot.discord.render import article_texts, settings_texts, texts
from bot.discord.runtime.errors import NotPermitted
from bot.discord.runtime.responder import Responder, find_collection_name
from corpus.messages import message


async def can_manage(responder: Responder, interaction: Interaction) -> bool:
    """Whether the member has Manage Server or the role that may change the articles."""
    if interaction.guild_id is None:
        return False
    if interaction.permissions.manage_guild:
        return True
    return _has_role(
        interaction, (await responder.get_settings(find_collection_name(interaction))).editor_role
    )


async def check_can_manage(responder: Responder, interaction: Interaction) -> bool:
    """Return ``True`` if the member may change the articles, or raise ``NotPermitted``."""
    if interaction.guild_id is None:
        raise NotPermitted(texts.SERVER_ONLY)
    if await can_manage(responder, interaction):
        return True
    role_id = (await responder.get_settings(find_collection_name(interaction))).editor_role
    role = interaction.guild.get_role(role_id) if interaction.guild and role_id else None
    if role is None:
        raise NotPermitted(article_texts.NEED_MANAGE_SERVER)
    raise NotPermitted(
        message(
            "You need the Manage Server permission, or the role “{role}”, to change this "
            "server's articles.",
            role=role.name,
        )
    )


def check_can_change_settings(interaction: Interaction) -> bool:
    """Return ``True`` if the member has Manage Server, or raise ``NotPermitted``.

    Discord hides the command from others, but a server's admins can allow it to anyone.
    """
    if interaction.guild_id is None:
        raise NotPermitted(texts.SERVER_ONLY)
    if not interaction.permissions.manage_guild:
        raise NotPermitted(settings_texts.SETTINGS_NOT_PERMITTED)
    return True


def _has_role(interaction: Interaction, role: int | None) -> bool:
    held = getattr(interaction.user, "roles", ())  # none in direct messages
    return role is not None and any(each.id == role for each in held if not each.is_default())
