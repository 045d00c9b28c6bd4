"""The judge that ships, through a whole library, over articles that it has never seen."""

import pytest

from bot.bootstrap import Services
from bot.replies import Verdict
from bot.settings import Settings
from corpus.store.database import Database
from index.support.model_files import find_judge
from index.support.onnx_judge import OnnxSupportJudge
from tests.bot.articles import write_all
from tests.fakes import WordEmbedder, WordReader

MINE = """Court fines mining company over river spill

A court in Tarnow fined the mining company Kessler Copper 12 million euros on Tuesday for \
polluting the river Wend in 2019. Judge Marta Lindqvist said the company had ignored three \
warnings from its own engineers. Kessler Copper denied the charge and said it would appeal. The \
environment ministry, which brought the case, welcomed the ruling. The company's chief executive, \
Paul Adeyemi, resigned in March.
"""
STRIKE = """Teachers end strike after pay deal

Teachers in the northern province voted to end their strike on Wednesday after the government \
offered a pay rise of 7 percent. The union had asked for 10 percent. Schools reopen on Monday \
after being closed for three weeks. Finance Minister Daniel Hahn said the raise would be paid for \
by a tax on sugar.
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    judge = OnnxSupportJudge(find_judge())
    services = Services(
        Settings(data_dir=folder / "data"),
        Database.in_folder(folder / "data"),
        WordEmbedder(),
        WordReader(),
        make_judge=lambda: judge,
    )
    collection = services.library.collection("gazette")
    collection.add([write_all(folder / "in")])
    collection.add_document("mine.txt", MINE.encode())
    collection.add_document("strike.txt", STRIKE.encode())
    yield collection
    services.library.close()


@pytest.mark.parametrize(
    "claim",
    [
        "The ferry to Hollow Island sailed again on Monday.",
        "The crossing took 42 minutes.",
        "Ines Falk planted forty lemon trees.",
        "The garden closes at nine in the evening.",
        "Schools were closed for three weeks.",
        "The raise is paid for by a tax on sugar.",
    ],
)
def test_what_an_article_says_is_supported_by_its_exact_words(articles, claim):
    check = articles.check(claim)
    assert check.verdict is Verdict.SUPPORTED
    for cited in check.supporting:
        text = articles.article(cited.article_id).text
        assert text[cited.start : cited.end] == cited.excerpt


@pytest.mark.parametrize(
    "claim",
    [
        "The crossing took 52 minutes.",
        "Ines Falk planted ninety lemon trees.",
        "Kessler Copper was fined 20 million euros.",
        "The river was polluted in 2015.",
        "The government offered a pay rise of 9 percent.",
    ],
)
def test_a_wrong_number_is_not_supported(articles, claim):
    assert articles.check(claim).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "Captain Piet Maas said the crossing took 42 minutes.",
        "Gardener Rosa Lund planted forty lemon trees.",
        "Mayor Erik Stone fined Kessler Copper.",
        "Teachers in Bavaria voted to end their strike.",
    ],
)
def test_another_name_is_not_supported(articles, claim):
    assert articles.check(claim).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "The garden never closes at nine in the evening.",
        "Teachers in the northern province voted not to end their strike.",
        "The government did not offer a pay rise.",
    ],
)
def test_a_denial_is_contradicted(articles, claim):
    check = articles.check(claim)
    assert check.verdict is Verdict.CONTRADICTED
    assert check.contradicting


@pytest.mark.parametrize(
    "claim",
    [
        "The ferry can carry 200 cars.",
        "The chess olympiad was held in Budapest.",
        "A new airport opens in Norway next year.",
    ],
)
def test_what_no_article_says_is_not_covered(articles, claim):
    assert articles.check(claim).verdict is Verdict.NOT_COVERED


@pytest.mark.parametrize(
    "claim",
    [
        "Kessler Copper resigned in March.",
        "Marta Lindqvist denied the charge.",
        "Paul Adeyemi welcomed the ruling.",
        "Daniel Hahn closed the schools.",
        "Marta Lindqvist visited Tarnow on Tuesday.",
        "Paul Adeyemi visited the river Wend.",
    ],
)
def test_what_is_said_of_somebody_else_contradicts_nothing(articles, claim):
    assert articles.check(claim).contradicting == ()
