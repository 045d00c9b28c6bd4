"""What the judge learns from: a claim, its evidence, and the verdicts that may be right."""

from dataclasses import dataclass

from index.reader.onnx_reader import build_first_segment

Verdicts = tuple[bool, bool, bool]
"""Which of supported, contradicted and not covered may be right."""
SUPPORTED: Verdicts = (True, False, False)
CONTRADICTED: Verdicts = (False, True, False)
NOT_COVERED: Verdicts = (False, False, True)
UNSUPPORTED: Verdicts = (False, True, True)
"""A set says only that the evidence does not support the claim."""


@dataclass(frozen=True, slots=True)
class Example:
    """A claim and the evidence shown with it; ``source`` is the data set, ``kind`` its own word."""

    claim: str
    evidence: str
    verdicts: Verdicts
    source: str
    kind: str = ""
    headline: str = ""
    surface: float = 0.0
    """The log odds of support as far as the claim's surface tells, which is not to be learnt."""

    @property
    def is_supported(self) -> bool:
        """Whether the evidence supports the claim."""
        return self.verdicts == SUPPORTED

    @property
    def segments(self) -> tuple[str, str]:
        """The pair of texts that the network reads."""
        return build_first_segment(self.claim, self.headline), self.evidence
