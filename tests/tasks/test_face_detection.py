"""Finding faces, by the model that ships, in pictures with one real face (NASA's portrait of Eileen Collins)."""

from __future__ import annotations

import functools
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye import images
from mindseye.errors import RequestError
from mindseye.models.registry import Models
from mindseye.tasks.faces import cascade, windows
from mindseye.tasks.faces.detection import Search, brightened, defaults, detect, detector
from mindseye.types import ImageLimits

PHOTOS = Path(images.__file__).parent / "samples" / "photos"
USUAL = Search(min_size=20, min_score=0.8)


@functools.cache
def models() -> Models:
    return Models(Path("no-home-folder"))


@functools.cache
def astronaut():
    return images.read(PHOTOS / "astronaut.jpg", ImageLimits())  # (360, 360, 3), her face from (126, 43) to (188, 122)


def box_of(face):
    return np.array([face.box.x1, face.box.y1, face.box.x2, face.box.y2])


def test_the_face_is_found_where_it_is_with_eyes_nose_and_mouth_in_their_places():
    (face,) = detect(models(), astronaut()).faces
    assert face.score > 0.9
    np.testing.assert_allclose(box_of(face), [126, 43, 188, 122], atol=8)
    np.testing.assert_allclose(face.landmarks.points, [[144, 71], [174, 72], [158, 90], [142, 98], [173, 99]], atol=5)


