"""Conversations over articles written for this: how much resolving helps, and what it costs."""

import json
from pathlib import Path

import pytest

from bot.answering.citations import cite
from bot.bootstrap import Services
from bot.errors import EvaluationError
from bot.evaluation.research.conversations import (
    STANDS_ALONE,
    Conversation,
    ask_conversation,
    compute_measures,
    is_cited,
    read_conversations,
)
from bot.replies import Abstention, Answer
from bot.settings import Settings
from corpus.store.database import Database
from tests.fakes import build_article

FOLDER = Path(__file__).parent / "conversations"
SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"
CASES = read_conversations(FOLDER)


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
    assert with_it["shown"] > without["shown"]
    assert with_it["left_alone"] == 1.0
    assert with_it["alone_cited"] == without["alone_cited"]


def test_a_file_with_a_bad_line_is_refused(tmp_path):
    (tmp_path / "conversations.jsonl").write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"conversations\.jsonl, line 1"):
        read_conversations(tmp_path)


def test_news_follow_ups_are_read_with_the_article_that_answers(tmp_path):
    row = {
        "article_id": "frost",
        "history": [{"question": "Who lit candles?", "answer": {"text": "Piet Maas"}}],
        "question": "what did he fear",
        "standalone": "What did Piet Maas fear?",
        "answer": {"text": "a late frost"},
    }
    (tmp_path / "followups.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (read,) = read_conversations(tmp_path)
    assert (read.before, read.evidence) == (("Who lit candles?",), ("a late frost",))
    frost, other = (build_article(name, "He feared a late frost.") for name in ("frost", "other"))
    assert is_cited(read, Answer("", (cite(frost, 0, 23, score=1.0),), 0.9))
    assert not is_cited(read, Answer("", (cite(other, 0, 23, score=1.0),), 0.9))


def test_only_an_answer_cites():
    case = Conversation("a", (), "Who?", ("Ines",), "pronoun", "Who?")
    assert not is_cited(case, Abstention("Who?", "Nothing."))
