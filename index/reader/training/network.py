"""The reader as a network: an encoder, and three outputs for a question with a passage."""

from pathlib import Path

import torch
from torch import Tensor, nn

from index.training.encoder import EncoderNetwork

_NOWHERE = -1e4


class ReaderNetwork(EncoderNetwork):
    """A BERT encoder that reads ``[CLS] question [SEP] passage [SEP]``.

    Gives start and end logits, shape ``(batch, tokens)``, very low at every token of the question,
    and the logit of whether the passage answers, shape ``(batch,)``. The start and end of a passage
    that does not answer are the first token, as in SQuAD 2.0 (Devlin et al. 2019).
    """

    def __init__(self, encoder: Path) -> None:
        super().__init__(encoder)
        self.span = nn.Linear(self.width, 2)
        self.answers = nn.Sequential(
            nn.Linear(self.width, self.width), nn.Tanh(), nn.Linear(self.width, 1)
        )

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Start logits, end logits, and the logit that the passage answers."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        first = torch.zeros_like(input_ids)
        first[:, 0] = 1
        outside = (token_type_ids + first) * attention_mask == 0
        logits = self.span(hidden).float().masked_fill(outside.unsqueeze(-1), _NOWHERE)
        return logits[..., 0], logits[..., 1], self.answers(hidden[:, 0]).squeeze(-1).float()


def loss(
    outputs: tuple[Tensor, Tensor, Tensor], starts: Tensor, ends: Tensor, answerable: Tensor
) -> Tensor:
    """The mean of the spans' marginal likelihood and of the answer's cross-entropy.

    ``starts`` and ``ends`` mark the tokens that may be right, shape ``(batch, tokens)``: of several
    answers each, of a sentence that holds the answer all (Clark & Gardner 2018).
    """
    start, end, answers = outputs
    where = (_marginal(start, starts) + _marginal(end, ends)).mean() / 2
    return where + nn.functional.binary_cross_entropy_with_logits(answers, answerable)


def _marginal(logits: Tensor, right: Tensor) -> Tensor:
    allowed = logits.masked_fill(~right, _NOWHERE)
    return torch.logsumexp(logits, dim=1) - torch.logsumexp(allowed, dim=1)
