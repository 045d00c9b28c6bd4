"""Completes a follow-up question from its conversation: pronouns, ellipsis, articles."""

import re
from collections.abc import Iterable, Sequence

from bot.answering.answerer import MAX_QUESTION_LENGTH
from bot.answering.extraction.answer_types import find_expressions
from bot.answering.extraction.question import AnswerType
from bot.conversation.antecedents import (
    Antecedent,
    PronounGroup,
    find_antecedents,
    find_phrases,
    load_cues,
)
from bot.conversation.turns import Turn
from bot.replies import Span, fold_whitespace

_MAX_FOLLOW_UP_LENGTH = 400
"""In characters; a longer question says what it is about."""
_MAX_HEADLINE_LENGTH = 200
_OPENING = re.compile(
    r"^(?:and|but|so|also|then|ok(?:ay)?|well|interesting|thanks?(?: you)?|really|hm+)\b"
    r"[\s,.!?…-]+(?=\w)",
    re.IGNORECASE,
)
_ENDS = r"(?=\s*(?:[?.!,;]|$))"
_PRONOUN = re.compile(
    r"(?<![\w'’-])(?:(?P<he>he|him|his|himself)|(?P<she>she|her|hers|herself)"
    r"|(?P<plural>they|them|their|theirs)|(?P<thing>it|its|itself)"
    rf"|(?P<place>(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there){_ENDS}"
    r"|(?:this|that|these|those)\s+(?P<noun>[a-z]{3,})(?!\w)|(?<=[a-z] )(?P<that>this|that)"
    rf"{_ENDS})(?![’'-]?\w)",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\bhow long (?:did|does|will|has) it take[n]?\b|\bwhat (?:time|day|date) (?:is|was) it\b"
    r"|\b(?:is|was|isn[’']t) it (?:true|possible|likely|known|clear|said|believed|important)\b"
    r"|\bit (?:seems?|is|was) (?:\w+ )?(?:that|to)\b|\bwhat (?:is|was) it like\b"
    r"|\b(?:do|did|does) so\b",
    re.IGNORECASE,
)
"""An "it" without a referent."""
_POSSESSIVE = re.compile(
    r"(?:his|its|their|her(?=\s+(?!(?:in|on|at|by|to|for|with|of|about|after|before|and|or|do|say"
    r"|as)\b)\w))\b",
    re.IGNORECASE,
)
_AFTER_PREPOSITION = re.compile(r"\b(?:in|at|near|to|from|of|on|for)\s+(?:the\s+)?$", re.IGNORECASE)

