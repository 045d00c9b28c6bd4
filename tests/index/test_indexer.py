"""The indexes follow the store's change log: whole, in order, and without paying twice."""

import json

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.store.embeddings import EmbeddingStore
from index.errors import IndexBusy
from index.generation import GenerationFolder, GenerationSpec
from index.indexer import Indexer, IndexSources
from index.passages import PassageRules, PassageSplitter
from tests.fakes import WordEmbedder, build_article
from tests.properties import examples

RAIN = "Rain fell on the city for the third day. The river rose above its banks on Tuesday."
SNOW = "Snow fell on the hills overnight. Schools stayed closed on Wednesday morning."
FOG = "Fog closed the harbour at dawn. Ferries waited until noon before they could sail."


class Newsroom:
    """A store and an indexer over it, as a process has them."""

    def __init__(self, folder, embedder=None, cutter=None):
        self.database = Database.in_folder(folder)
        self.store = Store(self.database)
        self.embedder = embedder or WordEmbedder()
        self.cutter = cutter or PassageSplitter()
        embeddings = EmbeddingStore(self.database)
        sources = IndexSources(self.store, embeddings, self.embedder, self.cutter)
        self.folder = folder / "indexes" / "news"
        made_by = GenerationSpec(
            self.embedder.fingerprint, self.cutter.fingerprint, self.embedder.dimension
        )
        self.indexer = Indexer("news", GenerationFolder(self.folder, made_by), sources)

    def put(self, *articles):
        return self.store.put("news", articles, self.cutter)

    def words(self, query, k=5):
        return [hit.passage_id for hit in self.indexer.indexes().lexical.search(query, k)]

    def contents(self):
        """What both indexes find, by place in the news, and how much they hold.

        Of the lexical index without scores: until a purge they count removed passages as well.
        """
        generation = self.indexer.indexes()
        question = self.embedder.embed_question("river snow harbour city")
        dense = generation.vectors.search(question, 50)
        lexical = generation.lexical.search("river snow harbour city", 50)
        ids = [hit.passage_id for hit in [*dense, *lexical]]
        places = self.store.passages("news", ids)
        held = {i: (p.article_id, p.start, p.end) for i, p in places.items()}
        return [
            sorted((*held[i], round(score, 4)) for i, score in dense if i in held),
            sorted(held[i] for i, _ in lexical if i in held),
            len(generation.vectors),
            len(generation.lexical),
        ]


@pytest.fixture
def newsroom(tmp_path):
    newsroom = Newsroom(tmp_path)
    yield newsroom
    newsroom.database.close()


def test_what_was_stored_is_found_after_catching_up(newsroom):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    assert newsroom.indexer.catch_up() == newsroom.embedder.embedded == 2
    (found,) = newsroom.words("harbour river")
    assert newsroom.store.passages("news", [found])[found].article_id == "rain"


def test_catching_up_again_embeds_nothing(newsroom):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    assert newsroom.indexer.catch_up() == 0
    assert not newsroom.indexer.is_behind()


def test_a_removed_article_leaves_both_indexes(newsroom):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    newsroom.store.remove("news", "rain")
    newsroom.indexer.catch_up()
    assert newsroom.words("river") == []
    assert len(newsroom.indexer.indexes().vectors) == 1


def test_a_corrected_article_is_found_by_its_new_words_alone(newsroom):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    newsroom.put(build_article("rain", FOG))
    newsroom.indexer.catch_up()
    assert newsroom.words("river") == []
    assert len(newsroom.words("ferries")) == 1


def test_a_restart_goes_on_where_the_last_process_stopped(newsroom, tmp_path):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    newsroom.indexer.save()
    newsroom.put(build_article("snow", SNOW))
    again = Newsroom(tmp_path)
    assert again.indexer.catch_up() == again.embedder.embedded == 1
    assert again.contents()[2:] == [2, 2]


def test_a_restart_without_a_snapshot_replays_and_embeds_nothing(newsroom, tmp_path):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    again = Newsroom(tmp_path)
    assert again.indexer.catch_up() == 0
    assert again.contents() == newsroom.contents()


@pytest.mark.parametrize(
    "damaged", ["vectors-*.faiss", "manifest.json", "lexical/meta.json", "lexical/*.store"]
)
def test_a_damaged_index_file_is_rebuilt_without_embedding_and_said_in_one_line(
    newsroom, tmp_path, damaged
):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    newsroom.indexer.save()
    before = newsroom.contents()
    (path,) = newsroom.folder.glob(f"generation-*/{damaged}")
    path.write_bytes(b"garbage")
    again = Newsroom(tmp_path)
    assert again.indexer.catch_up() == again.embedder.embedded == 0
    assert again.contents() == before
    (note,) = again.indexer.indexes().notes
    assert "damaged" in note
    assert "\n" not in note


