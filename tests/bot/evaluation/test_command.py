"""The command from end to end, with the embedder that counts words."""

import contextlib
import json
import sys

import pytest
from typer.testing import CliRunner

from bot.app import App
from bot.bootstrap import Services
from bot.cli.commands import app
from bot.errors import BylineError, EvaluationError, UsageError
from bot.evaluation.caching import CachingEmbedder
from bot.evaluation.extras import require_packages
from bot.settings import Settings
from corpus.store.database import Database
from tests.bot.evaluation.folders import ARTICLES, QUESTIONS, write_folder
from tests.fakes import WordReader


@pytest.fixture
def evaluate(embedder):
    """Runs ``byline evaluate``; errors that a person should see come back as they are raised."""

    class FakeApp(App):
        @contextlib.contextmanager
        def open_for_evaluation(self, folder, on_status):
            database = Database.in_folder(folder)
            settings = Settings(data_dir=folder)
            library = Services(settings, database, CachingEmbedder(embedder), WordReader()).library
            try:
                yield library
            finally:
                library.close()

    def run(*words):
        result = CliRunner().invoke(app, ["evaluate", *map(str, words)], obj=FakeApp())
        if isinstance(result.exception, BylineError):
            raise result.exception
        assert result.exception is None, result.output
        return result

    return run


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "gazette")


def measures(path):
    return json.loads(path.read_bytes())["folders"][0]["measures"]


