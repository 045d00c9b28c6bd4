"""Measures the support judge: ``python -m bot.evaluation.research.claims FOLDER``.

``FOLDER`` holds ``train/news`` and ``eval/claims``. Each figure stands beside those of baselines on
the same claims and windows: the majority, the share of the claim's terms in the evidence, the
reader's logit that the evidence answers, and, for news, the surface of the claim (its length and
the words that it shares), by which a label can be guessed without reading. "Even" are the figures
with claims weighted so that the surface tells nothing (inverse propensity). Every threshold but the
judge's, which ships, is the best on the news articles for tuning, which are neither learnt from nor
measured.

With ``--index DATA``, the claims kept aside are also checked as a user checks them, in a collection
of all their articles, which is kept in the folder ``DATA``.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.answering.claims import CONTRADICTED_FROM, SUPPORTED_FROM
from bot.app import open_services
from bot.collection import Collection
from bot.replies import Verdict
from bot.settings import Settings
from index.analyzer import extract_terms
from index.reader.base import PassageReader
from index.reader.model_files import find_reader
from index.reader.onnx_reader import OnnxPassageReader
from index.reader.training.datasets import rows_of
from index.support.base import EvidenceText, Judgement, SupportJudge
from index.support.model_files import SHIPPED_FOLDER, find_judge
from index.support.onnx_judge import OnnxSupportJudge
from index.support.rules import find_contrary_signs, weigh
from index.support.training.datasets import cut_evidence
from index.support.training.examples import SUPPORTED, UNSUPPORTED, Example
from index.support.training.news import NewsClaim, NewsClaims, Part
from index.support.training.surface import SurfaceModel

_TUNING = "news, for tuning"
_MAX_WEIGHT = 10.0

Scores = npt.NDArray[np.float64]
"""One number a claim, shape ``(n,)``: higher is more likely supported."""


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim with its evidence; ``article`` is the whole text that the evidence is cut from."""

    claim: str
    evidence: EvidenceText
    article: str
    is_supported: bool

    @property
    def example(self) -> Example:
        """The claim as the judge learns it."""
        verdicts = SUPPORTED if self.is_supported else UNSUPPORTED
        return Example(
            self.claim, self.evidence.text, verdicts, "", headline=self.evidence.headline
        )


@dataclass(frozen=True, slots=True)
class SupportFigures:
    """How well scores tell supported claims from the others; all are shares from 0 to 1."""

    auroc: float
    balanced_accuracy: float
    supported_kept: float
    """Share of the supported claims that count as supported."""
    unsupported_passed: float
    """Share of the others that count as supported."""


def load_news(folder: Path, part: Part) -> list[LabelledClaim]:
    """The news claims of a part, each with the window of its article."""
    claims = NewsClaims(folder / "train/news", part)
    found = []
    for claim in claims.claims:
        example = claims.given_window(claim)
        evidence = EvidenceText(example.evidence, example.headline)
        article = claims.find_text(claim)
        found.append(LabelledClaim(claim.claim, evidence, article, example.is_supported))
    return found


def load_public(path: Path) -> list[LabelledClaim]:
    """The claims of a public set."""
    return [
        LabelledClaim(
            row["claim"],
            EvidenceText(cut_evidence(row["claim"], row["evidence"])),
            row["evidence"],
            row["label"] == "supported",
        )
        for row in rows_of(path)
    ]


def score_by_terms(claims: Sequence[LabelledClaim]) -> Scores:
    """The share of each claim's terms in its evidence."""
    return np.array([_find_overlap(each) for each in claims])


def score_by_reader(claims: Sequence[LabelledClaim], reader: PassageReader) -> Scores:
    """The reader's logit that the evidence answers the claim, read as a question."""
    readings = [
        reader.read(each.claim, [each.evidence.text], [()], [each.evidence.headline])[0]
        for each in claims
    ]
    return np.array([reading.answers for reading in readings])


def judge_all(claims: Sequence[LabelledClaim], judge: SupportJudge) -> list[Judgement]:
    """The judgement of each claim by its evidence."""
    return [judge.judge(each.claim, [each.evidence])[0] for each in claims]


def apply_rules(claims: Sequence[LabelledClaim], judged: Sequence[Judgement]) -> list[Judgement]:
    """The judgements, weighed by the rules."""
    return [
        weigh(
            judgement,
            find_contrary_signs(
                each.claim, each.evidence.text, each.evidence.headline, each.article
            ),
        )
        for each, judgement in zip(claims, judged, strict=True)
    ]


def compute_figures(
    truth: Sequence[bool], scores: Scores, threshold: float, weights: Scores | None = None
) -> SupportFigures:
    """Compare scores with the truth at a threshold; each claim counts with its weight."""
    from sklearn.metrics import roc_auc_score

    is_supported, passed = np.array(truth), (scores >= threshold).astype(float)
    counted = np.ones(len(scores)) if weights is None else weights
    kept = float(np.average(passed[is_supported], weights=counted[is_supported]))
    let_through = float(np.average(passed[~is_supported], weights=counted[~is_supported]))
    return SupportFigures(
        float(roc_auc_score(is_supported, scores, sample_weight=counted)),
        (kept + 1 - let_through) / 2,
        kept,
        let_through,
    )


def weigh_evenly(truth: Sequence[bool], surface: Scores) -> Scores:
    """The weights with which the surface, in log odds of support, tells nothing of the truth.

    They are the inverse of the label's probability by the surface (Rosenbaum & Rubin 1983), at most
    ``_MAX_WEIGHT``.
    """
    odds = np.where(np.array(truth), surface, -surface)
    weights: Scores = np.minimum(1 + np.exp(-odds), _MAX_WEIGHT)
    return weights


