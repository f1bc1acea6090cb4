"""Figures of sentences, against values worked by hand and a second, slower way."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from mindseye.metrics_text import FITS, Cider, agreement, aligned, bleu, meteor, rouge_l

PICTURES = [
    ["a brown dog runs through the grass", "a dog runs on the green grass", "the brown dog is running"],
    ["a man rides a red bicycle", "a man on a bicycle in the street"],
    ["two children play in the snow", "children are playing in deep white snow", "kids in the snow"],
]
SAID = ["a brown dog runs on grass", "a man in the snow", "two kids play in the deep snow with a dog"]


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def references() -> list[list[tuple[str, ...]]]:
    return [[words(text) for text in own] for own in PICTURES]


def runs(sentence: tuple[str, ...], n: int) -> list[tuple[str, ...]]:
    return [sentence[start : start + n] for start in range(len(sentence) - n + 1)]


# ── BLEU ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_word_said_again_and_again_counts_as_often_as_in_one_reference():
    # Papineni et al. 2002, example 2: "the" seven times; one reference has it twice, so 2 of 7 are right.
    own = [[words("the cat is on the mat"), words("there is a cat on the mat")]]
    assert bleu([words("the the the the the the the")], own) == pytest.approx((200 / 7, 0, 0, 0))


def test_bleu_by_hand():
    # 4 of 5 words, 2 of 4 pairs, 1 of 3 threes, 0 of 2 fours; 5 words said, the closest reference has 6.
    told = bleu(
        [words("a dog runs through snow")],
        [[words("a dog runs in the snow"), words("one two three four five six seven")]],
    )
    brevity = math.exp(1 - 6 / 5)
    assert told[0] == pytest.approx(100 * brevity * 4 / 5)
    assert told[1] == pytest.approx(100 * brevity * math.sqrt(4 / 5 * 2 / 4))
    assert told[2] == pytest.approx(100 * brevity * (4 / 5 * 2 / 4 * 1 / 3) ** (1 / 3))
    assert told[3] == 0


def test_bleu_pools_the_sentences_before_it_divides():
    told = bleu([words("a b"), words("a x y z")], [[words("a b")], [words("a b c d")]], 1)
    assert told == pytest.approx((100 * 3 / 6,))  # not the mean of 2/2 and 1/4


def test_of_two_references_equally_close_in_length_the_shorter_counts():
    assert bleu([words("a b c")], [[words("a b c d"), words("a b")]], 1) == pytest.approx((100,))
    assert bleu([words("a b c")], [[words("a b c d")]], 1) == pytest.approx((100 * math.exp(1 - 4 / 3),))


def test_saying_nothing_is_worth_nothing():
    own = [[words("a dog")]]
    assert bleu([()], own) == (0, 0, 0, 0)
    assert rouge_l([()], own) == 0
    assert meteor([()], own) == 0
    assert Cider(references()).score([()], [0])[0] == 0


# ── ROUGE-L ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_rouge_l_of_the_papers_sentences():
    # Lin 2004, section 3.1: three words in order of four, and two.
    own = [[words("police killed the gunman")]]
    assert rouge_l([words("police kill the gunman")], own) == pytest.approx(0.75)
    assert rouge_l([words("the gunman kill police")], own) == pytest.approx(0.5)


def test_rouge_l_takes_the_best_precision_and_the_best_recall_and_weighs_recall_more():
    # In common with the references: 2 of 4 words said and 2 of 2; 3 of 4 words said and 3 of 6.
    own = [[words("a dog"), words("a u v dog w runs")]]
    precision, recall = 3 / 4, 2 / 2
    expected = (1 + 1.44) * precision * recall / (recall + 1.44 * precision)
    assert rouge_l([words("a dog x runs")], own) == pytest.approx(expected)


# ── METEOR, with stems and without synonyms ─────────────────────────────────────────────────────────────────────────


def test_meteor_by_hand():
    # Five pairs, "runs" and "running" by their stem, in three chunks: "a dog", "runs on", "is".
    told = meteor([words("a dog runs on snowy is")], [[words("a dog is running on the street")]])
    precision, recall, chunks = 5 / 6, 5 / 7, 3
    expected = 10 * precision * recall / (recall + 9 * precision) * (1 - 0.5 * (chunks / 5) ** 3)
    assert told == pytest.approx(expected)


def test_meteor_takes_the_reference_that_fits_best():
    said = words("a dog in the snow")
    assert meteor([said], [[words("two men"), said]]) == pytest.approx(1 - 0.5 * (1 / 5) ** 3)


def slowly_aligned(said: tuple[str, ...], reference: tuple[str, ...]) -> tuple[int, int]:
    """The most pairs and then the fewest chunks, by trying every pairing."""
    best = (0, 0)
    for places in product([None, *range(len(reference))], repeat=len(said)):
        taken = [place for place in places if place is not None]
        fits = all(place is None or reference[place] == word for word, place in zip(said, places, strict=True))
        if fits and len(set(taken)) == len(taken):
            before = [None, *places[:-1]]
            starts = [
                p for p, last in zip(places, before, strict=True) if p is not None and (last is None or p != last + 1)
            ]
            best = max(best, (len(taken), -len(starts)))
    return best[0], -best[1]


@pytest.mark.parametrize(
    ("said", "reference"),
    [("a b a c", "c a b a"), ("a a b", "b a"), ("a b a b", "b a b"), ("a x b", "a b a x"), ("x", "y"), ("a a a", "a")],
)
def test_the_pairing_with_the_fewest_chunks_is_found(said: str, reference: str):
    assert aligned(words(said), words(reference)) == slowly_aligned(words(said), words(reference))


# ── whether a sentence fits ─────────────────────────────────────────────────────────────────────────────────────────


def test_agreement_is_the_share_of_telling_words_that_people_used():
    own = [words("a brown dog runs in the snow"), words("the puppy is running")]
    assert agreement(words("a black dog is running on the grass"), own) == pytest.approx(2 / 4)  # dog and run
    assert agreement(words("the snow is on a cat"), own) == pytest.approx(1 / 2) == FITS
    assert agreement(words("it is on the"), own) == 0


# ── CIDEr-D ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def slow_cider(said: tuple[str, ...], place: int) -> float:
    """CIDEr-D by vectors over all runs, equations 1 to 4 of the paper with the clipping of its section 8."""
    everyone, total = references(), 0.0
    for reference in everyone[place]:
        for n in range(1, 5):
            space = sorted(
                {run for own in everyone for sentence in own for run in runs(sentence, n)} | set(runs(said, n))
            )
            seen = [max(1, sum(any(run in runs(sentence, n) for sentence in own) for own in everyone)) for run in space]
            rarity = np.log(len(everyone) / np.array(seen))
            mine = np.array([runs(said, n).count(run) for run in space]) * rarity
            theirs = np.array([runs(reference, n).count(run) for run in space]) * rarity
            lengths = np.linalg.norm(mine) * np.linalg.norm(theirs)
            cosine = np.minimum(mine, theirs) @ theirs / lengths if lengths else 0.0
            total += cosine * math.exp(-((len(said) - len(reference)) ** 2) / (2 * 6**2)) / 4
    return 10 * total / len(everyone[place])


def test_cider_is_the_papers_formula_worked_slowly():
    told = Cider(references()).score([words(text) for text in SAID])
    assert told == pytest.approx([slow_cider(words(text), place) for place, text in enumerate(SAID)])
    assert told.min() > 0.1


def test_cider_by_hand():
    # Two pictures share no word, so each run weighs ln 2 and drops out of the cosines. "c d" has no threes and fours.
    judge = Cider([[words("a b")], [words("c d")]])
    assert judge.score([words("a b"), words("d x")]) == pytest.approx([10 * 2 / 4, 10 * (1 / 2) / 4])


def test_repeating_a_rare_word_does_not_raise_cider():
    judge = Cider(references())
    once, thrice = judge.score([words("a bicycle"), words("a bicycle bicycle bicycle")], [1, 1])
    assert thrice < once


def test_a_word_of_every_picture_says_nothing():
    judge = Cider([[words("the dog")], [words("the cat")]])
    assert judge.score([words("the"), words("dog")], [0, 0])[0] == 0


def test_candidates_are_held_against_the_pictures_they_are_of():
    judge, said = Cider(references()), [words(text) for text in SAID]
    assert judge.score([said[2], said[0], said[2]], [2, 0, 0]) == pytest.approx(
        [slow_cider(said[2], 2), slow_cider(said[0], 0), slow_cider(said[2], 0)]
    )


def test_a_reward_does_not_change_what_comes_after_it():
    judge, said = Cider(references()), [words(text) for text in SAID]
    first = judge.score(said)
    judge.score([words("never seen words here")], [0])
    assert np.array_equal(judge.score(said), first)


# ── what makes no sense ─────────────────────────────────────────────────────────────────────────────────────────────


def test_candidates_and_references_must_pair_up():
    with pytest.raises(ValueError, match="2 candidates for the references of 1"):
        bleu([("a",), ("b",)], [[("a",)]])
    with pytest.raises(ValueError, match="one or more references"):
        rouge_l([("a",)], [[]])
    with pytest.raises(ValueError, match="1 candidates for 3 pictures"):
        Cider(references()).score([("a",)])
