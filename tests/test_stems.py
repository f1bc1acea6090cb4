"""Stems of words: the examples of Porter's paper and words of captions."""

from __future__ import annotations

import pytest

from mindseye.stems import stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # step 1: plurals, -ed, -ing, y
        *[("caresses", "caress"), ("ponies", "poni"), ("caress", "caress"), ("cats", "cat"), ("feed", "feed")],
        *[("plastered", "plaster"), ("bled", "bled"), ("motoring", "motor"), ("sing", "sing"), ("sized", "size")],
        *[("hopping", "hop"), ("falling", "fall"), ("hissing", "hiss"), ("filing", "file"), ("happy", "happi")],
        *[("sky", "sky"), ("agreed", "agre")],  # "agree" after step 1, and without its last e after step 5
        # steps 2 to 4
        *[("relational", "relat"), ("rational", "ration"), ("digitizer", "digit"), ("hopefulness", "hope")],
        *[("formative", "form"), ("electrical", "electr"), ("goodness", "good"), ("allowance", "allow")],
        *[("replacement", "replac"), ("adoption", "adopt"), ("effective", "effect"), ("onion", "onion")],
        # step 5
        *[("probate", "probat"), ("rate", "rate"), ("cease", "ceas"), ("controll", "control"), ("roll", "roll")],
    ],
)
def test_the_stem_is_the_papers(word: str, expected: str):
    assert stem(word) == expected


@pytest.mark.parametrize(
    "own", [("run", "runs", "running"), ("climb", "climbs", "climbing", "climbed"), ("dog", "dogs")]
)
def test_forms_of_one_word_share_a_stem(own: tuple[str, ...]):
    assert len({stem(word) for word in own}) == 1


def test_short_words_stay():
    assert [stem(word) for word in ("is", "as", "a", "")] == ["is", "as", "a", ""]
