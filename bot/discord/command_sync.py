"""Registration of the commands with Discord, only when they have changed."""

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
    """Return the SHA-256 of the command payloads, independent of their order."""
    translator = tree.translator or app_commands.Translator()
    payloads = [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]
    commands = sorted(payloads, key=lambda payload: f"{payload['type']} {payload['name']}")
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()


class SyncRecord:
    """A file with one line an application: the fingerprint that Discord has, and the id."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, application_id: int) -> str | None:
        """Return the fingerprint that was sent last for this application."""
        return self._read().get(str(application_id))

    def put(self, application_id: int, fingerprint: str) -> None:
        """Write a fingerprint atomically. Raises ``OSError``."""
        known = self._read() | {str(application_id): fingerprint}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text("".join(f"{value}  {key}\n" for key, value in known.items()))
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
    """Send the commands to Discord unless it already has them; return whether they were sent.

    Server errors and lost connections are retried without end.
    Raises ``discord.HTTPException`` if Discord rejects the commands.
    """
    fingerprint = await compute_fingerprint(tree)
    if record.get(application_id) == fingerprint:
        return False
    sent = await retry(tree.sync, "Sending the commands to Discord", pauses)
    record.put(application_id, fingerprint)
    _log.info("Sent %d commands to Discord", len(sent))
    return True
