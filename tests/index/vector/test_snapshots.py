import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import DamagedIndex, StaleIndex
from index.ports import Hit
from index.vector.faiss import FaissIndex
from index.vector.memory import ExactIndex
from index.vector.snapshots import Manifest, load, save
from tests.index.vector.contract import DIMENSION, ROWS, build_unit_vectors

MADE_BY = {"embedder": "minilm-1", "passages": "rules-1"}

SAVED_WITHIN = """
import resource, signal, sys
from pathlib import Path
from tests.index.vector.test_snapshots import MADE_BY, sample
from index.vector.snapshots import save
folder, room, fate = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_DFL if fate == "killed" else signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))
try:
    save(Path(folder), sample(300), **MADE_BY, position=9)
except OSError:
    sys.exit(3)
"""
"""Saves where no file may grow past some bytes: the write fails, or ends the process."""


def sample(count: int = 100) -> FaissIndex:
    index = FaissIndex(DIMENSION)
    index.add(range(7, 7 + count), build_unit_vectors(count, seed=1))
    return index


MANY = 6000
"""Passages enough for an index to be coded."""


def many() -> FaissIndex:
    return sample(MANY)


def saved(folder: Path, position: int = 5) -> Manifest:
    return save(folder, sample(), **MADE_BY, position=position)


def loaded(folder: Path) -> tuple[FaissIndex, Manifest]:
    found = load(folder, **MADE_BY)
    assert found is not None
    return found


def run(script: str, *arguments: object) -> int:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_snapshot_comes_back_as_it_was(tmp_path: Path):
    manifest = saved(tmp_path / "new" / "vectors")
    index, told = loaded(tmp_path / "new" / "vectors")
    assert index.search(ROWS[0], 20) == sample().search(ROWS[0], 20)
    assert told == manifest
    assert (told.position, told.count, told.dimension, told.kind) == (5, 100, DIMENSION, "flat")


def test_an_empty_index_comes_back_empty(tmp_path: Path):
    save(tmp_path, FaissIndex(DIMENSION), **MADE_BY, position=0)
    index, manifest = loaded(tmp_path)
    assert (len(index), index.dimension, manifest.position) == (0, DIMENSION, 0)


@pytest.mark.parametrize("folder", ["", "missing"])
def test_no_snapshot_is_none(tmp_path: Path, folder: str):
    assert load(tmp_path / folder, **MADE_BY) is None


@pytest.mark.parametrize("other", [{"embedder": "minilm-2"}, {"passages": "rules-2"}])
def test_a_snapshot_of_another_making_is_stale(tmp_path: Path, other: dict[str, str]):
    saved(tmp_path)
    with pytest.raises(StaleIndex, match="Build them again"):
        load(tmp_path, **(MADE_BY | other))


def test_a_new_snapshot_replaces_the_old_and_its_leftovers(tmp_path: Path):
    saved(tmp_path)
    (tmp_path / "vectors-4-0badcafe.bin").write_bytes(b"half a fi")
    (tmp_path / "manifest.json.0badcafe").write_bytes(b"{")
    (tmp_path / "notes.txt").write_text("mine")
    manifest = saved(tmp_path, position=6)
    assert names(tmp_path) == ["manifest.json", "notes.txt", manifest.file]
    assert loaded(tmp_path)[1].position == 6


@pytest.mark.parametrize("damage", ["cut", "longer", "garbled", "emptied", "missing"])
def test_a_damaged_file_of_vectors_is_told(tmp_path: Path, damage: str):
    path = tmp_path / saved(tmp_path).file
    content = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes(
            {
                "cut": content[:-1],
                "longer": content + b"0",
                "garbled": content[:-1] + bytes([content[-1] ^ 1]),
                "emptied": b"",
            }[damage]
        )
    with pytest.raises(DamagedIndex, match="damaged"):
        loaded(tmp_path)


@pytest.mark.parametrize("place", [0, 8 * MANY, MANY * (8 + 4 * DIMENSION) + 3000, -1])
def test_a_changed_byte_of_ids_vectors_or_codes_is_told(tmp_path: Path, place: int):
    path = tmp_path / save(tmp_path, many(), **MADE_BY, position=5).file
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedIndex, match="damaged"):
        loaded(tmp_path)


