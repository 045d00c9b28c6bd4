"""Where sentences begin and end: Punkt (Kiss & Strunk 2006), repaired for the habits of news."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Protocol

from corpus.calendar_names import MONTH_ABBREVIATION

Span = tuple[int, int]
"""``[start, end)`` in Unicode code points of the text it was asked of."""


class _Splitter(Protocol):
    def span_tokenize(self, text: str) -> Iterator[Span]: ...


def find_sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of ``text[start:end]``, as spans of ``text``, in order and apart.

    Each is trimmed of white space and not empty; together they hold every character of the
    range that is not white space. A line break always ends a sentence. Offsets past the text
    are taken as its end. May be called from several threads at once.
    """
    stop = len(text) if end is None else min(end, len(text))
    found = []
    for line in _LINE.finditer(text, max(start, 0), stop):
        found += _split_line(line.group(), line.start())
    return found


def _split_line(line: str, offset: int) -> list[Span]:
    """The sentences of one line that stands at ``offset`` of its text."""
    cuts = _join_cuts(line, sorted(_find_candidates(line) - {0, len(line)}))
    pieces = (trim(line, a, b) for a, b in pairwise([0, *cuts, len(line)]))
    return [(a + offset, b + offset) for a, b in pieces if a < b]


def trim(text: str, start: int, end: int) -> Span:
    """``[start, end)`` without the white space at its edges; empty where there is nothing else."""
    body = text[start:end]
    inner = body.strip()
    left = start + len(body) - len(body.lstrip()) if inner else start
    return left, left + len(inner)


def _find_candidates(line: str) -> set[int]:
    """Offsets at which a sentence may begin: where Punkt says so, and where it is blind."""
    cuts = (
        {a for a, _ in _load_splitter().span_tokenize(line)} if _PUNKT_ENDS.search(line) else set()
    )
    if not line.isascii():
        cuts.update(match.end() for match in _MISSED.finditer(line))
    return cuts


def _join_cuts(line: str, cuts: list[int]) -> list[int]:
    """The cuts that remain when sentences that were torn apart are put together again."""
    kept: list[int] = []
    for cut in cuts:
        previous = kept[-1] if kept else 0
        left = line[max(previous, cut - _WINDOW) : cut].rstrip()
        if not _is_torn(left, line[cut : cut + _WINDOW].lstrip()):
            kept.append(cut)
    return kept


def _is_torn(left: str, right: str) -> bool:
    """Whether a cut between these two falls inside one sentence."""
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
    """The English Punkt model, loaded when first needed and shared: it is only read."""
    import punkt

    splitter: _Splitter = punkt.tokenizer_for("english")
    return splitter


_WINDOW = 80
"""Characters looked at on either side of a cut: enough for a name and a verb of saying."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_PUNKT_ENDS = re.compile(r"[.?!]\W")
_HAS_WORD = re.compile(r"[^\W\d_]|\d\D*\d|[%$€£]")  # "1." and "•" begin a list's line

_ENDERS = "。｡！？।॥؟۔።។။"
"""Ends of sentences that are unknown to Punkt's English."""
_MISSED = re.compile(
    rf"[{_ENDERS}…”](?:"  # a set of first characters: the engine skips to these at once
    rf"(?<=[{_ENDERS}])[{_ENDERS}」』）》”’\"'\)]*"
    r"|(?<=\w…)[”’\"]?\s+(?=[“‘\"]?[A-Z][a-z])"
    r"|(?<=[a-z]{2}[.?!]”)(?=[A-Z“]))"  # a space lost between two quoted paragraphs
)

_GOES_ON = re.compile(r"[”’)\]}»,;:]|[a-z](?![A-Z])|\W+\Z")
"""The rest of a sentence: “Go!” *he shouted*; a stray closing quote. An iPhone may begin one."""

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
"""Words that begin a sentence far more often than they go on after an abbreviation."""

_QUOTED_OUTCRY = re.compile(r"[?!][”\"’']+$")
_NAME_SAYS = re.compile(
    r"(?:[A-Z][\w’'.-]*\s+){1,4}"
    r"(?:said|says|asked|asks|shouted|wrote|writes|added|replied|cried|tweeted|told|yelled|joked)\b"
)
