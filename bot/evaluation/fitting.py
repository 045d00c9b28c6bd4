"""Fits the trained reader's weights: ``python -m bot.evaluation.fitting INDEX FOLDER…``.

Asks the even half of each folder's questions (the odd half reports), and writes
``bot/answering/judgement.json``. ``INDEX`` is the data folder of ``byline evaluate --index``.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answering.candidates import field_of
from bot.answering.choosing import MOST
from bot.answering.judging import Judgement, Signs
from bot.answering.trained import READ, TrainedReader
from bot.evaluation.choosing import Half, chosen
from bot.evaluation.evaluating import collection_name
from bot.evaluation.folders import EvaluationFolder, KnownQuestion, read_folder
from bot.evaluation.matching import holds, tellable
from bot.library import ArticleLibrary
from bot.program import opened_library
from bot.settings import Settings
from index.reading.files import find_reader
from index.reading.onnx import OnnxPassageReader
from index.reading.ports import PassageReader
from index.reading.training.datasets import rows_of, validation_articles
from index.retriever import Retriever

Matrix = npt.NDArray[np.float64]

_MOST = 700
"""Questions of one folder: more would let the largest decide."""
_WORTH = {"realtimeqa": 3.0, "clapnq": 1.5, "multihop_excerpts": 0.5, "squad2": 0.7}
"""How much a folder counts for the confidence: questions of news the most, questions written to
deceive, and those that no single sentence answers, the least."""
_STRENGTH = 0.3
"""The inverse of the regularisation, on signs scaled to unit variance."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's sentences: their signs, shape ``(sentences, signs)``, and which answer."""

    folder: str
    signs: Matrix
    right: npt.NDArray[np.bool_]


def asked(
    folder: EvaluationFolder, half: Half, retriever: Retriever, model: PassageReader
) -> Iterator[Asked]:
    """Every question of a half, retrieved and read as for an answer."""
    nothing = Signs(*[0.0] * len(Signs._fields))
    reader = TrainedReader(model, Judgement(model.name, nothing, nothing, 0.0))
    for question in chosen(_unseen(folder), half, _MOST):
        found = retriever.retrieve(question.text, READ, question.asked_on).passages
        judged = reader.judged(question.text, field_of(question.text, found))
        if judged:
            signs = np.array([each.signs for each in judged])
            right = np.array([_answers(question, each.candidate.text) for each in judged])
            yield Asked(folder.name, signs, right)


def _unseen(folder: EvaluationFolder) -> list[KnownQuestion]:
    """The questions whose articles the model was not trained on."""
    if folder.name != "squad2":
        return list(folder.questions)
    titles = {row["id"]: row["title"] for row in rows_of(folder.articles)}
    kept = validation_articles(list(titles.values()))
    rows = rows_of(folder.articles.with_name("questions.jsonl"))
    unseen = {row["id"] for row in rows if titles[row["context_article_id"]] in kept}
    return [question for question in folder.questions if question.id in unseen]


def fitted(questions: Sequence[Asked], reader: str) -> Judgement:
    """Rank by a logit over pairs of a right and a wrong sentence of one question; then confidence.

    The latter is a logistic regression, on the best-ranked sentence's signs, of whether what would
    be shown answers. Folders count by ``_WORTH``, whatever their number of questions.
    """
    scale = np.concatenate([each.signs for each in questions]).std(axis=0) + 1e-9
    pairs = np.concatenate([_pairs(each) for each in questions]) / scale
    rank, _ = _logistic(np.concatenate([pairs, -pairs]), np.repeat([1.0, 0.0], len(pairs)))
    found = Judgement(reader, _signs(rank / scale), Signs(*[0.0] * len(Signs._fields)), 0.0)
    shown = [found.near([Signs(*row) for row in each.signs.tolist()])[:MOST] for each in questions]
    best = [each.signs[places[0]] for each, places in zip(questions, shown, strict=True)]
    right = [each.right[places].any() for each, places in zip(questions, shown, strict=True)]
    worth = _worth([each.folder for each in questions])
    confidence, bias = _logistic(np.array(best) / scale, np.array(right), worth)
    return replace(found, confidence=_signs(confidence / scale), bias=round(bias, 4))


def _worth(names: Sequence[str]) -> Matrix:
    """What each question counts, 1 in the mean, by its folder."""
    weights: Matrix = np.array([_WORTH.get(name, 1.0) / names.count(name) for name in names])
    return np.asarray(weights * (len(names) / weights.sum()))


def main() -> None:
    """Read the arguments, ask, fit, write."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("index", type=Path, help="the data folder of byline evaluate --index")
    said.add_argument("folders", type=Path, nargs="+", help="folders in the evaluation format")
    given = said.parse_args()
    settings = Settings(data_dir=given.index)
    model = OnnxPassageReader(find_reader(), settings.threads or 2)
    with opened_library(settings, print, asking=True) as library:
        questions = [
            each
            for folder in map(read_folder, given.folders)
            for each in asked(folder, Half.EVEN, _retriever(library, folder), model)
        ]
    np.savez_compressed(given.index / "signs.npz", allow_pickle=False, **_kept(questions))
    kept = fitted(questions, model.name)
    target = Path(__file__).parents[1] / "answering" / "judgement.json"
    target.write_text(json.dumps(_readable(kept), indent=1) + "\n", encoding="utf-8")


def _retriever(library: ArticleLibrary, folder: EvaluationFolder) -> Retriever:
    return library.collection(collection_name(folder.name)).retriever


def _kept(questions: Sequence[Asked]) -> dict[str, Matrix]:
    return {
        f"{number}-{each.folder}": np.column_stack([each.signs, each.right])
        for number, each in enumerate(questions)
    }


def _readable(judgement: Judgement) -> dict[str, Any]:
    return {
        **asdict(judgement),
        "rank": judgement.rank._asdict(),
        "confidence": judgement.confidence._asdict(),
    }


def _pairs(each: Asked) -> Matrix:
    """What the right sentences have more than the wrong ones of the same question."""
    right, wrong = each.signs[each.right], each.signs[~each.right]
    if not len(right) or not len(wrong):
        return np.empty((0, each.signs.shape[1]))
    best = right[right[:, 0].argsort()[::-1][:3]]
    return (best[:, None] - wrong[None]).reshape(-1, each.signs.shape[1])


def _logistic(
    signs: Matrix,
    right: Matrix,
    weights: Matrix | None = None,
) -> tuple[Matrix, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH, fit_intercept=weights is not None, max_iter=2000)
    model.fit(signs, right, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0]) if weights is not None else 0.0


def _answers(question: KnownQuestion, sentence: str) -> bool:
    """Whether a sentence holds an answer, or is part of the evidence or the other way round."""
    if not question.answerable:
        return False
    if any(holds(sentence, each) or holds(each, sentence) for each in question.evidence):
        return True
    return any(holds(sentence, each) for each in tellable(question.answers))


def _signs(values: Matrix) -> Signs:
    return Signs(*(round(float(value), 4) for value in values))


if __name__ == "__main__":
    main()
