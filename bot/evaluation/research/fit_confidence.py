"""Fits the confidence of the trained reader.

    python -m bot.evaluation.research.fit_confidence INDEX FOLDER…

Asks the even half of each folder's questions (the odd half reports), and writes the weights to
``--to``, by default ``bot/answering/extraction/judgement.json``, and all signs to
``INDEX/signs.npz``.
``INDEX`` is the data folder of ``byline evaluate --index``.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.answering.extraction.candidates import collect_candidates
from bot.answering.extraction.confidence import ConfidenceFeatures, ConfidenceModel
from bot.answering.extraction.model_reader import MAX_PASSAGES, ModelReader
from bot.answering.extraction.selection import MAX_EVIDENCE
from bot.app import open_services
from bot.errors import EvaluationError
from bot.evaluation.dataset import EvaluationFolder, Half, KnownQuestion, read_folders, sample_rows
from bot.evaluation.judge import contains_words, filter_statable
from bot.evaluation.run import to_collection_name
from bot.library import Library
from bot.settings import Settings
from corpus.errors import BylineError
from index.reader.base import PassageReader
from index.reader.model_files import find_reader
from index.reader.onnx_reader import OnnxPassageReader
from index.reader.training.datasets import rows_of, validation_articles
from index.retriever import Retriever

Matrix = npt.NDArray[np.float64]

_MAX_QUESTIONS = 700
"""Questions of one folder: more would let the largest decide."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question's sentences: their signs, shape ``(sentences, signs)``, and which answer."""

    folder: str
    features: Matrix
    is_right: npt.NDArray[np.bool_]


def check_folders(folders: Sequence[EvaluationFolder]) -> Sequence[EvaluationFolder]:
    """The folders, where their even halves have questions with an answer and ones without.

    Raises ``EvaluationError`` where they have not.
    """
    even = [each for folder in folders for each in sample_rows(folder.questions, Half.EVEN)]
    for wanted, kind in ((True, "answerable"), (False, "unanswerable")):
        if not any(question.answerable is wanted for question in even):
            names = " and ".join(folder.name for folder in folders)
            raise EvaluationError(
                f"No {kind} question is in the even half of {names}, and weights are fitted to "
                "both kinds. Give a folder that has them, too."
            )
    return folders


def label_questions(
    folder: EvaluationFolder, half: Half, retriever: Retriever, model: PassageReader
) -> Iterator[LabelledQuestion]:
    """Every question of a half, retrieved and read as for an answer."""
    nothing = ConfidenceFeatures(*[0.0] * len(ConfidenceFeatures._fields))
    reader = ModelReader(model, ConfidenceModel(model.name, nothing, nothing, 0.0))
    for question in sample_rows(_select_unseen(folder), half, _MAX_QUESTIONS):
        found = retriever.retrieve(question.text, MAX_PASSAGES, question.asked_on).passages
        judged = reader.score_candidates(collect_candidates(question.text, found))
        if judged:
            signs = np.array([each.features for each in judged])
            right = np.array([_is_answer(question, each.candidate.text) for each in judged])
            yield LabelledQuestion(folder.name, signs, right)


def _select_unseen(folder: EvaluationFolder) -> list[KnownQuestion]:
    """The questions whose articles the model was not trained on."""
    if folder.name != "squad2":
        return list(folder.questions)
    titles = {row["id"]: row["title"] for row in rows_of(folder.articles)}
    kept = validation_articles(list(titles.values()))
    rows = rows_of(folder.articles.with_name("questions.jsonl"))
    unseen = {row["id"] for row in rows if titles[row["context_article_id"]] in kept}
    return [question for question in folder.questions if question.id in unseen]


def _is_answer(question: KnownQuestion, sentence: str) -> bool:
    """Whether a sentence holds an answer, or is part of the evidence or the other way round."""
    if not question.answerable:
        return False
    if any(
        contains_words(sentence, each) or contains_words(each, sentence)
        for each in question.evidence
    ):
        return True
    return any(contains_words(sentence, each) for each in filter_statable(question.answers))