def test_a_large_file_is_checked_where_its_vectors_begin_and_end(tmp_path: Path):
    index = FaissIndex(1024)
    index.add(range(1200), np.eye(1200, 1024, dtype=np.float32))
    path = tmp_path / save(tmp_path, index, **MADE_BY, position=5).file
    whole = path.read_bytes()
    assert len(whole) > 4 << 20
    for place in (1200 * 8, -1):
        content = bytearray(whole)
        content[place] ^= 1
        path.write_bytes(content)
        with pytest.raises(DamagedIndex, match="damaged"):
            loaded(tmp_path)
    path.write_bytes(whole)
    assert loaded(tmp_path)[0].search(np.eye(1024, dtype=np.float32)[7], 1) == [Hit(7, 1.0)]


def test_a_coded_snapshot_finds_what_an_index_built_at_once_finds(tmp_path: Path):
    save(tmp_path, many(), **MADE_BY, position=5)
    index, manifest = loaded(tmp_path)
    assert (index.kind, manifest.kind, len(index)) == ("coded", "coded", MANY)
    for row in ROWS:
        assert index.search(row, 20) == many().search(row, 20)


@pytest.mark.parametrize("count", [100, MANY])
def test_a_snapshot_that_is_changed_holds_what_a_rebuild_holds(tmp_path: Path, count: int):
    manifest = save(tmp_path, sample(count), **MADE_BY, position=5)
    before = (tmp_path / manifest.file).read_bytes()
    index, reference = loaded(tmp_path)[0], ExactIndex(DIMENSION)
    reference.add(range(7, 7 + count), build_unit_vectors(count, seed=1))
    for each in (index, reference):
        each.remove(range(10, 40))
        each.add(range(30, 60), build_unit_vectors(30, seed=2))
        each.add([3, 90_000], ROWS[:2])
    everyone = range(100_000)
    for row in ROWS:
        assert index.search(row, 20, everyone) == reference.search(row, 20, everyone)
        assert index.search(row, 1) == reference.search(row, 1)
    assert (tmp_path / manifest.file).read_bytes() == before
    save(tmp_path, index, **MADE_BY, position=6)
    again = loaded(tmp_path)[0]
    assert again.search(ROWS[0], 20, everyone) == reference.search(ROWS[0], 20, everyone)
    assert index.search(ROWS[0], 5) == again.search(ROWS[0], 5)


@pytest.mark.parametrize(
    "content", [b"", b"garbage", b"\xff\xfe", b"[]", b"{}", b"null", b'{"position": 3}']
)
def test_a_damaged_manifest_is_told(tmp_path: Path, content: bytes):
    saved(tmp_path)
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(DamagedIndex, match="damaged"):
        loaded(tmp_path)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 3},
        {"count": 99},
        {"count": "100"},
        {"count": -1},
        {"dimension": 7},
        {"position": 6},
        {"kind": "coded"},
        {"longest": "1"},
        {"crc": 0},
        {"size": 1},
        {"file": "../../etc/vectors"},
        {"unheard": 1},
    ],
)
def test_a_manifest_that_does_not_fit_is_told(tmp_path: Path, changes: dict[str, object]):
    saved(tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    with pytest.raises(DamagedIndex, match="damaged"):
        loaded(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("room", [100, 0])
def test_a_full_disk_leaves_the_old_snapshot_and_no_rest(tmp_path: Path, room: int):
    manifest = saved(tmp_path)
    assert run(SAVED_WITHIN, tmp_path, room, "told") == 3
    assert names(tmp_path) == ["manifest.json", manifest.file]
    assert loaded(tmp_path)[1] == manifest


@pytest.mark.slow
@pytest.mark.parametrize("room", [5000, 100])
def test_a_process_killed_while_saving_leaves_the_old_snapshot(tmp_path: Path, room: int):
    manifest = saved(tmp_path)
    assert run(SAVED_WITHIN, tmp_path, room, "killed") == -signal.SIGXFSZ
    assert len(names(tmp_path)) == 3
    assert loaded(tmp_path)[1] == manifest
    manifest = saved(tmp_path)
    assert names(tmp_path) == ["manifest.json", manifest.file]
