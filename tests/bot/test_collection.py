"""A collection answers, imports and removes."""

import json
from datetime import date

import pytest

from bot.errors import CollectionNameError, QuestionError
from bot.replies import Abstention, Answer
from corpus.errors import UnknownArticle
from corpus.store.server_settings import Length, ServerSettings
from tests.bot.articles import FERRY, LIBRARY, write_all


@pytest.fixture
def articles(library, tmp_path):
    collection = library.collection("gazette")
    collection.add([write_all(tmp_path / "in")])
    return collection


def test_an_answer_quotes_the_article_exactly(articles):
    reply = articles.ask("How many minutes did the ferry crossing to Hollow Island take?")
    assert isinstance(reply, Answer)
    citation = reply.citations[0]
    assert "42 minutes" in citation.excerpt
    text = articles.article(citation.article_id).text
    assert text == FERRY
    assert text[citation.start : citation.end] == citation.excerpt


def test_an_answer_carries_the_record_of_the_article(articles):
    citation = articles.ask("Who planted lemon trees around the library fountain?").citations[0]
    assert (citation.article_id, citation.title) == ("lib-7", LIBRARY["title"])
    assert (citation.author, citation.source) == ("Otto Lind", "The Harbour Gazette")
    assert citation.url == "https://gazette.example/lib-7"
    assert str(citation.published) == "2021-05-02"


def test_a_readers_comment_never_answers(articles):
    reply = articles.ask("Who sold the old ferry to a circus?")
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    assert all("circus" not in citation.excerpt for citation in shown)


def test_what_no_article_says_is_abstained_from(articles):
    reply = articles.ask("Which team won the chess olympiad in Budapest?")
    assert isinstance(reply, Abstention)
    assert reply.reason


def test_a_question_asked_before_an_article_was_published_does_not_see_it(articles):
    question = "Who planted lemon trees around the library fountain?"
    reply = articles.ask(question, asked_on=date(2021, 4, 30))
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    assert all(citation.article_id != "lib-7" for citation in shown)


def test_an_empty_collection_says_that_it_is_empty(library):
    reply = library.collection("nothing-yet").ask("What happened?")
    assert isinstance(reply, Abstention)
    assert "No articles have been added" in reply.reason


@pytest.mark.parametrize("question", ["", "   \n", "?!…", "why " * 5000])
def test_an_unusable_question_is_refused_in_a_sentence(articles, question):
    with pytest.raises(QuestionError):
        articles.ask(question)


def test_a_question_in_another_script_is_abstained_from(articles):
    assert isinstance(articles.ask("Почему визит был отложен?"), Abstention)


@pytest.mark.usefixtures("articles")
def test_two_collections_share_nothing(library):
    other = library.collection("other")
    assert other.articles() == []
    assert isinstance(other.ask("How many minutes did the ferry crossing take?"), Abstention)
    assert other.search("ferry") == []
    with pytest.raises(UnknownArticle):
        other.article("lib-7")


@pytest.mark.parametrize("name", ["", "../other", "Caps", "a b", "-x", "x" * 65, "ä"])
def test_a_name_that_no_collection_may_have_is_refused(library, name):
    with pytest.raises(CollectionNameError):
        library.collection(name)


