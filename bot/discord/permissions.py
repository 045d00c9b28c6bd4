"""Who may change a server's articles."""

from bot.discord import texts
from bot.discord.desk import Interaction
from bot.discord.failures import Refused


def may_manage(interaction: Interaction) -> bool:
    """Whether the member has Manage Server here. Raises ``Refused`` with the reason otherwise.

    Discord hides the commands from others, but a server's admins can open them to anyone.
    """
    if interaction.guild_id is None:
        raise Refused(texts.SERVER_ONLY)
    if not interaction.permissions.manage_guild:
        raise Refused(texts.NEED_MANAGE_SERVER)
    return True
