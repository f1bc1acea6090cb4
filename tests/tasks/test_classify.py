"""Naming whole pictures: probabilities, groups, refusals, and the heat map of why."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mindseye import images
from mindseye.errors import RequestError
from mindseye.models.card import LabelGroup
from mindseye.models.registry import Models
from mindseye.tasks import classify


@pytest.fixture(scope="module")
def zoo(tmp_path_factory) -> Models:
    return Models(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def photo(zoo):
    return zoo.get("photo")


@pytest.fixture(scope="module")
def cat(sample_photos):
    return images.read(sample_photos / "2024 Space" / "cat whole.jpg", images.ImageLimits())


def test_a_cat_is_called_a_cat(zoo, photo, cat):
    found = classify.classify(zoo, photo, cat, top=3)
    assert len(found.labels) == 3
    assert found.groups[0].name == "cat"
    assert found.accepted
    assert "cat" in found.labels[0].name


def test_probabilities_are_the_softmax_of_the_logits(zoo, photo, cat):
    batch = images.prepare(cat, photo.card.input)[None]
    logits = zoo.session(photo).run(batch, ["logits"])["logits"][0].astype(np.float64)
    expected = np.array([np.exp(value) for value in logits])
    np.testing.assert_allclose(classify.probabilities(zoo, photo, cat), expected / expected.sum(), atol=1e-6)


def test_labels_come_in_the_order_of_their_probability(zoo, photo, cat):
    found = classify.classify(zoo, photo, cat, top=1000)
    told = [label.probability for label in found.labels]
    assert told == sorted(told, reverse=True)
    assert sum(told) == pytest.approx(1.0, abs=1e-5)
    assert {label.index for label in found.labels} == set(range(1000))


def test_a_group_is_as_probable_as_its_labels_together(photo):
    card = dataclasses.replace(
        photo.card, groups=(LabelGroup("ab", "甲", (0, 1)), LabelGroup("c", "乙", (2,)), LabelGroup("d", "丙", (3,)))
    )
    found = np.zeros(1000)
    found[:4] = 0.25, 0.2, 0.5, 0.05
    shares = classify.shares(card, found)
    assert [(share.name, round(share.probability, 6)) for share in shares] == [("c", 0.5), ("ab", 0.45)]


@pytest.mark.parametrize(("threshold", "accepted"), [(0.0, True), (1.0, False)])
def test_a_best_probability_below_the_threshold_is_none_of_these(zoo, photo, cat, threshold, accepted):
    card = dataclasses.replace(photo.card, thresholds={"reject": threshold})
    assert classify.classify(zoo, dataclasses.replace(photo, card=card), cat).accepted is accepted


def test_the_cells_of_the_heat_map_add_up_to_the_logit(zoo, photo, cat):
    batch = images.prepare(cat, photo.card.input)[None]
    answers = zoo.session(photo).run(batch, ["logits"])
    for index in np.argsort(-answers["logits"][0])[:3]:
        cells = classify.heat_map(zoo, photo, cat, int(index))
        others = classify.heat_map(zoo, photo, cat, 0)
        # the mean of the cells is the logit without its bias, which is the same for every picture
        rest = float(answers["logits"][0][index] - cells.mean())
        grey = np.full_like(cat, 128)
        again = zoo.session(photo).run(images.prepare(grey, photo.card.input)[None], ["logits"])["logits"][0][index]
        assert rest == pytest.approx(float(again - classify.heat_map(zoo, photo, grey, int(index)).mean()), abs=1e-3)
        assert cells.shape == others.shape == tuple(side // 32 for side in batch.shape[2:])


def test_the_heat_map_of_a_picture_twice_as_wide_as_high_is_so_too(zoo, photo):
    wide = np.random.default_rng(1).integers(0, 256, (100, 200, 3), np.uint8)
    rows, columns = classify.heat_map(zoo, photo, wide, 5).shape
    assert 1.6 < columns / rows < 2.4


def test_a_label_that_is_not_there_is_said_with_how_many_there_are(zoo, photo, cat):
    with pytest.raises(RequestError, match="photo has 1000 labels; there is no number 1000"):
        classify.heat_map(zoo, photo, cat, 1000)


def test_a_model_without_a_map_has_no_heat_map(models, model):
    rgb = np.zeros((40, 40, 3), np.uint8)
    with pytest.raises(RequestError, match="tiny has no heat map"):
        classify.heat_map(models, model, rgb, 1)


@pytest.mark.parametrize("size", [(1, 1), (1, 2000), (2000, 1), (3, 5)])
def test_pictures_of_any_shape_are_named(zoo, photo, size):
    found = classify.classify(zoo, photo, np.full((*size, 3), 90, np.uint8))
    assert len(found.labels) == 5


def test_digit_models_do_not_name_photos(model, photo):
    assert not classify.suits(model.card)
    assert classify.suits(photo.card)