def test_vectors_of_an_earlier_format_are_rebuilt_without_embedding_and_said_in_one_line(
    newsroom, tmp_path
):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    before = newsroom.contents()
    generation = newsroom.indexer.indexes()
    old = {
        "embedder": newsroom.embedder.fingerprint,
        "passages": newsroom.cutter.fingerprint,
        "position": generation.position,
        "dimension": 64,
        "count": 2,
        "kind": "flat",
        "longest": 1.0,
        "file": f"vectors-{generation.position}-0badcafe.bin",
        "size": 528,
        "crc": 7,
        "format": 2,
    }
    (generation.folder / "manifest.json").write_text(json.dumps(old))
    (generation.folder / str(old["file"])).write_bytes(bytes(528))
    again = Newsroom(tmp_path)
    assert again.indexer.catch_up() == again.embedder.embedded == 0
    assert again.contents() == before
    (note,) = again.indexer.indexes().notes
    assert "have format 2" in note
    assert "Rebuilt from the store" in note
    again.indexer.save()
    assert not list(generation.folder.glob("*.bin"))
    assert Newsroom(tmp_path).indexer.indexes().notes == []


def test_all_index_files_may_be_deleted(newsroom, tmp_path):
    import shutil

    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    before = newsroom.contents()
    shutil.rmtree(newsroom.folder)
    again = Newsroom(tmp_path)
    assert again.indexer.catch_up() == 0
    assert again.contents() == before


def test_another_model_embeds_everything_anew_and_the_first_finds_its_own_still(newsroom, tmp_path):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    other = Newsroom(tmp_path, WordEmbedder("other", 32))
    assert other.indexer.catch_up() == 2
    assert other.indexer.indexes().vectors.dimension == 32
    back = Newsroom(tmp_path)
    assert back.indexer.catch_up() == back.embedder.embedded == 0
    assert back.indexer.indexes().vectors.dimension == 64


def test_other_passage_rules_cut_the_articles_anew(newsroom, tmp_path):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    cutter = PassageSplitter(PassageRules(max_sentences=1, overlap=0, min_sentences=1))
    finer = Newsroom(tmp_path, cutter=cutter)
    assert finer.indexer.catch_up() == 2
    assert finer.contents()[2:] == [2, 2]


def test_a_rebuild_finds_the_same_and_embeds_nothing(newsroom):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    newsroom.store.remove("news", "snow")
    newsroom.indexer.catch_up()
    before = newsroom.contents()
    assert newsroom.indexer.rebuild() == 0
    assert newsroom.contents() == before
    assert len(list(newsroom.folder.glob("generation-*"))) == 1


def test_another_process_sees_a_rebuild_and_what_came_after(newsroom, tmp_path):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    other = Newsroom(tmp_path)
    other.indexer.catch_up()
    newsroom.indexer.rebuild()
    newsroom.put(build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    assert other.indexer.catch_up() == other.embedder.embedded == 0
    assert other.contents() == newsroom.contents()


def test_a_second_writer_is_told_that_the_first_is_busy(newsroom):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.indexes()
    with FileLock(newsroom.folder / "writer.lock"), pytest.raises(IndexBusy, match="Wait"):
        newsroom.indexer.catch_up(wait=0)
    assert newsroom.indexer.catch_up(wait=0) == 1


def test_equal_passages_of_two_articles_are_embedded_once(newsroom):
    newsroom.put(build_article("one", RAIN, "Same"), build_article("two", RAIN, "Same"))
    assert newsroom.indexer.catch_up() == 1
    assert len(newsroom.words("river")) == 2


def test_progress_counts_up_to_all_passages(newsroom):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    told = []
    newsroom.indexer.catch_up(lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


TEXTS = st.sampled_from([RAIN, SNOW, FOG, RAIN + " " + FOG, SNOW + "\n\n" + RAIN])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("abcd"), TEXTS),
        st.tuples(st.just("remove"), st.sampled_from("abcd")),
        st.tuples(st.sampled_from(["catch up", "restart", "rebuild"])),
    ),
    max_size=12,
)


@examples(25)
@given(steps=STEPS)
def test_any_sequence_of_changes_ends_where_a_full_rebuild_does(steps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    newsroom, held = Newsroom(folder), set()
    for step in steps:
        match step:
            case ("put", article_id, text):
                newsroom.put(build_article(article_id, text))
                held.add(article_id)
            case ("remove", article_id) if article_id in held:
                newsroom.store.remove("news", article_id)
                held.remove(article_id)
            case ("catch up",):
                newsroom.indexer.catch_up()
            case ("restart",):
                newsroom.indexer.save()
                newsroom = Newsroom(folder)
            case ("rebuild",):
                newsroom.indexer.rebuild()
    newsroom.indexer.catch_up()
    incremental = newsroom.contents()
    newsroom.indexer.rebuild()
    assert incremental == newsroom.contents()
    newsroom.database.close()
