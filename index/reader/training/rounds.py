"""One pass over the examples: each as a passage is cut at serving, and beside it one that fails.

The passages that do not answer are, in shares of `_KINDS`: the question with a name, number or
opposite swapped; the passage less the sentences that answer; one that shares the question's words;
one of the same article.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from index.reader.training.examples import Example
from index.reader.training.news import SOURCE as NEWS
from index.reader.training.news import news_passage
from index.reader.training.styles import Style, styled
from index.reader.training.swaps import names, swapped
from index.reader.training.windows import passages, window, without

_KINDS = {"swapped": 0.45, "without": 0.2, "retrieved": 0.23, "near": 0.12}
_LONGEST = 1800
_FAILING = {"news": 0.25}
"""Of the questions shown with an answer, those shown beside it where there is none, else `_USUAL`:
news has its own questions that are not answered."""
_USUAL = 0.5
_KINDS_OF_NEWS = {"swapped": 0.35, "without": 0.15, "retrieved": 0.15, "near": 0.35}
_TITLED = {"news": 0.9}
"""Share of a set's examples that are shown with their title, else half."""
_CUT_AS_SERVED = 0.4
_NEAREST = 12
_LONE = {"ass_reqa_squad_pos": 0.3, "claims_fever": 0.7, "fever-cloze": 0.5}
"""Sets whose passages are lone sentences, and the share that stays so."""
_SENTENCE = 350
_MANY = 400
"""Questions compared with all passages at a time, which bounds the memory."""


class Rounds:
    """Examples of one round after another; the same seed gives the same rounds."""

    def __init__(self, examples: Sequence[Example], seed: int, style: Style = styled) -> None:
        self._style = style
        self._examples = examples
        self._seed = seed
        self._titles: dict[str, str] = {}
        self._by_article: dict[str, list[str]] = defaultdict(list)
        for each in examples:
            for passage in _passages_of(each):
                if passage not in self._titles:
                    self._titles[passage] = each.title
                    self._by_article[each.article].append(passage)
        self._passages = list(self._titles)
        self._nearest = _nearest([each.question for each in examples], self._passages)
        pool = random.Random(seed).sample(range(len(examples)), min(4000, len(examples)))  # noqa: S311
        self._names = sorted({name for at in pool for name in names(examples[at].passage)})

    def round(self, number: int) -> list[Example]:
        """The examples of round ``number``, shuffled."""
        chance = random.Random(f"{self._seed}-{number}")  # noqa: S311 - for sampling
        found = [made for at in range(len(self._examples)) for made in self._of(at, chance)]
        chance.shuffle(found)
        return found

    def _of(self, at: int, chance: random.Random) -> Iterator[Example]:
        example = self._examples[at]
        shown = self._among(at, _cut(example, chance), chance)
        if chance.random() >= _TITLED.get(shown.source, 0.5):
            shown = replace(shown, title="")
        yield self._styled(shown, chance)
        beside = example.answerable and chance.random() < _FAILING.get(example.source, _USUAL)
        if beside and (other := self._failing(at, shown, chance)):
            yield self._styled(other, chance)

    def _styled(self, example: Example, chance: random.Random) -> Example:
        return replace(example, question=self._style(example.question, chance))

    def _among(self, at: int, shown: Example, chance: random.Random) -> Example:
        """A lone sentence, mostly put among others that are near the question."""
        if shown.source not in _LONE or chance.random() < _LONE[shown.source]:
            return shown
        found = [self._passages[place] for place in self._nearest[at]]
        others = [each for each in found if len(each) < _SENTENCE and each not in shown.passage]
        others = chance.sample(others, min(len(others), chance.randint(1, 5)))
        place = chance.randint(0, len(others))
        before = "".join(f"{each} " for each in others[:place])
        passage = " ".join([*others[:place], shown.passage, *others[place:]])
        spans = tuple((a + len(before), b + len(before)) for a, b in shown.spans)
        return replace(shown, passage=passage, spans=spans)

    def _failing(self, at: int, shown: Example, chance: random.Random) -> Example | None:
        """A question and passage made from an example that answers, which do not fit."""
        shares = _KINDS_OF_NEWS if shown.source == NEWS else _KINDS
        kinds = sorted(shares, key=lambda kind: chance.random() ** (1 / shares[kind]), reverse=True)
        makers = {
            "swapped": self._swapped,
            "without": self._without,
            "retrieved": self._retrieved,
            "near": self._near,
        }
        for kind in kinds:
            made = makers[kind](at, shown, chance)
            if made and made.passage.strip():
                return replace(made, spans=(), source=f"{shown.source}/{kind}")
        return None

    def _swapped(self, _at: int, shown: Example, chance: random.Random) -> Example | None:
        answers = [shown.passage[a:b] for a, b in shown.spans] if shown.exact else []
        others = chance.sample(self._names, min(40, len(self._names)))
        question = swapped(shown.question, shown.passage, answers, others, chance)
        return replace(shown, question=question) if question else None

    def _without(self, at: int, shown: Example, _chance: random.Random) -> Example | None:
        example = self._examples[at]
        left = without(shown.passage, shown.spans)
        if len(left) < 80:
            left = without(example.passage[:_LONGEST], example.spans)
        return replace(shown, passage=left) if len(left) >= 80 and not _says(shown, left) else None

    def _retrieved(self, at: int, shown: Example, chance: random.Random) -> Example | None:
        found = [self._passages[place] for place in self._nearest[at]]
        other = _elsewhere(shown, self._examples[at], found, chance)
        if other is None or not other.title:
            return other
        return replace(other, title=self._titles.get(other.passage, ""))

    def _near(self, at: int, shown: Example, chance: random.Random) -> Example | None:
        example = self._examples[at]
        return _elsewhere(shown, example, self._by_article[example.article], chance)


