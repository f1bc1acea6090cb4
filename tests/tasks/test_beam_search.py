"""Beam search against trying every sentence, and the rules that a sentence keeps."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from mindseye.tasks.beam_search import END, Rules, beam_search

WORDS = 5  # with the end


def model(seed: int, sharpness: float = 1.5):
    """A language whose next word depends on the last two; the state is the last word, attention one of four cells."""
    table = np.random.default_rng(seed).normal(0, sharpness, (WORDS, WORDS, WORDS)).astype(np.float32)
    table -= np.log(np.exp(table).sum(axis=2, keepdims=True))

    def step(words, state):
        odds = table[state[:, 0].astype(int), words]
        attention = np.eye(4, dtype=np.float32)[words % 4]
        return odds, words[:, None].astype(np.float32), attention

    return table, step


def log_probability(table, tokens) -> float:
    before, last, total = END, END, 0.0
    for token in (*tokens, END):
        total += float(table[before, last, token])
        before, last = last, token
    return total


START = np.zeros((1, 1), np.float32)


@pytest.mark.parametrize("seed", range(4))
def test_a_beam_as_wide_as_all_sentences_finds_the_best_of_all(seed):
    table, step = model(seed)
    rules = Rules(beams=300, count=5, shortest=1, longest=4, power=0.7)
    found = beam_search(step, START, rules)
    every = [
        sentence
        for length in range(1, 5)
        for sentence in itertools.product(range(1, WORDS), repeat=length)
        if all(a != b for a, b in itertools.pairwise(sentence))
    ]
    scores = sorted(((log_probability(table, one) / (len(one) + 1) ** 0.7, one) for one in every), reverse=True)
    assert [path.tokens for path in found] == [one for _, one in scores[:5]]
    for path in found:
        assert path.log_probability == pytest.approx(log_probability(table, path.tokens), abs=1e-4)
        assert len(path.attention) == len(path.tokens)


def test_a_beam_of_one_takes_the_most_probable_word_each_time():
    table, step = model(7)
    path = beam_search(step, START, Rules(beams=1, count=1, shortest=4, longest=4, power=0.0))[0]
    before, last, expected = END, END, []
    for _ in range(4):
        odds = table[before, last].copy()
        odds[[END, last]] = -math.inf
        before, last = last, int(odds.argmax())
        expected.append(last)
    assert list(path.tokens) == expected


def test_what_was_given_begins_every_sentence_and_its_probability_counts():
    table, step = model(3)
    found = beam_search(step, START, Rules(beams=3, count=3, shortest=3, longest=6), start=(2, 4))
    assert len({path.tokens for path in found}) == 3
    for path in found:
        assert path.tokens[:2] == (2, 4)
        assert path.log_probability == pytest.approx(log_probability(table, path.tokens), abs=1e-4)


def test_no_run_of_words_comes_twice_although_the_model_would_go_round_in_circles():
    table = np.full((WORDS, WORDS, WORDS), -20.0, np.float32)
    for word, following in ((END, 1), (1, 2), (2, 3), (3, 1)):
        table[:, word, following] = -0.01
    table[:, :, END] = -15.0
    path = beam_search(
        lambda words, state: (table[0, words], state, np.ones((len(words), 4), np.float32) / 4),
        START,
        Rules(beams=2, count=1, shortest=1, longest=12, repeat=3),
    )[0]
    runs = [path.tokens[n : n + 3] for n in range(len(path.tokens) - 2)]
    assert len(runs) == len(set(runs))


def test_no_sentence_has_a_word_that_must_never_come_or_ends_on_one_that_leads_on():
    _, step = model(11)
    found = beam_search(step, START, Rules(beams=4, count=4, shortest=1, longest=5, never=(2,), last_not=(3,)))
    assert all(2 not in path.tokens and path.tokens[-1] != 3 for path in found)


def test_a_model_that_never_ends_gives_a_sentence_of_the_greatest_length():
    table = np.zeros((WORDS, WORDS), np.float32)
    table[:, END] = -np.inf

    def step(words, state):
        return table[words], state, np.ones((len(words), 4), np.float32) / 4

    found = beam_search(step, START, Rules(beams=2, count=2, shortest=1, longest=6))
    assert found
    assert all(len(path.tokens) == 6 for path in found)
