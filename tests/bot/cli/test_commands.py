"""The commands as a program or a person calls them: what they print, and their exit status."""

import contextlib
import json
import re

import pytest
from typer.testing import CliRunner

from bot.app import App
from bot.cli.commands import app
from bot.errors import BylineError, UsageError
from bot.settings import Settings
from tests.bot.articles import FERRY, LIBRARY, write_all

ANSWERED = "How many minutes did the ferry crossing to Hollow Island take?"
UNANSWERED = "Which team won the chess olympiad in Budapest?"
CITATION = {
    "marker", "article", "version", "start", "end", "excerpt", "highlight", "zone", "title",
    "author", "source", "published", "url", "score", "also_in",
}  # fmt: skip


@pytest.fixture
def byline(open_services):
    """Runs a command line; errors that a person should see come back as they are raised."""

    settings: dict[str, float] = {}

    class FakeApp(App):
        @contextlib.contextmanager
        def open_services(self, on_status, *, needs_model=False):
            on_status(f"Opening takes a while{', with the model' if needs_model else ''}.")
            services = open_services(**settings)
            try:
                yield services
            finally:
                services.library.close()

        def run_bot(self):
            pass

        def is_healthy(self):
            return False

    def run(*words, chosen=None, **options):
        settings.clear()
        settings.update(chosen or {})
        program = FakeApp(lambda: Settings(collection="gazette"))
        result = CliRunner().invoke(app, words, obj=program, **options)
        if isinstance(result.exception, BylineError):
            raise result.exception
        return result

    return run


@pytest.fixture
def filled(byline, tmp_path):
    byline("add", str(write_all(tmp_path / "in")))
    return byline


