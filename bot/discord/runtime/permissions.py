"""Who may change a server's articles, and who its settings."""

from bot.discord.components.views import Interaction
from bot.discord.render import article_texts, settings_texts, texts
from bot.discord.runtime.errors import Refused
from bot.discord.runtime.responder import Desk, place_of


async def manages(desk: Desk, interaction: Interaction) -> bool:
    """Whether the member has Manage Server here, or the role that is set for it."""
    if interaction.guild_id is None:
        return False
    if interaction.permissions.manage_guild:
        return True
    return _has(interaction, (await desk.preferences(place_of(interaction))).editor_role)


async def may_manage(desk: Desk, interaction: Interaction) -> bool:
    """Whether the member may change the articles. Raises ``Refused`` with the reason otherwise."""
    if interaction.guild_id is None:
        raise Refused(texts.SERVER_ONLY)
    if await manages(desk, interaction):
        return True
    wanted = (await desk.preferences(place_of(interaction))).editor_role
    role = interaction.guild.get_role(wanted) if interaction.guild and wanted else None
    raise Refused(settings_texts.need_role(role.name) if role else article_texts.NEED_MANAGE_SERVER)


def may_set(interaction: Interaction) -> bool:
    """Whether the member has Manage Server here. Raises ``Refused`` with the reason otherwise.

    Discord hides the command from others, but a server's admins can open it to anyone.
    """
    if interaction.guild_id is None:
        raise Refused(texts.SERVER_ONLY)
    if not interaction.permissions.manage_guild:
        raise Refused(settings_texts.NOT_TO_SET)
    return True


def _has(interaction: Interaction, role: int | None) -> bool:
    held = getattr(interaction.user, "roles", ())  # none in direct messages
    return role is not None and any(each.id == role for each in held if not each.is_default())
