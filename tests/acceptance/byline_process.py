"""Runs the real program as a process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "samples"
UNSHARE_COMMAND = ("unshare", "--net", "--map-root-user")
"""The beginning of a command line that runs a command without a network."""


def environment(data_dir, **others):
    """Return the environment of a command: this data folder, and no other settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    kept.pop("DISCORD_TOKEN", None)
    return {**kept, "BYLINE_DATA_DIR": str(data_dir), **others}


def byline(data_dir, *words, before=(), **others):
    """Run ``byline`` until it ends."""
    return subprocess.run(
        [*before, sys.executable, "-m", "bot", *words],
        cwd=ROOT, env=environment(data_dir, **others), capture_output=True, text=True, check=False,
    )  # fmt: skip


def require_network_namespace():
    """Skip the test if a process cannot run without a network."""
    tried = shutil.which("unshare") and subprocess.run(
        [*UNSHARE_COMMAND, "true"], check=False, capture_output=True
    )
    if not tried or tried.returncode:
        pytest.skip("this system does not let a process be cut off from the network")
