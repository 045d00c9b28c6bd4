"""Questions of the form "What did X say about Y?", made from sentences that report what X said.

The sets hold almost none, and readers of news ask little else.
"""

import random
import re
from collections.abc import Iterable, Iterator

from index.analysis import STOP_WORDS
from index.reading.training.examples import Example, Span
from index.reading.training.swaps import names
from index.sentences import sentences

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


def statements(examples: Iterable[Example], chance: random.Random) -> Iterator[Example]:
    """Questions on each sentence that reports a statement, in every passage of the examples.

    Each asks about a name or about words of the statement; the answer is what was said.
    """
    for passage in dict.fromkeys(example.passage for example in examples):
        for start, end in sentences(passage):
            if found := _reported(passage[start:end]):
                who, (a, b) = found
                where = ((a + start, b + start),)
                for asked in _questions(who, passage[start + a : start + b], chance):
                    yield Example(
                        asked, passage, where, exact=True, article=passage[:80], source=SOURCE
                    )


def _reported(sentence: str) -> tuple[str, Span] | None:
    """Who said it, and where in the sentence what was said stands."""
    for form in _FORMS:
        if match := form.search(sentence):
            who = (match["who"] or match.groupdict().get("after", "")).removesuffix("'s")
            if not _PRONOUNS.match(who):
                return who, match.span("said")
    return None


def _questions(who: str, said: str, chance: random.Random) -> list[str]:
    named = [name for name in names(said) if name.casefold() not in who.casefold()]
    words = [
        match.group()
        for match in _TOPIC.finditer(said)
        if STOP_WORDS.isdisjoint(match.group().split())
    ]
    topics = list(dict.fromkeys([*named, *words]))
    return [
        chance.choice(_ASKED).format(who=who, what=what)
        for what in chance.sample(topics, min(_QUESTIONS, len(topics)))
    ]
