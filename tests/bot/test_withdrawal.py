"""A removed article can no longer be found anywhere when ``remove`` returns."""

import json

import pytest

from bot.discord.render.choices import build_choices
from bot.replies import Answer
from corpus.errors import BylineError, UnknownArticle
from tests.bot.articles import write_all

WORD = "quibblefrond"
"""A word of no other article, whose stem a search would find."""
TEXT = (
    f"The {WORD} of Lower Marsh was measured again on Friday. Surveyor Edda Quillon said that the "
    f"{WORD} had grown by seven paces since spring. She will return in the autumn with new rods."
)
SECRET = {"id": "secret", "title": f"The {WORD} grows", "source": "Gazette", "text": TEXT,
          "date": "2021-05-05", "url": "https://gazette.example/secret"}  # fmt: skip
FIRST = {**SECRET, "text": TEXT.replace("seven", "six")}
COPY = {**SECRET, "id": "copy", "title": "Marsh news", "source": "Herald", "url": None,
        "text": TEXT.replace(WORD, "meadow")}  # fmt: skip
QUESTION = f"By how many paces had the {WORD} grown since spring?"


@pytest.fixture
def articles(library, tmp_path):
    collection = library.collection("gazette")
    collection.add([write_all(tmp_path / "in")])
    for row in (FIRST, SECRET, COPY):
        collection.add_document("a.jsonl", json.dumps(row).encode())
    return collection


def files_with(folder, word):
    wanted = word.encode()
    return [path for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes()]


def holding(folder, word):
    """Return the files that contain a word, or its stem in the word index."""
    return {path.name for part in (word, word[:-2]) for path in files_with(folder, part)}


def test_before_it_is_withdrawn_it_is_everywhere(articles, tmp_path):
    assert isinstance(articles.ask(QUESTION), Answer)
    assert build_choices(articles.articles(), WORD)
    assert len(articles.history("secret")) == 2
    assert articles.status().duplicates == 1
    assert holding(tmp_path / "data", WORD)


def test_no_answer_search_list_choice_or_copy_has_it_after(articles):
    addresses = [f"secret@{each.version}" for each in articles.history("secret")]
    articles.remove("secret")
    reply = articles.ask(QUESTION)
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    assert "secret" not in {c.article_id for c in shown}
    assert all(line.id != "secret" for c in shown for line in c.also_in)
    assert all(WORD not in c.excerpt for c in shown)
    assert "secret" not in {hit.article_id for hit in articles.search(WORD, 50)}
    assert "secret" not in {line.id for line in articles.articles()}
    assert build_choices(articles.articles(), WORD) == []
    assert (articles.status().articles, articles.status().duplicates) == (4, 0)
    for reference in ("secret", SECRET["title"], "secret@1", "secret@2", *addresses):
        for opening in (articles.article, articles.summarize, articles.diff, articles.remove):
            with pytest.raises(UnknownArticle):
                opening(reference)
    with pytest.raises(BylineError):
        articles.history("secret")


def test_no_file_holds_its_words_after(articles, library, tmp_path):
    articles.remove("secret")
    assert holding(tmp_path / "data", WORD) == set()
    library.close()
    assert holding(tmp_path / "data", WORD) == set()
    assert holding(tmp_path / "data", "meadow")


def test_it_does_not_come_back_with_a_restart_or_a_reindex(articles, library, open_library):
    articles.remove("secret")
    library.close()
    again = open_library()
    collection = again.collection("gazette")
    collection.refresh()
    collection.reindex()
    assert "secret" not in {hit.article_id for hit in collection.search(WORD, 50)}
    again.close()


def test_another_process_that_has_it_open_shows_it_no_more(articles, open_library):
    other = open_library()
    collection = other.collection("gazette")
    assert "secret" in {hit.article_id for hit in collection.search(WORD, 5)}
    articles.remove("secret")
    assert "secret" not in {hit.article_id for hit in collection.search(WORD, 50)}
    other.close()


def test_added_again_it_begins_anew(articles):
    articles.remove("secret")
    report = articles.add_document("a.jsonl", json.dumps(SECRET).encode())
    assert report.added == ("secret",)
    assert [each.number for each in articles.history("secret")] == [1]
