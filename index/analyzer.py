"""Turns text into index terms: folded, without stop words, stemmed.

Passages and questions use the same analysis, so that their terms match.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

ANALYZER_VERSION = 1
"""Increase with every change of the terms: an index of another version is rebuilt."""
MAX_TERM_LENGTH = 60
"""In characters; a longer term is cut, which is enough to find it."""

_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u2032\uff07\u00b4`]")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_UNSPACED_RUN = (
    r"[\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese, Japanese, Korean
    r"\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3]"  # Thai, Lao, Burmese, Khmer
)
_UNSPACED = re.compile(_UNSPACED_RUN)
_SIGNS = r"[\u064b-\u065f\u0900-\u0963\u0966-\u0dff]"
"""Arabic and Indian signs inside words, most of which Python does not count as letters."""
_RARE = re.compile(f"{_UNSPACED_RUN}|{_SIGNS}")
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+\.[0-9]+"
_INITIALS = r"[a-z](?=\.)(?<![^\W_][a-z])(?:\.[a-z])+(?![^\W_])"  # u.s. and a.m.
_LETTER = rf"(?:(?!{_UNSPACED_RUN})(?:[^\W_]|{_SIGNS}))"
_WORD = re.compile(rf"{_UNSPACED_RUN}+|{_NUMBER}|{_INITIALS}|{_LETTER}+(?:'{_LETTER}+)*")
_PLAIN_WORD = re.compile(rf"{_NUMBER}|{_INITIALS}|[^\W_]+(?:'[^\W_]+)*")
"""The same for text without ``_RARE``, in a fraction of the time."""
_SUFFIX = re.compile(r"'(?:s|d|m|ll|re|ve)$")
"""The possessive or the rest of a verb."""
_MARKS = re.compile(r"[',]|(?<![0-9])\.")
_STOP_WORDS = """
a about above after again all also am an and any are as at be because been before being below
between both but by can could did do does doing down during each few for from further had has
have having he her here hers herself him himself his how i if in into is it its itself just
me might more most must my myself nor no not of off on once only or other ought our ours ourselves
out over own same shall she should so some such than that the their theirs them themselves then
there these they this those through to too under until up upon very was we were what whatever when
where whether which while who whom whose why will with would yes yet you your yours yourself
yourselves tell know please
don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shan't shouldn't can't cannot
couldn't mustn't mightn't needn't hasn't haven't hadn't ain't
i'm i'd i'll i've you're you'd you'll you've he's he'd he'll she's she'd she'll it's it'd it'll
we're we'd we'll we've they're they'd they'll they've that's that'd that'll there's here's what's
what're where's when's who's who'd who'll how's why's how'd let's
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that distinguish no passages; "us" and "may" are missing, since they are names too."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - PyStemmer's name


def extract_terms(text: str) -> list[str]:
    """Return the index terms of a text in order, with repetitions.

    Words are casefolded, without accents, possessives and English stop words, and stemmed (Snowball
    English, Porter 2001). A number loses its thousands separators. Scripts without spaces become
    pairs of characters. A text of only stop words keeps them. No term is empty, contains white
    space or is longer than ``MAX_TERM_LENGTH``.
    """
    folded = _fold(text)
    words = (_WORD if _RARE.search(folded) else _PLAIN_WORD).findall(folded)
    telling = [word for word in words if word not in STOP_WORDS]
    return [term for word in telling or words for term in _analyze_word(word)]


def _fold(text: str) -> str:
    """Casefold, apply compatibility normalisation (NFKC), remove accents, unify apostrophes."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", text))
        return unicodedata.normalize("NFC", _ACCENTS.sub("", text.casefold()))
    return text.lower()


@lru_cache(maxsize=100_000)
def _analyze_word(word: str) -> tuple[str, ...]:
    """Return one term, or the character pairs of a run without spaces; none for a bare suffix."""
    if _UNSPACED.match(word):
        return tuple(word[i : i + 2] for i in range(len(word) - 1)) or (word,)
    plain = _MARKS.sub("", _SUFFIX.sub("", word))[:MAX_TERM_LENGTH]
    return (_load_stemmer().stemWord(plain),) if plain else ()


@cache
def _load_stemmer() -> _Stemmer:
    import Stemmer

    stemmer: _Stemmer = Stemmer.Stemmer("english", 0)  # ``_analyze_word`` has a faster cache
    return stemmer
