"""Fits the trained reader's weights: ``python -m bot.evaluation.fitting INDEX FOLDER…``.

Asks the even half of each folder's questions (the odd half reports), and writes the weights to
``--to``, by default ``bot/answering/judgement.json``, and all signs to ``INDEX/signs.npz``.
``INDEX`` is the data folder of ``byline evaluate --index``.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from bot.answering.extraction.confidence import Judgement, Signs
from bot.answering.extraction.selection import MOST
from bot.errors import EvaluationError
from bot.evaluation.choosing import Half
from bot.evaluation.evaluating import collection_name
from bot.evaluation.folders import EvaluationFolder, read_folders
from bot.evaluation.gathering import Asked, Matrix, asked, checked
from bot.library import ArticleLibrary
from bot.program import opened_library
from bot.settings import Settings
from corpus.errors import BylineError
from index.reader.model_files import find_reader
from index.reader.onnx_reader import OnnxPassageReader
from index.retriever import Retriever

_WORTH = {"realtimeqa": 3.0, "clapnq": 1.5, "multihop_excerpts": 0.5, "squad2": 0.7}
"""How much a folder counts for the confidence, else 1: questions of news the most, questions
written to deceive, and those that no single sentence answers, the least."""
_APPOSED = 2.0
"""Set by hand, so that a title right before a name decides who has it: the folders hold next to no
"Who is the minister?", and what is fitted on one or two is noise."""
_STRENGTH = 0.3
"""The inverse of the regularisation, on signs scaled to unit variance."""
_TARGET = Path(__file__).parents[1] / "answering" / "judgement.json"


def fitted(questions: Sequence[Asked], reader: str) -> Judgement:
    """Rank by a logit over pairs of a right and a wrong sentence of one question; then confidence.

    The latter is a logistic regression, on the best-ranked sentence's signs, of whether what would
    be shown answers. Folders count by ``_WORTH``, whatever their number of questions.
    Raises ``EvaluationError`` where there is not both right and wrong to learn from.
    """
    if not any(len(_pairs(each)) for each in questions):
        raise EvaluationError(
            "No question has a sentence that answers beside one that does not, so there is nothing "
            "to rank by. Give folders whose articles answer their questions, and are indexed: "
            "byline evaluate FOLDER --index INDEX."
        )
    scale = np.concatenate([each.signs for each in questions]).std(axis=0) + 1e-9
    pairs = np.concatenate([_pairs(each) for each in questions]) / scale
    rank, _ = _logistic(np.concatenate([pairs, -pairs]), np.repeat([1.0, 0.0], len(pairs)))
    ranking = _signs(rank / scale)._replace(apposed=_APPOSED)
    found = Judgement(reader, ranking, Signs(*[0.0] * len(Signs._fields)), 0.0)
    shown = [found.near([Signs(*row) for row in each.signs.tolist()])[:MOST] for each in questions]
    best = [each.signs[places[0]] for each, places in zip(questions, shown, strict=True)]
    right = [each.right[places].any() for each, places in zip(questions, shown, strict=True)]
    if all(right) or not any(right):
        raise EvaluationError(
            f"What would be shown answers {'every' if any(right) else 'no'} question, so nothing "
            "tells when to abstain. Give more questions, answerable and unanswerable ones."
        )
    worth = _worth([each.folder for each in questions])
    confidence, bias = _logistic(np.array(best) / scale, np.array(right), worth)
    weights = _signs(confidence / scale)._replace(apposed=0.0)
    return replace(found, confidence=weights, bias=round(bias, 4))


def _worth(names: Sequence[str]) -> Matrix:
    """What each question counts, 1 in the mean, by its folder."""
    weights: Matrix = np.array([_WORTH.get(name, 1.0) / names.count(name) for name in names])
    return np.asarray(weights * (len(names) / weights.sum()))


def write_judgement(judgement: Judgement, path: Path) -> None:
    """Write the weights as JSON, each under its sign's name, as ``bot.answering`` reads them."""
    named = {name: getattr(judgement, name)._asdict() for name in ("rank", "confidence")}
    kept = {**asdict(judgement), **named}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, ask, fit, write; what is wrong with a folder is said in a sentence."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("index", type=Path, help="the data folder of byline evaluate --index")
    said.add_argument("folders", type=Path, nargs="+", help="folders in the evaluation format")
    said.add_argument("--to", type=Path, default=_TARGET, help="the file that is written")
    given = said.parse_args(arguments)
    try:
        _fit(given.index, checked(read_folders(given.folders)), given.to)
    except BylineError as error:
        said.exit(error.exit_status, f"{error}\n")


def _fit(index: Path, folders: Sequence[EvaluationFolder], target: Path) -> None:
    settings = Settings(data_dir=index)
    model = OnnxPassageReader(find_reader(), settings.threads or 2)
    with opened_library(settings, print, asking=True) as library:
        questions = [
            each
            for folder in folders
            for each in asked(folder, Half.EVEN, _retriever(library, folder), model)
        ]
    np.savez_compressed(index / "signs.npz", allow_pickle=False, **_kept(questions))
    write_judgement(fitted(questions, model.name), target)


def _retriever(library: ArticleLibrary, folder: EvaluationFolder) -> Retriever:
    return library.collection(collection_name(folder.name)).retriever


def _kept(questions: Sequence[Asked]) -> dict[str, Matrix]:
    return {
        f"{number}-{each.folder}": np.column_stack([each.signs, each.right])
        for number, each in enumerate(questions)
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


def _signs(values: Matrix) -> Signs:
    return Signs(*(round(float(value), 4) for value in values))


if __name__ == "__main__":
    main()
