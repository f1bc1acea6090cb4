"""What is told about a face: of the sample portrait, turned, mirrored, blurred and shrunk."""

from __future__ import annotations

import dataclasses
import math

import cv2
import numpy as np
import pytest

from mindseye import images
from mindseye.app import SAMPLES
from mindseye.models.registry import Models
from mindseye.tasks.faces import attributes, condition
from mindseye.tasks.faces.attributes import LABELS, OLDEST, age_of, describe, roll_of
from mindseye.tasks.faces.detection import detect
from mindseye.tasks.faces.face import Face, Landmarks, Pose
from mindseye.types import RGB, Box, ImageLimits


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return Models(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def portrait() -> RGB:
    return images.read(SAMPLES / "photos" / "astronaut.jpg", ImageLimits())


@pytest.fixture(scope="module")
def face(models, portrait) -> Face:
    return detect(models, portrait).faces[0]


def moved(face: Face, matrix: np.ndarray) -> Face:
    """Return the face with its landmarks under (2, 3) `matrix`."""
    points = np.c_[face.landmarks.points, np.ones(5)] @ matrix.T
    return dataclasses.replace(face, landmarks=Landmarks.of(points))


def mirrored(rgb: RGB, face: Face) -> tuple[RGB, Face]:
    """Return the mirror image of a picture and of its face, whose left is then right."""
    points = face.landmarks.points * (-1, 1) + (rgb.shape[1] - 1, 0)
    return rgb[:, ::-1].copy(), dataclasses.replace(face, landmarks=Landmarks.of(points[[1, 0, 2, 4, 3]]))


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_smiling_woman_in_her_forties_is_told_to_be_one(models, portrait, face):
    told = describe(models, portrait, [face])[0]
    assert told.gender.name == "female"
    assert told.gender.confidence > 0.8
    assert told.smile.is_over
    assert 25 < told.age.years < 55
    assert told.age.low <= told.age.years <= told.age.high
    assert abs(told.pose.yaw) < 25
    assert not told.blur.is_over
    assert told.quality.is_over


def test_no_faces_no_answers(models, portrait):
    assert describe(models, portrait, []) == ()


def test_many_faces_at_once_are_described_as_one_by_one(models, portrait, face):
    slightly = [moved(face, np.array([[1, 0, dx], [0, 1, dy]], float)) for dx, dy in ((0, 0), (6, -4), (-9, 3))]
    together = describe(models, portrait, slightly)
    alone = [describe(models, portrait, [one])[0] for one in slightly]
    for one, other in zip(together, alone, strict=True):
        assert one.gender.name == other.gender.name
        assert one.age.years == pytest.approx(other.age.years, abs=1e-3)
        assert one.smile.value == pytest.approx(other.smile.value, abs=1e-2)
        assert one.pose.yaw == pytest.approx(other.pose.yaw, abs=1e-3)
        assert (one.blur, one.quality.value) == (other.blur, pytest.approx(other.quality.value, abs=1e-3))
    assert together[0].age.years != together[1].age.years


def test_in_a_mirror_the_head_turns_and_leans_the_other_way_and_nothing_else_changes(models, portrait, face):
    one = describe(models, portrait, [face])[0]
    other_picture, other_face = mirrored(portrait, face)
    other = describe(models, other_picture, [other_face])[0]
    assert abs(one.pose.yaw) > 1
    assert other.pose.yaw == pytest.approx(-one.pose.yaw, abs=2.0)
    assert other.pose.roll == pytest.approx(-one.pose.roll, abs=0.01)
    assert other.pose.pitch == pytest.approx(one.pose.pitch, abs=2.0)
    assert other.age.years == pytest.approx(one.age.years, abs=3.0)  # the template is not quite symmetric
    assert other.gender.name == one.gender.name


@pytest.mark.parametrize("degrees", [-20, 20])
def test_a_picture_turned_clockwise_has_more_roll_by_so_much(models, portrait, face, degrees):
    height, width = portrait.shape[:2]
    clockwise = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)  # OpenCV counts the other way
    turned = cv2.warpAffine(portrait, clockwise, (width, height), borderMode=cv2.BORDER_REPLICATE)
    found = detect(models, turned).faces[0]
    assert roll_of(found) == pytest.approx(roll_of(face) + degrees, abs=4)
    assert roll_of(moved(face, clockwise)) == pytest.approx(roll_of(face) + degrees, abs=0.01)


def test_roll_is_the_angle_of_the_eyes_where_the_face_is_as_the_template():
    upright = np.array([(20, 20), (72.6, 20), (46.3, 49.5), (22.7, 75.9), (69.9, 75.9)])
    angle = math.radians(33)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    face = Face(Box(0, 0, 100, 100), 1.0, Landmarks.of(upright @ turn.T + (300, 200)))
    assert roll_of(face) == pytest.approx(33, abs=1e-3)
    (x1, y1), (x2, y2) = face.landmarks.left_eye, face.landmarks.right_eye
    assert math.degrees(math.atan2(y2 - y1, x2 - x1)) == pytest.approx(33, abs=1e-3)


