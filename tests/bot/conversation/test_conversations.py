"""Conversations over articles written for this: how much resolving helps, and what it costs."""

from pathlib import Path

import pytest

from bot.bootstrap import Services
from bot.conversation.rewriter import rewrite
from bot.conversation.turns import RewrittenQuestion, Turn
from bot.errors import EvaluationError
from bot.evaluation.research.conversations import (
    STANDS_ALONE,
    Conversation,
    ask_conversation,
    compute_measures,
    is_cited,
    read_conversations,
)
from bot.settings import Settings
from corpus.store.database import Database

FOLDER = Path(__file__).parent / "conversations"
SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"
CASES = read_conversations(FOLDER / "conversations.jsonl")


@pytest.fixture
def articles(tmp_path, embedder, shipped_reader):
    database = Database.in_folder(tmp_path)
    library = Services(Settings(data_dir=tmp_path), database, embedder, shipped_reader).library
    articles = library.collection("talk")
    articles.add([FOLDER / "articles.jsonl", SAMPLES])
    yield articles
    library.close()


def test_there_are_enough_cases_of_every_kind():
    assert len(CASES) >= 40
    assert {case.kind for case in CASES} == {
        "pronoun",
        "ellipsis",
        "topic",
        STANDS_ALONE,
        "unanswered",
    }
    assert all(bool(case.evidence) != (case.kind == "unanswered") for case in CASES)


def test_every_evidence_stands_in_an_article(articles):
    texts = [articles.article(line.id).text for line in articles.articles()]
    for case in CASES:
        assert all(any(words in text for text in texts) for words in case.evidence), case.id


@pytest.mark.slow
def test_resolved_questions_find_more_and_leave_alone_what_stands_alone(articles):
    found = [ask_conversation(articles, case) for case in CASES]
    with_it, without = compute_measures(found, "in context"), compute_measures(found, "as asked")
    assert with_it["cited"] > without["cited"]
    assert with_it["left_alone"] == 1.0
    assert with_it["alone_cited"] == without["alone_cited"]


def test_a_question_of_an_unknown_conversation_is_as_it_was_asked():
    for case in CASES:
        assert rewrite(case.question, [Turn("")]) == RewrittenQuestion(case.question, case.question)


def test_a_file_with_a_bad_line_is_refused(tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"bad\.jsonl, line 1"):
        read_conversations(tmp_path / "bad.jsonl")


def test_only_an_answer_cites():
    from bot.replies import Abstention

    case = Conversation("a", (), "Who?", ("Ines",), "pronoun", "Who?")
    assert not is_cited(case, Abstention("Who?", "Nothing."))
