"""Claims made of questions about news articles: with the answer in the place of the question word.

A trap's question with the words that seem to answer it gives a claim that is not supported, and
looks the same.
"""

import re

_PAST = (
    r"(?:[a-z]+ed|won|gave|said|led|set|made|took|told|got|held|wrote|paid|built|met|found|left"
    r"|lost|ran|came|became|began|broke|brought|bought|sold|sent|shot|hit|put|beat|drew|spoke|fell"
    r"|rose|saw|kept|stood|chose|went|hosts|wants|makes|runs|leads|plans|owns|says)"
)
_ASKS_FOR_SUBJECT = re.compile(
    r"(?P<word>Who|What|Which (?:[A-Za-z-]+ ){1,3}?|How many (?:[a-z-]+ ){1,2}?)\s*"
    rf"(?P<rest>(?!did\b)(?:was|were|is|are|has|have|had|will|{_PAST})\b [^?]{{5,}})\?"
)
_INVERTED = re.compile(
    r"(?:has|have|had|will|is|are|was|were) (?:the|a|an|he|she|it|they|his|her|its|[A-Z])"
)
"""What the question is about is its object: "Who has she met?"."""
_BE = re.compile(r"(?:is|are|was|were) (?:the|a|an|his|her|its)\b")
_ANSWER = re.compile(
    r"(?:(?:the|a|an) )?(?:[A-Z]|[$€£]?\d|two|three|four|five|six|seven|eight|nine|ten)"
)
_NUMBER = re.compile(r"[$€£]?[\d,.]+|[a-z]+(?:-[a-z]+)?", re.IGNORECASE)
_MAX_WORDS = 6


def to_statement(question: str, answer: str) -> str | None:
    """The statement that a question and its answer make, or ``None`` for another form."""
    match = _ASKS_FOR_SUBJECT.fullmatch(question.strip())
    said = " ".join(answer.split()).strip(" .,;:\"“”'")
    if match is None or not _ANSWER.match(said) or len(said.split()) > _MAX_WORDS:
        return None
    rest = match["rest"]
    if _INVERTED.match(rest) and not _BE.match(rest):
        return None
    word = match["word"]
    if word.startswith("How"):
        if not _NUMBER.fullmatch(said):
            return None
        said = f"{said} {word.split(maxsplit=2)[2].strip()}"
    return f"{said[0].upper()}{said[1:]} {rest}."
