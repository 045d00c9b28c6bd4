"""What speaks against a claim, and what it takes from a judgement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.support.base import Judgement
from index.support.rules import ContrarySigns, find_contrary_signs, weigh

EVIDENCE = (
    "Captain Joan Reyes said the crossing took 42 minutes. The harbour company spent 3.2 million "
    "dollars on the repairs, and 1,204 people sailed on Monday."
)
HEADLINE = "Ferry service to Hollow Island resumes, 12 March 2021"
SURE = Judgement(0.9, 0.04, 0.06)


def signs(claim, evidence=EVIDENCE):
    return find_contrary_signs(claim, evidence, HEADLINE)


@pytest.mark.parametrize(
    "claim",
    [
        "The crossing took 42 minutes.",
        "In March 2021 the ferry to Hollow Island sailed again.",
        "The repairs cost about $3 million.",
        "Some 1,200 people sailed on Monday.",
        "More than forty minutes went by.",
        "Reyes steers the ferry.",
        "Two people spoke about the American ferry.",
    ],
)
def test_nothing_speaks_against_what_the_evidence_has(claim):
    assert signs(claim) == ContrarySigns()


@pytest.mark.parametrize(
    ("claim", "number"),
    [
        ("The crossing took 52 minutes.", 52),
        ("The repairs cost 5 million dollars.", 5e6),
        ("In 2019 the ferry sailed again.", 2019),
        ("Exactly 1,200 people sailed.", 1200),
        ("The crossing took fifty minutes.", 50),
    ],
)
def test_a_number_that_the_evidence_lacks_is_missed(claim, number):
    assert signs(claim).missing_numbers == (number,)
    assert signs(claim).is_veto


def test_a_duration_that_dates_may_give_is_not_missed():
    assert not signs("Reyes has steered for 20 years.").is_veto


def test_a_small_number_in_letters_that_a_list_may_give_is_not_missed():
    assert not signs("There were four reasons.").is_veto


def test_a_name_that_the_evidence_lacks_is_missed():
    assert signs("The ferry was steered by Piet Maas.").missing_names == ("Piet", "Maas")


def test_a_name_elsewhere_in_the_article_is_not_missed():
    found = find_contrary_signs("The engineer was Ines Falk.", EVIDENCE, HEADLINE, "By Ines Falk")
    assert found.missing_names == ()


def test_letters_for_a_long_name_are_not_missed():
    evidence = "The National Crime Agency made two arrests."
    assert not signs("Arrests were made by the NCA.", evidence).is_veto


def test_a_near_copy_with_a_negation_is_opposed():
    assert signs("Captain Joan Reyes never said the crossing took 42 minutes.").is_opposed
    assert not signs("Captain Joan Reyes said the crossing took 42 minutes.").is_opposed


def test_a_near_copy_with_another_number_of_the_same_things_is_opposed():
    assert signs("Captain Joan Reyes said the crossing took 55 minutes.").is_opposed


def test_a_negation_in_other_words_is_left_to_the_judge():
    assert not signs("The ship was not slow.").is_veto


def test_a_veto_leaves_too_little_support_to_count():
    weighed = weigh(SURE, ContrarySigns(missing_numbers=(52.0,)))
    assert weighed.supported < 0.25
    assert weighed.not_covered > 0.7
    assert weighed.contradicted == SURE.contradicted


def test_what_is_opposed_is_contradicted():
    assert weigh(SURE, ContrarySigns(is_opposed=True)).contradicted > 0.7


def test_without_signs_a_judgement_stays():
    assert weigh(SURE, ContrarySigns()) == SURE


@given(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans())
def test_probabilities_stay_probabilities(one, two, missing, opposed):
    supported = one * two
    given_ = Judgement(supported, one - supported, 1 - one)
    signs_ = ContrarySigns((1.0,) if missing else (), (), opposed)
    weighed = weigh(given_, signs_)
    shares = (weighed.supported, weighed.contradicted, weighed.not_covered)
    assert sum(shares) == pytest.approx(1)
    assert all(-1e-9 <= share <= 1 + 1e-9 for share in shares)


@given(st.text(), st.text(), st.text())
def test_any_texts_are_compared(claim, evidence, headline):
    find_contrary_signs(claim, evidence, headline)
