"""Translations of command names and descriptions for Discord's clients.

Discord shows them in the member's language; interactions always have the English names.
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
    """Translates command names with the catalogues; a name without translation is left out."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """Return the translation for ``locale``, or ``None`` for English and unknown languages.

        A locale with a country (``pt-BR``) uses the catalogue of its language.
        """
        code = locale.value.partition("-")[0]
        if code not in list_codes():
            return None
        return load_language(code).translate_name(string.message, get_context(context))


def get_context(context: TranslationContextTypes) -> str:
    """Return the gettext context of a command's word: what it names or describes."""
    is_menu = isinstance(context.data, app_commands.ContextMenu)
    return MENU if is_menu else _CONTEXTS[context.location]
