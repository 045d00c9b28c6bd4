"""The best span among start and end scores, against trying them all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.reader.onnx_reader import find_best_span

HIDDEN = -1e4
logits = st.integers(2, 45).flatmap(
    lambda n: st.tuples(*[arrays(np.float32, n, elements=st.floats(-9, 9, width=32))] * 2)
)


@given(logits)
def test_no_other_span_of_at_most_thirty_tokens_scores_higher(scores):
    start, end = scores
    first, last, margin = find_best_span(start, end)
    tried = [
        start[a] + end[b] for a in range(1, len(start)) for b in range(a, min(a + 30, len(start)))
    ]
    assert 1 <= first <= last < first + 30
    assert np.isclose(start[first] + end[last], max(tried))
    assert np.isclose(margin, max(tried) - start[0] - end[0], atol=1e-4)


def test_tokens_of_the_question_are_never_chosen():
    start = np.array([0.0, HIDDEN, HIDDEN, 1.0, 2.0])
    end = np.array([0.0, HIDDEN, HIDDEN, 3.0, 1.0])
    assert find_best_span(start, end) == (3, 3, 4.0)


@given(logits, st.data())
def test_a_span_within_some_tokens_is_the_best_that_has_only_these(scores, data):
    start, end = scores
    first = data.draw(st.integers(1, len(start) - 1))
    last = data.draw(st.integers(first, len(start) - 1))
    within = np.zeros(len(start), dtype=bool)
    within[first : last + 1] = True
    a, b, margin = find_best_span(start, end, within)
    alone = find_best_span(start[[0, *range(first, last + 1)]], end[[0, *range(first, last + 1)]])
    assert (a - first + 1, b - first + 1, margin) == alone


def test_a_passage_of_which_no_token_was_read_has_no_span():
    scores = np.array([0.5, HIDDEN, HIDDEN])
    assert find_best_span(scores, scores) == (0, 0, 0.0)
