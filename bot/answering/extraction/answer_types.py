"""Finds expressions that have the form of an answer: dates, numbers, names and reasons."""

import re
from collections.abc import Iterator
from functools import cache

from bot.answering.extraction.question import FUNCTION_WORDS, WORD, AnswerType
from bot.replies import Span
from corpus.calendar_names import MONTH_ABBREVIATION, MONTH_NAME, WEEKDAY

_MONTH = rf"(?:{MONTH_NAME}|{MONTH_ABBREVIATION}\.)"
_YEAR = r"(?:1[0-9]|20)\d\d"
_UNITS = r"(?:second|minute|hour|day|week|month|year|decade)s?"
_SMALL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|dozen)"
)
_NUMBER = (
    r"(?:(?<!\d)(?<!\d[.,])\d+(?:[.,]\d+)*"
    r"(?:\s(?:hundred|thousand|million|billion|trillion)s?\b)?(?![\w-])"
    rf"|\b{_SMALL}(?:[-\s]{_SMALL}){{0,5}}(?:\s(?:million|billion|trillion))?\b)"
)
_MEASURE = (
    r"(?:second|minute|hour|day|week|month|year|decade|metre|meter|kilometre|kilometer|mile|feet"
    r"|foot|inche?|acre|hectare|ton|tonne|pound|kilogram|gram|litre|liter|gallon|barrel|degree"
    r"|dollar|euro|km|kg|mph|m|ft)s?\b"
)

_TIME = (
    rf"(?:{WEEKDAY},?\s)?{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s{_YEAR})?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s{_YEAR})?"
    rf"|\b{_MONTH}\s(?:of\s)?{_YEAR}\b"
    rf"|\b(?:(?:the\s)?(?:early|late|mid)[-\s])?(?:the\s)?{_YEAR}s\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)(?:\sand\s\d{1,2}(?:st|nd|rd|th))?\scentur(?:y|ies)\b"
    r"|\b(?:the\s(?:end|start|beginning|middle)\sof\s|(?:early|late|mid)[-\s]|between\s)?"
    rf"{_YEAR}(?:\s?[–-]\s?\d{{2,4}}|\s(?:and|to)\s{_YEAR})?\b(?![,.]\d|\s?%)"
    rf"|\b(?:(?:last|next|this)\s)?(?:{WEEKDAY}|{_MONTH}(?=\W|$))"
    r"(?:\s(?:morning|afternoon|evening|night))?"
    r"|\b(?:last|next|(?:earlier\s|later\s)?this)\s"
    r"(?:week|month|year|summer|winter|spring|autumn|fall)\b"
    rf"|\b(?:{_NUMBER}|a|an|several|few)\s{_UNITS}\s(?:ago|earlier|later)\b"
    r"|\b\d{1,2}(?::\d\d|\.\d\d)?\s?(?:[ap]\.m\.|[ap]m\b)|\b(?:yesterday|today|tomorrow)\b"
)
_COUNT = (
    rf"(?:\b(?:more|fewer|less)\sthan\s)?(?:\bbetween\s(?={_NUMBER}\sand))?"
    rf"(?!{_YEAR}(?!\s\w+s\b)){_NUMBER}"  # 1,900 is a count, and so is 1900 ships, but not 1900
    rf"(?:(?:\sto\s|\sand\s|–|-){_NUMBER})?|\b(?:once|twice)\b"
)
_AMOUNT = (
    rf"(?:[$€£¥]|US\$)\s?\d[\d.,]*\d*(?:\s?(?:thousand|million|billion|trillion|m|bn)\b)?"
    rf"|{_NUMBER}[-\s]{_MEASURE}|(?<![\d.,])\d[\d.,]*\s?(?:%|percent\b|per cent\b)"
)
_AGE = (
    r"(?<=[^\W\d],\s)\d{1,3}(?=[,;.)])|(?<=\()\d{1,3}(?=\))"  # Paul Nepal, 56, or (56)
    rf"|\b(?:aged|age(?:\sof)?)\s(?P<answer>\d{{1,3}}\b|{_NUMBER})"
    rf"|(?:\b\d{{1,3}}-|{_NUMBER}[-\s])(?:year|month|week|day)s?(?:[-\s]old)?\b|\bin\s(?:his|her|their)\s"
    r"(?:(?:early|late|mid)[-\s])?(?:\d0s|(?:teen|twentie|thirtie|fortie|fiftie|sixtie)s)\b"
)
_DURATION = (
    rf"{_AMOUNT}|\b(?:(?:half\s)?an?|several|(?:a\s)?few|many)\s{_UNITS}\b"
    rf"|\bsince\s(?:{WEEKDAY}|(?:{_MONTH}\s)?{_YEAR}|{_MONTH})\b|\b(?:forever|overnight)\b"
)
_FREQUENCY = (
    rf"\b(?:once|twice|{_NUMBER}\stimes)(?:\s(?:an?|per|each|every)\s\w+)?\b"
    rf"|\b(?:every|each)\s(?:other\s|(?:few|{_NUMBER})\s)?(?:{_UNITS}|{WEEKDAY}|night|morning"
    r"|evening|afternoon|weekend|summer|winter|spring|autumn)\b"
    r"|\b(?:hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annual(?:ly)?)\b"
    rf"|\b(?:always|never|rarely|seldom)\b|\bon\s{WEEKDAY}s\b"
)
_PERCENTAGE = (
    rf"(?:(?<!\d)\d{{1,3}}(?:\.\d+)?%?\s?(?:to|–|-)\s?)?{_NUMBER}"
    r"(?:(?<=\d)%|(?<=\w)\s?(?:percent|per\scent)\b)"
)
_REASON = (
    r"\b(?:(?:because(?:\sof)?|due\sto|owing\sto|thanks\sto|as\sa\sresult\sof"
    r"|on\sthe\sgrounds\sthat|amid)\s"
    r"|since\s(?!\d|then|the\b)|for\s(?=\w+ing\b)"
    r"|over\s(?!\d|the\s(?:past|last|years|week)|\w+\s(?:years|months))"
    r"|(?:in\s(?:order|a\sbid|an\seffort|an\sattempt)\s|so\sas\s)(?=to\s))"
    r"(?P<answer>[^,;:—.!?”()]*(?:[,.]\d[^,;:—.!?”()]*)*)"
)
_SOURCE_BY_TYPE = {
    AnswerType.TIME: _TIME,
    AnswerType.YEAR: rf"\b{_YEAR}\b(?![,.]\d|\s?%)",
    AnswerType.CENTURY: r"\b\d{1,2}(?:st|nd|rd|th)(?=\scentur)(?:\scentury)?",
    AnswerType.COUNT: _COUNT,
    AnswerType.AMOUNT: _AMOUNT,
    AnswerType.AGE: _AGE,
    AnswerType.DURATION: _DURATION,
    AnswerType.FREQUENCY: _FREQUENCY,
    AnswerType.PERCENTAGE: _PERCENTAGE,
    AnswerType.REASON: _REASON,
}
_CASE_SENSITIVE_TYPES = frozenset({AnswerType.TIME, AnswerType.YEAR, AnswerType.CENTURY})
_NAME_TYPES = frozenset({AnswerType.PERSON, AnswerType.NAME, AnswerType.PLACE})