def test_a_folder_is_asked_measured_and_told(evaluate, folder, tmp_path):
    shown = evaluate(folder, "--json", tmp_path / "run.json", "--html", tmp_path / "run.html")
    found = measures(tmp_path / "run.json")
    assert "gazette" in shown.stdout
    assert "nDCG@10" in shown.stdout
    assert found["excerpts"] >= 3
    assert found["inexact"] == 0
    assert found["evidence_recall"] == pytest.approx(2 / 3)  # the third was asked too early
    assert found["abstention_recall"] == 1
    assert 0 < found["rouge_1"] < 1
    assert found["lead_2"] > 0
    page = (tmp_path / "run.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "gazette" in page


def test_articles_published_after_the_question_are_not_ranked(evaluate, folder, tmp_path):
    evaluate(folder, "--json", tmp_path / "run.json")
    (found,) = json.loads((tmp_path / "run.json").read_bytes())["folders"]
    ranked = {row["id"]: row["ranked"] for row in found["questions"]}
    assert ranked["q1"][0] == "ferry"
    assert set(ranked["q2"]) == {"ferry", "garden", "frost"}
    assert ranked["q4"] == ["ferry"]
    assert ranked["q3"] == []


def test_a_kept_index_embeds_nothing_again(evaluate, folder, tmp_path, embedder):
    (folder / "summaries.jsonl").unlink()  # a summary embeds sentences, which are not kept
    evaluate(folder, "--index", tmp_path / "index")
    first = embedder.embedded
    evaluate(folder, "--index", tmp_path / "index")
    assert embedder.embedded == first > 0


def test_a_kept_index_follows_the_folder(evaluate, folder, tmp_path):
    index = tmp_path / "index"
    evaluate(folder, "--index", index)
    write_folder(folder, articles=ARTICLES[:2], questions=QUESTIONS[:1])
    evaluate(folder, "--index", index, "--json", tmp_path / "run.json")
    (found,) = json.loads((tmp_path / "run.json").read_bytes())["folders"]
    assert found["articles"] == 2
    assert set(found["questions"][0]["ranked"]) == {"ferry", "garden"}


def test_each_folder_has_a_column_and_articles_of_its_own(evaluate, folder, tmp_path):
    other = write_folder(tmp_path / "other", articles=ARTICLES[1:], questions=QUESTIONS[1:2])
    shown = evaluate(folder, other, "--json", tmp_path / "run.json")
    assert shown.stdout.splitlines()[0].split() == ["gazette", "other"]
    first, second = json.loads((tmp_path / "run.json").read_bytes())["folders"]
    assert (first["articles"], second["articles"]) == (3, 2)


def test_the_halves_make_the_whole_and_a_sample_is_as_large_as_asked(evaluate, folder, tmp_path):
    def asked(*words):
        evaluate(folder, "--json", tmp_path / "run.json", *words)
        rows = json.loads((tmp_path / "run.json").read_bytes())["folders"][0]["questions"]
        return {row["id"] for row in rows}

    odd, even = asked("--half", "odd"), asked("--half", "even")
    assert (odd & even, odd | even) == (set(), {"q1", "q2", "q3", "q4"})
    assert len(asked("--questions", "2")) == 2


@pytest.mark.slow
def test_a_run_beside_itself_differs_in_nothing_but_time(evaluate, folder, tmp_path):
    run = tmp_path / "run.json"
    evaluate(folder, "--json", run)
    shown = evaluate(folder, "--baseline", run, "--html", tmp_path / "run.html").stdout
    beside = shown[shown.index("compared with the baseline") :]
    assert "5 questions or summaries in both runs." in beside
    rows = [line.split() for line in beside.splitlines() if line.strip() and " ms" not in line]
    changes = [row[-4] for row in rows[3:]]
    assert set(changes) <= {"+0.000", "+0"}
    assert "Compared with the baseline" in (tmp_path / "run.html").read_text("utf-8")


def test_bad_lines_are_counted_and_told(evaluate, folder):
    write_folder(folder, questions=[*QUESTIONS, "{broken", '{"id": "x", "answerable": true}'])
    shown = evaluate(folder)
    assert "2 left out." in shown.stderr
    assert "questions.jsonl, line 5: it is not JSON." in shown.stderr


def test_a_question_that_cannot_be_asked_costs_that_question_only(evaluate, folder, tmp_path):
    marks = {"id": "marks", "question": "?!", "answerable": False}
    lost = {"id": "lost", "question": "Which tree?", "answerable": True, "article_ids": ["gone"]}
    write_folder(folder, questions=[*QUESTIONS, marks, lost])
    shown = evaluate(folder, "--json", tmp_path / "run.json")
    assert "Question marks: The question is empty." in shown.stderr
    assert "the first is lost" in " ".join(shown.stderr.split())
    (found,) = json.loads((tmp_path / "run.json").read_bytes())["folders"]
    assert len(found["questions"]) == 5


def test_a_summary_of_no_article_is_left_out(evaluate, folder):
    write_folder(folder, questions=None, summaries=[
        {"article_id": "garden", "summary": "Lemon trees."},
        {"article_id": "gone", "summary": "Nothing."},
    ])  # fmt: skip
    shown = evaluate(folder)
    assert "ROUGE-Lsum" in shown.stdout
    assert "Summary of gone" in shown.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("missing",),
        ("gazette", "--baseline", "missing.json"),
        ("gazette", "--json", "no/such/folder/run.json"),
        ("gazette", "--html", "gazette"),
    ],
)
def test_what_cannot_work_is_refused_before_the_work(
    evaluate, tmp_path, words, monkeypatch, embedder
):
    write_folder(tmp_path / "gazette")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        evaluate(*words)
    assert caught.value.exit_status == 2
    assert embedder.embedded == 0


def test_missing_packages_are_named_with_how_to_install_them():
    require_packages()
    with pytest.raises(EvaluationError, match=r"needs no-such and none.*\[evaluate\]"):
        require_packages({"no_such_module": "no-such", "json": "json", "nor_this_one": "none"})


def test_missing_packages_of_the_page_are_refused_before_the_work(
    evaluate, folder, tmp_path, monkeypatch, embedder
):
    for module in [name for name in sys.modules if name.startswith("bot.evaluation.report.")]:
        monkeypatch.delitem(sys.modules, module)
    for module in ("jinja2", "matplotlib"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(EvaluationError, match=r"needs Jinja2 and matplotlib, .*\[evaluate\]"):
        evaluate(folder, "--html", tmp_path / "run.html")
    assert embedder.embedded == 0


def test_a_question_asked_and_then_searched_is_embedded_once(embedder):
    counted = []

    class Counting(type(embedder)):
        def embed_question(self, question):
            counted.append(question)
            return super().embed_question(question)

    remembering = CachingEmbedder(Counting())
    first, second = (remembering.embed_question("Why?") for _ in range(2))
    assert (first == second).all()
    remembering.embed_question("Who?")
    assert counted == ["Why?", "Who?"]