def test_the_age_and_its_range_are_those_of_the_distribution():
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 1, OLDEST + 1) - 0.01 * (np.arange(OLDEST + 1) - 37) ** 2
    told = age_of(logits, mass=0.7, confidence=0.8)
    shares = [math.exp(v) for v in logits]
    shares = [v / sum(shares) for v in shares]
    assert told.years == pytest.approx(sum(year * share for year, share in enumerate(shares)))
    drawn = rng.choice(OLDEST + 1, 200_000, p=shares) + rng.uniform(-0.5, 0.5, 200_000)
    assert told.low == pytest.approx(np.quantile(drawn, 0.15), abs=0.1)
    assert told.high == pytest.approx(np.quantile(drawn, 0.85), abs=0.1)
    assert told.confidence == 0.8


def test_the_range_holds_the_age_even_where_the_distribution_is_lopsided():
    logits = np.full(OLDEST + 1, -20.0)
    logits[2], logits[100] = 5.0, 3.0
    told = age_of(logits, mass=0.3, confidence=0.8)
    assert told.low <= told.years <= told.high
    newborn = np.full(OLDEST + 1, -20.0)
    newborn[0] = 5.0
    assert age_of(newborn, 0.8, 0.8).low >= 0


def test_the_card_names_every_output_in_its_order(models):
    card = attributes.describer(models).card
    assert card.labels == LABELS
    assert {"smile", "blur", "quality", "age_mass", "age_confidence", "padding"} <= set(card.thresholds)
    assert {f"quality_{name}" for name in ("bias", *condition.MEASURED)} <= set(card.thresholds)


# ── condition ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_more_blurred_the_more_blur_and_the_less_quality(models, portrait, face):
    told = [
        describe(models, cv2.GaussianBlur(portrait, (0, 0), sigma) if sigma else portrait, [face])[0]
        for sigma in (0, 2, 5, 12)
    ]
    blurs, qualities = [one.blur.value for one in told], [one.quality.value for one in told]
    assert blurs == sorted(blurs)
    assert blurs[-1] > blurs[0] + 20
    assert qualities == sorted(qualities, reverse=True)
    assert told[-1].blur.is_over
    assert qualities[-1] < qualities[0] - 20


def test_a_small_face_is_of_less_quality(models, portrait, face):
    small = cv2.resize(portrait, None, fx=0.12, fy=0.12, interpolation=cv2.INTER_AREA)
    shrunk = moved(face, np.array([[0.12, 0, 0], [0, 0.12, 0]]))
    assert describe(models, small, [shrunk])[0].quality.value < describe(models, portrait, [face])[0].quality.value - 5


def test_blur_does_not_depend_on_light_and_is_what_its_definition_says():
    rng = np.random.default_rng(8)
    grey = cv2.GaussianBlur(rng.uniform(0, 255, (40, 40)).astype(np.float32), (0, 0), 1.5)
    blur = condition.blur_of(grey)
    assert condition.blur_of(0.5 * grey + 60) == pytest.approx(blur, abs=1)
    assert condition.blur_of(np.full((40, 40), 90, np.float32)) == 100.0
    smooth = np.pad(cv2.GaussianBlur(grey, (0, 0), 0.8).astype(float), 1, mode="reflect")
    detail = [
        [sum(smooth[y + dy, x + dx] for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0))) - 4 * smooth[y, x]
         for x in range(1, 41)] for y in range(1, 41)
    ]  # fmt: skip
    share = np.var(detail) / (np.var(smooth[1:-1, 1:-1]) + 4)
    assert 0 < blur < 100
    assert blur == pytest.approx(100 * math.log10(1 / share) / 4, abs=0.01)


def test_quality_falls_with_each_thing_that_spoils_a_face(models):
    weights = attributes.describer(models).card.thresholds
    face = Face(Box(0, 0, 100, 100), 0.999, Landmarks.of(np.zeros((5, 2))))
    good, straight = condition.Condition(blur=30.0, eyes=60.0, contrast=0.2), Pose(0.0, 0.0, 0.0)
    best = condition.quality(good, face, straight, weights)
    for worse in (dataclasses.replace(good, blur=80.0), dataclasses.replace(good, eyes=9.0)):
        assert condition.quality(worse, face, straight, weights) < best
    assert condition.quality(good, face, Pose(40.0, 20.0, 0.0), weights) < best
    assert condition.quality(good, face, Pose(0.0, 0.0, 40.0), weights) == best  # chips are turned upright
    assert 50 < best <= 100
