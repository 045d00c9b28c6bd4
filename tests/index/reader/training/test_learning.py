"""Learning: a run goes on where it stopped, or begins with another run's weights."""

import logging

import pytest
import torch

from index.reader.training.learning import ReaderTask, learn
from index.training.learning import Plan
from index.training.learning import learn as learn_task

TITLES = [f"Title {n}" for n in range(10)]
PLAN = Plan(steps=14, seed=3, tokens=400, kept_every=1, validated_every=1000)


class Stop(logging.Handler):
    """Ends a run as Ctrl-C does, where it begins its second round of the examples."""

    def emit(self, record):
        if record.getMessage().startswith("round 1:"):
            raise KeyboardInterrupt


@pytest.fixture
def folder(data):
    text = "Ferry {0} sailed at noon. Captain Reyes of {0} steered it for 42 minutes."
    articles = [{"id": each, "title": each, "text": text.format(each)} for each in TITLES]
    questions = [
        {"question": f"Who steered ferry {title}?" if known else "Who sank it?",
         "answers": ["Captain Reyes"] * known, "evidence": [], "answerable": known,
         "context_article_id": title}
        for title in TITLES
        for known in (True, False)
    ]  # fmt: skip
    data("eval/squad2/articles.jsonl", *articles)
    return data("eval/squad2/questions.jsonl", *questions)


@pytest.fixture
def run(folder, tmp_path, encoder, caplog):
    """Learns in a run folder by its name; gives the weights and the figures."""
    caplog.set_level(logging.INFO, "index")
    threads = torch.get_num_threads()

    def learnt(name, plan=PLAN, start=None):
        begin = start and tmp_path / start
        network, figures = learn(folder, tmp_path / name, plan, 1, begin, encoder)
        return {key: value.clone() for key, value in network.state_dict().items()}, figures

    yield learnt
    torch.set_num_threads(threads)


def stopped(run, name):
    log, stop = logging.getLogger("index.reader.training.learning"), Stop()
    log.addHandler(stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            run(name)
    finally:
        log.removeHandler(stop)


def same(one, other):
    return all(torch.allclose(one[key], other[key], rtol=0, atol=1e-6) for key in one)


def test_a_run_that_was_stopped_goes_on_to_the_same_weights(run, caplog):
    whole, figures = run("whole")
    stopped(run, "stopped")
    assert "going on" not in caplog.text
    resumed, again = run("stopped")
    assert "going on after step" in caplog.text
    assert same(whole, resumed)
    assert figures == again


def test_a_run_that_is_done_learns_no_more(run, caplog):
    done, figures = run("run")
    caplog.clear()
    again, others = run("run")
    assert "round" not in caplog.text
    assert same(done, again)
    assert figures == others


def test_learning_changes_the_weights_but_not_the_words_own_vectors(run):
    before, _ = run("untouched", Plan(steps=0))
    after, figures = run("run")
    changed = {key for key in before if not torch.equal(before[key], after[key])}
    assert "encoder.embeddings.word_embeddings.weight" not in changed
    assert {"span.weight", "answers.0.weight"} < changed
    assert set(figures) == {"squad2"}
    assert set(figures["squad2"]) == {"exact", "f1", "auroc", "auroc_margin", "auroc_both"}
    assert all(0 <= value <= 1 for value in figures["squad2"].values())


def test_layers_that_are_frozen_stay_as_they_are(run):
    plan = Plan(steps=2, seed=3, tokens=400, frozen=1)
    before, _ = run("untouched", Plan(steps=0))
    after, _ = run("run", plan)
    changed = {key for key in before if not torch.equal(before[key], after[key])}
    assert not any(
        key.startswith(("encoder.embeddings", "encoder.encoder.layer.0")) for key in changed
    )
    assert any(key.startswith("encoder.encoder.layer.1") for key in changed)


def test_workers_average_what_they_learn(folder, tmp_path, encoder):
    plan = Plan(steps=2, seed=3, tokens=400, shared_every=1)
    one, _ = learn(folder, tmp_path / "one", plan, 1, None, encoder)
    two, _ = learn(folder, tmp_path / "two", plan, 2, None, encoder)
    again, _ = learn(folder, tmp_path / "again", plan, 2, None, encoder)
    assert same(two.state_dict(), again.state_dict())
    assert not same(one.state_dict(), two.state_dict())


def test_a_run_may_begin_with_another_runs_weights(run):
    first, _ = run("first")
    nothing_more = Plan(steps=0)
    assert same(run("second", nothing_more, start="first")[0], first)
    assert not same(run("third", nothing_more)[0], first)


def test_a_runs_own_checkpoint_counts_more_than_what_it_began_with(run):
    run("first")
    other, _ = run("other", Plan(steps=1, seed=9, tokens=400))
    assert same(run("other", Plan(steps=1, seed=9, tokens=400), start="first")[0], other)


def test_the_result_may_be_the_mean_of_two_runs(run, folder, tmp_path, encoder):
    one, _ = run("one", Plan(steps=2, seed=1, tokens=400))
    other, _ = run("other", Plan(steps=2, seed=2, tokens=400))
    task, plan = ReaderTask(folder, encoder), Plan(steps=2, seed=1, tokens=400)
    both, _ = learn_task(task, tmp_path / "one", plan, mean_with=tmp_path / "other")
    assert same(both.state_dict(), {key: (one[key] + other[key]) / 2 for key in one})


def test_another_seed_gives_other_weights(run):
    one, _ = run("one", Plan(steps=2, seed=1, tokens=400))
    other, _ = run("other", Plan(steps=2, seed=2, tokens=400))
    assert not same(one, other)
