"""Replies to greetings, thanks, and questions about Byline itself, without a look at the articles.

English and German are known, the languages of the bot in Discord.
"""

import re
from enum import Enum, auto
from functools import cache

from bot.replies import Answer, AnswerKind
from corpus.messages import message

_MAX_LENGTH = 120
"""In characters; a longer text is about something."""


class _Kind(Enum):
    """A kind of small talk; of several in one text, the last in this order is replied to."""

    GREETING = auto()
    THANKS = auto()
    FAREWELL = auto()
    HELP = auto()


_REPLIES = {
    _Kind.GREETING: message("Hello! Ask me something about the articles here."),
    _Kind.THANKS: message("You are welcome. Ask me more about the articles whenever you like."),
    _Kind.FAREWELL: message("Goodbye! Ask me about the articles again whenever you like."),
    _Kind.HELP: message(
        "I am Byline. I answer questions about the articles here with their exact words, and say "
        "so if they do not answer. Ask a question (“Who …?”, “Why did …?”), name a topic (“Tell me "
        "about …”), or ask for articles (“Which articles are about …?”)."
    ),
}
_GREETINGS = (
    r"(?:hi|hello|hey|hiya|howdy|greetings)(?: again)?",
    r"good (?:morning|afternoon|evening|day)",
    r"(?:hallo|servus|moin(?: moin)?|grüezi|grüß gott|guten (?:tag|morgen|abend))",
)
_THANKS = (
    r"(?:many )?(?:thanks|thx|cheers)(?: a lot| so much| very much| again)?",
    r"thank you(?: so much| very much| again)?",
    r"(?:vielen |herzlichen |besten |tausend )?danke?(?: schön| sehr| dir| euch| ihnen)?",
)
_PHRASES = {
    _Kind.GREETING: (
        *_GREETINGS,
        r"(?:how are you|how is it going|how's it going|what's up)(?: doing)?(?: today)?",
        r"nice to meet you",
        r"wie geht(?: es|'s|s)?(?: dir| euch| ihnen)?",
    ),
    _Kind.THANKS: (
        *_THANKS,
        r"(?:ok|okay|great|cool|nice|perfect|awesome|excellent|wonderful|got it|well done)",
        r"(?:good (?:job|bot)|that (?:helps|helped|was helpful))",
        r"(?:super|toll|prima|klasse|alles klar|guter bot)",
    ),
    _Kind.FAREWELL: (
        r"(?:bye|bye bye|goodbye|good night|see you|see you later|ciao)",
        r"(?:tschüss|tschüß|tschau|auf wiedersehen|gute nacht|bis (?:bald|später|dann|morgen))",
    ),
    _Kind.HELP: (
        r"(?:help|help me|(?:can|could) you help(?: me)?|i need help)",
        r"what (?:can|do|could) you (?:do|answer|know|offer)(?: for me)?",
        r"what (?:can|could|should|may|do) i (?:ask|do)(?: you| here)?",
        r"how (?:do|can|should) i (?:use|ask) (?:you|this|it)",
        r"how (?:do you|does this|does it) work",
        r"what (?:are you|is this)(?: for)?",
        r"who (?:are you|made you|built you)",
        r"are you (?:a |an )?(?:bot|robot|human|ai|real)",
        r"what(?: is|'s) your name",
        r"(?:hilfe|hilf mir|kannst du mir helfen|ich brauche hilfe)",
        r"was kannst du(?: alles)?(?: tun| machen)?",
        r"was (?:kann|soll|darf) ich (?:dich )?(?:alles )?fragen",
        r"wie (?:funktionierst du|funktioniert (?:das|es)|geht das)",
        r"(?:wer|was) bist du",
        r"bist du (?:ein )?(?:bot|roboter|mensch)",
        r"wie heißt du",
    ),
}
_ADDRESSEE = (
    r"(?:there|all|everyone|everybody|folks|bot|byline|friend|you|zusammen|leute|please|bitte"
    r"|so|and|und)"
)
_QUESTION_START = (
    r"(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|did|does|do|can|could|has"
    r"|have|will|tell|wer|wen|wem|was|wann|wo|warum|wieso|wie|welche\w?)\b"
)


def answer_small_talk(text: str) -> Answer | None:
    """Return the reply to a text that is nothing but small talk, or ``None`` for any other text.

    The reply is its heading and has no citations.
    """
    kind = _find_kind(text)
    return Answer(text, (), 1.0, AnswerKind.SMALL_TALK, _REPLIES[kind]) if kind else None


def is_small_talk(text: str) -> bool:
    """Whether a text is nothing but a greeting, thanks, a farewell or a question about Byline."""
    return _find_kind(text) is not None


def strip_courtesies(question: str) -> str:
    """Return a question without the greeting or thanks before it: "Hi, who …?" is "who …?".

    Words that may belong to the question stay: "Hello Kitty sales", "Thanks to whom …?".
    """
    match = _compile_courtesies().match(question)
    rest = question[match.end() :] if match else ""
    return rest if any(map(str.isalnum, rest)) else question


def _find_kind(text: str) -> _Kind | None:
    if len(text) > _MAX_LENGTH:
        return None
    folded = " ".join(text.casefold().replace("’", "'").split())
    match = _compile_small_talk().fullmatch(folded)
    found = [kind for kind in _Kind if match and match[kind.name]]
    return found[-1] if found else None


@cache
def _compile_small_talk() -> re.Pattern[str]:
    """Compile a pattern for a run of phrases; each kind of phrase is a group named after it."""
    kinds = [f"(?P<{kind.name}>{'|'.join(forms)})" for kind, forms in _PHRASES.items()]
    pattern = rf"[\W_]*(?:(?:{'|'.join([*kinds, _ADDRESSEE])})(?:[\W_]+|\Z))+"
    return re.compile(pattern.replace("ß", "ss"))  # as ``casefold`` writes it


@cache
def _compile_courtesies() -> re.Pattern[str]:
    """Compile a pattern for greetings and thanks before a comma or a question."""
    phrase = rf"(?:{'|'.join([*_GREETINGS, *_THANKS])})(?:\s{_ADDRESSEE})*"
    end = rf"\s*[,.!;:–—-]+\s*(?:(?:and|und)\s)?|\s+(?={_QUESTION_START})"
    return re.compile(rf"(?:\s*{phrase}(?:{end}))+", re.IGNORECASE)
