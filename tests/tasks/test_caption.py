"""Sentences for photos by the model that ships: what they are made of, and what is refused or doubted."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from mindseye import images
from mindseye.errors import NotFoundError, RequestError
from mindseye.models.registry import Models
from mindseye.sentences import tokens
from mindseye.tasks import caption
from mindseye.types import ImageLimits
from tests import tiny

PHOTOS = Path(caption.__file__).parents[1] / "samples" / "photos"


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Models:
    return Models(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def grass():
    return images.read(PHOTOS / "grass.jpg", ImageLimits())


def test_a_sentence_is_its_words_and_its_log_probability_their_sum_and_that_of_the_end(models, grass):
    described = caption.describe(models, grass, count=3, beam=3)
    assert 1 <= len(described.captions) <= 3
    assert len({one.text for one in described.captions}) == len(described.captions)
    for one in described.captions:
        assert tokens(one.text) == tuple(word.text for word in one.words)
        assert all(0 < word.probability <= 1 for word in one.words)
        of_words = sum(math.log(word.probability) for word in one.words)
        assert one.log_probability <= of_words + 1e-4
        assert 0 <= one.confidence <= 1


def test_where_each_word_was_seen_is_a_grid_that_adds_up_to_one(models, grass):
    for word in caption.describe(models, grass).captions[0].words:
        assert word.attention.shape == (8, 8)
        assert word.attention.min() >= 0
        assert word.attention.sum() == pytest.approx(1.0, abs=1e-3)


def test_a_mirrored_picture_gets_the_same_sentence_and_is_looked_at_the_other_way_round(models):
    rgb = images.read(PHOTOS / "photographer.jpg", ImageLimits())
    one = caption.describe(models, rgb, count=1).captions[0]
    other = caption.describe(models, np.ascontiguousarray(rgb[:, ::-1]), count=1).captions[0]
    assert one.text == other.text
    for word, turned in zip(one.words, other.words, strict=True):
        np.testing.assert_allclose(word.attention, turned.attention[:, ::-1], atol=1e-4)
        assert not np.allclose(word.attention, turned.attention, atol=1e-3)


def test_the_sentence_goes_on_from_the_start_that_was_given(models, grass):
    described = caption.describe(models, grass, start="Two dogs", count=2)
    assert all(one.text.startswith("Two dogs ") for one in described.captions)


def test_a_wider_beam_finds_no_less_probable_a_sentence_by_its_own_measure(models, grass):
    def best(beam: int) -> float:
        one = caption.describe(models, grass, count=1, beam=beam).captions[0]
        return one.log_probability / (len(one.words) + 1) ** caption.rules_of((), 1, 1).power

    assert best(10) >= best(1) - 1e-6


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"count": 0}, "count is 0; it must be 1 to 10"),
        ({"beam": 11}, "beam is 11; it must be 1 to 10"),
        ({"start": "a " * 11}, "The start has 11 words; it may have 10"),
        ({"start": "a zyzzyva"}, "words that the model does not know: zyzzyva"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(models, grass, asked, sentence):
    with pytest.raises(RequestError, match=sentence):
        caption.describe(models, grass, **asked)


def test_another_model_is_refused_with_the_names_of_those_that_describe(models, grass):
    with pytest.raises(NotFoundError, match="no model of captions called 'photo'; known: caption"):
        caption.describe(models, grass, name="photo")


@pytest.mark.parametrize(
    ("rgb", "note"),
    [
        (np.full((40, 60, 3), 200, np.uint8), "blank"),
        (np.zeros((1, 1, 3), np.uint8), "blank"),
        (tiny.photo(60, 80) // 12, "dark"),
        (tiny.drawn("7"), "drawing"),
    ],
)
def test_a_picture_that_shows_little_gets_a_sentence_that_is_not_sure_with_the_reason(models, rgb, note):
    described = caption.describe(models, rgb)
    assert described.note == note
    assert not described.sure
    assert described.captions[0].text


def test_a_photo_of_any_shape_is_described(models):
    strip = np.repeat(tiny.photo(1, 64), 1, axis=0)
    tall = np.repeat(tiny.photo(64, 2), 30, axis=0)
    for rgb in (strip, tall):
        assert caption.describe(models, rgb, count=1).captions[0].text.endswith(".")
