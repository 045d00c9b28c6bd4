import json
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from index.errors import DamagedIndex, StaleIndex
from index.vector.faiss_index import FaissIndex
from index.vector.snapshot import Manifest, load, save
from tests.index.vector.contract import DIMENSION, ROWS, build_unit_vectors
from tests.index.vector.exact import ExactIndex

MADE_BY = {"embedder": "minilm-1", "passages": "rules-1"}

SAVED_WITHIN = """
import resource, signal, sys
from pathlib import Path
from tests.index.vector.test_snapshot import MADE_BY, sample
from index.vector.snapshot import save
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


def rewrite(folder: Path, changes: dict[str, object]) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_snapshot_comes_back_as_it_was(tmp_path: Path):
    manifest = saved(tmp_path / "new" / "vectors")
    index, told = loaded(tmp_path / "new" / "vectors")
    assert index.search(ROWS[0], 20) == sample().search(ROWS[0], 20)
    assert told == manifest
    assert (told.position, len(index), index.dimension, index.kind) == (5, 100, DIMENSION, "flat")


def test_an_empty_index_comes_back_empty(tmp_path: Path):
    save(tmp_path, FaissIndex(DIMENSION), **MADE_BY, position=0)
    index, manifest = loaded(tmp_path)
    assert (len(index), index.dimension, manifest.position) == (0, DIMENSION, 0)
    index.add([7], ROWS[:1])
    assert [hit.passage_id for hit in index.search(ROWS[0], 5)] == [7]


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


@pytest.mark.parametrize("place", [0, 60, 1 / 5, 2 / 3, -1])
def test_a_changed_byte_is_told_wherever_it_is(tmp_path: Path, place: float):
    path = tmp_path / save(tmp_path, many(), **MADE_BY, position=5).file
    content = bytearray(path.read_bytes())
    content[place if isinstance(place, int) else int(len(content) * place)] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedIndex, match="damaged"):
        loaded(tmp_path)


def test_a_file_that_is_no_index_is_told_though_its_checksum_is_right(tmp_path: Path):
    manifest = saved(tmp_path)
    for content in (b"", b"IxM2 and nothing that follows from it", b"garbage" * 1000):
        (tmp_path / manifest.file).write_bytes(content)
        rewrite(tmp_path, {"crc": zlib.crc32(content)})
        with pytest.raises(DamagedIndex, match="damaged"):
            loaded(tmp_path)


def test_a_coded_snapshot_finds_what_an_index_built_at_once_finds(tmp_path: Path):
    save(tmp_path, many(), **MADE_BY, position=5)
    index, _ = loaded(tmp_path)
    assert (index.kind, len(index)) == ("coded", MANY)
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
        {"position": 6},
        {"position": "5"},
        {"codes_at": 3},
        {"codes_at": -1},
        {"longest": "1"},
        {"crc": 0},
        {"file": "../../etc/vectors"},
        {"unheard": 1},
    ],
)
def test_a_manifest_that_does_not_fit_is_told(tmp_path: Path, changes: dict[str, object]):
    saved(tmp_path)
    rewrite(tmp_path, changes)
    with pytest.raises(DamagedIndex, match="damaged"):
        loaded(tmp_path)


@pytest.mark.parametrize("format_", [1, 2, 4, "3", None])
def test_a_snapshot_of_another_format_is_told_and_the_next_save_removes_it(
    tmp_path: Path, format_: object
):
    (tmp_path / "vectors-5-0badcafe.bin").write_bytes(b"as it was written then")
    content = {"embedder": "minilm-1", "passages": "rules-1", "position": 5, "format": format_}
    (tmp_path / "manifest.json").write_text(json.dumps(content))
    with pytest.raises(DamagedIndex, match="this version reads format 3"):
        loaded(tmp_path)
    manifest = saved(tmp_path)
    assert names(tmp_path) == ["manifest.json", manifest.file]


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