def printed(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_answer_in_json_keeps_the_contract(filled):
    result = filled("ask", ANSWERED, "--json")
    (reply,) = printed(result)
    assert result.exit_code == 0
    assert (reply["question"], reply["status"], reply["reason"]) == (ANSWERED, "answered", None)
    assert "[1]" in reply["answer"]
    assert 0 <= reply["confidence"] <= 1
    assert reply["as_of"] == "2021-03-12"
    assert reply["nearest"] == []
    assert set(reply["timings_ms"]) == {"embed", "search", "rerank", "read", "total"}
    first = reply["citations"][0]
    assert set(first) == CITATION
    assert first["marker"] == 1
    assert FERRY[first["start"] : first["end"]] == first["excerpt"]
    start, end = first["highlight"]
    assert FERRY[start:end] == "42"
    assert (first["zone"], first["author"]) == ("body", "Mira Tolland")


def test_an_abstention_in_json_keeps_the_contract_and_exits_with_3(filled):
    result = filled("ask", UNANSWERED, "--json")
    (reply,) = printed(result)
    assert result.exit_code == 3
    assert (reply["status"], reply["citations"], reply["as_of"]) == ("abstained", [], None)
    assert reply["reason"]
    assert all(set(near) == CITATION for near in reply["nearest"])


def test_a_possible_answer_is_marked_as_unsure_and_exits_with_0(byline, tmp_path):
    byline("add", str(write_all(tmp_path / "in")))
    unsure = {"answer_threshold": 1.0, "possible_threshold": 0.0}
    result = byline("ask", ANSWERED, "--json", chosen=unsure)
    (reply,) = printed(result)
    assert (result.exit_code, reply["status"], reply["reason"]) == (0, "possible", None)
    assert reply["answer"].startswith("The articles may answer this:\n")
    assert len(reply["citations"]) == 1
    shown = byline("ask", ANSWERED, chosen=unsure).stdout
    assert shown.startswith("The articles may answer this:")
    assert "42 minutes" in shown


def test_a_check_in_json_has_the_verdict_and_its_evidence(filled):
    result = filled("check", "The crossing took 42 minutes.", "--json")
    (check,) = printed(result)
    assert result.exit_code == 0
    assert set(check) == {
        "claim", "verdict", "confidence", "supporting", "contradicting", "nearest", "not_covered",
        "timings_ms",
    }  # fmt: skip
    assert (check["claim"], check["verdict"]) == ("The crossing took 42 minutes.", "supported")
    assert (check["contradicting"], check["nearest"], check["not_covered"]) == ([], [], [])
    (cited,) = check["supporting"]
    assert set(cited) == CITATION
    assert FERRY[cited["start"] : cited["end"]] == cited["excerpt"]


@pytest.mark.parametrize(
    ("claim", "status", "begins"),
    [
        ("The crossing took 42 minutes.", 0, "The articles support this. Evidence for it: [1] “"),
        (
            "The garden never closes at nine in the evening.",
            0,
            "The articles contradict this. Evidence against it: [1] “The garden closes at nine",
        ),
        (
            "A chess olympiad was held in Budapest.",
            3,
            "The articles do not cover this. Nearest passages: [1] “",
        ),
    ],
)
def test_a_person_reads_the_verdict_and_its_evidence(filled, claim, status, begins):
    result = filled("check", claim)
    assert " ".join(result.stdout.split()).startswith(begins)
    assert result.exit_code == status


def test_a_claim_is_checked_against_one_article_if_that_is_named(filled):
    claim = "The crossing took 42 minutes."
    assert filled("check", claim, "--article", "Ferry service").exit_code == 0
    assert filled("check", claim, "--article", "orchard").exit_code == 3


def test_a_question_is_no_claim(filled):
    with pytest.raises(BylineError, match="This is a question"):
        filled("check", ANSWERED)


def test_a_person_reads_the_quote_its_source_and_its_address(filled):
    shown = " ".join(filled("ask", ANSWERED).stdout.split())
    assert "[1] “" in shown
    assert "42 minutes" in shown
    assert "Ferry service to Hollow Island resumes Mira Tolland · The Harbour Gazette" in shown
    assert "12 March 2021" in shown


def test_a_person_is_told_that_the_articles_do_not_say(filled):
    result = filled("ask", UNANSWERED)
    assert result.stdout.startswith("The articles do not say.")
    assert result.exit_code == 3


def test_a_person_reads_each_article_of_a_list_once(filled):
    shown = filled("ask", "What articles do you have?").stdout
    assert shown.startswith("3 articles here:")
    assert shown.count("Ferry service to Hollow Island resumes") == 1
    assert "[3]" in shown
    assert "12 March 2021" in shown


def test_relative_times_are_counted_from_the_date_given(filled):
    (reply,) = printed(filled("ask", "What is new since Friday?", "--date", "2021-05-04", "--json"))
    assert [citation["article"] for citation in reply["citations"]] == ["lib-7"]


def test_questions_from_a_file_are_answered_in_order_each_with_its_id(filled, tmp_path):
    rows = [
        {"id": "q1", "question": ANSWERED},
        {"id": 2, "question": UNANSWERED, "date": "2022-01-01"},
        {"id": "q3", "question": ANSWERED, "date": "2020-01-01"},
        {"id": "q4", "question": ""},
        {"id": "q5"},
        {"id": "q6", "question": ANSWERED, "date": "soon"},
    ]
    lines = [*map(json.dumps, rows), "{broken", json.dumps(rows[0])]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    result = filled("ask", "--from", str(path), "--json")
    replies = printed(result)
    assert result.exit_code == 0
    assert [reply["id"] for reply in replies] == ["q1", 2, "q3", "q4", "q5", "q6", None, "q1"]
    statuses = [reply["status"] for reply in replies]
    assert statuses == ["answered", *["abstained"] * 6, "answered"]
    assert "Line 7 is not JSON" in replies[6]["reason"]


def test_a_search_in_json_gives_exact_passages_best_first(filled):
    (found,) = printed(filled("search", "lemon trees garden", "-k", "2", "--json"))
    assert found["query"] == "lemon trees garden"
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    first = found["hits"][0]
    assert first["article"] == "lib-7"
    assert LIBRARY["text"][first["start"] : first["end"]] == first["text"]


def test_a_search_by_article_from_a_file_has_one_row_an_article(filled, tmp_path):
    path = tmp_path / "queries.jsonl"
    path.write_text(json.dumps({"id": 7, "question": "ferry garden frost"}), encoding="utf-8")
    (found,) = printed(filled("search", "--from", str(path), "--by", "article", "--json"))
    assert found["id"] == 7
    articles = [hit["article"] for hit in found["hits"]]
    assert len(articles) == len(set(articles)) == 3


def test_an_article_in_json_has_exactly_the_inputs_text_and_zones_that_tile_it(filled):
    (shown,) = printed(filled("show", "Ferry service", "--json"))
    assert shown["text"] == FERRY
    assert [zone["start"] for zone in shown["zones"][1:]] == [
        zone["end"] for zone in shown["zones"][:-1]
    ]
    kinds = {zone["zone"] for zone in shown["zones"]}
    assert {"headline", "standfirst", "byline", "body", "comment"} <= kinds


def test_the_list_shows_every_article_newest_first(filled):
    (listed,) = printed(filled("articles", "--json"))
    dates = [line["published"] for line in listed["articles"]]
    assert dates == ["2021-05-02", "2021-04-11", "2021-03-12"]
    assert "Town library" in filled("articles").stdout


def test_a_summary_in_json_cites_each_sentence(filled):
    (summary,) = printed(filled("summarize", "lib-7", "-n", "2", "--json"))
    assert summary["article"] == "lib-7"
    for citation in summary["citations"]:
        text = LIBRARY["text"]
        assert text[citation["start"] : citation["end"]] == citation["excerpt"]


def test_a_removed_article_is_gone(filled):
    assert filled("remove", "lib-7").exit_code == 0
    (listed,) = printed(filled("articles", "--json"))
    assert "lib-7" not in [line["id"] for line in listed["articles"]]


def test_an_import_of_which_nothing_was_taken_fails(byline, tmp_path):
    result = byline("add", str(tmp_path / "missing.txt"))
    assert result.exit_code == 1
    assert "missing.txt" in result.stdout.replace("\n", "")  # the path may be wrapped


def test_a_reindex_and_the_status_count_what_there_is(filled):
    (report,) = printed(filled("reindex", "--json"))
    (status,) = printed(filled("status", "--json"))
    assert report["articles"] == status["articles"] == 3
    assert report["embedded"] == status["behind"] == 0
    assert (report["added"], report["updated"], report["unchanged"]) == (0, 0, 3)
    assert (report["failed"], report["waiting"]) == ([], 0)


def test_a_reindex_says_what_is_new_in_the_indexes(filled):
    shown = " ".join(filled("reindex").stdout.split())
    assert re.fullmatch(
        r"Indexed 3 articles in \d+ passages \(3 unchanged\); 0 embedded anew\.", shown
    )


def test_another_collection_is_chosen_by_name(filled):
    (listed,) = printed(filled("articles", "--collection", "other", "--json"))
    assert listed["articles"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("ask", "What?", "--from", "questions.jsonl", "--json"),
        ("ask", "--from", "questions.jsonl"),
        ("ask", "What?", "--date", "yesterday"),
        ("ask", ""),
        ("ask", "why " * 5000),
        ("articles", "-c", "No Such Name"),
        ("search", "--from", "no-such-file.jsonl", "--json"),
    ],
)
def test_wrong_usage_is_refused_with_exit_status_2(filled, words):
    with pytest.raises(UsageError) as caught:
        filled(*words)
    assert caught.value.exit_status == 2


