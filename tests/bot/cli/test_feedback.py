import pytest

from bot.errors import UsageError
from corpus.errors import UnknownArticle
from tests.bot.cli.test_commands import ANSWERED, byline, filled, printed

__all__ = ["byline", "filled"]


def test_feedback_is_exported_into_a_folder(filled, tmp_path):
    result = filled("feedback", "export", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert "Wrote 3 articles and 0 questions, 0 of them with a known answer" in (
        " ".join(result.stdout.split())
    )
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "articles.jsonl", "feedback.jsonl", "questions.jsonl",
    ]  # fmt: skip


def test_what_was_exported_is_told_to_programs(filled, tmp_path):
    out = str(tmp_path / "out")
    (told,) = printed(filled("feedback", "export", out, "--collection", "other", "--json"))
    assert told == {"folder": out, "articles": 0, "asked": 0, "known": 0}


def test_a_question_can_be_put_to_one_article_alone(filled):
    (reply,) = printed(filled("ask", ANSWERED, "--article", "lib-7", "--json"))
    assert reply["status"] == "abstained"
    assert {each["article"] for each in reply["nearest"]} <= {"lib-7"}


def test_a_question_can_be_put_to_articles_since_a_day(filled):
    assert filled("ask", ANSWERED, "--since", "2021-03-12").exit_code == 0
    assert filled("ask", ANSWERED, "--since", "2021-03-13").exit_code == 3


def test_an_article_of_none_and_a_day_of_none_are_refused(filled):
    with pytest.raises(UnknownArticle):
        filled("ask", ANSWERED, "--article", "nothing")
    with pytest.raises(UsageError, match="is not a date"):
        filled("ask", ANSWERED, "--since", "Friday")
