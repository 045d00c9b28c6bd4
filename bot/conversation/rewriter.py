"""Rewrites a follow-up question so that it stands alone: pronouns, ellipsis and topic."""

import re
from collections.abc import Sequence

from bot.answering.answerer import MAX_QUESTION_LENGTH
from bot.answering.extraction.overlap import GENERIC_TERMS
from bot.conversation import ellipsis
from bot.conversation.coreference import Anaphor, AnaphorGroup, choose_antecedent, find_anaphors
from bot.conversation.entity_types import classify_name, find_name_spans
from bot.conversation.mentions import Mention, find_mentions
from bot.conversation.turns import RewriteReason, RewrittenQuestion, Turn
from bot.replies import fold_whitespace
from index.analyzer import extract_terms

_MOST_TERMS = 4
"""A question that depends on the last one has at most so many content terms."""
_FEW_TERMS = 2
"""A question with so few content terms has no subject of its own."""
_QUESTION_START = re.compile(
    r"\W*(?:who|whom|whose|what|which|when|where|why|how|did|do|does|is|are|was|were|has|have|had"
    r"|will|would|can|could|any|tell|describe|name)\b",
    re.IGNORECASE,
)
_DEFINITION_QUESTION = re.compile(
    r"\W*(?:what|who)(?:\s+(?:is|are|was|were)|[’']s)\s+(?:an?\s+)?[\w’'-]+(?:\s+[\w’'-]+)?\W*$",
    re.IGNORECASE,
)
_CONTINUATION_WORD = re.compile(
    r"\b(?:else|other|others|another|more|again|any|anyone|anything|someone|something|after"
    r"|before|next|later|instead|also)\b",
    re.IGNORECASE,
)

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
    r"who (?:wrote|reported)(?: (?:it|this|that))?|when was (?:it|this|that) (?:published|written)",
    re.IGNORECASE,
)
_MAX_HEADLINE_LENGTH = 200
_MIN_PROBABILITY = 0.08
"""The minimum probability of an antecedent."""
_OPENING = re.compile(
    r"^(?:and|but|so|also|then|ok(?:ay)?|well|interesting|thanks?(?: you)?|really|hm+)\b"
    r"[\s,.!?…-]+(?=\w)",
    re.IGNORECASE,
)
_MAX_FOLLOW_UP_LENGTH = 400
"""In characters; a longer question says what it is about."""


def find_topic(question: str, mentions: Sequence[Mention]) -> str:
    """Return the mention that a question implies without a word for it, or an empty text."""
    own = set(extract_terms(question))
    telling = len(own - GENERIC_TERMS)
    if not _may_depend(question) or telling > (
        _MOST_TERMS if _CONTINUATION_WORD.search(question) else _FEW_TERMS
    ):
        return ""
    names = [
        each for each in mentions if any(each.asked) and not own & set(extract_terms(each.text))
    ]
    if any(
        own & set(extract_terms(each.text)) - GENERIC_TERMS
        for each in mentions
        if any(each.asked[:1])
    ):
        return ""
    best = max(names, key=_weigh_mention, default=None)
    return best.text if best else ""


def append_topic(question: str, words: str) -> str:
    """Append the topic to a question, in parentheses."""
    end = re.search(r"[?.!\s]*$", question)
    bare = question[: end.start()] if end else question
    return f"{bare} ({words})?"


def _may_depend(question: str) -> bool:
    if next(find_name_spans(question), None) or re.search(r"\d", question):
        return False
    return bool(_QUESTION_START.match(question)) and not _DEFINITION_QUESTION.match(question)


def _weigh_mention(mention: Mention) -> float:
    recency = sum(0.5**back for back, asked in enumerate(mention.asked) if asked)
    return (
        recency
        + 0.5 * mention.is_name
        + 0.3 * mention.is_known
        + 0.2 * mention.is_in_first_question
    )


def insert_headline(question: str, last: Turn) -> str | None:
    """Insert the headline of the article that a question refers to, or return ``None``."""
    if not last.headlines:
        return None
    if (match := _NTH_ARTICLE.search(question)) and len(last.headlines) > 1:
        place = _parse_ordinal(match.group("nth").casefold(), len(last.headlines))
        return (
            _replace_span(question, match.span(), last.headlines[place])
            if place is not None
            else None
        )
    if match := _THIS_ARTICLE.search(question):
        return _replace_span(question, match.span(), last.headlines[0])
    if _RECORD_QUESTION.fullmatch(question.strip().rstrip("?.! ")):
        asks = re.sub(
            r"\s(?:it|this|that)\b", "", question.strip().rstrip("?.! "), flags=re.IGNORECASE
        )
        return _append_headline(asks, _quote_headline(last.headlines[0]))
    return None


