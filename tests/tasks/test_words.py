"""Texts in the space of photos, by the model that ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mindseye import images
from mindseye.descriptors.spaces import space
from mindseye.errors import RequestError
from mindseye.models.registry import Models
from mindseye.tasks import embed, words
from mindseye.types import ImageLimits

PHOTOS = Path(words.__file__).parents[1] / "samples" / "photos"


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> Models:
    return Models(tmp_path_factory.mktemp("home"))


def test_a_text_is_nearest_to_the_photo_that_shows_it(models):
    names = ["grass", "coffee", "rocket", "photographer"]
    photos = [images.read(PHOTOS / f"{name}.jpg", ImageLimits()) for name in names]
    vectors = np.stack([embed.embed_picture(models, space("words"), rgb) for rgb in photos])
    for text, name in (("green grass", "grass"), ("a man with a camera", "photographer")):
        assert names[int((vectors @ words.embed(models, text).vector).argmax())] == name


def test_a_vector_is_of_unit_length_and_does_not_depend_on_the_order_or_the_case_of_words(models):
    one, other = words.embed(models, "A dog in the snow"), words.embed(models, "snow the IN dog a!")
    assert np.linalg.norm(one.vector) == pytest.approx(1.0, abs=1e-3)
    np.testing.assert_allclose(one.vector, other.vector, atol=1e-5)
    assert one.known == ("a", "dog", "in", "the", "snow")


def test_a_word_that_is_not_known_is_told_and_changes_nothing(models):
    plain, odd = words.embed(models, "two dogs"), words.embed(models, "two zyzzyva dogs")
    assert odd.unknown == ("zyzzyva",)
    np.testing.assert_array_equal(plain.vector, odd.vector)


def test_chinese_words_are_understood_as_their_english_ones(models):
    asked = words.embed(models, "雪地里的狗")
    assert {"dog", "snow"} <= set(asked.known)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The text has no words"),
        (" … ", "The text has no words"),
        ("zyzzyva qqq", "None of the words is known to the model: zyzzyva, qqq"),
        ("dog " * 51, "The text has 204 characters; it may have 200"),
    ],
)
def test_a_text_that_says_nothing_is_refused_in_a_sentence(models, text, sentence):
    with pytest.raises(RequestError, match=sentence):
        words.embed(models, text)
