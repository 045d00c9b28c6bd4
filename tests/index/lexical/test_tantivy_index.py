import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DamagedIndex, IndexBusy
from index.lexical.tantivy_index import TantivyIndex
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

WRITING = """
import sys, tantivy
writer = tantivy.Index.open(sys.argv[1]).writer(15_000_000, 1)
writer.delete_all_documents()
print("writing", flush=True)
sys.stdin.readline()
"""
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from index.lexical.tantivy_index import TantivyIndex
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
def test_changes_give_what_a_rebuild_finds_and_after_a_purge_its_scores(
    changes: list[Change], query: str, k: int, among: set[int] | None
):
    index = TantivyIndex()
    passages = apply_changes(index, changes)
    expected = rebuild(passages).search(query, 100, among)
    hits = index.search(query, 100, among)
    assert set(get_ids(hits)) == set(get_ids(expected))
    assert index.search(query, k, among) == hits[:k]
    index.purge()
    assert are_same(index.search(query, 100, among), expected)
    assert (len(index), index.position) == (len(passages), 99)


def sample(path: Path) -> TantivyIndex:
    index = TantivyIndex(path)
    fill(index, {1: "rain over the port", 2: "a vote on rain", 3: "harvest"})
    index.remove([3])
    index.commit(5)
    return index


