"""Examples as tokens: what is marked as right, and how batches are filled."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from index.reader.training.batches import batches
from index.reader.training.examples import Example

NAMES = ["Halden", "Bergen", "Moss", "Drammen", "Larvik", "Skien", "Hamar", "Narvik"]


def bridge(name, words=0):
    passage = (
        f"The old bridge. {'On and on. ' * words}Engineer {name} Øye built it in 1987 😀 here."
    )
    start = passage.index(name)
    return Example(
        f"Who built bridge {name}?", passage, ((start, start + len(name) + 4),),
        exact=True, article=name, source="made",
    )  # fmt: skip


def one(example, tokenizer):
    [batch] = batches([example], tokenizer, tokens=10_000, seed=1)
    return batch


def marked(batch, tokenizer, row=0):
    """The words from the first token that may begin an answer to the last that may end one."""
    first, last = (
        int(each[row].nonzero()[at]) for each, at in ((batch.starts, 0), (batch.ends, -1))
    )
    return tokenizer.decode(batch.inputs[0][row, first : last + 1].tolist())


def test_the_tokens_marked_spell_the_answer(tokenizer):
    found = [
        marked(batch, tokenizer, row)
        for batch in batches([bridge(name, at) for at, name in enumerate(NAMES)], tokenizer, 200, 1)
        for row in range(len(batch.answerable))
    ]
    assert sorted(found) == sorted(f"{name.lower()} øye" for name in NAMES)


def test_an_exact_answer_has_one_first_and_one_last_token(tokenizer):
    batch = one(bridge("Drammen"), tokenizer)
    assert (batch.starts.sum(), batch.ends.sum(), batch.answerable.item()) == (1, 1, 1)


def test_what_touches_the_answer_without_a_space_is_no_part_of_it(tokenizer):
    text = "Turnout rose ($42m, +7%)."
    spans = ((text.index("42"), text.index("42") + 3),)
    batch = one(Example("How much?", text, spans, exact=True, article="", source=""), tokenizer)
    assert marked(batch, tokenizer) == "42m"


def test_each_of_several_answers_is_marked(tokenizer):
    text = "Reyes steered. Later Reyes slept."
    spans = ((0, 5), (text.rindex("Reyes"), text.rindex("Reyes") + 5))
    batch = one(Example("Who?", text, spans, exact=True, article="", source=""), tokenizer)
    ids = batch.inputs[0][batch.starts]
    assert (batch.starts.sum(), batch.ends.sum()) == (2, 2)
    assert {tokenizer.id_to_token(each) for each in ids.tolist()} == {"reyes"}


def test_in_a_sentence_that_answers_somewhere_every_token_may_be_right(tokenizer):
    text = "It rained. Joan Reyes steered."
    span = (text.index("Joan"), len(text))
    batch = one(Example("Who?", text, (span,), exact=False, article="", source=""), tokenizer)
    told = [tokenizer.id_to_token(each) for each in batch.inputs[0][batch.starts].tolist()]
    assert told == ["joan", "reyes", "steered", "."]
    assert torch.equal(batch.starts, batch.ends)


def test_where_there_is_no_answer_the_first_token_is_right(tokenizer):
    batch = one(Example("Who?", "It rained.", (), exact=True, article="", source=""), tokenizer)
    assert batch.starts.nonzero().tolist() == batch.ends.nonzero().tolist() == [[0, 0]]
    assert batch.answerable.item() == 0


def test_an_answer_past_what_is_read_is_none(tokenizer):
    batch = one(bridge("Narvik", words=400), tokenizer)
    assert batch.inputs[0].shape == (1, 384)
    assert batch.starts.nonzero().tolist() == [[0, 0]]
    assert batch.answerable.item() == 0


def test_the_question_is_never_marked(tokenizer):
    text = "Reyes steered."
    example = Example("Did Reyes steer?", text, ((0, 5),), exact=True, article="", source="")
    batch = one(example, tokenizer)
    assert batch.inputs[2][batch.starts].tolist() == [1]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.integers(60, 500), st.integers())
def test_every_example_is_in_one_batch_and_no_batch_is_too_large(tokenizer, lengths, tokens, seed):
    examples = [bridge(NAMES[at % 8], words) for at, words in enumerate(lengths)]
    made = list(batches(examples, tokenizer, tokens, seed))
    sizes = [each.inputs[0].shape for each in made]
    assert sum(rows for rows, _ in sizes) == len(examples)
    assert all(rows * longest <= tokens or rows == 1 for rows, longest in sizes)
    for batch in made:
        ids, mask, types = batch.inputs
        assert torch.equal(mask == 0, ids == 0)
        assert not types[mask == 0].any()
        assert not (batch.starts | batch.ends)[mask == 0].any()


def test_the_same_seed_gives_the_same_batches_in_the_same_order(tokenizer):
    def ids(seed):
        examples = [bridge(name, at) for at, name in enumerate(NAMES)]
        return [each.inputs[0].tolist() for each in batches(examples, tokenizer, 100, seed)]

    assert ids(4) == ids(4)
    assert any(ids(4) != ids(seed) for seed in range(3))
