"""The data sets, each row into an `Example`; a set that is not in the folder is left out, and said.

Licences: QED, SQuAD and Natural Questions CC BY-SA; QAMR MIT; SelQA Apache-2.0; FEVER CC BY-SA 3.0
(its annotations incorporate Wikipedia's text). MultiSpanQA states none and is not used.
"""

import json
import logging
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from index.reader.training.examples import Example, Span
from index.reader.training.news import news
from index.reader.training.statements import statements
from index.reader.training.swaps import names

log = logging.getLogger(__name__)

Row = dict[str, Any]

_A_CONTEXT = 20
"""Questions of QAMR taken for one context: it has 35,500 on only 239."""
_TAKEN = {
    "train/qed_nq.jsonl": 4000,
    "train/nq_open_oracle.jsonl": 1500,
    "train/qamr.jsonl": 1000,
    "train/ass_reqa_squad_pos.jsonl": 1500,
    "train/ass_squad_du_pos.jsonl": 1500,
    "train/ass_selqa.jsonl": 300,
    "train/claims_fever.jsonl": 600,
}
"""Examples of a set at most, for breadth: of the others all. About half of a round are news."""
_VALIDATION_SHARE = 0.3
_GAPS = ("_____", "_____", "_____", "this", "which one")


def training_examples(folder: Path, seed: int) -> list[Example]:
    """All examples of the sets under ``folder`` (``train/`` and ``eval/squad2/``)."""
    chance = random.Random(seed)  # noqa: S311 - for sampling, not for secrets
    examples: list[Example] = []
    for name, read in _SETS.items():
        path = folder / name
        if not path.exists():
            log.warning("%s is not there and is left out", path)
            continue
        found = list(read(path, chance))
        most = min(len(found), _TAKEN.get(name, len(found)))
        log.info("%s: %d examples of %d", name, most, len(found))
        examples += chance.sample(found, most) if most < len(found) else found
    made = list(statements([each for each in examples if each.source != "news"], chance))
    log.info("statements: %d examples", len(made))
    return examples + made