_WH = (
    r"(?:how (?:many|much|long|often|far|old)(?: \w+)?"
    r"|(?:what|which) (?:year|day|time|country|city)"
    r"|who|whom|whose|what|which|when|where|why|how)"
)
_AUX = r"(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might)"
_PREPOSITION = r"(?:in|on|at|for|from|by|since|before|after|with|about|of|to|during|under)"
_FEW_WORDS = r"[^\s?.!,;:]+(?:\s+[^\s?.!,;:]+){0,6}"
_END = r"[\s?.!]*"
_BARE_QUESTION = re.compile(
    rf"(?P<asks>(?:{_PREPOSITION}\s+)?{_WH}(?:\s+(?:not|exactly))?"
    rf"|{_PREPOSITION}\s+(?:what|which|whose)(?:\s+\w+){{1,2}}){_END}",
    re.IGNORECASE,
)
_ELSE_QUESTION = re.compile(rf"(?P<wh>who|what|where|when|why|how)\s+else{_END}", re.IGNORECASE)
_ABOUT_QUESTION = re.compile(
    rf"(?:(?:what|how)\s+about|what\s+of)\s+(?P<words>{_FEW_WORDS}){_END}", re.IGNORECASE
)
_AND_QUESTION = re.compile(
    rf"(?:and|but|or)[\s,]+(?P<words>(?!(?:{_AUX}|{_WH}|{_PREPOSITION}\s+{_WH})\b){_FEW_WORDS}){_END}",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(rf"(?P<words>{_PREPOSITION}\s+(?!{_WH}\b){_FEW_WORDS}){_END}", re.IGNORECASE)
_MORE_REQUEST = re.compile(
    r"(?:(?:please|can you|could you)\s+)?(?:tell (?:me|us) more|more|go on|continue"
    rf"|more (?:details|information)(?: please)?){_END}",
    re.IGNORECASE,
)
_QUESTION_START = re.compile(rf"{_WH}\s+(?={_AUX}\b)", re.IGNORECASE)
_WHO_SUBJECT = re.compile(r"(?:who|which\s+\w+)\s+(?=\w)", re.IGNORECASE)
_TOPIC = re.compile(r"\b(?:about|on|with|to|for)\s+((?:(?!\b(?:about|on|with)\b).)+)$")

_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_NTH_ARTICLE = re.compile(
    rf"\b(?:the\s+)?(?P<nth>{'|'.join(_ORDINALS)}|last)\s+(?:one|article|story|report)\b",
    re.IGNORECASE,
)
_THIS_ARTICLE = re.compile(
    r"\b(?:this|that|the)\s+(?:article|story|report|piece)\b(?!\s+(?:about|on|titled|called|from|by))",
    re.IGNORECASE,
)
_RECORD_QUESTION = re.compile(
    r"(?:who (?:wrote|reported) |when was )(?P<it>it|this|that)\b(?: published| written)?[\s?.!]*",
    re.IGNORECASE,
)


def complete_question(question: str, turns: Sequence[Turn]) -> str | None:
    """Return a question as it reads without its conversation, or ``None`` if it stands alone.

    ``turns`` are oldest first. Also ``None`` if no turn completes it or if it would become too
    long.
    """
    turns = [turn for turn in turns if any(map(str.isalnum, _join_words(turn)))]
    stripped = question.strip()
    if not turns or not stripped or len(stripped) > _MAX_FOLLOW_UP_LENGTH:
        return None
    completed = _insert_headline(stripped, turns[-1].headlines)
    if not completed:
        whole = _complete_ellipsis(stripped, turns[-1])
        bare = whole or _OPENING.sub("", stripped)
        replaced = _replace_pronouns(bare, turns)
        completed = replaced if whole or replaced != bare else ""
    return _capitalize(completed) if 0 < len(completed) <= MAX_QUESTION_LENGTH else None


def _join_words(turn: Turn) -> str:
    return f"{turn.question}{' '.join((*turn.headlines, *turn.names))}"


def _insert_headline(question: str, headlines: Sequence[str]) -> str:
    """Insert the headline of the article that a question refers to, or return nothing."""
    if match := _NTH_ARTICLE.search(question):
        nth = match.group("nth").casefold()
        place = len(headlines) - 1 if nth == "last" else _ORDINALS.index(nth)
        span = match.span() if 1 < len(headlines) > place else None
    elif match := _THIS_ARTICLE.search(question):
        place, span = 0, match.span()
    elif match := _RECORD_QUESTION.fullmatch(question):
        place, span = 0, match.span("it")
    else:
        return ""
    if span is None or not headlines:
        return ""
    headline = fold_whitespace(headlines[place])[:_MAX_HEADLINE_LENGTH]
    return f"{question[: span[0]]}“{re.sub('[“”]', '', headline)}”{question[span[1] :]}"


def _complete_ellipsis(question: str, turn: Turn) -> str:
    """Complete an elliptical question from the last one; return nothing for other questions."""
    last, bare = turn.question.strip().rstrip("?.! "), _OPENING.sub("", question)
    if not last or len(last) > _MAX_FOLLOW_UP_LENGTH:
        return ""
    if match := _BARE_QUESTION.fullmatch(bare):
        return _complete_bare(match.group("asks"), last, turn.answer)
    if match := _ELSE_QUESTION.fullmatch(bare):
        rest = re.sub(rf"^{_WH}\b", "", last, flags=re.IGNORECASE)
        return f"{match.group('wh')} else{rest if rest != last else f': {_lower_first(last)}'}?"
    if _MORE_REQUEST.fullmatch(bare):
        topic = re.sub(rf"^(?:{_WH}\s+)?(?:{_AUX}\s+)?", "", last, count=1, flags=re.IGNORECASE)
        return f"Tell me more about {topic.removeprefix('Tell me more about ')}."
    for pattern, text in ((_ABOUT_QUESTION, bare), (_AND_QUESTION, question), (_FRAGMENT, bare)):
        if match := pattern.fullmatch(text):
            return _substitute(match.group("words"), last)
    return ""


def _complete_bare(asks: str, last: str, answer: str) -> str:
    start = _QUESTION_START.match(last)
    if start and not _WHO_SUBJECT.match(last):
        return f"{asks} {last[start.end() :]}?"
    if re.match(rf"{_AUX}\b", last, re.IGNORECASE):
        return f"{asks} {_lower_first(last)}?"
    subject = _WHO_SUBJECT.match(last)
    known = subject and answer and len(answer.split()) <= 6
    statement = f"{answer} {last[subject.end() :]}" if subject and known else _lower_first(last)
    return f"{asks}: {statement}?"


def _substitute(words: str, last: str) -> str:
    """Return the last question with the words in the place of what they replace."""
    lead = re.match(rf"{_PREPOSITION}\s+", words, re.IGNORECASE)
    bare = words[lead.end() :] if lead else words
    times = list(find_expressions(AnswerType.TIME, last))
    names = [
        span for span in find_phrases(last) if last[span[1] - 1 : span[1]] and _is_name(last, span)
    ]
    if any(b - a >= len(bare) - 4 for a, b in find_expressions(AnswerType.TIME, bare)):
        spans = times
    elif lead:
        before = re.compile(rf"\b{re.escape(lead.group().strip())}\s+(?:the\s+)?$", re.IGNORECASE)
        spans = [span for span in names if before.search(last[: span[0]])]
    else:
        topic = _TOPIC.search(last)
        is_person = bare.split()[0].casefold() in load_cues("he") | load_cues("she")
        spans = [topic.span(1)] if topic and not (is_person and names) else names
        if copula := re.match(r"(?:who|what)\s+(?:is|are|was|were)\s+", last, re.IGNORECASE):
            spans = spans if bare[0].isupper() else [(copula.end(), len(last))]
        elif not bare[0].isupper() and not topic:
            spans = []
    if spans:
        start, end = spans[-1]
        return f"{last[:start]}{bare}{last[end:]}?"
    return f"{last} {words}?" if lead else f"{words}: {_lower_first(last)}?"


def _is_name(text: str, span: Span) -> bool:
    return text[span[0]].isupper() or text[slice(*span)].startswith("the ")


def _replace_pronouns(question: str, turns: Sequence[Turn]) -> str:
    """Replace the first pronoun of each group; the others read well as they are."""
    empty = [match.span() for match in _EXPLETIVE.finditer(question)]
    read, at = "", 0
    chosen: dict[PronounGroup, Antecedent] = {}
    for match in _PRONOUN.finditer(question):
        group = _find_group(match)
        has_no_referent = any(a <= match.start() < b for a, b in empty)
        if group in chosen or has_no_referent or _is_named_before(match):
            continue
        # The two pronouns of "Where did she plant them?" have different referents.
        found = (
            each
            for each in find_antecedents(question, turns, group)
            if _is_named_by(each, match) and not _share_words(each, chosen.values())
        )
        if best := next(found, None):
            chosen[group] = best
            read += question[at : match.start()] + _format(best, match, turns[-1].question)
            at = match.end()
    return read + question[at:]


def _share_words(antecedent: Antecedent, others: Iterable[Antecedent]) -> bool:
    words = set(antecedent.text.casefold().split())
    return any(words & set(each.text.casefold().split()) - {"the", "of"} for each in others)


def _find_group(match: re.Match[str]) -> PronounGroup:
    if match.lastgroup in ("that", "noun"):
        return PronounGroup.THING
    return PronounGroup(match.lastgroup or "")


def _is_named_by(antecedent: Antecedent, match: re.Match[str]) -> bool:
    """Whether "this bridge" or "that" can stand for it: for a bridge, or for the answer."""
    noun = match.group("noun")
    if match.group("that"):
        return antecedent.is_answer
    return not noun or noun.casefold() in antecedent.text.casefold().split()


def _is_named_before(match: re.Match[str]) -> bool:
    """Whether a person whom "his" or "she" can mean stands before it in the question.

    "Him" is not the subject of its own clause ("Where did Trump attack him?").
    """
    before, is_object = match.string[: match.start()], not _is_possessive(match)
    if match.lastgroup not in ("he", "she") or (
        is_object and match.group().casefold() in {"him", "her"}
    ):
        return False
    names = [(a, b) for a, b in find_phrases(before) if before[a].isupper()]
    return any(not _AFTER_PREPOSITION.search(before[:a]) for a, b in names)


def _is_possessive(match: re.Match[str]) -> bool:
    return bool(_POSSESSIVE.match(match.string, match.start()))


def _format(antecedent: Antecedent, match: re.Match[str], last: str) -> str:
    text = antecedent.text
    if antecedent.is_answer and match.start():
        text = re.sub(r"^(?:A|An|The)(?=\s)", lambda found: found.group().lower(), text)
    short = text.rsplit(maxsplit=1)[-1]
    # The last question's form of a person's name is likely to be that of the articles.
    is_short = text not in last and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", last)
    text = short if is_short and antecedent.is_person else text
    if _is_possessive(match):
        return f"{text}’" if antecedent.is_plural and text.endswith("s") else f"{text}’s"
    return f"in {text}" if match.lastgroup == "place" else text


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].islower() else text


def _lower_first(last: str) -> str:
    first = last.split(maxsplit=1)[0]
    is_plain = re.fullmatch(rf"{_WH}|{_AUX}", first, re.IGNORECASE)
    return last[0].lower() + last[1:] if is_plain else last
