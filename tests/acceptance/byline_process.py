"""Running the real program, as a person or a supervisor does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "samples"
UNSHARE_COMMAND = ("unshare", "--net", "--map-root-user")
"""Begins a command that has no network but its own, empty one."""


def environment(data_dir, **others):
    """The environment of a command: none of this machine's settings, and this data folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    kept.pop("DISCORD_TOKEN", None)
    return {**kept, "BYLINE_DATA_DIR": str(data_dir), **others}


def byline(data_dir, *words, before=(), **others):
    """Run ``byline`` to its end."""
    return subprocess.run(
        [*before, sys.executable, "-m", "bot", *words],
        cwd=ROOT, env=environment(data_dir, **others), capture_output=True, text=True, check=False,
    )  # fmt: skip


def require_network_namespace():
    """Skip where a process cannot be cut off from the network."""
    tried = shutil.which("unshare") and subprocess.run(
        [*UNSHARE_COMMAND, "true"], check=False, capture_output=True
    )
    if not tried or tried.returncode:
        pytest.skip("this system does not let a process be cut off from the network")