def rows_of(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def validation_articles(titles: Sequence[str]) -> set[str]:
    """Whole articles that are kept for validation: by checksum of the title, about a third."""
    ranked = sorted(set(titles), key=lambda title: zlib.crc32(title.encode()))
    return set(ranked[: max(1, round(len(ranked) * _VALIDATION_SHARE))])


def squad(folder: Path, *, validation: bool) -> list[Example]:
    """The questions of a SQuAD 2.0 folder, with their whole paragraphs, of one of its parts."""
    articles = {row["id"]: row for row in rows_of(folder / "articles.jsonl")}
    kept = validation_articles([row["title"] for row in articles.values()])
    examples = []
    for row in rows_of(folder / "questions.jsonl"):
        article = articles[row["context_article_id"]]
        if (article["title"] in kept) == validation:
            text = article["text"]
            spans = _places(text, row["answers"], row["evidence"]) if row["answerable"] else ()
            examples.append(
                Example(
                    row["question"],
                    text,
                    spans,
                    exact=True,
                    article=article["title"],
                    source="squad2",
                    title=article["title"].replace("_", " "),
                )
            )
    return examples


def _places(text: str, answers: Sequence[str], evidence: Sequence[str]) -> tuple[Span, ...]:
    """Where the answers stand: in the evidence where they do, else anywhere."""
    ranges = [(text.find(each), text.find(each) + len(each)) for each in evidence if each in text]
    found = [span for answer in answers for span in _occurrences(text, answer)]
    inside = [span for span in found if any(a <= span[0] and span[1] <= b for a, b in ranges)]
    return tuple(dict.fromkeys(inside or found or ranges))


def _occurrences(text: str, answer: str) -> list[Span]:
    return [(m.start(), m.end()) for m in re.finditer(re.escape(answer), text)] if answer else []


def _squad2(path: Path, _: random.Random) -> Iterator[Example]:
    yield from squad(path, validation=False)


def _news(path: Path, _: random.Random) -> Iterator[Example]:
    yield from news(path, validation=False)


def _spans(path: Path, _: random.Random) -> Iterator[Example]:
    """Questions with a context and answer spans."""
    for row in rows_of(path):
        spans = tuple((each["start"], each["start"] + len(each["text"])) for each in row["answers"])
        if row["answerable"] and spans:
            title = row.get("title") or ""
            article = title or row["context"][:80]
            yield Example(
                row["question"],
                row["context"],
                spans,
                exact=True,
                article=article,
                source=path.stem,
                title=title,
            )


def _qamr(path: Path, chance: random.Random) -> Iterator[Example]:
    by_context: dict[str, list[Example]] = {}
    for example in _spans(path, chance):
        by_context.setdefault(example.passage, []).append(example)
    for examples in by_context.values():
        yield from chance.sample(examples, min(_A_CONTEXT, len(examples)))


def _sentences(path: Path, _: random.Random) -> Iterator[Example]:
    """Questions with the one sentence that answers."""
    for row in rows_of(path):
        sentence = row["sentence"]
        yield Example(
            row["question"],
            sentence,
            ((0, len(sentence)),),
            exact=False,
            article=sentence[:80],
            source=path.stem,
        )


def _sentences_in_order(path: Path, _: random.Random) -> Iterator[Example]:
    """The same, where the rows follow their articles: the sentences around are put back."""
    rows = rows_of(path)
    order = list(dict.fromkeys(row["sentence"] for row in rows))
    place = {sentence: at for at, sentence in enumerate(order)}
    for row in rows:
        at = place[row["sentence"]]
        first = max(0, at - 4)
        around = order[first : at + 5]
        before = sum(len(each) + 1 for each in order[first:at])
        span = (before, before + len(row["sentence"]))
        yield Example(
            row["question"],
            " ".join(around),
            (span,),
            exact=False,
            article=f"{path.stem}-{at // 25}",
            source=path.stem,
        )


def _selqa(path: Path, _: random.Random) -> Iterator[Example]:
    """A question with all sentences of a section, each of them marked."""
    for key, group in groupby(rows_of(path), key=lambda row: str(row["qid"])):
        rows, text, spans = list(group), "", []
        for row in rows:
            if row["label"]:
                spans.append((len(text), len(text) + len(row["sentence"])))
            text += row["sentence"] + " "
        yield Example(
            rows[0]["question"],
            text.strip(),
            tuple(spans),
            exact=False,
            article=key,
            source=path.stem,
        )


def _fever(path: Path, chance: random.Random) -> Iterator[Example]:
    """Claims as questions: what supports one answers it; what refutes it does not.

    A supported claim is also asked with one of its names left out, which is then the answer.
    """
    for row in rows_of(path):
        evidence = " ".join(row["evidence"])
        supported = row["label"] == "SUPPORTS"
        spans = ((0, len(evidence)),) if supported else ()
        article = row["evidence"][0][:80]
        yield Example(row["claim"], evidence, spans, exact=False, article=article, source=path.stem)
        shared = [name for name in names(row["claim"]) if _whole(name, row["claim"], evidence)]
        if supported and shared:
            name, gap = chance.choice(shared), chance.choice(_GAPS)
            asked = re.sub(rf"\b{re.escape(name)}\b", gap, row["claim"], count=1)
            yield Example(
                asked,
                evidence,
                tuple(_occurrences(evidence, name)),
                exact=True,
                article=article,
                source="fever-cloze",
            )


def _whole(name: str, *texts: str) -> bool:
    return all(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)


_SETS: dict[str, Callable[[Path, random.Random], Iterator[Example]]] = {
    "train/news": _news,
    "train/qed_nq.jsonl": _spans,
    "train/nq_open_oracle.jsonl": _spans,
    "train/qamr.jsonl": _qamr,
    "train/ass_reqa_squad_pos.jsonl": _sentences,
    "train/ass_squad_du_pos.jsonl": _sentences_in_order,
    "train/ass_selqa.jsonl": _selqa,
    "train/claims_fever.jsonl": _fever,
    "eval/squad2": _squad2,
}
