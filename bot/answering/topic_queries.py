"""Tells a topic ("drone strikes", "Tell me about the bridge") from a question."""

import re
from functools import cache
from typing import NamedTuple

_MAX_WORDS = 8
"""A longer text without the form of a request is a sentence."""
_MAX_REQUEST_LENGTH = 200

_ABOUT = r"(?:about|on|regarding|concerning|of|for)"
_MORE = r"(?:some|any|the|all|more|a bit|a little|latest|recent|further|\s)*"
_MATTER = (
    rf"{_MORE}(?:news|info|infos|information|details?|facts?|updates?|something|anything"
    r"|everything|background|an? (?:summary|overview|update)|summary|overview)"
)
_REQUESTS = (
    rf"tell (?:me|us) {_MORE}(?:{_MATTER} )?about",
    rf"(?:give|show|get|find|send) (?:me|us) {_MATTER} {_ABOUT}",
    rf"(?:what is|what's|is there) {_MATTER} {_ABOUT}",
    rf"{_MATTER} {_ABOUT}",
    r"(?:what|how) about",
    r"and",
    rf"(?:i|we) (?:want|need|would like) to (?:know|hear|read|learn) {_MORE}(?:{_MATTER} )?about",
    rf"(?:i am|i'm|we are|we're) looking for {_MATTER} {_ABOUT}",
    r"i'd like to (?:know|hear|read|learn) (?:more )?about",
    r"(?:i am|i'm) interested in",
    r"(?:explain|describe|summari[sz]e|discuss|outline)(?: to me| for me)?",
    r"what do (?:you|we) know (?:about|of)",
    r"what (?:do|can) (?:the|your) articles (?:say|tell|report)(?: me| us)? (?:about|on)",
    r"what can you (?:tell|say)(?: me| us)? (?:about|on)",
    r"what (?:is|has been|was) (?:known|written|reported) (?:about|on)",
    r"(?:search|look) (?:for|up)",
    r"erzähl(?:e|en sie)? (?:mir|uns) (?:mehr |etwas |was )?(?:von|über)",
    r"was (?:weißt du|wissen sie|ist bekannt|gibt es neues) (?:von|über|zu|zum|zur)",
    r"(?:infos?|informationen|nachrichten|neues|etwas|mehr) (?:von|über|zu|zum|zur)",
)
"""How a request for a topic begins; the topic is what follows."""

_QUESTION_WORD = (
    r"who|whom|whose|what|when|where|why|how|which|whether|if|who's|what's|where's|when's|how's"
    r"|whos|whats|wheres|whens|hows|wich|wat|wats"
    r"|wer|wen|wem|wessen|was|wann|wo|wohin|woher|warum|wieso|weshalb|wie|welche[mnrs]?|ob"
)
_AUXILIARY = (
    r"am|is|are|was|were|be|been|do|does|did|has|have|had|will|would|shall|should|can|could|may"
    r"|might|must|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|won't|can't"
    r"|says?|said|ist|sind|war|waren|hat|haben|hatte|wird|werden|wurde|wurden|kann|können"
)
_PRONOUN = r"i|you|he|she|it|we|they|him|her|them|this|that|these|those|ich|du|er|sie|es|wir|ihr"
_SENTENCE_WORD = re.compile(
    rf"(?<![\w’'-])(?:{_QUESTION_WORD}|{_AUXILIARY}|{_PRONOUN})(?![\w’'-])", re.IGNORECASE
)
"""A word that sentences and questions have, and names of topics lack."""
_SENTENCE_END = re.compile(r"[!;:]|(?<!\b\w)(?<!\b[A-Z]\w)\.(?:\s|\Z)|\?.*\w")
_ENDING = re.compile(
    r"(?:[\s,]+(?:please|bitte|thanks|thank you|danke))*[\s?!.…]*\Z", re.IGNORECASE
)
_ARTICLE = re.compile(r"\A(?:the|a|an|der|die|das|dem|den)\s+", re.IGNORECASE)


_STATEMENT = re.compile(
    r"(?:and |so |but )?what (?:did|does|do|has|have|is|was) (?P<speaker>[^?]{1,60}?) "
    r"(?:say|said|saying|think|thinking|tell|told|argue|comment|claim|warn)(?: \w+)? "
    r"(?:about|on|of|regarding|concerning) (?P<topic>[^?]{1,100}?)[?. ]*",
    re.IGNORECASE,
)


class TopicQuery(NamedTuple):
    """The topic that a text names; ``requested`` if it asks for all about it ("Tell me about")."""

    topic: str
    requested: bool


def parse_topic(text: str) -> TopicQuery | None:
    """Return the topic that a text names, or ``None`` if it is a question or a statement.

    A topic is asked for by a request ("Tell me about …", "news on …") or named alone, in at most
    ``_MAX_WORDS`` words without a question word, a pronoun or an auxiliary verb. "Explain why …"
    and "Tell me about how …" are questions.
    """
    body = _ENDING.sub("", text)
    request = _compile_request().match(body) if len(text) <= _MAX_REQUEST_LENGTH else None
    topic = _ARTICLE.sub("", body[request.end() :].strip() if request else body.strip(' "“”'))
    if not any(map(str.isalpha, topic)) or len(topic.split()) > _MAX_WORDS:
        return None
    if request is None and text.rstrip().endswith((".", "!")) and len(topic.split()) > 2:
        return None
    is_sentence = _SENTENCE_WORD.search(topic) or _SENTENCE_END.search(topic)
    return None if is_sentence else TopicQuery(topic, request is not None)


def parse_statement_topic(question: str) -> str | None:
    """Return speaker and topic of "What did Lavrov say about drones?": "Lavrov drones"."""
    match = _STATEMENT.fullmatch(question.strip())
    return f"{match['speaker']} {match['topic']}" if match else None


@cache
def _compile_request() -> re.Pattern[str]:
    please = r"(?:please |bitte |(?:can|could|would|will) you (?:please )?)*"
    pattern = rf"\s*{please}(?:{'|'.join(_REQUESTS)}) "
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)
