"""The options of the Discord bot."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DiscordOptions:
    """The data folder, limits and intervals of the Discord bot.

    ``attachment_limit`` is in bytes; ``question_threads`` is how many questions are answered at
    once; ``seed_sample`` adds the sample article to a server whose collection is empty.
    ``member_questions`` and ``server_questions`` limit the questions a minute of one member and of
    a whole server; 0 means no limit. ``news_seconds`` is the time between two checks for new
    articles to announce.
    """

    data_dir: Path
    seed_sample: bool = False
    attachment_limit: int = 8 * 1024 * 1024
    question_threads: int = 4
    member_questions: int = 20
    server_questions: int = 200
    news_seconds: float = 15.0

    @property
    def heartbeat_path(self) -> Path:
        """The heartbeat file of a connected client."""
        return self.data_dir / "discord-heartbeat"

    @property
    def commands_path(self) -> Path:
        """The file with the fingerprint of the commands that Discord has."""
        return self.data_dir / "discord-commands.sha256"
