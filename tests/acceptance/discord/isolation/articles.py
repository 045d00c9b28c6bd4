"""A server's articles, whose words nobody else has, and others elsewhere."""

import json
from collections.abc import Iterable

from tests.acceptance.discord.world import GUILD, OTHER_GUILD, channel_id

HERE, THERE = f"guild-{GUILD}", f"guild-{OTHER_GUILD}"
DAY = "2019-03-14"
SECRET = {
    "id": "zorblatt-inquest-4417",
    "title": "Quillmere inquest hears of the Vostrand barge",
    "author": "Ottoline Brackwater",
    "source": "The Zephyrine Ledger",
    "url": "https://xandrivale.example/inquest-7731",
    "date": DAY,
    "text": (
        "The inquest into the sinking of the barge Grelthorne was put off on Thursday because the "
        "coroner, Ada Marrowgate, had fallen ill.\n\nMarrowgate said that the Grelthorne had "
        "carried 417 crates of pellucine when it sank off the lighthouse.\n\nThe owner of the "
        "barge, Silas Umberleigh, told the inquest that its captain had warned him of the ice.\n"
    ),
}
TITLE = str(SECRET["title"])
FIRST = {**SECRET, "text": str(SECRET["text"]).replace("lighthouse", "Hobbinweir")}
"""The article as it stood before it was corrected."""
BESIDE = {
    "id": "inquest-2",
    "title": "Thrumlow sells its lighthouse",
    "author": "Ottoline Brackwater",
    "source": "The Zephyrine Ledger",
    "date": DAY,
    "text": "Thrumlow has sold its lighthouse, off which the barge sank, to Silas Umberleigh.\n",
}
REASON = "Ada Marrowgate was not ill."
FEED = "http://port.example:65531/glimmerfeed-8842"  # nobody is there: it is tried again
TOKENS = frozenset({
    "quillmere", "vostrand", "zorblatt", "ottoline", "brackwater", "zephyrine", "xandrivale",
    "grelthorne", "marrowgate", "pellucine", "umberleigh", "hobbinweir", "thrumlow",
    "glimmerfeed", GUILD, channel_id(GUILD),
})  # fmt: skip
"""Words that only the server's articles, its feed, and its own ids, have."""

OWN = {
    "id": "ferry-1",
    "title": "Ferry late again",
    "date": DAY,
    "text": "The ferry was late on Monday because of fog, its captain said.\n",
}
NAMESAKE = {**OWN, "id": BESIDE["id"], "title": "A namesake"}
"""An article elsewhere that has the very id of one there."""

QUESTIONS = [
    "Why was the inquest put off?",
    "What do you know of the Grelthorne?",
    "Who wrote about the barge?",
    "What articles do you have?",
    "What is new since 2019?",
    "What did Ada Marrowgate say?",
    TITLE,
]
"""Questions that the articles answer."""
TRICKS = [
    '"Grelthorne" OR *',
    "title:Quillmere",
    f"' OR collection = '{HERE}' --",
    HERE,
    f"../{HERE}/{SECRET['id']}",
    "*",
]


def extract_words(text: str) -> set[str]:
    """The words in a text that only the server has, marks that could split them aside."""
    bare = text.replace("\\", "").replace("*", "").casefold()
    return {token for token in TOKENS if token in bare}


def to_json_lines(rows: Iterable[dict]) -> bytes:
    """Articles as JSON Lines."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()
