import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DamagedIndex, IndexBusy
from index.lexical.files import erase
from index.lexical.tantivy import TantivyIndex
from tests.index.lexical.contract import (
    CHANGES,
    IDS,
    TEXTS,
    Change,
    Index,
    LexicalContract,
    apply_changes,
    are_same,
    fill,
    get_ids,
    rebuild,
)

KILLED = """
import os, sys
from pathlib import Path
from index.lexical.tantivy import TantivyIndex
index = TantivyIndex(Path(sys.argv[1]))
index.add([1], ["rain"])
index.commit(7)
index.add(range(2, 5000), ["rain over the port"] * 4998)
index.remove([1])
os.kill(os.getpid(), 9)
"""
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from index.lexical.tantivy import TantivyIndex
index = TantivyIndex(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    index.add(range(10, 3000), [f"rain w{i} over port{i}" for i in range(10, 3000)])
    index.commit(9)
except OSError as error:
    assert "could not be written" in str(error), error
    sys.exit(3)
"""


class TestTantivyIndex(LexicalContract):
    def make(self) -> Index:
        return TantivyIndex()


@given(CHANGES, TEXTS, st.integers(1, 5), st.none() | st.sets(IDS))
def test_changes_give_what_a_rebuild_gives(
    changes: list[Change], query: str, k: int, among: set[int] | None
):
    index = TantivyIndex()
    passages = apply_changes(index, changes)
    assert are_same(index.search(query, k, among), rebuild(passages).search(query, k, among))
    assert (len(index), index.position) == (len(passages), 99)


def sample(path: Path) -> TantivyIndex:
    index = TantivyIndex(path)
    fill(index, {1: "rain over the port", 2: "a vote on rain", 3: "harvest"})
    index.remove([3])
    index.commit(5)
    return index


def test_a_folder_opened_again_has_the_last_commit_and_its_position(tmp_path: Path):
    written = sample(tmp_path / "words")
    index = TantivyIndex(tmp_path / "words")
    assert (len(index), index.position) == (2, 5)
    assert index.search("rain", 5) == written.search("rain", 5) != []


def test_a_killed_process_leaves_its_last_commit_and_no_lock(tmp_path: Path):
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    index = TantivyIndex(tmp_path)
    assert (len(index), index.position, get_ids(index.search("rain", 5))) == (1, 7, [1])
    assert get_ids(fill(index, {2: "rain"}).search("rain", 5)) == [1, 2]


def test_a_full_disk_is_told_and_leaves_the_last_commit(tmp_path: Path):
    sample(tmp_path)
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    assert subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 3
    index = TantivyIndex(tmp_path)
    assert (len(index), index.position) == (2, 5)
    assert get_ids(fill(index, {9: "rain"}).search("rain", 5)) == [9, 1, 2]


def test_reload_shows_what_another_has_committed(tmp_path: Path):
    reader, writer = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    fill(writer, {1: "rain"})
    assert get_ids(reader.search("rain", 5)) == []
    reader.reload()
    assert (get_ids(reader.search("rain", 5)), reader.position) == ([1], 1)


def test_a_second_writer_is_told_that_the_index_is_busy_until_the_first_commits(tmp_path: Path):
    first, second = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    first.add([1], ["rain"])
    with pytest.raises(IndexBusy, match="writing the word index"):
        second.add([2], ["rain"])
    first.commit(1)
    assert get_ids(fill(second, {2: "rain"}).search("rain", 5)) == [1, 2]


def test_a_rollback_lets_others_write(tmp_path: Path):
    first, second = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    first.add([1], ["rain"])
    first.rollback()
    assert get_ids(fill(second, {2: "rain"}).search("rain", 5)) == [2]


def test_a_folder_with_only_foreign_files_is_used_and_they_stay(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")
    index = sample(tmp_path)
    erase(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len(index) == 2


@pytest.mark.parametrize("suffix", [".idx", ".store", ".fast", ".term", ".del", ".fieldnorm"])
@pytest.mark.parametrize("damage", ["cut", "garbled", "emptied", "missing"])
def test_a_damaged_file_is_told(tmp_path: Path, suffix: str, damage: str):
    sample(tmp_path)
    path = next(p for p in tmp_path.iterdir() if p.suffix == suffix)
    content = path.read_bytes()
    path.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "garbled": bytes([content[0] ^ 255]) + content[1:],
            "emptied": b"",
            "missing": content,
        }[damage]
    )
    if damage == "missing":
        path.unlink()
    with pytest.raises(DamagedIndex, match="damaged"):
        TantivyIndex(tmp_path)


@pytest.mark.slow
def test_a_large_file_cut_short_is_told(tmp_path: Path):
    chance = random.Random(7)
    words = [f"{chance.getrandbits(230):x}" for _ in range(90_000)]
    fill(TantivyIndex(tmp_path), {i: " ".join(words[i * 900 : i * 900 + 900]) for i in range(100)})
    path = max(tmp_path.iterdir(), key=lambda p: p.stat().st_size)
    assert path.stat().st_size > 4_000_000
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedIndex, match="damaged"):
        TantivyIndex(tmp_path)


@pytest.mark.parametrize("content", [None, b"", b"garbage", b"[1]", b'["a", 0, 0]', b"{}"])
def test_a_lost_position_is_an_earlier_one_and_changes_may_come_again(
    tmp_path: Path, content: bytes | None
):
    written = sample(tmp_path)
    (tmp_path / "state.json").unlink()
    if content is not None:
        (tmp_path / "state.json").write_bytes(content)
    index = TantivyIndex(tmp_path)
    assert index.position <= 1
    assert index.search("rain", 5) == written.search("rain", 5) != []
    index.add([1, 2], ["rain over the port", "a vote on rain"])
    index.commit(5)
    assert (len(index), index.position) == (2, 5)
    assert are_same(index.search("rain", 5), written.search("rain", 5))


@pytest.mark.parametrize(
    "content", [None, b"", b"garbage", b"[]", b"{}", b'{"segments": [{}]}', b'{"segments": []}']
)
def test_a_damaged_list_of_files_is_told(tmp_path: Path, content: bytes | None):
    sample(tmp_path)
    (tmp_path / "meta.json").unlink()
    if content is not None:
        (tmp_path / "meta.json").write_bytes(content)
    with pytest.raises(DamagedIndex, match="damaged"):
        TantivyIndex(tmp_path)


def test_an_index_of_another_version_is_told(tmp_path: Path):
    sample(tmp_path)
    meta = tmp_path / "meta.json"
    meta.write_text(meta.read_text().replace('"terms1"', '"terms0"'))
    with pytest.raises(DamagedIndex):
        TantivyIndex(tmp_path)


def test_an_erased_folder_starts_over(tmp_path: Path):
    sample(tmp_path)
    (tmp_path / "meta.json").write_text("garbage")
    erase(tmp_path)
    index = TantivyIndex(tmp_path)
    assert (len(index), index.position) == (0, 0)
    assert get_ids(fill(index, {4: "rain"}).search("rain", 5)) == [4]


def test_files_left_over_by_a_write_that_was_cut_short_do_no_harm(tmp_path: Path):
    sample(tmp_path)
    (tmp_path / f"{'0' * 32}.idx").write_bytes(b"half a fi")
    assert len(TantivyIndex(tmp_path)) == 2


@pytest.mark.slow
def test_many_replacements_give_what_a_rebuild_gives_and_do_not_pile_up():
    chance, words = random.Random(5), [f"w{i}" for i in range(50)]
    index, passages = TantivyIndex(), dict[int, str]()
    for _ in range(12):
        new = {i: " ".join(chance.choices(words, k=chance.randint(1, 80))) for i in range(1000)}
        fill(index, new)
        passages |= new
    for query in (" ".join(chance.choices(words, k=4)) for _ in range(20)):
        assert are_same(index.search(query, 20), rebuild(passages).search(query, 20))
    assert index.entries < 12_000


@pytest.mark.slow
def test_an_index_that_grows_by_small_commits_gives_what_a_rebuild_gives(tmp_path: Path):
    chance, words = random.Random(8), [f"w{i}" for i in range(400)]
    passages = {i: " ".join(chance.choices(words, k=chance.randint(0, 30))) for i in range(12_000)}
    index = TantivyIndex(tmp_path)
    for start in range(0, 12_000, 1000):
        index.add(range(start, start + 1000), [passages[start + i] for i in range(1000)])
        index.commit(start)
    for query in (" ".join(chance.choices(words, k=8)) for _ in range(5)):
        assert are_same(index.search(query, 60), rebuild(passages).search(query, 60))
    assert (len(TantivyIndex(tmp_path)), TantivyIndex(tmp_path).position) == (12_000, 11_000)


def test_a_removal_from_a_large_index_needs_no_rewrite_and_gives_what_a_rebuild_gives():
    chance, words = random.Random(9), [f"w{i}" for i in range(200)]
    passages = {i: " ".join(chance.choices(words, k=chance.randint(9, 11))) for i in range(9000)}
    index = TantivyIndex()
    fill(index, passages)
    index.remove(range(100, 110))
    index.commit(2)
    kept = rebuild({i: text for i, text in passages.items() if not 100 <= i < 110})
    for query in (" ".join(chance.choices(words, k=6)) for _ in range(5)):
        assert are_same(index.search(query, 60), kept.search(query, 60))


def test_removing_most_passages_gives_what_a_rebuild_gives():
    chance, words = random.Random(6), [f"w{i}" for i in range(30)]
    passages = {i: " ".join(chance.choices(words, k=3 + i // 20)) for i in range(1500)}
    index = TantivyIndex()
    fill(index, passages)
    index.remove(range(150, 1500))
    index.commit(2)
    kept = rebuild({i: passages[i] for i in range(150)})
    for query in ("w1 w2 w3", "w7", "w11 w12 w13 w14"):
        assert are_same(index.search(query, 30), kept.search(query, 30))


def test_a_term_that_became_rare_by_removals_is_as_telling_as_in_a_rebuild():
    rain, votes = dict.fromkeys(range(100), "rain port"), {400: "vote" + " port" * 99}
    kept = rain | votes | dict.fromkeys(range(100, 398), "port " * 130)
    index = TantivyIndex()
    fill(index, kept | dict.fromkeys(range(1000, 4000), "rain vote" + " fog" * 96))
    index.remove(range(1000, 4000))
    index.commit(2)
    assert get_ids(index.search("rain vote", 1)) == [400]
    assert are_same(index.search("rain vote", 1), rebuild(kept).search("rain vote", 1))


def test_a_mean_length_that_grew_by_removals_is_that_of_a_rebuild():
    short, long = dict.fromkeys(range(40), "rain port"), {50: "rain " * 6 + "port " * 54}
    kept = short | long | dict.fromkeys(range(100, 300), "vote " * 100)
    index = fill(TantivyIndex(), kept | dict.fromkeys(range(1000, 4000), "harvest"))
    index.remove(range(1000, 4000))
    index.commit(2)
    assert get_ids(index.search("rain", 1)) == [50]
    assert are_same(index.search("rain", 1), rebuild(kept).search("rain", 1))
