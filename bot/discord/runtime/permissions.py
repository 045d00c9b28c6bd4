"""Who may change a server's articles, and who its settings."""

from bot.discord.components.views import Interaction
from bot.discord.render import article_texts, settings_texts, texts
from bot.discord.runtime.errors import NotPermitted
from bot.discord.runtime.responder import Responder, find_collection_name


async def can_manage(responder: Responder, interaction: Interaction) -> bool:
    """Whether the member has Manage Server here, or the role that is set for it."""
    if interaction.guild_id is None:
        return False
    if interaction.permissions.manage_guild:
        return True
    return _has_role(
        interaction, (await responder.get_settings(find_collection_name(interaction))).editor_role
    )


async def check_can_manage(responder: Responder, interaction: Interaction) -> bool:
    """Whether the member may change the articles. Raises ``NotPermitted`` with the reason otherwise."""
    if interaction.guild_id is None:
        raise NotPermitted(texts.SERVER_ONLY)
    if await can_manage(responder, interaction):
        return True
    wanted = (await responder.get_settings(find_collection_name(interaction))).editor_role
    role = interaction.guild.get_role(wanted) if interaction.guild and wanted else None
    raise NotPermitted(
        settings_texts.format_role_required(role.name) if role else article_texts.NEED_MANAGE_SERVER
    )


def check_can_change_settings(interaction: Interaction) -> bool:
    """Whether the member has Manage Server here. Raises ``NotPermitted`` with the reason otherwise.

    Discord hides the command from others, but a server's admins can open it to anyone.
    """
    if interaction.guild_id is None:
        raise NotPermitted(texts.SERVER_ONLY)
    if not interaction.permissions.manage_guild:
        raise NotPermitted(settings_texts.SETTINGS_NOT_PERMITTED)
    return True


def _has_role(interaction: Interaction, role: int | None) -> bool:
    held = getattr(interaction.user, "roles", ())  # none in direct messages
    return role is not None and any(each.id == role for each in held if not each.is_default())
