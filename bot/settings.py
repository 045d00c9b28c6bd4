"""The settings, read from ``BYLINE_…`` in the environment or in ``.env`` of the working folder."""

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from index.embedding.models import DEFAULT_MODEL
from index.embedding.runtime import Runtime

PREFIX = "BYLINE_"
_ENV_FILE = Path(".env")
_TOKEN_NAMES = (f"{PREFIX}DISCORD_TOKEN", "DISCORD_TOKEN")

_REMOVED_NAME, _REMOVED_DEFAULT = f"{PREFIX}READER", "trained"
"""A setting of earlier versions, and the value that is still accepted: it changed nothing."""

_ANSWER_THRESHOLD = 0.6
_POSSIBLE_THRESHOLD = 0.3
"""A choice for answering more, not the least cost. On the even halves of questions about news,
RealTime QA and CLAPNQ, cross-validated, 0.6 answers 60% of the answerable questions and 26% of the
answers are wrong; 0.8 answers 17% with 16% wrong. At 3 for a wrong answer, 1 for a needless
abstention and 0.4 for a possible answer, 0.89 and 0.29 would cost least, and nearly all replies
would be possible answers."""


class Settings(BaseSettings):
    """All settings. Secrets are not shown when settings are printed."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("byline"),
        description="Folder of the store and the indexes",
    )
    collection: str = Field(
        default="default", description="Collection that terminal commands use without --collection"
    )
    discord_token: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices(*_TOKEN_NAMES),
        description="The bot's token; DISCORD_TOKEN is read too",
    )
    seed_sample: bool = Field(
        default=False, description="Give a Discord server without articles the sample article"
    )
    embedding_model: str = Field(
        default=DEFAULT_MODEL,
        description="Folder or name of a sentence-transformers model",
    )
    runtime: Runtime = Field(
        default=Runtime.ONNX,
        description="What runs the model: onnx, onnx-int8 or sentence-transformers",
    )
    models_dir: Path | None = Field(
        default=None, description="Folder of prepared models; without it, models in the data folder"
    )
    threads: Annotated[int, Field(ge=0, le=256)] = Field(
        default=0,
        description="Threads of the model; 0: one in the bot, one a core for terminal commands",
    )
    answer_threshold: Annotated[float, Field(ge=0, le=1)] = Field(
        default=_ANSWER_THRESHOLD,
        description="Confidence from which Byline answers, in [0, 1]",
    )
    possible_threshold: Annotated[float, Field(ge=0, le=1)] = Field(
        default=_POSSIBLE_THRESHOLD,
        description="Confidence from which Byline shows a possible answer; below, it abstains",
    )
    watch: str = Field(default="", description="Folders to watch for articles, separated by commas")
    feeds: str = Field(default="", description="Addresses of feeds to follow, separated by commas")
    feed_minutes: Annotated[int, Field(ge=1, le=1440)] = Field(
        default=15, description="Minutes between two polls of a feed"
    )
    member_questions: Annotated[int, Field(ge=0, le=10_000)] = Field(
        default=20, description="Questions a Discord member may ask in a minute; 0: any number"
    )
    server_questions: Annotated[int, Field(ge=0, le=100_000)] = Field(
        default=200,
        description="Questions all members of a Discord server may ask in a minute; 0: any number",
    )
    keep_questions_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        default=365,
        description="Days after which the running bot deletes a question and its votes; 0: never",
    )
    news_seconds: Annotated[int, Field(ge=1, le=3600)] = Field(
        default=15,
        description="Seconds between two looks for articles to announce in Discord",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What the bot logs"
    )

    @property
    def watched(self) -> list[str]:
        """The folders and feeds to watch."""
        words = [*self.watch.split(","), *self.feeds.split(",")]
        return [word.strip() for word in words if word.strip()]


def load_settings() -> Settings:
    """Load the settings from the environment and the file ``.env``.

    Raises ``SettingsError`` for an invalid value, and for an unknown ``BYLINE_…`` name, with the
    most similar known one.
    """
    in_file = dotenv_values(_ENV_FILE) if _ENV_FILE.is_file() else {}
    given = {name.upper(): value for name, value in {**in_file, **os.environ}.items()}
    if given.pop(_REMOVED_NAME, None) not in {None, "", _REMOVED_DEFAULT}:
        raise SettingsError(
            f"The setting {_REMOVED_NAME} was removed: Byline has one reader now, and no rules "
            "instead of it. Delete the setting from your environment or the file .env."
        )
    refuse_unknown(given)
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(
            " ".join(map(_describe_error, error.errors(include_input=False)))
        ) from None


def setting_names() -> list[str]:
    """Return the environment names of all settings, in the order of the class."""
    return [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]


def refuse_unknown(names: Iterable[str]) -> None:
    """Raise ``SettingsError`` for the first ``BYLINE_`` name that is not a setting."""
    known = setting_names()
    for name in names:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.0)
            raise SettingsError(f"There is no setting {name}. Did you mean {near[0]}?")


def _describe_error(error: Mapping[str, object]) -> str:
    location = error["loc"]
    field = str(location[0]) if isinstance(location, tuple) and location else "?"
    name = field if field in _TOKEN_NAMES else f"{PREFIX}{field.upper()}"
    return f"The setting {name} does not fit: {error['msg']}."
