"""What an evaluation of a folder found, whole."""

from dataclasses import dataclass
from functools import cached_property

from bot.evaluation.computing import Table, Tables
from bot.evaluation.judging import Columns, QuestionJudgement, columns
from bot.evaluation.measures import measured
from bot.evaluation.outcomes import Outcome
from bot.evaluation.summarizing import SummaryJudgement


@dataclass(frozen=True)
class FolderResult:
    """One folder's outcomes, a judgement for each, and its summaries' judgements by article.

    ``left_out`` has a sentence for each line or question that could not be used, ``notes`` for
    what should be known beside.
    """

    name: str
    articles: int
    passages: int
    model: str
    outcomes: tuple[Outcome, ...] = ()
    judgements: tuple[QuestionJudgement, ...] = ()
    summaries: tuple[tuple[str, SummaryJudgement], ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> Tables:
        """The judgements as columns."""
        told = [judgement for _, judgement in self.summaries]
        return {
            Table.QUESTIONS: columns(self.judgements, QuestionJudgement),
            Table.SUMMARIES: columns(told, SummaryJudgement),
        }

    @property
    def questions(self) -> Columns:
        """The questions' judgements as columns."""
        return self.tables[Table.QUESTIONS]

    @cached_property
    def measures(self) -> dict[str, float]:
        """Every measure's value by key; NaN where it does not apply."""
        return measured(self.tables)

    @property
    def ids(self) -> dict[Table, list[str]]:
        """The ids of each table's rows, in their order."""
        return {
            Table.QUESTIONS: [outcome.question.id for outcome in self.outcomes],
            Table.SUMMARIES: [article for article, _ in self.summaries],
        }
