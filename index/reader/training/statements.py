"""Questions of the form "What did X say about Y?", made from sentences that report what X said.

The sets hold almost none, and readers of news ask little else.
"""

import random
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.analyzer import STOP_WORDS
from index.reader.training.examples import Example, Span
from index.reader.training.swaps import names
from index.sentences import find_sentence_spans

SOURCE = "statements"
_QUESTIONS = 3
"""Questions on one statement, at most."""
_NAME = r"(?:[A-Z][\w.'’-]+(?:\s+(?:(?:of|de|von|van)\s+)?[A-Z][\w.'’-]+){0,3})"
_SAID = (
    r"(?:said|says|told|stated|argued|claimed|announced|warned|declared|explained|added|noted"
    r"|commented|insisted|suggested|believed|remarked|proposed)"
)
_FORMS = (
    re.compile(
        rf"(?P<said>[\"“][^\"“”]{{20,}}[,.!?]?[\"”]),?\s+(?:{_SAID}\s+(?P<after>{_NAME})|(?P<who>{_NAME})\s+{_SAID})\b"
    ),
    re.compile(
        rf"\b(?P<who>{_NAME})\s+(?:(?:has|had|also|later|once)\s+)?{_SAID}\b"
        r"(?:[^.;:\"“”]{0,60}?\bthat|[^.;\"“”]{0,60}?[,:])\s+(?P<said>[^;]{20,})"
    ),
)
_PRONOUNS = re.compile(
    r"(?:he|she|it|they|we|you|i|this|that|these|those|there|however|both|some|many)\b",
    re.IGNORECASE,
)
_ASKED = (
    "What did {who} say about {what}?",
    "What does {who} say about {what}?",
    "What was {who}'s view of {what}?",
    "What did {who} think of {what}?",
    "what did {who} say on {what}",
)
_TOPIC = re.compile(r"\b[a-z]{4,}(?: [a-z]{4,})?\b")


class Statement(NamedTuple):
    """A question on what somebody said, and where in the text that stands."""

    who: str
    what: str
    question: str
    span: Span


def statements(examples: Iterable[Example], chance: random.Random) -> Iterator[Example]:
    """Questions on each sentence that reports a statement, in every passage of the examples.

    Each asks about a name or about words of the statement; the answer is what was said.
    """
    for passage in dict.fromkeys(example.passage for example in examples):
        for found in statements_in(passage, chance):
            yield Example(
                found.question,
                passage,
                (found.span,),
                exact=True,
                article=passage[:80],
                source=SOURCE,
            )


def statements_in(text: str, chance: random.Random) -> Iterator[Statement]:
    """Up to three questions on each sentence of a text that reports a statement."""
    for start, end in find_sentence_spans(text):
        if found := _reported(text[start:end]):
            who, (a, b) = found
            span = a + start, b + start
            for what in _topics(who, text[slice(*span)], chance):
                asked = chance.choice(_ASKED).format(who=who, what=what)
                yield Statement(who, what, asked, span)


def _reported(sentence: str) -> tuple[str, Span] | None:
    """Who said it, and where in the sentence what was said stands."""
    for form in _FORMS:
        if match := form.search(sentence):
            who = (match["who"] or match.groupdict().get("after", "")).removesuffix("'s")
            if not _PRONOUNS.match(who):
                return who, match.span("said")
    return None


def _topics(who: str, said: str, chance: random.Random) -> list[str]:
    named = [name for name in names(said) if name.casefold() not in who.casefold()]
    words = [
        match.group()
        for match in _TOPIC.finditer(said)
        if STOP_WORDS.isdisjoint(match.group().split())
    ]
    topics = list(dict.fromkeys([*named, *words]))
    return chance.sample(topics, min(_QUESTIONS, len(topics)))
