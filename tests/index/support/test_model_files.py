"""The judge that ships is the one that its manifest describes."""

import json

import pytest

from index.errors import ModelError
from index.support.model_files import JUDGE, SHIPPED_FOLDER, find_judge


def test_the_shipped_judge_is_found():
    manifest = json.loads((SHIPPED_FOLDER / JUDGE.manifest).read_text())
    assert find_judge().name == manifest["name"]


def test_a_missing_judge_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"support judge's file .*support.json is missing"):
        find_judge(tmp_path)
