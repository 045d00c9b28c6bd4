"""Telling Discord of the commands, only when they have changed."""

import hashlib
import json
import logging
from pathlib import Path

import discord
from discord import app_commands

from bot.discord.runtime.delivery import Pauses, retry

_log = logging.getLogger(__name__)

Tree = app_commands.CommandTree[discord.Client]


async def compute_fingerprint(tree: Tree) -> str:
    """The SHA-256 of the global commands as Discord is sent them, whatever their order."""
    translator = tree.translator or app_commands.Translator()
    sent = [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]
    commands = sorted(sent, key=_build_sort_key)
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()


def _build_sort_key(command: dict[str, object]) -> str:
    return f"{command['type']} {command['name']}"


class SyncRecord:
    """A file with one line for each application: the digest Discord has, and the application."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, application_id: int) -> str | None:
        """The digest that was sent last for this application."""
        return self._read().get(str(application_id))

    def put(self, application_id: int, digest: str) -> None:
        """Remember a digest in one step. Raises ``OSError``."""
        known = self._read() | {str(application_id): digest}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text("".join(f"{digest}  {key}\n" for key, digest in known.items()))
        fresh.replace(self._path)

    def _read(self) -> dict[str, str]:
        try:
            lines = self._path.read_text(encoding="ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return {}
        pairs = [line.split() for line in lines]
        return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


async def sync_if_changed(
    tree: Tree, application_id: int, record: SyncRecord, pauses: Pauses | None = None
) -> bool:
    """Send the commands to Discord unless it has them already; returns whether they were sent.

    Server errors and lost connections are tried again for as long as it takes.
    Raises ``discord.HTTPException`` where Discord refuses the commands themselves.
    """
    digest = await compute_fingerprint(tree)
    if record.get(application_id) == digest:
        return False
    sent = await retry(tree.sync, "Sending the commands to Discord", pauses)
    record.put(application_id, digest)
    _log.info("Sent %d commands to Discord", len(sent))
    return True