_FOLDER_WEIGHTS = {
    "news": 3.0,
    "realtimeqa": 2.0,
    "clapnq": 1.5,
    "multihop_excerpts": 0.5,
    "squad2": 0.7,
}
"""How much a folder counts for the confidence, else 1: questions of news the most, questions
written to deceive, and those that no single sentence answers, the least."""
_AGAINST = frozenset({"query", "missing", "unsaid", "untyped", "heading"})
"""Features that speak against an answer; all others speak for one."""
_SET_BY_HAND = {"apposed": 2.0, "heading": -1.0}
"""Weights that rank: a title right before a name decides who has it, and a sentence that says more
than the headline comes first. The folders hold next to no "Who is the minister?" and no headlines
in their texts, and what is fitted on one or two is noise."""
_PAIRS_WEIGHT = 1000.0
"""What all pairs of sentences together count against the regularisation."""
_INVERSE_REGULARIZATION = 0.3
"""The inverse of the regularisation, on signs scaled to unit variance."""
_TARGET = Path(__file__).parents[2] / "answering" / "extraction" / "judgement.json"


def fit_weights(questions: Sequence[LabelledQuestion], reader: str) -> ConfidenceModel:
    """Rank by a logit over pairs of a right and a wrong sentence of one question; then confidence.

    The latter is a logistic regression, on the best-ranked sentence's signs, of whether what would
    be shown answers. Folders count by ``_WORTH``, whatever their number of questions.
    Raises ``EvaluationError`` where there is not both right and wrong to learn from.
    """
    if not any(len(_build_pairs(each)) for each in questions):
        raise EvaluationError(
            "No question has a sentence that answers beside one that does not, so there is nothing "
            "to rank by. Give folders whose articles answer their questions, and are indexed: "
            "byline evaluate FOLDER --index INDEX."
        )
    scale = np.concatenate([each.features for each in questions]).std(axis=0) + 1e-9
    worth = _compute_weights([each.folder for each in questions])
    pairs = np.concatenate([_build_pairs(each) for each in questions]) / scale
    each = [np.full(len(found), 1 / max(len(found), 1)) for found in map(_build_pairs, questions)]
    counts = np.repeat(worth, [len(found) for found in each]) * np.concatenate(each)
    rank, _ = _fit_logistic(
        np.concatenate([pairs, -pairs]),
        np.repeat([1.0, 0.0], len(pairs)),
        np.concatenate([counts, counts]) * _PAIRS_WEIGHT / counts.sum(),
        intercept=False,
    )
    ranking = _to_features(rank / scale)._replace(**_SET_BY_HAND)
    found = ConfidenceModel(
        reader, ranking, ConfidenceFeatures(*[0.0] * len(ConfidenceFeatures._fields)), 0.0
    )
    shown = [
        found.find_near_best([ConfidenceFeatures(*row) for row in each.features.tolist()])[
            :MAX_EVIDENCE
        ]
        for each in questions
    ]
    best = [each.features[places[0]] for each, places in zip(questions, shown, strict=True)]
    right = [each.is_right[places].any() for each, places in zip(questions, shown, strict=True)]
    if all(right) or not any(right):
        raise EvaluationError(
            f"What would be shown answers {'every' if any(right) else 'no'} question, so nothing "
            "tells when to abstain. Give more questions, answerable and unanswerable ones."
        )
    confidence, bias = _fit_logistic(np.array(best) / scale, np.array(right), worth)
    weights = _to_features(confidence / scale)._replace(**dict.fromkeys(_SET_BY_HAND, 0.0))
    return replace(found, confidence=weights, bias=round(bias, 4))