@contextmanager
def other_writer(path: Path) -> Iterator[None]:
    """Another process that is writing for the block, and is then killed before it commits."""
    command = [sys.executable, "-c", WRITING, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"writing\n"
        yield
        process.kill()


def test_a_folder_opened_again_has_the_last_commit_and_its_position(tmp_path: Path):
    written = sample(tmp_path / "words")
    index = TantivyIndex(tmp_path / "words")
    assert (len(index), index.position) == (2, 5)
    assert index.search("rain", 5) == written.search("rain", 5) != []


def test_a_killed_process_leaves_its_last_commit_and_no_lock(tmp_path: Path):
    sample(tmp_path)
    with other_writer(tmp_path):
        pass
    index = TantivyIndex(tmp_path)
    assert (len(index), index.position, get_ids(index.search("rain", 5))) == (2, 5, [1, 2])
    assert get_ids(fill(index, {4: "rain"}).search("rain", 5)) == [4, 1, 2]


def test_a_process_killed_within_its_commit_can_commit_the_same_again(tmp_path: Path):
    index = fill(TantivyIndex(tmp_path), {1: "rain over the port", 2: "rain"})
    before = {name: (tmp_path / name).read_bytes() for name in ("meta.json", "state.json")}
    index.remove([2])
    index.commit(2)
    for name, content in before.items():  # as if killed with the new files written, not yet listed
        (tmp_path / name).write_bytes(content)
    again = TantivyIndex(tmp_path)
    assert (len(again), again.position) == (2, 1)
    again.remove([2])
    again.commit(2)
    assert (get_ids(again.search("rain", 5)), again.position) == ([1], 2)


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


def test_a_second_writer_is_told_that_the_index_is_busy_and_may_try_again(tmp_path: Path):
    first, second = sample(tmp_path), TantivyIndex(tmp_path)
    with other_writer(tmp_path), pytest.raises(IndexBusy, match="writing the word index"):
        fill(second, {2: "port"})
    second.remove([1])
    second.commit(6)
    first.reload()
    assert (get_ids(first.search("rain", 5)), first.position) == ([2], 6)


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
def test_damage_near_the_end_of_a_large_file_is_told(tmp_path: Path):
    chance = random.Random(7)
    words = [f"{chance.getrandbits(230):x}" for _ in range(90_000)]
    fill(TantivyIndex(tmp_path), {i: " ".join(words[i * 900 : i * 900 + 900]) for i in range(100)})
    path = max(tmp_path.iterdir(), key=lambda p: p.stat().st_size)
    content = path.read_bytes()
    assert len(content) > 4_000_000
    head, byte, tail = content[:-5000], content[-5000], content[-4999:]
    for damaged in (head + tail[:-1], head + bytes([byte ^ 255]) + tail):
        path.write_bytes(damaged)
        with pytest.raises(DamagedIndex, match="damaged"):
            TantivyIndex(tmp_path)


@pytest.mark.parametrize(
    "content", [None, b"", b"garbage", b"[1, 0, 0]", b"{}", b'{"position": "a", "checksums": {}}']
)
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
    index.remove([3])
    index.add([1, 2], ["rain over the port", "a vote on rain"])
    index.commit(5)
    assert (len(index), index.position) == (2, 5)
    assert get_ids(index.search("rain", 5)) == get_ids(written.search("rain", 5))


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


def test_files_left_over_by_a_write_that_was_cut_short_do_no_harm(tmp_path: Path):
    sample(tmp_path)
    (tmp_path / f"{'0' * 32}.idx").write_bytes(b"half a fi")
    assert len(TantivyIndex(tmp_path)) == 2


@pytest.mark.slow
def test_replaced_passages_do_not_pile_up(tmp_path: Path):
    chance, words = random.Random(5), [f"w{i}" for i in range(50)]
    index, sizes = TantivyIndex(tmp_path), list[int]()
    for position in range(1, 13):
        texts = [" ".join(chance.choices(words, k=chance.randint(1, 80))) for _ in range(1000)]
        index.add(range(1000), texts)
        index.commit(position)
        sizes.append(sum(path.stat().st_size for path in tmp_path.iterdir()))
    assert max(sizes) < 3 * sizes[0]
    assert len(index) == 1000


@pytest.mark.slow
def test_an_index_that_grows_by_small_commits_scores_nearly_as_a_rebuild(tmp_path: Path):
    chance, words = random.Random(8), [f"w{i}" for i in range(400)]
    passages = {i: " ".join(chance.choices(words, k=chance.randint(0, 60))) for i in range(6000)}
    index = TantivyIndex(tmp_path)
    for start in range(0, 6000, 500):
        index.add(range(start, start + 500), [passages[start + i] for i in range(500)])
        index.commit(start)
    expected = rebuild(passages)
    for query in (" ".join(chance.choices(words, k=8)) for _ in range(3)):
        hits, exact = index.search(query, 6000), expected.search(query, 6000)
        assert are_same(hits, exact, off_by=0.01)
        assert index.search(query, 60) == hits[:60]
    assert (len(TantivyIndex(tmp_path)), TantivyIndex(tmp_path).position) == (6000, 5500)


def test_a_few_removals_hardly_change_scores():
    chance, words = random.Random(9), [f"w{i}" for i in range(200)]
    passages = {i: " ".join(chance.choices(words, k=chance.randint(9, 11))) for i in range(9000)}
    index = TantivyIndex()
    fill(index, passages)
    index.remove(range(100, 110))
    index.commit(2)
    kept = rebuild({i: text for i, text in passages.items() if not 100 <= i < 110})
    for query in (" ".join(chance.choices(words, k=6)) for _ in range(5)):
        assert are_same(index.search(query, 9000), kept.search(query, 9000), off_by=0.01)


def test_a_purge_after_removing_most_passages_gives_the_scores_of_a_rebuild():
    chance, words = random.Random(6), [f"w{i}" for i in range(30)]
    passages = {i: " ".join(chance.choices(words, k=3 + i // 20)) for i in range(1500)}
    index = TantivyIndex()
    fill(index, passages)
    index.remove(range(150, 1500))
    index.commit(2)
    index.purge()
    kept = rebuild({i: passages[i] for i in range(150)})
    for query in ("w1 w2 w3", "w7", "w11 w12 w13 w14"):
        assert are_same(index.search(query, 200), kept.search(query, 200))


def test_a_purge_leaves_no_word_of_a_removed_passage_on_disk(tmp_path: Path):
    index = fill(TantivyIndex(tmp_path), {1: "rain over the port", 2: "zanzibar"})
    index.remove([2])
    index.commit(2)
    assert any(b"zanzibar" in path.read_bytes() for path in tmp_path.iterdir())
    index.purge()
    assert not any(b"zanzibar" in path.read_bytes() for path in tmp_path.iterdir())
    assert (get_ids(index.search("rain", 5)), index.position) == ([1], 2)


def test_passages_without_words_outlast_a_purge():
    index = fill(TantivyIndex(), {1: "", 2: "rain"})
    index.purge()
    assert (len(index), get_ids(index.search("rain", 5))) == (2, [2])
