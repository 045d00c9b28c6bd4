"""Noun phrases of a question, told without a tagger: by the words that are none."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.answering.extraction.question import FUNCTION_WORDS, WORD
from bot.conversation.kinds import cue


def noun_phrases(question: str) -> Iterator[str]:
    """Runs of content words of a question that begin no name and hold no likely verb."""
    after_do = False
    for clause in re.split(r"[?.!,;:]", question):
        run: list[str] = []
        words = [match.group() for match in WORD.finditer(clause)]
        for before, word in pairwise(["the", *words, "the"]):
            low = word.casefold()
            if low.endswith("ed") and before.casefold() == "who":
                run = []  # "Who planted trees": what they did
            elif low in FUNCTION_WORDS or low in NO_NOUNS or low in cue("verbs"):
                if run and not (len(run) == 1 and (run[0].endswith(("ed", "ly")))):
                    yield " ".join(run[:-1] if after_do and len(run) > 2 else run)
                run, after_do = [], low in {"do", "does", "did"} or (after_do and not run)
            elif word[0].isdigit() or (word.endswith("ed") and run):
                if run:
                    yield " ".join(run)
                run = []
            else:
                run.append(word)


NO_NOUNS = frozenset(
    WORD.findall(
        "else other others another any anything anyone someone something everything nothing more "
        "most some all each every me us him her them tell describe give explain please know good "
        "important interesting famous different main best well major first last new it's what's "
        "who's there's let's don't didn't ever still always never just really very too really "
        "okay ok wow interesting thanks yes hi hello dear i'd i'm i've i'll that's "
        "kind kinds sort type types example examples something like way ways exactly"
    )
)
"""Words that are no noun that a question may be about."""
