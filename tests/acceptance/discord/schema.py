"""Discord's own description of its REST interface, where a copy of it is at hand."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from tests.acceptance.byline_process import ROOT

_SHARED = ROOT.parent / "shared" / "discord" / "openapi.json"
_LONGEST = 300


def find_description() -> Path | None:
    """The OpenAPI file: ``DISCORD_OPENAPI`` in the environment, or the one beside the project."""
    path = Path(os.environ.get("DISCORD_OPENAPI", _SHARED))
    return path if path.is_file() else None


class Schema:
    """Says where a request does not follow an OpenAPI description."""

    def __init__(self, path: Path) -> None:
        self._document = json.loads(path.read_text(encoding="utf-8"))
        # Discord takes ids as numbers, too, and discord.py sends them so; its description does not.
        self._document["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
        self._paths = [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", known) + "$"), known)
            for known in sorted(self._document["paths"], key=lambda each: each.count("{"))
        ]
        self._validator = cache(self._make)

    def complaints(self, method: str, path: str, body: object) -> Iterator[str]:
        """What is wrong with a request's JSON body; ``path`` begins behind ``/api/v10``."""
        known = next((known for pattern, known in self._paths if pattern.match(path)), None)
        if known is None or method.lower() not in self._document["paths"][known]:
            yield f"{method} {path}: Discord has no such route"
            return
        validator = self._validator(method.lower(), known)
        if validator is not None:
            for error in validator.iter_errors(body):
                yield f"{method} {known}: {error.json_path}: {error.message[:_LONGEST]}"

    def _make(self, method: str, known: str) -> Validator | None:
        operation = self._document["paths"][known][method]
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return None
        whole = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self._document["components"],
            **content["application/json"]["schema"],
        }
        return Draft202012Validator(whole)