def _passages_of(example: Example) -> list[str]:
    if example.source == NEWS:
        return [example.passage[a:b] for a, b in passages(example.passage)]
    return [example.passage[:_LONGEST]]


def _cut(example: Example, chance: random.Random) -> Example:
    if example.source == NEWS:
        return news_passage(example, chance, as_served=chance.random() < _CUT_AS_SERVED)
    whole = example.source == "squad2" and chance.random() < 0.6
    if whole or (len(example.passage) < 400 and chance.random() < 0.5):
        inside = [span for span in example.spans if span[1] <= _LONGEST]
        if len(inside) == len(example.spans):
            return replace(example, passage=example.passage[:_LONGEST])
    if not example.answerable:
        return replace(example, passage=example.passage[:_LONGEST])
    passage, spans = window(example.passage, example.spans, chance)
    return replace(example, passage=passage, spans=tuple(spans)) if spans else example


def _elsewhere(
    shown: Example, example: Example, choice: Sequence[str], chance: random.Random
) -> Example | None:
    seen = {example.passage[:200], shown.passage[:200]}
    others = [p for p in choice if p[:200] not in seen and not _says(example, p)]
    if not others:
        return None
    passage = chance.choice(others)
    return replace(
        shown, passage=window(passage, [], chance)[0] if len(passage) > _LONGEST else passage
    )


def _says(example: Example, passage: str) -> bool:
    """Whether a passage has an answer of the example in it."""
    low = passage.casefold()
    return any(example.passage[a:b].casefold() in low for a, b in example.spans)


def _nearest(questions: Sequence[str], texts: Sequence[str]) -> list[list[int]]:
    """For each question the passages nearest by TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    common = max(len(texts) // 20, 20)  # a term in more passages than that tells little
    weigh = TfidfVectorizer(
        stop_words="english", sublinear_tf=True, max_df=common, dtype=np.float32
    )
    rows = weigh.fit_transform(texts).T.tocsr()
    asked = weigh.transform(questions)
    nearest: list[list[int]] = []
    most = min(_NEAREST, len(texts))
    for first in range(0, len(questions), _MANY):
        scores = (asked[first : first + _MANY] @ rows).toarray()
        best = np.argpartition(-scores, most - 1, axis=1)[:, :most]
        nearest += [
            [int(at) for at in row if line[at] > 0] for row, line in zip(best, scores, strict=True)
        ]
    return nearest