def test_an_import_says_what_became_of_each_input(library, tmp_path):
    folder = write_all(tmp_path / "in")
    with (folder / "others.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    report = library.collection("gazette").add([folder, tmp_path / "missing.txt"])
    assert len(report.added) == 3
    assert [refusal.input.rpartition("/")[2] for refusal in report.refused] == [
        "others.jsonl, line 3",
        "missing.txt",
    ]
    assert report.embedded == report.passages > 0


def test_the_same_files_again_change_and_embed_nothing(articles, tmp_path, embedder):
    before = embedder.embedded
    report = articles.add([tmp_path / "in"])
    assert (report.added, report.updated, len(report.unchanged)) == ((), (), 3)
    assert report.embedded == embedder.embedded - before == 0


def test_a_corrected_article_answers_in_its_new_words_alone(articles, tmp_path):
    (tmp_path / "in" / "ferry.txt").write_text(FERRY.replace("42", "37"), encoding="utf-8")
    assert len(articles.add([tmp_path / "in"]).updated) == 1
    reply = articles.ask("How many minutes did the ferry crossing to Hollow Island take?")
    assert "37 minutes" in reply.citations[0].excerpt
    assert all("42" not in citation.excerpt for citation in reply.citations)


def test_an_older_version_still_opens(articles):
    old = articles.article("lib-7")
    changed = {**LIBRARY, "text": LIBRARY["text"].replace("forty", "fifty")}
    articles.add_document("new.jsonl", json.dumps(changed).encode())
    assert "fifty" in articles.article("lib-7").text
    assert articles.article(f"lib-7@{old.version[:12]}").text == old.text


def test_a_removed_article_is_gone_everywhere(articles):
    articles.remove("lib-7")
    assert "lib-7" not in [line.id for line in articles.articles()]
    assert "lib-7" not in [hit.article_id for hit in articles.search("lemon trees garden", 50)]
    reply = articles.ask("Who planted lemon trees around the library fountain?")
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    assert "lib-7" not in [citation.article_id for citation in shown]
    with pytest.raises(UnknownArticle):
        articles.article("lib-7")


@pytest.mark.parametrize(
    "reference", ["lib-7", "Town library opens a reading garden", "town lib", "LIB"]
)
def test_an_article_is_found_by_id_headline_or_their_beginning(articles, reference):
    assert articles.article(reference).id == "lib-7"


def test_an_unknown_article_names_near_ones(articles):
    with pytest.raises(UnknownArticle, match="Town library opens a reading garden"):
        articles.article("Town libary opened the reading gardens")


def test_a_beginning_that_two_articles_share_asks_for_more(articles):
    articles.add_document(
        "more.jsonl", b'{"id": "lib-8", "title": "Town lights", "text": "Lamps."}'
    )
    with pytest.raises(UnknownArticle, match="Several articles"):
        articles.article("town")


def test_a_search_by_article_has_a_row_for_each(articles):
    hits = articles.search("ferry garden frost", 10, by_article=True)
    assert len(hits) == len({hit.article_id for hit in hits}) == 3


def test_a_hit_is_the_articles_exact_text(articles):
    for hit in articles.search("lemon trees", 5):
        assert articles.article(hit.article_id).text[hit.start : hit.end] == hit.text


def test_a_summary_is_sentences_of_the_article_in_their_order(articles):
    summary = articles.summarize("ferry", sentences=3)
    starts = [citation.start for citation in summary.sentences]
    assert starts == sorted(starts)
    assert len(starts) == 3
    for citation in summary.sentences:
        assert FERRY[citation.start : citation.end] == citation.excerpt
        assert "circus" not in citation.excerpt


@pytest.mark.usefixtures("articles")
def test_a_restart_answers_without_embedding_passages(library, open_library, embedder):
    library.close()
    before = embedder.embedded
    again = open_library()
    collection = again.collection("gazette")
    collection.refresh()
    reply = collection.ask("How many minutes did the ferry crossing to Hollow Island take?")
    assert isinstance(reply, Answer)
    assert embedder.embedded == before
    again.close()


def test_a_reindex_finds_the_same_and_embeds_nothing(articles):
    before = articles.search("ferry garden frost", 20)
    report = articles.reindex()
    assert (report.articles, report.embedded) == (3, 0)
    assert articles.search("ferry garden frost", 20) == before


def test_the_status_counts_what_is_there(articles):
    status = articles.status()
    assert (status.articles, status.behind, status.notes) == (3, 0, ())
    assert status.passages == status.indexed > 0


@pytest.mark.parametrize(
    ("question", "answer", "zone", "line"),
    [
        (
            "Who wrote the article about the ferry to Hollow Island?",
            "Mira Tolland",
            "byline",
            "By Mira Tolland",
        ),
        (
            "When was “Ferry service to Hollow Island resumes” published?",
            "12 March 2021",
            None,
            None,
        ),
        (
            "Which newspaper published the story about the Hollow Island ferry?",
            "The Harbour Gazette",
            "dateline",
            "Published in The Harbour Gazette, March 12th, 2021.",
        ),
        (
            "Who wrote the article “Town library opens a reading garden”?",
            "Otto Lind",
            "metadata",
            "",
        ),
    ],
)
def test_questions_about_an_article_are_answered_from_its_record(
    articles, question, answer, zone, line
):
    reply = articles.ask(question)
    assert isinstance(reply, Answer)
    assert answer in reply.text
    (citation,) = reply.citations
    text = articles.article(citation.article_id).text
    assert text[citation.start : citation.end] == citation.excerpt
    if zone is not None:
        assert (citation.zone, citation.excerpt) == (zone, line)


def test_a_question_about_this_article_needs_only_one_article_to_be_clear(articles):
    reply = articles.ask("Who wrote this?")
    assert isinstance(reply, Abstention)
    assert "3 articles" in reply.reason


def test_a_fact_that_the_record_lacks_is_not_made_up(articles):
    reply = articles.ask("Who wrote the article “Frost damages orchards in the north”?")
    assert isinstance(reply, Abstention)
    assert "author" in reply.reason


def test_a_long_answer_shows_what_stands_around_the_words_and_nothing_of_the_readers(articles):
    question = "How many minutes did the ferry crossing to Hollow Island take?"
    (usual, *_), (wider, *_) = (
        articles.ask(question, length=length).citations for length in (Length.MEDIUM, Length.LONG)
    )
    assert wider.start <= usual.start < usual.end < wider.end
    assert wider.excerpt == FERRY[wider.start : wider.end]
    assert "3.2 million dollars" in wider.excerpt
    assert "circus" not in wider.excerpt
    assert wider.highlight == usual.highlight


def test_a_short_reply_has_one_excerpt_or_one_near_miss(articles):
    answer = articles.ask("Who planted lemon trees around the fountain?", length=Length.SHORT)
    assert len(answer.citations) == 1
    missed = articles.ask("Who planted the ferry in the northern orchards of February?")
    assert isinstance(missed, Abstention)
    assert len(missed.nearest) > 1
    assert len(articles.ask(missed.question, length=Length.SHORT).nearest) == 1


def test_articles_are_announced_from_the_moment_a_channel_is_chosen(articles, library):
    held = articles.status().store_position
    assert held > 0
    state = library.server_state(articles.name)
    chosen = state.announce_in(7)
    assert (chosen.news_channel, chosen.announced) == (7, held)
    articles.add_document("later.txt", b"Later\n\nIt rained again.")
    assert state.announce_in(7) == chosen
    assert state.announce_in(8).announced == articles.status().store_position > held
    assert library.server_state("other").settings.get() == ServerSettings()
    assert state.announce_in(None) == ServerSettings()
