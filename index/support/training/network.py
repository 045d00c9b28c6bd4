"""The judge as a network: an encoder, and three logits for a claim with its evidence."""

from pathlib import Path

import torch
from torch import Tensor, nn

from index.training.encoder import EncoderNetwork
from index.training.learning import Weights


class SupportNetwork(EncoderNetwork):
    """A BERT encoder that reads ``[CLS] claim [SEP] headline, date [SEP] evidence [SEP]``.

    Gives the logits of supported, contradicted and not covered, shape ``(batch, 3)``.
    """

    def __init__(self, encoder: Path) -> None:
        super().__init__(encoder)
        self.hidden = nn.Sequential(nn.Linear(self.width, self.width), nn.Tanh())
        self.verdicts = nn.Linear(self.width, 3)

    def begin_with_reader(self, weights: Weights) -> None:
        """Take over the reader's encoder, and its logit of an answer for that of support."""
        own = self.state_dict()
        taken = {name: weights[name] for name in own if name.startswith("encoder.")}
        taken |= {f"hidden.0.{part}": weights[f"answers.0.{part}"] for part in ("weight", "bias")}
        rows = [weights["answers.2.weight"][0], *torch.zeros(2, self.width)]
        taken["verdicts.weight"] = torch.stack(rows)
        taken["verdicts.bias"] = torch.cat([weights["answers.2.bias"], torch.zeros(2)])
        self.load_state_dict({**own, **taken})

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """The three logits of each pair."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        logits: Tensor = self.verdicts(self.hidden(hidden[:, 0])).float()
        return logits


def loss(logits: Tensor, allowed: Tensor, surface: Tensor) -> Tensor:
    """The mean negative log probability of the verdicts that may be right.

    ``surface``, shape ``(batch,)``, are the log odds of support that the claim's surface gives
    away. They are added while learning, so that the network need not learn them (Clark, Yatskar &
    Zettlemoyer 2019).

    Where a set says only that a claim is not supported, both others may be (learning from partial
    labels, Cour, Sapp & Taskar 2011). ``allowed`` is bool, shape ``(batch, 3)``.
    """
    known = torch.stack([surface, *[-surface] * 2], dim=1)
    logits = logits + nn.functional.logsigmoid(known)
    chosen = logits.masked_fill(~allowed, -1e4)
    return (torch.logsumexp(logits, dim=1) - torch.logsumexp(chosen, dim=1)).mean()
