"""The names and descriptions of commands in the languages that there are, for Discord's clients.

Discord shows them in a member's language, and sends the English ones back whatever it showed.
"""

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Where
from discord.app_commands import TranslationContextTypes, locale_str

from bot.discord.i18n.language import list_codes, load_language

NAME, CHOICE, DESCRIPTION, MENU = "name", "choice", "description", "menu"
_CONTEXTS = {
    Where.command_name: NAME,
    Where.group_name: NAME,
    Where.parameter_name: NAME,
    Where.choice_name: CHOICE,
    Where.command_description: DESCRIPTION,
    Where.group_description: DESCRIPTION,
    Where.parameter_description: DESCRIPTION,
}


class Translator(app_commands.Translator):
    """Looks each word up in the catalogues; Discord is told nothing of what they lack."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """The word in the language of a locale; ``None`` where that is English or not spoken.

        Locales of a country (``pt-BR``) have the language that the bot answers in there.
        """
        code = locale.value.partition("-")[0]
        if code not in list_codes():
            return None
        return load_language(code).translate_name(string.message, get_context(context))


def get_context(context: TranslationContextTypes) -> str:
    """The gettext context of a word of a command: what kind of thing it names or describes."""
    is_menu = isinstance(context.data, app_commands.ContextMenu)
    return MENU if is_menu else _CONTEXTS[context.location]
