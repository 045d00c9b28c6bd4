"""Recognizes lines of the page around an article: buttons, adverts, links, notices."""

import re

_MAX_LENGTH = 300
_NETWORK = r"(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|e-?mail)"
_SUBSCRIPTION = (
    r"\b(?:newsletters?|inbox|alerts?|e-?mails?|briefings?|daily|free|podcasts?|channel|updates"
    r"|access)\b"
)
_RELATED = (
    r"(?:more on this(?: story)?|related (?:articles?|stories|news|topics|coverage|content)"
    r"|recommended(?: for you)?|you may also like|most (?:read|popular)|trending(?: now)?)"
)
_FOOTER = (
    r"(?:terms (?:of (?:use|service)|and conditions)|(?:privacy|cookie) policy|contact us"
    r"|about us)"
)
_ACCOUNT = (
    r"(?:or (?:register|sign up|create an account) )?to (?:(?:post|leave|add|write) (?:a )?)?"
)
_MODERATED = (
    r"(?:are|is|may be|will be) (?:(?:pre|post)-?)?(?:moderated|closed|disabled|subject to)"
)
_BUTTONS = (
    (
        rf"(?=.*(?:share|tweet|print|e-?mail|save|copy link))(?:[\W_]*(?:share|tweet|post|print"
        rf"|{_NETWORK}|save|messenger|copy|link|this|article|story|page|on|via|to|by|with|friends|options"
        rf"|x|close)\b)+[\W_]*"
    ),
    rf"{_NETWORK}(?:[\s|/,·•]+{_NETWORK})+",
    r"(?:follow|like|find) (?:us|me|him|her|them|@\w+)(?: (?:on|at|@).*)?",
    r"click here (?:to|for) .*|.*\bdownload (?:our|the) (?:free )?app\b.*",
    r"(?:load|show|view|see) (?:more|all) (?:comments|replies|stories|articles).*",
)
_ADVERTS = (
    r"\W*(?:advertisement|advertising|advert|sponsored(?: content)?|promoted)\W*",
    r"advertisement\W+(?:continue reading|article continues|story continues).*",
    r"(?:(?:story|article) continues (?:below|after)|continue reading).{0,60}",
    rf"\W*(?:sign up|subscribe|register)\b(?=.*{_SUBSCRIPTION}).*",
    rf"get (?:the|our|all|breaking|more|daily|unlimited)\b.*{_SUBSCRIPTION}.*",
    r"by signing up,? (?:you|i) agree.*|.*\bthis site is protected by recaptcha\b.*",
    r"newsletter(?: sign.?up)?|already a subscriber\?.*|log ?in or subscribe.*",
)
_LINKS = (
    # A sentence after the colon belongs to the article; a headline has no full stop.
    (
        rf"\W*(?:read|see|more|watch|related|also read|don['’]t miss|{_RELATED})"
        rf"(?: (?:more|also|next|now|here))*\s*[:|»>](?:\W*.{{0,160}}[^.\s])?\s*"
    ),
    rf"\W*(?:read more|read also|also read|see also|read next|{_RELATED})[.\s…]*",
)
_NOTICES = (
    r"(?:©|\(c\)|copyright\s*(?:©|\(c\))?)\s*(?:[12][0-9]{3}\b|.*\ball rights reserved\b).*",
    r"(?:copyright\s+)?©.*|all rights reserved\b.*",
    r"(?:this|the) (?:article|story|post) (?:was )?(?:originally|first) (?:appeared|published)\b.*",
    r"home\s*[>»›/].{0,80}",
    rf"{_FOOTER}(?:[\W_]+{_FOOTER})*",
)
_COMMENT_FRAME = (
    r"replying to x",
    rf"comments? {_MODERATED}\b.*",
    r"(?:for more information,? )?please (?:see|read) our comments? (?:faq|policy|guidelines)\W*",
    rf"(?:please )?(?:log|sign) ?in {_ACCOUNT}comments?\b.*",
    r"your e-?mail address will not be published\b.*",
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\W*",
    r"join the (?:conversation|discussion)\W*",
    r"(?:sort(?:ed)? by:?\s*)(?:newest|oldest|best|popular|most).*",
)
_LINES = (*_BUTTONS, *_ADVERTS, *_LINKS, *_NOTICES, *_COMMENT_FRAME)
_BOILERPLATE = re.compile("|".join(f"(?:{line})" for line in _LINES), re.IGNORECASE)
_CAPTION = re.compile(
    r"\W?(?:(?:file )?photo(?:graph)?s?|image|picture|pic|caption|illustration|graphic)"
    r"(?: (?:credit|by|courtesy(?: of)?|source))*\s*:\s*\S.*"
    r"|photo(?:graph|s)? (?:by|courtesy of) [A-Z].*"
    r"|(?:image (?:copyright|caption|source)|enlarge this image)\b.*"
    r"|.*\((?:(?:file )?photo\b|AP photo|AP/|reuters/|getty images?|image:)[^()]*\)",
    re.IGNORECASE,
)


def is_boilerplate(words: str) -> bool:
    """Whether a whole block belongs to the page and not to the article."""
    return _matches(_BOILERPLATE, words)


def is_caption(words: str) -> bool:
    """Whether a block is the caption or the credit of a picture."""
    return _matches(_CAPTION, words)


def _matches(pattern: re.Pattern[str], words: str) -> bool:
    return len(words) <= _MAX_LENGTH and pattern.fullmatch(" ".join(words.split())) is not None
