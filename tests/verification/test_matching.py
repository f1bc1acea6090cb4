"""Do two pictures show the same thing?"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from mindseye.verification import ASKED, features, match, pack, unpack
from mindseye.verification.local_features import nothing
from mindseye.verification.matching import jacobians, plausible, tentative
from tests.verification.scenes import corner_error, moved, scene, view
from tests.verification.test_local_features import HARD


@pytest.mark.parametrize(
    ("degrees", "zoom", "slant"),
    [(0, 1, 0), (20, 1, 0), (90, 1, 0), (180, 1.2, 0), (-35, 0.6, 0), (10, 1.5, 0.2), (-5, 0.8, 0.3)],
)
def test_a_view_is_recognised_and_its_homography_recovered(degrees, zoom, slant):
    picture = scene(10)
    seen, true = view(picture, degrees, zoom, slant)
    found = match(features(picture), features(seen, ASKED))
    assert found.convincing
    assert found.inliers >= 25
    assert corner_error(found.homography, true, picture) < 4
    back = match(features(seen, ASKED), features(picture))
    assert corner_error(np.linalg.inv(back.homography), true, picture) < 4


def test_inlier_points_are_pixels_of_the_two_pictures_as_given():
    picture = scene(11, 900, 700)
    seen, true = view(picture, 15, 0.5)
    found = match(features(picture), features(seen))
    assert found.points.shape == (found.inliers, 4)
    assert found.points[:, :2].max() > seen.shape[0]
    off = np.linalg.norm(moved(true, found.points[:, :2]) - found.points[:, 2:], axis=1)
    assert np.median(off) < 2
    assert off.max() < 8


def test_half_of_a_picture_is_found_in_a_collage():
    wanted = scene(12)
    collage = np.vstack([np.hstack([scene(50), wanted[:, :200]]), np.hstack([scene(51), scene(52)[:, :200]])])
    found = match(features(collage, ASKED), features(wanted))
    assert found.convincing
    assert np.median(np.abs(found.points[:, 0] - 320 - found.points[:, 2])) < 2
    assert np.median(np.abs(found.points[:, 1] - found.points[:, 3])) < 2


def test_unrelated_pictures_do_not_match():
    known = [features(scene(seed)) for seed in range(100, 112)]
    results = [match(a, b) for a, b in itertools.permutations(known, 2)]
    assert not any(result.convincing for result in results)
    assert all(result.inliers == 0 or result.inliers < 7 for result in results)


def test_a_picture_matches_itself_with_certainty():
    known = features(scene(13))
    found = match(known, known)
    assert found.score > 0.999
    assert np.allclose(found.homography, np.eye(3), atol=1e-3)
    assert np.allclose(found.points[:, :2], found.points[:, 2:], atol=0.01)


def test_a_mirrored_picture_does_not_match():
    picture = scene(14)
    assert not match(features(picture), features(np.ascontiguousarray(picture[:, ::-1]))).convincing


def test_the_same_two_pictures_always_give_the_same_answer():
    picture = scene(15)
    a, b = features(picture), features(view(picture, 30, 0.8)[0])
    answers = [match(a, b) for _ in range(3)]
    assert all(np.array_equal(answers[0].points, answer.points) for answer in answers)
    assert all(np.array_equal(answers[0].homography, answer.homography) for answer in answers)


def test_packed_features_match_as_fresh_ones_do():
    picture = scene(16)
    a, b = features(picture), features(view(picture, -20, 0.9)[0])
    fresh, kept = match(a, b), match(a, unpack(pack(b)))
    assert abs(fresh.inliers - kept.inliers) <= 2
    assert np.allclose(moved(fresh.homography, [[100, 100]]), moved(kept.homography, [[100, 100]]), atol=1)


@pytest.mark.parametrize("name", HARD)
def test_hard_pictures_match_nothing_else_and_break_nothing(name):
    hard, other = features(HARD[name]), features(scene(17))
    assert not match(hard, other).convincing
    assert not match(other, hard).convincing
    match(hard, hard)


def test_features_all_in_one_place_do_not_match():
    known = features(scene(18))
    heap = dataclasses.replace(known, points=np.full_like(known.points, 50))
    line = dataclasses.replace(known, points=np.stack([known.points[:, 0], known.points[:, 0]], axis=1))
    for strange in (heap, line):
        assert match(known, strange).homography is None
        assert match(strange, strange).homography is None


def test_without_features_there_is_no_match():
    known = features(scene(19))
    for a, b in itertools.product([known, nothing(10, 10)], repeat=2):
        assert match(a, b).inliers == (0 if not len(a) or not len(b) else match(known, known).inliers)


def test_tentative_pairs_pass_the_ratio_test_and_use_a_feature_once():
    a, b = features(scene(20), most=80), features(view(scene(20), 10, 0.9)[0], most=80)
    pairs = tentative(a, b)
    expected = {}
    for i, one in enumerate(a.descriptors.astype(float)):
        distances = [float(((one - two) ** 2).sum()) ** 0.5 for two in b.descriptors.astype(float)]
        nearest, second = np.argsort(distances, kind="stable")[:2]
        ratio = distances[nearest] / distances[second]
        if ratio < 0.85 and ratio < expected.get(nearest, (1.0, -1))[0]:
            expected[nearest] = (ratio, i)
    assert {(i, j) for i, j in pairs} == {(i, j) for j, (_, i) in expected.items()}
    ratios = [expected[j][0] for _, j in pairs]
    assert np.all(np.diff(ratios) >= -1e-6)


def test_the_slope_of_a_homography_is_what_small_steps_say():
    homography = np.array([[1.1, 0.2, 5], [-0.1, 0.9, 3], [4e-4, -3e-4, 1]])
    points = np.array([[10.0, 20], [200, 30], [90, 250]])
    slopes, areas = jacobians(homography, points)
    for point, slope, area in zip(points, slopes, areas, strict=True):
        steps = [(moved(homography, [point + d]) - moved(homography, [point - d]))[0] / 2e-3 for d in np.eye(2) * 1e-3]
        assert np.allclose(slope, np.stack(steps, axis=1), atol=1e-5)
        assert area == pytest.approx(np.linalg.det(slope))


@pytest.mark.parametrize(
    ("homography", "believed"),
    [
        (np.eye(3), True),
        (np.diag([2.0, 0.5, 1]), True),
        (np.diag([-1.0, 1, 1]), False),  # mirrors
        (np.diag([30.0, 30, 1]), False),  # enlarges beyond belief
        (np.diag([1.0, 0.0005, 1]), False),  # flattens
        (np.array([[1, 0, 0], [0, 1, 0], [0.0099, 0, 1]]), False),  # slants beyond belief
        (np.array([[1, 0, 0], [0, 1, 0], [-0.02, 0, 1]]), False),  # sends some points behind the camera
    ],
)
def test_a_homography_is_believed_only_if_a_camera_could_do_it(homography, believed):
    grid = np.stack(np.meshgrid(np.linspace(5, 250, 8), np.linspace(5, 250, 8)), axis=-1).reshape(-1, 2)
    assert plausible(homography, grid, moved(homography, grid)) == believed


def test_points_on_one_line_prove_nothing():
    line = np.stack([np.linspace(0, 250, 20), np.linspace(0, 125, 20)], axis=1)
    assert not plausible(np.eye(3), line, line)
