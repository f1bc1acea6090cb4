"""Faces aligned, embedded and compared, on the sample pictures and on drawn ones."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from mindseye import images
from mindseye.models.registry import Models
from mindseye.tasks.faces.chips import TEMPLATE, chips, similarity_transform
from mindseye.tasks.faces.comparison import (
    CONFIDENCES,
    SAME_PICTURE,
    best_pair,
    compare,
    false_accepts,
    picture_likeness,
    scaled,
    similarity,
    verdict,
)
from mindseye.tasks.faces.detection import detect
from mindseye.tasks.faces.embedding import embed, model_of
from mindseye.tasks.faces.face import Face, Landmarks
from mindseye.types import RGB, Box, ImageLimits
from tests import tiny

PHOTOS = Path(images.__file__).parent / "samples" / "photos"


@pytest.fixture(scope="module")
def zoo() -> Models:
    return Models(Path("/nonexistent"))


@pytest.fixture(scope="module")
def astronaut() -> RGB:
    return images.read(PHOTOS / "astronaut.jpg", ImageLimits())


@pytest.fixture(scope="module")
def admiral() -> RGB:
    return images.read(PHOTOS / "admiral.jpg", ImageLimits())


def face_at(points: np.ndarray) -> Face:
    return Face(Box(0, 0, 1, 1), 1.0, Landmarks.of(points))


def jpeg(rgb: RGB, quality: int) -> RGB:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality)
    return images.decode(buffer.getvalue(), ImageLimits())


# ── chips ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_transform_is_that_of_a_plain_least_squares_solver():
    rng = np.random.default_rng(3)
    source, target = rng.normal(size=(2, 5, 2)) * 40 + 100
    # u = p·x − q·y + s and v = q·x + p·y + t: ten equations for p, q, s, t
    rows, wanted = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [(x, -y, 1, 0), (y, x, 0, 1)]
        wanted += [u, v]
    p, q, s, t = np.linalg.lstsq(np.array(rows), np.array(wanted), rcond=None)[0]
    assert np.allclose(similarity_transform(source, target), [(p, -q, s), (q, p, t)])


def test_the_transform_finds_a_known_turn_scale_and_shift_again():
    turn = cv2.getRotationMatrix2D((30, 70), 25, 1.7)
    points = TEMPLATE * 100
    assert np.allclose(similarity_transform(points, points @ turn[:, :2].T + turn[:, 2]), turn)


def test_the_transform_of_points_that_fall_into_one_is_finite():
    assert np.isfinite(similarity_transform(np.ones((5, 2)), TEMPLATE)).all()


def test_landmarks_on_the_template_give_the_picture_itself():
    rgb = tiny.photo(80, 80)
    assert np.array_equal(chips(rgb, [face_at(TEMPLATE * 80)], 80, 0.0)[0], rgb)


def test_padding_shows_more_around_the_same_landmarks():
    rgb = tiny.photo(120, 120)
    landmarks = (TEMPLATE + 0.25) / 1.5 * 120
    assert np.array_equal(chips(rgb, [face_at(landmarks)], 120, 0.25)[0], rgb)


@pytest.mark.parametrize("degrees", [17.0, -90.0, 180.0])
def test_a_turned_picture_gives_nearly_the_same_chip(astronaut, degrees):
    points = np.array([(143, 71), (174, 72), (158, 91), (142, 98), (173, 99)], np.float64)
    turn = cv2.getRotationMatrix2D((158, 85), degrees, 1.3)
    turned = cv2.warpAffine(astronaut, turn, (360, 360), flags=cv2.INTER_CUBIC)
    upright = chips(astronaut, [face_at(points)], 96, 0.1)[0].astype(float)
    moved = (points - 0.5) @ turn[:, :2].T + turn[:, 2] + 0.5  # OpenCV counts from the first pixel's middle
    again = chips(turned, [face_at(moved)], 96, 0.1)[0].astype(float)
    assert np.abs(upright - again).mean() < 3.0
    assert np.abs(upright - again[:, ::-1]).mean() > 15.0


def test_a_large_face_is_averaged_and_not_sampled():
    # A fine chessboard is grey from afar; picking single pixels would give black and white.
    board = ((np.indices((800, 800)).sum(0) % 2) * 255).astype(np.uint8)[..., None].repeat(3, axis=2)
    chip = chips(board, [face_at(TEMPLATE * 800)], 50, 0.0)[0]
    assert chip.min() > 110
    assert chip.max() < 145


def test_beyond_the_picture_its_border_goes_on():
    rgb = np.full((40, 40, 3), (10, 200, 90), np.uint8)
    chip = chips(rgb, [face_at(TEMPLATE * 60 - 25)], 64, 0.25)[0]
    assert (chip == (10, 200, 90)).all()


def test_a_face_far_outside_still_gives_a_chip():
    assert chips(tiny.photo(), [face_at(TEMPLATE * 20 + 900)], 32, 0.25).shape == (1, 32, 32, 3)


# ── vectors ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_vectors_have_unit_length_and_no_face_gives_none(zoo, astronaut):
    faces = detect(zoo, astronaut).faces
    vectors = embed(zoo, astronaut, faces * 3)
    assert vectors.shape == (3 * len(faces), 128)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert embed(zoo, astronaut, []).shape == (0, 128)


def test_many_faces_in_batches_give_what_each_gives_alone(zoo, astronaut):
    (face,) = detect(zoo, astronaut).faces
    points = face.landmarks.points
    faces = [face_at(points + shift) for shift in range(18)]
    alone = np.concatenate([embed(zoo, astronaut, [one]) for one in faces[::6]])
    assert np.allclose(embed(zoo, astronaut, faces)[::6], alone, atol=1e-4)


def test_a_face_and_its_mirror_image_have_one_vector(zoo, astronaut):
    (face,) = detect(zoo, astronaut).faces
    points = face.landmarks.points
    mirrored = (360 - points[:, 0])[[1, 0, 2, 4, 3]]
    other = np.stack([mirrored, points[[1, 0, 2, 4, 3], 1]], axis=1)
    one = embed(zoo, astronaut, [face])
    two = embed(zoo, np.ascontiguousarray(astronaut[:, ::-1]), [face_at(other)])
    assert float((one @ two.T).item()) > 0.995


# ── comparing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_face_in_two_sizes_is_the_same_person_and_another_is_not(zoo, astronaut, admiral):
    small = cv2.resize(astronaut[:240, 40:320], None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    same, other = compare(zoo, astronaut, small), compare(zoo, astronaut, admiral)
    assert same.verdict == "same"
    assert other.verdict == "different"
    assert same.best is not None
    assert other.best is not None
    assert same.best.confidence > 80 > 55 > other.best.confidence


def test_the_same_file_twice_is_the_same_picture(zoo, astronaut):
    compared = compare(zoo, astronaut, astronaut)
    assert compared.verdict == "same_picture"
    assert compared.is_same_picture
    assert compared.best is not None
    assert compared.best.confidence > 99.9
    assert compared.picture_likeness > 99.9
    assert set(compared.timings_ms) == {"detect", "embed", "picture", "total"}
    assert compared.timings_ms["total"] == pytest.approx(sum(list(compared.timings_ms.values())[:3]))


def test_every_face_is_compared_with_every_face(zoo, astronaut, admiral):
    both = np.hstack([astronaut, cv2.resize(admiral, (360, 360), interpolation=cv2.INTER_AREA)])
    compared = compare(zoo, both, astronaut)
    faces = compared.picture1.faces
    assert compared.matrix.shape == (len(faces), 1)
    assert len(faces) >= 2
    assert compared.best is not None
    assert faces[compared.best.face1].box.x2 < 360
    assert compared.best.confidence == compared.matrix.max()


def test_without_a_face_there_is_no_pair(zoo, astronaut):
    compared = compare(zoo, astronaut, tiny.photo(120, 160))
    assert compared.verdict == "no_face"
    assert compared.best is None
    assert compared.matrix.shape == (1, 0)


def test_the_best_pair_is_the_largest_number():
    pair = best_pair(np.array([(10, 20, 30), (40, 80, 60)], np.float32))
    assert pair is not None
    assert (pair.face1, pair.face2, pair.confidence) == (1, 1, 80.0)


# ── the scale ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_thresholds_rise_and_lie_where_the_scale_says(zoo):
    card = model_of(zoo).card
    accepts = false_accepts(card)
    assert [accept.rate for accept in accepts] == ["1e-3", "1e-4", "1e-5"]
    assert sorted({accept.confidence for accept in accepts}) == [accept.confidence for accept in accepts]
    products = np.array([card.thresholds[f"far_{accept.rate}"] for accept in accepts], np.float32)
    assert np.allclose(scaled(products, card), [accept.confidence for accept in accepts], atol=0.01)


def test_a_rate_is_extrapolated_where_too_few_pairs_could_show_it(zoo):
    card = model_of(zoo).card
    few = dataclasses.replace(card, thresholds=card.thresholds | {"impostor_pairs": 400_000.0})
    assert [accept.is_extrapolated for accept in false_accepts(few)] == [False, False, True]


def test_similarity_rises_from_0_to_100_with_the_inner_product(zoo):
    card = model_of(zoo).card
    products = np.linspace(-1, 1, 500, dtype=np.float32)
    alike = scaled(products, card)
    assert (np.diff(alike) >= 0).all()
    assert (alike[0], alike[-1]) == (0.0, 100.0)
    assert (np.diff(alike[products >= card.thresholds["zero"]]) > 0).all()


def test_similarity_compares_each_row_with_each_row(zoo):
    card = model_of(zoo).card
    a, b = (tiny_vectors(seed, rows) for seed, rows in ((1, 3), (2, 4)))
    slow = [[float(scaled(np.array([np.dot(x, y)]), card)[0]) for y in b] for x in a]
    assert np.allclose(similarity(a, b, card), slow, atol=1e-3)


def tiny_vectors(seed: int, rows: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(rows, 128)) * 0.2 + 1.0
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_the_words_change_exactly_at_the_thresholds(zoo):
    card = model_of(zoo).card
    rare, rarer, rarest = CONFIDENCES.values()
    assert [verdict(c, card) for c in (100.0, rarest)] == ["same", "same"]
    assert [verdict(c, card) for c in (rarest - 0.01, rarer)] == ["probably_same", "probably_same"]
    assert [verdict(c, card) for c in (rarer - 0.01, rare)] == ["unsure", "unsure"]
    assert [verdict(c, card) for c in (rare - 0.01, 0.0)] == ["different", "different"]


# ── the same photograph ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["astronaut", "admiral", "photographer"])
def test_a_copy_is_the_same_picture(name):
    rgb = images.read(PHOTOS / f"{name}.jpg", ImageLimits())
    height, width = rgb.shape[:2]
    copies = {
        "jpeg 50": jpeg(rgb, 50),
        "half": cv2.resize(rgb, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
        "brighter": np.clip(rgb * 1.1, 0, 255).astype(np.uint8),
        "darker": (rgb * 0.9).astype(np.uint8),
        "3 % off each side": rgb[height * 3 // 100 : height * 97 // 100, width * 3 // 100 : width * 97 // 100],
    }
    assert [kind for kind, copy in copies.items() if picture_likeness(rgb, copy) < SAME_PICTURE] == []
    assert [kind for kind, copy in copies.items() if picture_likeness(copy, rgb) < SAME_PICTURE] == []


def test_another_picture_and_half_a_picture_are_not_the_same(astronaut, admiral):
    assert picture_likeness(astronaut, admiral) < 80
    assert picture_likeness(astronaut, astronaut[:, :180]) < SAME_PICTURE
    assert picture_likeness(astronaut, np.ascontiguousarray(astronaut[:, ::-1])) < SAME_PICTURE


def test_pictures_of_one_colour_are_compared_without_complaint():
    grey = np.full((50, 50, 3), 128, np.uint8)
    assert 0.0 <= picture_likeness(grey, tiny.photo()) < SAME_PICTURE
