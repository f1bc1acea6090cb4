"""The tokeniser: what is a word, what is not, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindseye.sentences import sentence, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A child in a pink dress .", "a child in a pink dress"),
        ("The dog's ball, the DOGS’ ball!", "the dog 's ball the dogs ball"),
        ("A tri-colored dog in a T-shirt", "a tri-colored dog in a t-shirt"),
        ("Two (2) men - don't run...", "two 2 men don't run"),
        ("-- ' --", ""),
    ],
)
def test_words_are_lower_case_without_punctuation_and_possession_stands_alone(text, expected):
    assert tokens(text) == tuple(expected.split())


def test_a_sentence_has_a_capital_and_a_full_stop_and_joins_possession():
    assert sentence(tokens("the man's dog runs")) == "The man's dog runs."
    assert sentence(()) == ""


@given(st.text(max_size=60))
def test_reading_a_sentence_again_gives_its_words(text):
    words = tokens(text)
    assert tokens(sentence(words)) == words