def find_best_threshold(
    truth: Sequence[bool], scores: Scores, weights: Scores | None = None
) -> float:
    """The score from which claims count as supported so that the balanced accuracy is highest."""
    from sklearn.metrics import roc_curve

    false_rate, true_rate, thresholds = roc_curve(np.array(truth), scores, sample_weight=weights)
    return float(thresholds[int(np.argmax(true_rate - false_rate))])


def count_verdicts(
    collection: Collection, claims: Iterable[NewsClaim]
) -> Counter[tuple[bool, Verdict]]:
    """How often claims that are supported, or not, get each verdict in a collection."""
    return Counter(
        (claim.verdicts == SUPPORTED, collection.check(claim.claim).verdict) for claim in claims
    )


def main() -> None:
    """Read the arguments, measure, print the table."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("folder", type=Path)
    said.add_argument("--weights", type=Path, default=SHIPPED_FOLDER)
    said.add_argument("--every", type=int, default=1, help="measure every n-th claim")
    said.add_argument("--index", type=Path, help="a data folder, to check in a collection too")
    given = said.parse_args()
    judge = OnnxSupportJudge(find_judge(given.weights), 2)
    reader = OnnxPassageReader(find_reader(), 2)
    tuning = load_news(given.folder, Part.TUNING)[:: given.every]
    sets = {"news, kept aside": load_news(given.folder, Part.VALIDATION)[:: given.every]}
    for path in sorted((given.folder / "eval/claims").glob("*.jsonl")):
        sets[path.stem] = load_public(path)[:: given.every]
    learnt = [each.example for each in load_news(given.folder, Part.LEARNING)]
    _print_table({_TUNING: tuning, **sets}, judge, reader, SurfaceModel(learnt))
    if given.index:
        claims = NewsClaims(given.folder / "train/news", Part.VALIDATION)
        with open_services(Settings(data_dir=given.index), print, needs_model=True) as services:
            collection = services.library.collection("claims")
            collection.add_document("articles.jsonl", claims.to_json_lines().encode())
            _print_verdicts(count_verdicts(collection, claims.claims[:: given.every]))


def _print_table(
    sets: dict[str, list[LabelledClaim]],
    judge: SupportJudge,
    reader: PassageReader,
    surface: SurfaceModel,
) -> None:
    def find_surface(claims: Sequence[LabelledClaim]) -> Scores:
        return np.array(surface.find_log_odds([each.example for each in claims]))

    baselines: dict[str, Callable[[Sequence[LabelledClaim]], Scores]] = {
        "majority": lambda claims: np.zeros(len(claims)),
        "terms in common": score_by_terms,
        "surface": find_surface,
        "the reader's logit": lambda claims: score_by_reader(claims, reader),
    }
    best: dict[str, float] = {}
    for name, claims in sets.items():
        truth = [each.is_supported for each in claims]
        weights = weigh_evenly(truth, find_surface(claims)) if name.startswith("news") else None
        print(f"{name}: {len(claims)} claims, {sum(truth)} supported")  # noqa: T201
        for method, score in baselines.items():
            scores = score(claims)
            if name == _TUNING:
                best[method] = find_best_threshold(truth, scores)
            _print_row(method, truth, scores, best[method], weights)
        judged = judge_all(claims, judge)
        for method, found in (("judge", judged), ("judge, rules", apply_rules(claims, judged))):
            scores = np.array([each.supported for each in found])
            _print_row(method, truth, scores, SUPPORTED_FROM, weights)
            if name == _TUNING:
                even = find_best_threshold(truth, scores, weights)
                print(f"    best from {find_best_threshold(truth, scores):.3f}, even {even:.3f}")  # noqa: T201
            _print_contradictions(truth, found)


def _print_verdicts(counts: Counter[tuple[bool, Verdict]]) -> None:
    for is_supported in (True, False):
        total = sum(counts[is_supported, verdict] for verdict in Verdict)
        shares = [f"{v.value} {counts[is_supported, v] / total:.3f}" for v in Verdict]
        name = "supported" if is_supported else "unsupported"
        print(f"in a collection, {total} {name}: {', '.join(shares)}")  # noqa: T201


def _print_row(
    method: str,
    truth: Sequence[bool],
    scores: Scores,
    threshold: float,
    weights: Scores | None,
) -> None:
    plain = compute_figures(truth, scores, threshold)
    even = compute_figures(truth, scores, threshold, weights)
    print(  # noqa: T201
        f"  {method:20} AUROC {plain.auroc:.3f}  balanced {plain.balanced_accuracy:.3f}"
        f"  kept {plain.supported_kept:.3f}  passed {plain.unsupported_passed:.3f}"
        f"  even: AUROC {even.auroc:.3f}  balanced {even.balanced_accuracy:.3f}"
    )


def _print_contradictions(truth: Iterable[bool], judged: Sequence[Judgement]) -> None:
    against = np.array([each.contradicted >= CONTRADICTED_FROM for each in judged])
    supported = np.array(list(truth))
    shares = against[supported].mean(), against[~supported].mean()
    print("    contradicted: of supported {:.3f}, of others {:.3f}".format(*shares))  # noqa: T201


def _find_overlap(each: LabelledClaim) -> float:
    wanted = set(extract_terms(each.claim))
    shown = set(extract_terms(f"{each.evidence.headline} {each.evidence.text}"))
    return len(wanted & shown) / max(1, len(wanted))


if __name__ == "__main__":
    main()
