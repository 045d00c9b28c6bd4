"""A BERT encoder that learns, below the outputs of a network."""

from pathlib import Path

from torch import nn


class EncoderNetwork(nn.Module):
    """A BERT encoder, ``encoder``, that reads pairs; subclasses add their outputs."""

    def __init__(self, encoder: Path) -> None:
        from transformers import AutoModel  # takes seconds

        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            encoder,
            add_pooling_layer=False,
            attn_implementation="eager",  # flash attention's backward pass is slow on processors
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        # The words' own vectors stay as they are: most would be seen too rarely to learn.
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False

    @property
    def width(self) -> int:
        """The length of a token's vector."""
        return int(self.encoder.config.hidden_size)

    def freeze(self, layers: int) -> None:
        """Keep the embeddings and that many lower layers as they are, which is faster."""
        if layers:
            for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:layers]):
                part.requires_grad_(requires_grad=False)

    def find_learnt(self) -> list[nn.Parameter]:
        """The parameters that learn."""
        return [each for each in self.parameters() if each.requires_grad]
