"""What is installed is what is here."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_is_installed():
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for room in ("bot", "index", "corpus")
        for path in (ROOT / room).rglob("__init__.py")
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == found


def test_every_dependency_is_pinned_to_a_version_that_was_tested():
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    names = [
        requirement.split("[")[0].split(">")[0].split("=")[0].lower()
        for requirement in PROJECT["project"]["dependencies"]
    ]
    missing = [name for name in names if f"\n{name}==" not in pinned]
    assert missing == []
