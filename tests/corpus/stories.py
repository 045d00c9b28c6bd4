"""Invented stories of 90 words, for tests of versions and copies."""

import random

_WORDS = (
    "harbour council ferry engine mayor bridge storm valley farmer orchard school library river "
    "tower market baker pilot signal winter summer island village concert judge museum painter "
    "doctor nurse station tunnel captain crew cargo wheat salt copper timber glass paper window "
    "garden fountain square chapel mill quarry lantern ladder wagon saddle kettle basket"
)


def build_story(seed, length=90):
    """Return random words; another seed gives another story."""
    pick, words = random.Random(seed), _WORDS.split()
    return " ".join(pick.choice(words) + ("." if n % 9 == 8 else "") for n in range(length))


def edit_text(text, every):
    """Return the text with every ``every``-th word replaced."""
    words = text.split()
    return " ".join(f"other{n}" if n % every == every - 1 else w for n, w in enumerate(words))
