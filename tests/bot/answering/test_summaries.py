"""Summaries cover an article with its own sentences."""

from bot.answering.summaries import Summarizer
from tests.fakes import WordEmbedder, build_article

RIVER = "The river rose over its banks in the night."
RIVER_AGAIN = "In the night the river rose over its banks."
SCHOOL = "Three schools sent their pupils home early."
MAYOR = "The mayor thanked the fire brigade for its work."


class TrustingVerifier:
    """Takes every citation: the summary's choice is what is under test."""

    def verify(self, citations):
        return tuple(citations)


def summary(text, length):
    summarizer = Summarizer(WordEmbedder(), TrustingVerifier())
    return [c.excerpt for c in summarizer.summarize(build_article("a", text), length).sentences]


def test_the_same_thing_is_not_said_twice():
    text = " ".join([RIVER, RIVER_AGAIN, SCHOOL, MAYOR])
    assert summary(text, 3) == [RIVER, SCHOOL, MAYOR]


def test_a_short_article_is_given_whole():
    assert summary(f"{RIVER} {SCHOOL}", 5) == [RIVER, SCHOOL]


def test_what_most_sentences_speak_of_is_told_first():
    text = " ".join([MAYOR, RIVER, SCHOOL, "The river and its banks were watched in the night."])
    assert summary(text, 1) == [RIVER]


def test_an_article_of_one_word_is_its_own_summary():
    assert summary("Rain.", 3) == ["Rain."]
