"""How well the network reads passages it has not seen: exact match, F1, and who answers."""

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer

from index.reader.onnx_reader import find_best_span
from index.reader.squad import score_exact_match, score_f1
from index.reader.training.examples import Example
from index.reader.training.network import ReaderNetwork
from index.training.batches import batches_in_order
from index.training.learning import Figures


def validate(
    network: ReaderNetwork, tokenizer: Tokenizer, examples: Sequence[Example], *, fast: bool = False
) -> Figures:
    """Exact match and F1 of spans where there is an answer, and the AUROC of whether there is.

    ``fast`` computes in bfloat16, as learning does.
    """
    from sklearn.metrics import roc_auc_score

    network.eval()
    matches, overlaps, answers, margins, truth = [], [], [], [], []
    for group, read, inputs in batches_in_order(examples, tokenizer):
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=fast):
            outputs = [each.float().numpy() for each in network(*inputs)]
        for example, row, start, end, answer in zip(group, read, *outputs, strict=True):
            first, last, margin = find_best_span(start, end)
            said = example.passage[row.offsets[first][0] : row.offsets[last][1]] if first else ""
            if example.answerable:
                golds = [example.passage[a:b] for a, b in example.spans]
                matches.append(score_exact_match(said, golds))
                overlaps.append(score_f1(said, golds))
            answers.append(float(answer))
            margins.append(margin)
            truth.append(example.answerable)
    both = np.array(answers) + 0.5 * np.array(margins)
    return {
        "exact": round(float(np.mean(matches)), 4),
        "f1": round(float(np.mean(overlaps)), 4),
        "auroc": round(float(roc_auc_score(truth, answers)), 4),
        "auroc_margin": round(float(roc_auc_score(truth, margins)), 4),
        "auroc_both": round(float(roc_auc_score(truth, both)), 4),
    }