_NAME_JOINT = re.compile(
    r"(?:(?<=\b[A-Z])\.|(?<=\b[A-Z]\w)\.|(?<=\b[A-Z]\w\w)\.)?"  # J. Lt. Gov., but no full stop
    r"\s(?:(?:of|of the|de|de la|du|van|von|van der|bin|ibn|al|y|&)\s)?"
)
_CALENDAR = re.compile(rf"{_MONTH}|{WEEKDAY}")
_SENTENCE_STARTERS = FUNCTION_WORDS | frozenset(
    WORD.findall(
        "however although though while since because both all some most several according "
        "despite early late later earlier today now meanwhile once one two three each every "
        "many such other another like only even still yet until through among against "
        "following given around near let just here new further nearby instead thus hence "
        "moreover furthermore then next finally therefore"
    )
)
_TITLES = frozenset(
    WORD.findall(
        "Minister President Secretary Chancellor Premier Mr Mrs Ms Dr Sen Rep Gov Gen Prof "
        "Senator Governor Mayor Director Chairman Officer Judge Justice Chief Executive "
        "Spokesman Spokeswoman Captain Coach Director-General"
    )
)


def find_expressions(answer_type: AnswerType, sentence: str) -> Iterator[Span]:
    """Return the spans of a sentence that have the form of an answer of this type, in order."""
    if answer_type in _NAME_TYPES:
        yield from find_names(sentence)
    elif pattern := _compile_pattern(answer_type):
        for match in pattern.finditer(sentence):
            part = match.groupdict().get("answer")
            yield match.span(0 if part is None else "answer")


@cache
def _compile_pattern(answer_type: AnswerType) -> re.Pattern[str] | None:
    """Compile the pattern of a type when a question first needs it: start-up is faster."""
    source = _SOURCE_BY_TYPE.get(answer_type)
    return (
        re.compile(source, 0 if answer_type in _CASE_SENSITIVE_TYPES else re.IGNORECASE)
        if source
        else None
    )


def find_names(sentence: str) -> Iterator[Span]:
    """Return runs of capitalised words, joined by "of", "the", "de" and so on, without titles."""
    run: list[Span] = []
    for place, word in enumerate(WORD.finditer(sentence)):
        goes_on = bool(run) and bool(_NAME_JOINT.fullmatch(sentence, run[-1][1], word.start()))
        if not _is_name_part(word.group(), first=place == 0, goes_on=goes_on):
            continue
        if run and not goes_on:
            yield _trim_name(sentence, run)
            run = []
        run.append(word.span())
    if run:
        yield _trim_name(sentence, run)


def _is_name_part(word: str, *, first: bool, goes_on: bool) -> bool:
    """Whether a word is written like part of a name; "I" alone, weekdays and months are not."""
    if first and (word.casefold() in _SENTENCE_STARTERS or word.endswith("ly")):
        return False
    if _CALENDAR.fullmatch(word) or (word == "I" and not goes_on):
        return False
    return word[0].isupper() or word.startswith(("al-", "d'", "d’"))


def _trim_name(sentence: str, run: list[Span]) -> Span:
    """Return the run as one span, without titles at its start and a possessive ending."""
    titles = [at for at, (a, b) in enumerate(run[:-1]) if sentence[a:b] in _TITLES]
    start = run[titles[-1] + 1][0] if titles else run[0][0]
    end = run[-1][1]
    owns = sentence[start:end].endswith(("’s", "'s")) and end - start > len("’s")
    return start, end - len("’s") if owns else end