def _compute_weights(names: Sequence[str]) -> Matrix:
    """What each question counts, 1 in the mean, by its folder."""
    weights: Matrix = np.array(
        [_FOLDER_WEIGHTS.get(name, 1.0) / names.count(name) for name in names]
    )
    return np.asarray(weights * (len(names) / weights.sum()))


def write_confidence_model(model: ConfidenceModel, path: Path) -> None:
    """Write the weights as JSON, each under its sign's name, as ``bot.answering`` reads them."""
    named = {name: getattr(model, name)._asdict() for name in ("rank", "confidence")}
    kept = {**asdict(model), **named}
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, ask, fit, write; what is wrong with a folder is said in a sentence."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("index", type=Path, help="the data folder of byline evaluate --index")
    said.add_argument("folders", type=Path, nargs="+", help="folders in the evaluation format")
    said.add_argument("--to", type=Path, default=_TARGET, help="the file that is written")
    given = said.parse_args(arguments)
    try:
        _run(given.index, check_folders(read_folders(given.folders)), given.to)
    except BylineError as error:
        said.exit(error.exit_status, f"{error}\n")


def _run(index: Path, folders: Sequence[EvaluationFolder], target: Path) -> None:
    settings = Settings(data_dir=index)
    model = OnnxPassageReader(find_reader(), settings.threads or 2)
    with open_services(settings, print, needs_model=True) as services:
        questions = [
            each
            for folder in folders
            for each in label_questions(
                folder, Half.EVEN, _get_retriever(services.library, folder), model
            )
        ]
    np.savez_compressed(index / "signs.npz", allow_pickle=False, **_to_arrays(questions))
    write_confidence_model(fit_weights(questions, model.name), target)


def _get_retriever(library: Library, folder: EvaluationFolder) -> Retriever:
    return library.collection(to_collection_name(folder.name)).retriever


def _to_arrays(questions: Sequence[LabelledQuestion]) -> dict[str, Matrix]:
    return {
        f"{number}-{each.folder}": np.column_stack([each.features, each.is_right])
        for number, each in enumerate(questions)
    }


def _build_pairs(each: LabelledQuestion) -> Matrix:
    """What the right sentences have more than the wrong ones of the same question."""
    right, wrong = each.features[each.is_right], each.features[~each.is_right]
    if not len(right) or not len(wrong):
        return np.empty((0, each.features.shape[1]))
    margin = ConfidenceFeatures._fields.index("margin")
    best = right[right[:, margin].argsort()[::-1][:3]]
    return (best[:, None] - wrong[None]).reshape(-1, each.features.shape[1])


def _fit_logistic(
    signs: Matrix, right: Matrix, weights: Matrix, *, intercept: bool = True
) -> tuple[Matrix, float]:
    """Fit a logistic regression in which no feature counts against what it stands for.

    With some hundred questions a weight of the wrong sign is noise, and fails on collections unlike
    these.
    """
    from scipy.optimize import minimize

    features = np.column_stack([signs, np.ones(len(signs))]) if intercept else signs
    count = signs.shape[1]
    truth = right.astype(float)

    def loss(values: Matrix) -> tuple[float, Matrix]:
        scores = features @ values
        penalty = values[:count] / _INVERSE_REGULARIZATION
        each = np.logaddexp(0, np.where(truth == 1, -scores, scores))
        gradient = features.T @ (weights * (1 / (1 + np.exp(-scores)) - truth))
        gradient[:count] += penalty
        return float(weights @ each + penalty @ values[:count] / 2), gradient

    bounds = [(None, 0.0) if n in _AGAINST else (0.0, None) for n in ConfidenceFeatures._fields]
    found = minimize(
        loss,
        np.zeros(features.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds + [(None, None)] * intercept,
    ).x
    return found[:count], float(found[count]) if intercept else 0.0


def _to_features(values: Matrix) -> ConfidenceFeatures:
    return ConfidenceFeatures(*(round(float(value), 4) for value in values))


if __name__ == "__main__":
    main()