def _parse_ordinal(nth: str, many: int) -> int | None:
    place = many - 1 if nth == "last" else _ORDINALS.index(nth)
    return place if place < many else None


def _replace_span(question: str, span: tuple[int, int], headline: str) -> str:
    return f"{question[: span[0]]}{_quote_headline(headline)}{question[span[1] :]}"


def _append_headline(asks: str, headline: str) -> str:
    if asks.casefold().startswith("when was"):
        return f"{asks[:8]} {headline} {asks[8:].strip()}?"
    return f"{asks} {headline}?"


def _quote_headline(headline: str) -> str:
    return f"“{fold_whitespace(headline)[:_MAX_HEADLINE_LENGTH].replace('“', '').replace('”', '')}”"


def rewrite(question: str, turns: Sequence[Turn]) -> RewrittenQuestion:
    """Return the question as it reads without the conversation; ``turns`` are oldest first.

    A question that stands alone, that would become too long, or that no earlier turn completes is
    unchanged.
    """
    turns = [turn for turn in turns if _has_content(turn)]
    stripped = question.strip()
    if not turns or not stripped or len(stripped) > _MAX_FOLLOW_UP_LENGTH:
        return RewrittenQuestion(question, question)
    rewritten, reasons = _apply_rules(stripped, turns)
    if not reasons or len(rewritten) > MAX_QUESTION_LENGTH:
        return RewrittenQuestion(question, question)
    return RewrittenQuestion(rewritten, question, tuple(dict.fromkeys(reasons)))


def _has_content(turn: Turn) -> bool:
    return any(c.isalnum() for c in f"{turn.question}{' '.join((*turn.headlines, *turn.names))}")


def _apply_rules(question: str, turns: Sequence[Turn]) -> tuple[str, list[RewriteReason]]:
    if about_article := insert_headline(question, turns[-1]):
        return about_article, [RewriteReason.ARTICLE]
    last = turns[-1].question
    if len(last) <= _MAX_FOLLOW_UP_LENGTH and (whole := _complete(question, turns)):
        if not find_anaphors(whole):
            return whole, [RewriteReason.ELLIPSIS]
        question = whole
    mentions = find_mentions(turns)
    bare = _capitalize(_OPENING.sub("", question))
    rewritten = _replace_anaphors(bare, mentions, last)
    if rewritten != bare:
        return rewritten, [RewriteReason.PRONOUN]
    if subject := find_topic(bare, mentions):
        return append_topic(bare, subject), [RewriteReason.TOPIC]
    return question, []


def _complete(question: str, turns: Sequence[Turn]) -> str | None:
    texts = [text for turn in turns for text in (turn.question, *turn.excerpts)]
    return ellipsis.complete_question(question, turns[-1].question, texts)


def _replace_anaphors(question: str, mentions: Sequence[Mention], last: str) -> str:
    """Replace the first pronoun of each group; the others read well as they are."""
    antecedents: dict[AnaphorGroup, Mention] = {}
    rewritten, at = "", 0
    for anaphor in find_anaphors(question):
        if anaphor.group in antecedents or _is_named_before(anaphor, question):
            continue
        # The two pronouns of "Where did she plant them?" have different referents.
        best = choose_antecedent(
            anaphor, question, [each for each in mentions if each not in antecedents.values()]
        )
        if best and best[1] >= _MIN_PROBABILITY:
            antecedents[anaphor.group] = best[0]
            rewritten += question[at : anaphor.start] + _format_antecedent(anaphor, best[0], last)
            at = anaphor.end
    return _capitalize(rewritten + question[at:])


def _is_named_before(anaphor: Anaphor, question: str) -> bool:
    """Whether a person whom "his" or "she" can mean stands before it in the question."""
    if anaphor.group not in (AnaphorGroup.HE, AnaphorGroup.SHE):
        return False
    before = question[: anaphor.start]
    kinds = [classify_name(before[a:b], [question]) for a, b in find_name_spans(before)]
    return any(not (kind.place or kind.organization) for kind in kinds)


def _format_antecedent(anaphor: Anaphor, mention: Mention, last: str) -> str:
    name = _match_last_form(mention, last)
    if anaphor.is_possessive:
        return f"{name}’" if name.endswith("s") and mention.is_plural else f"{name}’s"
    return f"in {name}" if anaphor.group is AnaphorGroup.PLACE else name


def _match_last_form(mention: Mention, last: str) -> str:
    """Return a name in the form of the last question, which the articles are likely to have too."""
    if not mention.is_name or mention.entity_type.organization:
        return f"the {mention.text}" if mention.has_article else mention.text
    short = mention.text.split()[-1]
    is_short = mention.text not in last and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", last)
    return short if is_short and mention.entity_type.is_person else mention.text


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].islower() else text
