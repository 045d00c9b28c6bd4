"""The program, with discord.py pointed at another Discord: ``… pointed URL COMMAND…``.

Nothing of the bot is changed: only where discord.py finds Discord, and that names under
``.example``, which lead nowhere else, lead to the tests' web.
"""

import sys
from ipaddress import ip_address

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.__main__ import main
from corpus.web.fetcher import WebFetcher
from corpus.web.guard import Address, is_public, resolve
from tests.acceptance.discord.newsstand import ADDRESS


def resolve_to_newsstand(host: str, port: int) -> list[str]:
    return [ADDRESS] if host.endswith(".example") else resolve(host, port)


def is_allowed(address: Address) -> bool:
    return address == ip_address(ADDRESS) or is_public(address)


if __name__ == "__main__":
    base = yarl.URL(sys.argv.pop(1))
    Route.BASE = str(base / "api/v10")
    DiscordWebSocket.DEFAULT_GATEWAY = base.with_scheme("ws") / "gateway/"
    WebFetcher.__init__.__kwdefaults__ |= {
        "resolver": resolve_to_newsstand,
        "is_allowed": is_allowed,
    }
    main()
