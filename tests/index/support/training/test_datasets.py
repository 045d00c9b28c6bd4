"""What the judge learns from: rows of the sets, news claims, and contrasts."""

import random
import re
from collections import Counter

import pytest

from index.reader.training.news import is_kept_aside
from index.support.training.clauses import find_clauses
from index.support.training.contrasts import contrast, deny
from index.support.training.datasets import (
    Rounds,
    add_headline,
    read_set,
    to_verdicts,
    validation_sets,
)
from index.support.training.examples import (
    CONTRADICTED,
    NOT_COVERED,
    SUPPORTED,
    UNSUPPORTED,
    Example,
)
from index.support.training.news import NewsClaims, Part
from index.support.training.questions import to_statement
from index.support.training.surface import SurfaceModel

FERRY = (
    "The ferry to Hollow Island sailed again on Monday after a month of repairs. Captain Joan "
    "Reyes said the crossing took 42 minutes. The harbour company spent 3.2 million dollars. "
) * 2


def example(claim, verdicts=SUPPORTED, evidence=FERRY):
    return Example(claim, evidence, verdicts, "news", "paraphrase", "Ferry resumes, 12 March 2021")


@pytest.mark.parametrize(
    ("row", "verdicts"),
    [
        ({"label": "SUPPORTS"}, SUPPORTED),
        ({"label": "REFUTES"}, CONTRADICTED),
        ({"label": "supported", "kind": "seed"}, SUPPORTED),
        ({"label": "supported", "kind": "entailment"}, SUPPORTED),
        ({"label": "unsupported", "kind": "contradiction"}, CONTRADICTED),
        ({"label": "unsupported", "kind": "neutral"}, NOT_COVERED),
        ({"label": "unsupported", "kind": "not_entailment"}, UNSUPPORTED),
        ({"label": "unsupported", "kind": "entity_modification"}, UNSUPPORTED),
        ({"label": "unsupported", "kind": "partially_supported"}, UNSUPPORTED),
        ({"label": "unsupported", "kind": "refute"}, CONTRADICTED),
        ({"label": "unsupported", "kind": "irrelevant"}, NOT_COVERED),
    ],
)
def test_a_contradiction_is_learnt_only_where_a_set_says_so(row, verdicts):
    assert to_verdicts(row) == verdicts


def test_a_set_is_split_by_its_claims(data):
    rows = [
        {"claim": f"Claim {n}.", "evidence": ["One.", "Two."], "label": "SUPPORTS"}
        for n in range(200)
    ]
    folder = data("claims_fever.jsonl", *rows)
    learnt = read_set(folder, "claims_fever", validation=False)
    kept = read_set(folder, "claims_fever", validation=True)
    assert learnt[0].evidence == "One. Two."
    assert len(learnt) + len(kept) == 200
    assert 0 < len(kept) < 30
    assert not {each.claim for each in learnt} & {each.claim for each in kept}


@pytest.fixture
def news(data):
    articles = [
        {"id": f"a{n}", "title": f"Ferry {n} resumes", "date": "2021-03-12", "text": FERRY}
        for n in range(120)
    ]
    claims = [
        {
            "article_id": row["id"], "claim": f"The trip of {row['id']} took 42 minutes.",
            "supported": supported, "kind": "number" if supported else "negation",
            "evidence": [{"text": "42 minutes", "starts": [FERRY.index("42 minutes")]}],
        }
        for row in articles
        for supported in (True, False)
    ]  # fmt: skip
    data("news/articles.jsonl", *articles)
    return data("news/claims.jsonl", *claims)


def test_whole_articles_are_kept_aside(news):
    parts = {part: NewsClaims(news / "news", part).claims for part in Part}
    articles = {part: {claim.article for claim in found} for part, found in parts.items()}
    assert sum(map(len, articles.values())) == 120
    assert sum(map(len, parts.values())) == 240
    assert all(is_kept_aside(each) for each in articles[Part.VALIDATION])
    assert not any(is_kept_aside(each) for each in articles[Part.LEARNING] | articles[Part.TUNING])
    assert min(map(len, articles.values())) > 0


def test_supported_and_unsupported_claims_have_the_same_window(news):
    claims = NewsClaims(news / "news", Part.LEARNING)
    one, other = claims.claims[:2]
    assert (one.verdicts, other.verdicts) == (SUPPORTED, CONTRADICTED)
    first, second = claims.given_window(one), claims.given_window(other)
    assert first.evidence == second.evidence
    assert first.headline == "Ferry 0 resumes, 12 March 2021"


def test_a_sampled_window_of_a_supported_claim_has_its_evidence(news):
    claims, chance = NewsClaims(news / "news", Part.LEARNING), random.Random(1)
    for claim in claims.claims[:20:2]:
        assert "42 minutes" in claims.sampled_window(claim, chance).evidence


def test_the_window_of_another_article_does_not_cover_a_claim(news):
    claims = NewsClaims(news / "news", Part.LEARNING)
    shown = claims.other_window(claims.claims[0], random.Random(1))
    assert shown.verdicts == NOT_COVERED
    assert shown.headline != claims.given_window(claims.claims[0]).headline


def test_a_copied_clause_is_supported_by_its_article(news):
    claims = NewsClaims(news / "news", Part.LEARNING)
    for copied in list(claims.copies(random.Random(1)))[:10]:
        assert copied.verdicts == SUPPORTED
        assert copied.claim.rstrip(".").casefold() in copied.evidence.casefold()


