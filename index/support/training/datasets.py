"""The data sets, each row into an `Example`; a set that is not in the folder is left out, and said.

Licences: FEVER CC BY-SA 3.0 (annotations over Wikipedia); MultiNLI mixed, all of it free to use
(OANC and others); SNLI CC BY-SA 4.0; SciTail and SummEdits and Factcheck-GPT Apache-2.0; WiCE
ODC-BY. RTE and BEGIN state none for their texts and are not used.
"""

import logging
import random
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from index.passages import format_dated_headline
from index.reader.training.datasets import Row, rows_of
from index.reader.training.swaps import names
from index.sentences import find_sentence_spans
from index.support.training.contrasts import contrast, deny
from index.support.training.examples import (
    CONTRADICTED,
    NOT_COVERED,
    SUPPORTED,
    UNSUPPORTED,
    Example,
    Verdicts,
)
from index.support.training.news import NewsClaims, Part
from index.support.training.surface import SurfaceModel
from index.support.windows import MAX_CHARACTERS, choose_sentences

log = logging.getLogger(__name__)

_VERDICTS: dict[str, Verdicts] = {
    "supported": SUPPORTED,
    "entailment": SUPPORTED,
    "completely-support": SUPPORTED,
    "SUPPORTS": SUPPORTED,
    "contradiction": CONTRADICTED,
    "refute": CONTRADICTED,
    "REFUTES": CONTRADICTED,
    "neutral": NOT_COVERED,
    "irrelevant": NOT_COVERED,
}
"""By a row's kind or label; other rows say only whether the claim is supported."""
_SETS = {
    "claims_fever": 4000,
    "claims/mnli_dev": 2500,
    "claims/snli_dev": 600,
    "claims/scitail_dev": 600,
    "claims/factcheck_gpt": 600,
    "claims/wice": 500,
    "claims/summedits_ectsum": 300,
    "claims/summedits_podcast": 200,
    "claims/summedits_qmsumm": 200,
    "claims/summedits_sales_call": 200,
    "claims/summedits_sales_email": 200,
    "claims/summedits_samsum": 400,
    "claims/summedits_scitldr": 300,
}
"""The sets, and the examples of each that are taken in a round at most."""
_KEPT_BACK = 20
"""One claim in twenty of a set is for validation."""
_HEADED = 0.5
"""Share of the other sets' examples that get a headline, so that it is no sign of news claims."""
_NEWS_WINDOWS = 2
"""Windows of each news claim in a round."""
_ELSEWHERE = 0.2
"""Share of the news claims that are shown with another article in a round."""
_CONTRASTED = {"news": 0.35}
"""Share of the supported examples of a set that have a contrast beside them, else `_USUAL`."""
_USUAL = 0.2
_DENIED = 0.08
"""Share of the supported examples that have their denial beside them."""


class Rounds:
    """The examples of one round after another; the same seed gives the same rounds."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._seed = seed
        self._news = NewsClaims(folder / "news", Part.LEARNING) if _has_news(folder) else None
        self._sets = {name: read_set(folder, name, validation=False) for name in _SETS}
        texts = [each.evidence for each in self._sets["claims_fever"][:3000]]
        if self._news:
            texts += [self._news.given_window(each).evidence for each in self._news.claims[::4]]
        self._names = sorted({name for text in texts for name in names(text)})

    def round(self, number: int) -> list[Example]:
        """The examples of round ``number``, shuffled."""
        chance = random.Random(f"{self._seed}-{number}")  # noqa: S311 - for sampling
        found = [*self._of_news(chance), *self._of_sets(chance)]
        supported = [each for each in found if each.is_supported]
        found += [made for each in supported if (made := self._contrast(each, chance))]
        denied = (each for each in supported if chance.random() < _DENIED)
        found += [made for each in denied if (made := deny(each, chance))]
        chance.shuffle(found)
        return found

    def _of_news(self, chance: random.Random) -> Iterator[Example]:
        if self._news is None:
            return
        for claims in (self._news.claims * _NEWS_WINDOWS, self._news.from_questions):
            given = [self._news.sampled_window(claim, chance) for claim in claims]
            if len({each.is_supported for each in given}) == 2:
                odds = SurfaceModel(given).find_log_odds(given)
                given = [replace(each, surface=x) for each, x in zip(given, odds, strict=True)]
            yield from given
        for claim in self._news.claims:
            if chance.random() < _ELSEWHERE:
                yield self._news.other_window(claim, chance)
        yield from self._news.copies(chance)

    def _of_sets(self, chance: random.Random) -> Iterator[Example]:
        for name, found in self._sets.items():
            for each in chance.sample(found, min(len(found), _SETS[name])):
                yield add_headline(each, chance) if chance.random() < _HEADED else each

    def _contrast(self, example: Example, chance: random.Random) -> Example | None:
        share = _CONTRASTED.get(example.source, _USUAL)
        if chance.random() >= share:
            return None
        return contrast(
            replace(example, surface=0.0),
            chance.sample(self._names, min(40, len(self._names))),
            chance,
        )


def validation_sets(folder: Path) -> dict[str, list[Example]]:
    """What is kept back, by set, as far as it is there; it never changes."""
    sets = {}
    if _has_news(folder):
        for part in (Part.VALIDATION, Part.TUNING):
            claims = NewsClaims(folder / "news", part)
            sets[f"news-{part.value}"] = [claims.given_window(each) for each in claims.claims]
    others = [each for name in _SETS for each in read_set(folder, name, validation=True)]
    return {**sets, "others": others} if others else sets


def add_headline(example: Example, chance: random.Random) -> Example:
    """The example with a name of its evidence and a day as its headline."""
    found = names(f". {example.evidence[:300]}") or [example.evidence[:40].rstrip(" .,")]
    day = date(2004, 1, 1) + timedelta(days=chance.randrange(7000))
    return replace(example, headline=format_dated_headline(found[0], day))


def read_set(folder: Path, name: str, *, validation: bool) -> list[Example]:
    """The examples of a public set, of one of its parts; none if it is not in the folder."""
    path = folder / f"{name}.jsonl"
    if not path.exists():
        log.warning("%s is not there and is left out", path)
        return []
    found = [_to_example(row, path.stem) for row in rows_of(path)]
    return [each for each in found if _is_kept_back(each) == validation]


def to_verdicts(row: Row) -> Verdicts:
    """What a row says of its claim; a set that only says "unsupported" leaves both others open."""
    kind, label = row.get("kind") or row["label"], row["label"]
    if label in ("supported", "SUPPORTS"):
        return SUPPORTED
    return _VERDICTS.get(kind, UNSUPPORTED)


def cut_evidence(claim: str, text: str) -> str:
    """The sentences of a text that are nearest to a claim, as articles are cut."""
    if len(text) <= MAX_CHARACTERS:
        return text
    sentences = [text[a:b] for a, b in find_sentence_spans(text)]
    return " ".join(sentences[at] for at in choose_sentences(claim, sentences))


def _to_example(row: Row, source: str) -> Example:
    evidence = row["evidence"]
    text = evidence if isinstance(evidence, str) else " ".join(evidence)
    claim = row["claim"]
    kind = row.get("kind") or row["label"]
    return Example(claim, cut_evidence(claim, text), to_verdicts(row), source, kind)


def _is_kept_back(example: Example) -> bool:
    return zlib.crc32(example.claim.encode()) % _KEPT_BACK == 0


def _has_news(folder: Path) -> bool:
    return (folder / "news").exists()