def test_an_unknown_article_has_exit_status_1(filled):
    with pytest.raises(BylineError, match="no article") as caught:
        filled("show", "no such article")
    assert caught.value.exit_status == 1


def test_an_unknown_command_is_wrong_usage(byline):
    assert byline("no-such-command").exit_code == 2


def test_the_health_of_a_bot_that_does_not_run_is_bad(byline):
    assert byline("health").exit_code == 1


def test_chat_answers_until_an_empty_line(filled):
    result = filled("chat", input=f"{ANSWERED}\n?\n\n")
    assert result.exit_code == 0
    assert "42 minutes" in result.stdout
    assert "The question is empty" in result.stdout


def test_chat_reads_a_follow_up_with_the_question_before_it(filled):
    result = filled("chat", input="What did Captain Joan Reyes say?\nHow long did she need?\n\n")
    _, _, follow_up, _ = result.stdout.split("> ")
    assert "42 minutes" in follow_up


def test_chat_goes_on_after_thanks_with_the_question_before_them(filled):
    typed = "What did Captain Joan Reyes say?\nThanks!\nHow long did she need?\n\n"
    *_, thanks, follow_up, _ = filled("chat", input=typed).stdout.split("> ")
    assert "You are welcome." in thanks
    assert "42 minutes" in follow_up


def test_a_question_with_a_misspelt_name_says_how_it_was_read(filled):
    question = "How long did Captain Joan Rayes need?"
    assert "Read as “How long did Captain Joan Reyes need?”" in filled("ask", question).stdout
    read_as = json.loads(filled("ask", question, "--json").stdout)["read_as"]
    assert read_as == "How long did Captain Joan Reyes need?"
    assert json.loads(filled("ask", read_as, "--json").stdout)["read_as"] is None


def test_a_greeting_is_answered_without_citations_and_confidence(filled):
    result = filled("ask", "Hello!")
    assert result.exit_code == 0
    assert result.stdout.strip() == "Hello! Ask me something about the articles here."


def test_the_json_of_a_reply_names_its_kind(filled):
    greeted = json.loads(filled("ask", "Hello!", "--json").stdout)
    assert (greeted["status"], greeted["kind"], greeted["citations"]) == (
        "answered",
        "small_talk",
        [],
    )
    assert json.loads(filled("ask", ANSWERED, "--json").stdout)["kind"] == "quotes"


def test_words_that_would_steer_a_terminal_are_left_out(byline, tmp_path):
    path = tmp_path / "evil.txt"
    path.write_text("Red \x1b[31malert\x07 \u202eevil[bold]\n\nBody text stands here.\n", "utf-8")
    byline("add", str(path))
    shown = byline("show", "red").stdout
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "evil[bold]" in shown
