"""Finds sentences with Punkt (Kiss & Strunk 2006), corrected for the conventions of news."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Protocol

from corpus.calendar_names import MONTH_ABBREVIATION

Span = tuple[int, int]
"""``[start, end)`` in Unicode code points of the text."""

_WINDOW = 80
"""Characters considered on each side of a cut: enough for a name and a verb of speech."""
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_PUNKT_ENDS = re.compile(r"[.?!]\W")
_HAS_WORD = re.compile(r"[^\W\d_]|\d\D*\d|[%$€£]")  # "1." and "•" begin a list's line
_ENDERS = "。｡！？।॥؟۔።។။"
"""Ends of sentences that Punkt's English model does not know."""
_MISSED = re.compile(
    rf"[{_ENDERS}…”](?:"  # a set of first characters: the engine skips to these at once
    rf"(?<=[{_ENDERS}])[{_ENDERS}」』）》”’\"'\)]*"
    r"|(?<=\w…)[”’\"]?\s+(?=[“‘\"]?[A-Z][a-z])"
    r"|(?<=[a-z]{2}[.?!]”)(?=[A-Z“]))"  # a space lost between two quoted paragraphs
)
_GOES_ON = re.compile(r"[”’)\]}»,;:]|[a-z](?![A-Z])|\W+\Z")
"""The rest of a sentence: “Go!” *he shouted*; a stray closing quote. An iPhone can begin one."""
_TITLE = re.compile(
    r"(?:^|[\s“\"‘'(—–-])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Maj|Capt|Sgt"
    r"|Cpl|Pvt|Cmdr|Adm|Brig|Pres|Rev|Fr|Hon|Msgr|Supt|Det|Insp|Atty|Amb|Messrs|Mme|Mlle)\.$"
)
_ABBREVIATION = re.compile(
    rf"(?:^|[\s“\"‘'(.,—–-])(?:{MONTH_ABBREVIATION}|[A-Z]|[ap]\.m|St|Mt|Ft|Jr|Sr|Inc|Corp|Co|Ltd|Bros|vs|v|cf|i\.e|e\.g|approx|est"
    r"|D-\w+|R-\w+|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill"
    r"|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.$"
)
_NUMBER_SIGN = re.compile(r"\b(?:No|Nos|no|nos|pp|p|Art|Fig|fig|Vol|vol|Sec|ch)\.$")
_OPENER = re.compile(
    r"[“‘\"'(\[]|(?:The|A|An|He|She|It|They|We|I|You|This|That|These|Those|There|Here|His|Her|Its|Their|Our|My"
    r"|But|And|Or|So|Yet|In|On|At|By|For|From|With|To|As|If|When|While|After|Before|Since|Until|During"
    r"|Although|Though|However|Then|Now|Meanwhile|Also|What|Who|Why|How|Where|Which|Not|No|Yes|Some|Many"
    r"|Most|Several|Two|Three|One|Both|All|Each|Every|Last|Earlier|Later|Officials|Police|According|Asked"
    r"|Speaking|Under|Over|About|Among|Despite|Because|Once|Still|Even|Only|Just|Such|Other|Another|Like"
    r")\b(?!\.\w)"
)
"""Words that begin a sentence far more often than they follow an abbreviation."""
_QUOTED_OUTCRY = re.compile(r"[?!][”\"’']+$")
_NAME_SAYS = re.compile(
    r"(?:[A-Z][\w’'.-]*\s+){1,4}"
    r"(?:said|says|asked|asks|shouted|wrote|writes|added|replied|cried|tweeted|told|yelled|joked)\b"
)


class _Splitter(Protocol):
    def span_tokenize(self, text: str) -> Iterator[Span]: ...


def find_sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of ``text[start:end]`` in order, as spans of ``text``.

    The spans are trimmed, not empty, disjoint, and contain all characters of the range except white
    space. A line break always ends a sentence. Offsets beyond the text count as its end.
    Thread-safe.
    """
    stop = len(text) if end is None else min(end, len(text))
    found = []
    for line in _LINE.finditer(text, max(start, 0), stop):
        found += _split_line(line.group(), line.start())
    return found


def _split_line(line: str, offset: int) -> list[Span]:
    """Return the sentences of a line that begins at ``offset``."""
    cuts = _join_cuts(line, sorted(_find_candidates(line) - {0, len(line)}))
    pieces = (trim(line, a, b) for a, b in pairwise([0, *cuts, len(line)]))
    return [(a + offset, b + offset) for a, b in pieces if a < b]


def trim(text: str, start: int, end: int) -> Span:
    """Return ``[start, end)`` without white space at its ends; empty if there is nothing else."""
    body = text[start:end]
    inner = body.strip()
    left = start + len(body) - len(body.lstrip()) if inner else start
    return left, left + len(inner)


def _find_candidates(line: str) -> set[int]:
    """Return offsets where a sentence can begin: those of Punkt, and those it misses."""
    cuts = (
        {a for a, _ in _load_splitter().span_tokenize(line)} if _PUNKT_ENDS.search(line) else set()
    )
    if not line.isascii():
        cuts.update(match.end() for match in _MISSED.finditer(line))
    return cuts


def _join_cuts(line: str, cuts: list[int]) -> list[int]:
    """Drop the cuts that fall inside a sentence."""
    remaining: list[int] = []
    for cut in cuts:
        previous = remaining[-1] if remaining else 0
        left = line[max(previous, cut - _WINDOW) : cut].rstrip()
        if not _is_torn(left, line[cut : cut + _WINDOW].lstrip()):
            remaining.append(cut)
    return remaining


def _is_torn(left: str, right: str) -> bool:
    """Whether a cut between these two texts falls inside one sentence."""
    if _GOES_ON.match(right) or not _HAS_WORD.search(left):
        return True
    if _TITLE.search(left):
        return right[:1].isupper()
    if _ABBREVIATION.search(left):
        return not _OPENER.match(right)
    if _NUMBER_SIGN.search(left):
        return right[:1].isdigit()
    return bool(_QUOTED_OUTCRY.search(left) and _NAME_SAYS.match(right))


@cache
def _load_splitter() -> _Splitter:
    """Load the English Punkt model at the first use; it is read-only, so threads share it."""
    import punkt

    splitter: _Splitter = punkt.tokenizer_for("english")
    return splitter