def test_a_round_is_the_same_each_time_and_holds_every_verdict(news):
    rounds = Rounds(news, seed=3)
    first = rounds.round(0)
    assert first == Rounds(news, seed=3).round(0) != rounds.round(1)
    found = Counter(each.verdicts for each in first)
    assert found.keys() == {SUPPORTED, CONTRADICTED, NOT_COVERED, UNSUPPORTED}


def test_what_is_kept_back_is_not_in_a_round(news):
    kept = {each.claim for some in validation_sets(news).values() for each in some}
    natural = {each.claim for each in Rounds(news, seed=3).round(0) if each.kind == "number"}
    assert kept
    assert natural
    assert not kept & natural


def test_a_contrast_is_not_supported_and_differs_in_one_place():
    chance = random.Random(2)
    made = [contrast(example("The crossing took 42 minutes."), ["Piet Maas"], chance)
            for _ in range(40)]  # fmt: skip
    changed = [each for each in made if each]
    assert {each.verdicts for each in changed} == {UNSUPPORTED}
    assert {"changed evidence", "swapped"} == {each.kind for each in changed}
    for each in changed:
        assert (each.claim == "The crossing took 42 minutes.") != (each.evidence == FERRY)
        if each.kind == "changed evidence":
            assert "42" not in each.evidence


def test_a_negated_claim_has_no_contrast():
    negated = example("Reyes was not born in Hollow Island.")
    assert contrast(negated, ["Piet Maas"], random.Random(1)) is None


@pytest.mark.parametrize(
    ("claim", "denied"),
    [
        ("The ferry was repaired.", r"The ferry was (not|never) repaired\."),
        ("The ferry was not repaired.", r"The ferry was repaired\."),
    ],
)
def test_a_denied_claim_is_contradicted(claim, denied):
    made = deny(example(claim), random.Random(1))
    assert made.verdicts == CONTRADICTED
    assert re.fullmatch(denied, made.claim)


def test_a_claim_without_a_place_for_not_is_not_denied():
    assert deny(example("Nobody sailed."), random.Random(1)) is None


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "The ferry sailed again on Monday after engineers replaced both engines.",
            {
                "The ferry sailed again on Monday.",
                "The ferry sailed again on Monday after engineers replaced both engines.",
            },
        ),
        (
            "Captain Joan Reyes said that the crossing took 42 minutes.",
            {
                "The crossing took 42 minutes.",
                "Captain Joan Reyes said that the crossing took 42 minutes.",
            },
        ),
        ("She planted forty lemon trees around the fountain.", set()),
        ("The bank lends money to the town if the mayor agrees.", set()),
        ("The harbour company did not pay because it had no money.", set()),
    ],
)
def test_a_sentence_supports_the_clauses_that_are_cut_from_it(sentence, clauses):
    assert set(find_clauses(sentence, random.Random(1))) == clauses


def test_the_other_sets_get_headlines_too():
    bare = Example("Reyes sailed.", FERRY, SUPPORTED, "claims_fever")
    assert re.fullmatch(
        r"Hollow Island, \d+ \w+ 20\d\d", add_headline(bare, random.Random(1)).headline
    )


def test_a_surface_that_gives_the_label_away_is_measured():
    short, long = "It sank.", "The ferry to Hollow Island sailed again after a month of repairs."
    examples = [example(short, UNSUPPORTED), example(long)] * 20
    odds = SurfaceModel(examples).find_log_odds(examples[:2])
    assert odds[0] < -1 < 1 < odds[1]


def test_a_surface_that_tells_nothing_has_even_odds():
    examples = [example("It sailed.", UNSUPPORTED), example("It sailed.")] * 20
    assert SurfaceModel(examples).find_log_odds(examples[:2]) == pytest.approx([0, 0], abs=0.01)


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("Who resigned in March?", "Paul Adeyemi", "Paul Adeyemi resigned in March."),
        ("Who is the finance minister?", "Daniel Hahn", "Daniel Hahn is the finance minister."),
        ("Which company was fined in Tarnow?", "Kessler", "Kessler was fined in Tarnow."),
        ("How many trees were planted on Sunday?", "40", "40 trees were planted on Sunday."),
        ("Who did Reyes meet?", "Ines Falk", None),
        ("Who has she met in the town?", "Ines Falk", None),
        ("When did the ferry sail?", "Monday", None),
        ("Who paid for the repairs?", "those who had the money to do so on the day", None),
        ("How many trees were planted on Sunday?", "They counted some", None),
    ],
)
def test_a_question_with_its_answer_makes_a_claim(question, answer, claim):
    assert to_statement(question, answer) == claim


def test_questions_and_traps_make_claims_of_their_article(news, data):
    starts = [FERRY.index("Captain Joan Reyes")]
    row = {"article_id": "a0", "question": "Who steered the ferry?"}
    words = {"text": "Captain Joan Reyes", "starts": starts}
    data("news/answerable.jsonl", {**row, "answer": words})
    data("news/unanswerable.jsonl", {**row, "trap": words}, {**row, "trap": None})
    claims = NewsClaims(news / "news", Part.LEARNING).from_questions
    assert [(each.claim, each.verdicts) for each in claims] == [
        ("Captain Joan Reyes steered the ferry.", SUPPORTED),
        ("Captain Joan Reyes steered the ferry.", UNSUPPORTED),
    ]
