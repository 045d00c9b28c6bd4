"""The program, with discord.py pointed at another Discord: ``… pointed URL COMMAND…``.

Nothing of the bot is changed: only where discord.py finds Discord.
"""

import sys

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.__main__ import main

if __name__ == "__main__":
    base = yarl.URL(sys.argv.pop(1))
    Route.BASE = str(base / "api/v10")
    DiscordWebSocket.DEFAULT_GATEWAY = base.with_scheme("ws") / "gateway/"
    main()
