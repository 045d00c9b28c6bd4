"""The real bot, as a process of its own."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

from tests.acceptance.byline_process import ROOT, environment
from tests.acceptance.discord import world
from tests.acceptance.discord.server import PATIENCE, Discord


class BotProcess:
    """``byline run``, with Discord at the tests' server, and its log."""

    def __init__(self, discord: Discord, data_dir: Path, **settings: str) -> None:
        self._discord, self._before = discord, discord.gateway.identified
        self.lines: list[str] = []
        with_token = {"BYLINE_DISCORD_TOKEN": world.TOKEN, **settings}
        kept = {name: value for name, value in with_token.items() if value}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.acceptance.discord.run_against_fake", discord.url, "run"],
            cwd=ROOT, env=environment(data_dir, **kept), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()

    @property
    def log(self) -> str:
        """All it has written so far."""
        return "".join(self.lines)

    def wait_until_ready(self) -> Self:
        """Wait until it is connected, and Discord has its commands."""
        gateway = self._discord.gateway
        self.wait(lambda: gateway.identified > self._before, "the bot identifies itself")
        self.wait(lambda: self._discord.rest.commands, "the bot sends its commands")
        return self

    def wait(self, until, what: str):
        """Wait on the server until something is so; a bot that has ended ends the waiting."""
        try:
            self._discord.wait(lambda: until() or self._ended(), what)
        except AssertionError as error:
            wrong = "\n".join(self._discord.rest.complaints)
            raise AssertionError(f"{error}\n{wrong}\n{self.log}") from None
        found = until()
        assert found, f"the bot has ended before: {what}\n{self.log}"
        return found

    def wait_for_log(self, text: str) -> str:
        """Wait for a line of the log that holds this text."""
        return self.wait(lambda: next(filter(lambda line: text in line, self.lines), ""), text)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self._process.pid, number)

    def stop(self) -> int:
        """End it as a supervisor does; its exit status."""
        self.signal(signal.SIGTERM)
        return self.wait_for_exit()

    def wait_for_exit(self) -> int:
        """Wait for its end; its exit status."""
        status = self._process.wait(PATIENCE)
        self._reader.join()
        return status

    @property
    def resident_kb(self) -> int:
        """The memory it holds now (Linux)."""
        pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") // 1024

    def _ended(self) -> bool:
        return self._process.poll() is not None and not self._reader.is_alive()

    def _read(self) -> None:
        for line in self._process.stdout:
            self.lines.append(line)
            self._discord.tell()
        self._process.stdout.close()
        self._process.wait()
        self._discord.tell()
