"""The cases worth reading: where it was sure and wrong, silent without need, or inexact."""

from collections.abc import Callable, Iterable
from itertools import islice

from bot.evaluation.judge import QuestionJudgement
from bot.evaluation.outcomes import QuestionOutcome, ShownCitation
from bot.evaluation.report.markup import Html, joined, tag
from bot.evaluation.results import FolderResult

MOST = 10
"""Cases shown of each kind."""

_OPEN = 3
_ANSWERS = 3
_LONGEST = 420
"""Characters of a known answer or evidence that are shown."""

Case = tuple[QuestionOutcome, QuestionJudgement]


def cases(result: FolderResult) -> Html:
    """The worst cases of a folder, of each kind the worst first."""
    kinds = (
        ("Sure and wrong", "Answered, and nothing shown holds the answer.", _sure_and_wrong),
        (
            "Silent without need",
            "Answerable, and yet it abstained; what it had nearest, the surest first.",
            _silent,
        ),
        ("Inexact", "An excerpt is not the stored text at its address.", _inexact),
    )
    return joined(*(_kind(result, *kind) for kind in kinds))


def _kind(
    result: FolderResult, heading: str, says: str, select: Callable[[Iterable[Case]], list[Case]]
) -> Html:
    found = select(zip(result.outcomes, result.judgements, strict=True))
    head = tag("h4", heading, tag("span", f" {len(found):,}", class_="count"))
    if not found:
        return tag("section", head, tag("p", "None.", class_="quiet"), class_="kind")
    shown = [_case(outcome, judgement) for outcome, judgement in islice(found, MOST)]
    more = _folded(shown[_OPEN:], len(found))
    return tag("section", head, tag("p", says, class_="quiet"), *shown[:_OPEN], more, class_="kind")


def _folded(rest: list[Html], count: int) -> Html:
    if not rest:
        return Html("")
    left = f" (of {count - _OPEN:,})" if count > MOST else ""
    return tag("details", tag("summary", f"{len(rest)} more{left}"), *rest)


def _sure_and_wrong(found: Iterable[Case]) -> list[Case]:
    wrong = [case for case in found if case[1].answered and case[1].right == 0]
    return sorted(wrong, key=lambda case: -case[1].confidence)


def _silent(found: Iterable[Case]) -> list[Case]:
    silent = [case for case in found if case[1].answerable and not case[1].answered]
    return sorted(silent, key=lambda case: -case[1].confidence)


def _inexact(found: Iterable[Case]) -> list[Case]:
    return [case for case in found if case[1].inexact]


def _case(outcome: QuestionOutcome, judgement: QuestionJudgement) -> Html:
    question = outcome.question
    verdict = "Answered" if outcome.answered else "Abstained"
    about = "" if question.answerable else ", the articles do not answer it"
    holds = ", and the nearest holds the answer" if _had_it(judgement) else ""
    head = tag(
        "p",
        tag("b", f"{verdict} at {outcome.confidence:.0%}{about}{holds}"),
        tag("span", question.id, class_="address"),
        class_="verdict",
    )
    said = tag("p", outcome.own_words, class_="said") if outcome.own_words else Html("")
    quotes = [_quote(shown) for shown in outcome.shown] or [
        tag("p", "Nothing was near.", class_="quiet")
    ]
    asked = f"asked on {question.asked_on}" if question.asked_on else ""
    title = tag("h5", question.text, " ", tag("small", asked))
    return tag("article", head, title, said, *quotes, _known(outcome), class_="case")


def _had_it(judgement: QuestionJudgement) -> bool:
    return not judgement.answered and judgement.right == 1


def _quote(shown: ShownCitation) -> Html:
    source = " · ".join(filter(None, [shown.title, shown.record]))
    cite = tag("footer", source, " ", tag("span", shown.address, class_="address"))
    if not shown.exact:
        cite = joined(tag("p", "Not the stored text.", class_="wrong"), cite)
    return tag("blockquote", tag("p", _marked(shown)), cite)


def _marked(shown: ShownCitation) -> Html:
    if not shown.excerpt:
        return tag("i", "from the article's record")
    start, end = shown.highlight or (0, 0)
    if start >= end:
        return joined(shown.excerpt)
    marked = tag("mark", shown.excerpt[start:end])
    return joined(shown.excerpt[:start], marked, shown.excerpt[end:])


def _known(outcome: QuestionOutcome) -> Html:
    question = outcome.question
    if not question.answerable:
        return Html("")
    rows = (
        ("Known answer", " / ".join(question.answers[:_ANSWERS])),
        ("Evidence", question.evidence[0] if question.evidence else ""),
        ("In", " / ".join(outcome.known_titles[:_ANSWERS])),
    )
    terms = [joined(tag("dt", name), tag("dd", _short(words))) for name, words in rows if words]
    return tag("dl", *terms) if terms else Html("")


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