@pytest.mark.parametrize("factor", [0.5, 1.7])
def test_in_a_picture_of_another_size_the_box_scales_with_it(factor):
    side = round(360 * factor)
    resized = cv2.resize(astronaut(), (side, side), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    (face,) = detect(models(), resized, USUAL).faces
    (known,) = detect(models(), astronaut(), USUAL).faces
    np.testing.assert_allclose(box_of(face) / factor, box_of(known), atol=6)


def test_in_a_shifted_picture_the_box_and_the_landmarks_shift_with_it():
    sheet = np.full((500, 620, 3), 90, np.uint8)
    sheet[97:457, 181:541] = astronaut()
    (face,) = detect(models(), sheet, USUAL).faces
    (known,) = detect(models(), astronaut(), USUAL).faces
    np.testing.assert_allclose(box_of(face), box_of(known) + np.array([181, 97, 181, 97]), atol=5)
    np.testing.assert_allclose(face.landmarks.points, known.landmarks.points + np.array([181, 97]), atol=4)


def test_as_many_faces_are_found_as_there_are_and_each_in_its_own_place():
    portrait = np.ascontiguousarray(astronaut()[10:150, 90:230])  # 140 px a side, face at (67, 72)
    found = detect(models(), np.tile(portrait, (5, 8, 1)), USUAL).faces
    middles = np.array([[(f.box.x1 + f.box.x2) / 2, (f.box.y1 + f.box.y2) / 2] for f in found])
    assert {(int(x // 140), int(y // 140)) for x, y in middles} == {(x, y) for x in range(8) for y in range(5)}
    assert len(found) == 40


def test_the_largest_face_comes_first_and_no_more_than_asked_for():
    sheet = np.full((360, 640, 3), 90, np.uint8)
    sheet[:180, :180] = cv2.resize(astronaut(), (180, 180), interpolation=cv2.INTER_AREA)
    sheet[:, 280:] = astronaut()
    faces = detect(models(), sheet, USUAL).faces
    assert [face.box.x1 > 280 for face in faces] == [True, False]
    assert detect(models(), sheet, Search(20, 0.8, most=1)).faces == faces[:1]


def test_faces_smaller_than_asked_for_are_left_out():
    (face,) = detect(models(), astronaut(), USUAL).faces
    side = min(face.box.width, face.box.height)
    assert len(detect(models(), astronaut(), Search(int(0.8 * side), 0.8)).faces) == 1
    assert detect(models(), astronaut(), Search(int(1.3 * side), 0.8)).faces == ()


def test_with_no_face_the_nearest_score_is_one_that_would_have_found_some():
    blurred = cv2.GaussianBlur(astronaut(), (0, 0), 9)
    found = detect(models(), blurred, Search(16, 1.0))
    assert found.faces == ()
    assert found.nearest_score is not None
    assert detect(models(), blurred, Search(16, found.nearest_score)).faces
    assert detect(models(), blurred, Search(16, min(1.0, found.nearest_score + 0.002))).faces == ()


def test_with_a_face_there_is_no_nearest_score():
    assert detect(models(), astronaut(), USUAL).nearest_score is None


@pytest.mark.parametrize("quarter_turns", [1, 3])
def test_a_face_lying_on_its_side_is_found_in_the_pixels_of_the_picture_as_it_is(quarter_turns):
    lying = np.ascontiguousarray(np.rot90(astronaut(), quarter_turns))
    (face,) = detect(models(), lying, USUAL).faces
    eyes = (np.array([[144, 71], [174, 72]]) - 180) @ [[0, -1], [1, 0]]  # a quarter turn about the middle
    np.testing.assert_allclose(face.landmarks.points[:2], (eyes if quarter_turns == 1 else -eyes) + 180, atol=6)


def test_a_face_in_the_dark_is_found():
    night = (astronaut() * 0.06).astype(np.uint8)
    (face,) = detect(models(), night, USUAL).faces
    np.testing.assert_allclose(box_of(face), [126, 43, 188, 122], atol=10)


def test_only_very_dark_pictures_are_brightened_and_blackness_stays_black():
    assert brightened(astronaut()) is astronaut()
    assert not brightened(np.zeros((30, 30, 3), np.uint8)).any()
    assert np.percentile(brightened((astronaut() * 0.06).astype(np.uint8)), 99) > 150


def test_a_face_of_which_half_is_outside_is_found_inside_the_picture():
    (face,) = detect(models(), np.ascontiguousarray(astronaut()[:, 150:]), USUAL).faces
    assert face.box.x1 == 0
    np.testing.assert_allclose(box_of(face), [0, 43, 38, 122], atol=14)


@pytest.mark.parametrize(
    "shape",
    [(1, 1), (1, 20_000), (20_000, 1), (11, 5), (40, 8000), (300, 300)],
    ids=lambda shape: "×".join(map(str, shape)),
)
def test_a_picture_of_any_shape_without_a_face_has_none(shape):
    assert detect(models(), np.full((*shape, 3), 128, np.uint8)).faces == ()


def test_a_tall_picture_is_seen_strip_by_strip_with_the_same_faces(monkeypatch):
    sheet = np.full((900, 360, 3), 90, np.uint8)
    sheet[500:860] = astronaut()
    whole = detect(models(), sheet, USUAL).faces
    monkeypatch.setattr(cascade, "STRIP", 1)  # as few rows as can be
    stripped = detect(models(), sheet, USUAL).faces
    assert [box_of(f).round(2).tolist() for f in stripped] == [box_of(f).round(2).tolist() for f in whole]
    assert len(whole) == 1


@pytest.mark.parametrize(
    ("width", "height", "size"), [(120, 90, 10), (640, 480, 20), (1000, 1000, 20), (4000, 3000, 69)]
)
def test_the_smallest_face_that_is_looked_for_goes_with_the_size_of_the_picture(width, height, size):
    card = detector(models()).card
    assert defaults(card) == Search(20, card.thresholds["min_score"])
    assert defaults(card, np.zeros((height, width, 3), np.uint8)).min_size == size


@pytest.mark.parametrize("wrong", [(0, 0.5, None), (20, 1.5, None), (20, -0.1, None), (20, 0.5, 0)])
def test_a_search_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(RequestError):
        Search(*wrong)


# ── windows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def slowly_apart(boxes, scores, most, of_smaller):
    """Non-maximum suppression, box by box and pixel by pixel."""
    cells = [{(x, y) for x in range(b[0], b[2]) for y in range(b[1], b[3])} for b in boxes.astype(int)]
    kept = []
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        shares = [len(cells[i] & cells[j]) / (min(len(cells[i]), len(cells[j])) if of_smaller
                  else len(cells[i] | cells[j])) for j in kept]  # fmt: skip
        if all(share <= most for share in shares):
            kept.append(i)
    return kept


@pytest.mark.parametrize("of_smaller", [False, True])
def test_of_windows_that_overlap_the_best_stays(of_smaller):
    rng = np.random.default_rng(4)
    corners = rng.integers(0, 25, (80, 2))
    boxes = np.hstack([corners, corners + rng.integers(3, 15, (80, 2))]).astype(np.float32)
    scores = rng.permutation(80).astype(np.float32) / 80
    kept = windows.apart(boxes, scores, 0.4, of_smaller)
    assert kept.tolist() == slowly_apart(boxes, scores, 0.4, of_smaller)
    assert len(kept) < 80


def test_a_window_shows_what_lies_in_it_and_black_beyond_the_border():
    rgb = np.arange(64 * 64 * 3, dtype=np.uint32).reshape(64, 64, 3).astype(np.uint8)
    inside, beyond = windows.looked_through([rgb], np.array([[8, 16, 32, 40], [-24, 0, 0, 24]], np.float32), 24)
    np.testing.assert_array_equal(inside, rgb[16:40, 8:32])
    assert not beyond.any()


def test_a_large_window_is_read_from_a_smaller_picture_and_shows_the_means():
    rgb = images.read(PHOTOS / "cat.jpg", ImageLimits())[:192, :192]
    (seen,) = windows.looked_through(windows.halved(rgb, 12), np.array([[0, 0, 192, 192]], np.float32), 24)
    means = rgb.reshape(24, 8, 24, 8, 3).astype(float).mean(axis=(1, 3))
    assert np.abs(seen - means).mean() < 1.5


def test_a_point_of_a_turned_picture_is_turned_back():
    rgb = np.zeros((5, 9, 3), np.uint8)
    rgb[1, 7] = 255
    for turns in range(4):
        (y, x), *_ = np.argwhere(np.rot90(rgb, turns)[..., 0])
        assert windows.turned_back(np.array([x + 0.5, y + 0.5], np.float32), turns, rgb).tolist() == [7.5, 1.5]


def test_windows_move_by_shares_of_themselves_and_become_square_about_their_middles():
    window = np.array([[10, 20, 30, 60]], np.float32)
    shifts = np.array([[0.5, -0.25, 0, 0.1]], np.float32)
    assert windows.shifted(window, shifts).tolist() == [[20, 10, 30, 64]]
    assert windows.squared(window).tolist() == [[0, 20, 40, 60]]
    assert windows.squared(window[:0]).shape == (0, 4)
