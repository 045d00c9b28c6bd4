"""Members of a simulated Discord, and what they do there."""

import discord
from simcord import Env

from bot.discord.components.custom_ids import Button, ButtonAction, Screen
from bot.discord.components.views import to_message_kwargs
from bot.library import Library
from tests.bot.discord.fakes import FakeCollection, FakeLibrary

CROSSING = "How many minutes did the ferry crossing to Hollow Island take?"


class Server:
    """A server with a channel, a member, and one who may manage it."""

    def __init__(self, env: Env, library: FakeLibrary | Library, name: str = "newsroom") -> None:
        self.env = env
        self.guild = env.create_guild(name)
        self.channel = self.guild.create_text_channel("general")
        self.member = self.guild.add_member(env.create_user(f"{name}-member"))
        editors = self.guild.create_role("editors", permissions=discord.Permissions.all())
        editor = env.create_user(f"{name}-editor")
        self.editor = self.guild.add_member(editor, roles=[editors])
        self.name = f"guild-{self.guild.id}"
        self.articles: FakeCollection = library.collection(self.name)
        self.state = library.server_state(self.name)


async def ask(server: Server, question: str = CROSSING, **options: object) -> object:
    """Use /ask in a server's channel; what comes of it."""
    return await server.member.slash(server.channel, "ask", question=question, **options)


def find_custom_ids(message: object) -> dict[str, str]:
    """The custom ids under a message, by action."""
    buttons = [each for row in message.components for each in row.children]
    return {each.custom_id.split(":")[1]: each.custom_id for each in buttons if not each.disabled}


async def press(server: Server, message: object, action: str) -> object:
    """Press a button under a message; what comes of it."""
    shown = message.message if hasattr(message, "message") else message
    return await server.member.click(shown, custom_id=find_custom_ids(shown)[action])


def get_description(result: object) -> str:
    """What the one embed tells that was answered with."""
    (embed,) = result.response.embeds
    return embed.description


def get_text(message: object) -> str:
    """What stands in the one embed of a message."""
    (embed,) = message.embeds
    return f"{embed.title}\n{embed.description}"


async def submit_follow_up(server: Server, answer: object, question: str) -> object:
    """What comes of a question that is sent off with Follow up."""
    form = await press(server, answer, "follow")
    return await server.member.submit_modal(form, {"question": question})


async def ask_follow_up(server: Server, answer: object, question: str) -> object:
    """The answer to a question that is sent off with Follow up, wherever it is."""
    shown = (await submit_follow_up(server, answer, question)).response
    there = [each for each in server.channel.threads if each.mention in get_text(shown)]
    return there[0].last_message if there else shown


async def post_forged(server: Server, button: ButtonAction, channel: object = None) -> object:
    """A message of the bot's under which there is a button of any meaning."""
    channel = channel or server.channel
    screen = Screen(discord.Embed(title="forged"), ((Button(button, "press me"),),))
    await server.env.bot.get_channel(channel.id).send(**to_message_kwargs(screen))
    return channel.last_message
