"""What the Discord bot can be told."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DiscordOptions:
    """Where the bot keeps its small files, and what it does unasked.

    ``attachment_limit`` is in bytes; ``question_threads`` is how many questions are answered at
    once; ``seed_sample`` gives a server whose collection is empty the sample article.
    ``member_questions`` and ``server_questions`` are how many a member, and all members of a server
    together, may ask in a minute; 0 is no limit. ``news_seconds`` lie between two looks for new
    articles to be announced.
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
        """The file that the client touches while it is connected."""
        return self.data_dir / "discord-heartbeat"

    @property
    def commands_path(self) -> Path:
        """The file that remembers which commands Discord has been told of."""
        return self.data_dir / "discord-commands.sha256"
