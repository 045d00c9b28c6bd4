"""Asks known questions for what speaks for each sentence, and whether it answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answering.extraction.candidates import field_of
from bot.answering.extraction.confidence import Judgement, Signs
from bot.answering.extraction.model_reader import READ, TrainedReader
from bot.errors import EvaluationError
from bot.evaluation.choosing import Half, chosen
from bot.evaluation.folders import EvaluationFolder, KnownQuestion
from bot.evaluation.matching import holds, tellable
from index.reader.base import PassageReader
from index.reader.training.datasets import rows_of, validation_articles
from index.retriever import Retriever

Matrix = npt.NDArray[np.float64]

_MOST = 700
"""Questions of one folder: more would let the largest decide."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's sentences: their signs, shape ``(sentences, signs)``, and which answer."""

    folder: str
    signs: Matrix
    right: npt.NDArray[np.bool_]


def checked(folders: Sequence[EvaluationFolder]) -> Sequence[EvaluationFolder]:
    """The folders, where their even halves have questions with an answer and ones without.

    Raises ``EvaluationError`` where they have not.
    """
    even = [each for folder in folders for each in chosen(folder.questions, Half.EVEN)]
    for wanted, kind in ((True, "answerable"), (False, "unanswerable")):
        if not any(question.answerable is wanted for question in even):
            names = " and ".join(folder.name for folder in folders)
            raise EvaluationError(
                f"No {kind} question is in the even half of {names}, and weights are fitted to "
                "both kinds. Give a folder that has them, too."
            )
    return folders


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


def _answers(question: KnownQuestion, sentence: str) -> bool:
    """Whether a sentence holds an answer, or is part of the evidence or the other way round."""
    if not question.answerable:
        return False
    if any(holds(sentence, each) or holds(each, sentence) for each in question.evidence):
        return True
    return any(holds(sentence, each) for each in tellable(question.answers))
