"""Do two pictures show the same thing? Pairs of alike features that one change of view explains."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.verification.local_features import Features

Matrix = NDArray[np.float64]

RATIO = 0.85  # of the distances to the nearest and the second nearest descriptor
LEAST = 5  # pairs; four fix a homography, so that fewer say nothing
SIDE = 256.0  # places are scaled so that √(width × height) is this: thresholds mean the same for pictures of any size
FAR = 4.0  # px at that size by which a pair's place may be wrong
TURN = 40.0  # degrees by which a feature's own direction may differ from what the homography says
ZOOM = 2.2  # factor by which its size may
LARGEST = 12.0  # most enlargement between two pictures, each scaled to the same side
UNEVEN = 5.0  # most change of enlargement within the part that matches: a very slanted view
THIN = 5.0  # px at that size: the inliers' spread (standard deviation) across their longest line


@dataclass(frozen=True, slots=True)
class Match:
    """What two pictures have in common. `score` is the probability that this is no chance, as measured; 0–1."""

    inliers: int
    score: float
    homography: Matrix | None  # (3, 3), from pixels of the first picture to pixels of the second
    points: NDArray[np.float32]  # (inliers, 4): x1 y1 x2 y2, pixels of the two pictures as given

    @property
    def convincing(self) -> bool:
        return self.score >= 0.5


def match(query: Features, other: Features) -> Match:
    """Return how two pictures correspond: ratio test, then a homography by MAGSAC++, then checks on it.

    Ratio test: Lowe 2004, section 7.1. MAGSAC++: Barath et al. 2020, as OpenCV has it. A homography is refused if it
    mirrors, is degenerate, or enlarges beyond belief; a pair counts only if the two features' own directions and sizes
    differ as the homography says. The same two inputs always give the same answer.
    """
    pairs = tentative(query, other)
    if len(pairs) < LEAST:
        return _none()
    here, there = _places(query, pairs[:, 0]), _places(other, pairs[:, 1])
    turns = np.radians(other.angles[pairs[:, 1]] - query.angles[pairs[:, 0]]).astype(np.float64)
    zooms = _sizes(other, pairs[:, 1]) / _sizes(query, pairs[:, 0])
    angles = np.radians(query.angles[pairs[:, 0]].astype(np.float64))
    homography, kept = _fit(here, there, angles, turns, zooms)
    if homography is not None and len(kept) >= LEAST:
        kept = kept[_first_of_each(here[kept], there[kept])]
    if homography is None or len(kept) < LEAST or not plausible(homography, here[kept], there[kept]):
        return _none()
    points = np.hstack([query.points[pairs[kept, 0]], other.points[pairs[kept, 1]]])
    pixels = np.linalg.inv(_scaled(other)) @ homography @ _scaled(query)
    return Match(len(kept), score(len(kept), len(pairs)), pixels / pixels[2, 2], points)


def score(inliers: int, pairs: int) -> float:
    """Return the probability that so many inliers among so many tentative pairs are no chance."""
    return 1.0 / (1.0 + math.exp(-(inliers - 6.5 - 0.05 * pairs)))


def tentative(query: Features, other: Features) -> NDArray[np.int64]:
    """Return (m, 2) numbers of alike features, the clearest first; each feature of `other` is used once at most."""
    if len(query) < 1 or len(other) < 2:
        return np.zeros((0, 2), np.int64)
    a, b = query.descriptors.astype(np.float32), other.descriptors.astype(np.float32)
    distances = np.einsum("ij,ij->i", b, b) - 2.0 * (a @ b.T)  # + |a|², added below where it matters
    rows = np.arange(len(a))
    nearest = distances.argmin(axis=1)
    own = np.einsum("ij,ij->i", a, a)
    first = distances[rows, nearest] + own
    distances[rows, nearest] = np.inf
    second = distances.min(axis=1) + own
    ratios = np.sqrt(np.maximum(first, 0.0) / np.maximum(second, 1e-9))
    order = np.argsort(ratios, kind="stable")
    order = order[ratios[order] < RATIO]
    _, unique = np.unique(nearest[order], return_index=True)
    order = order[np.sort(unique)]
    return np.stack([order, nearest[order]], axis=1).astype(np.int64)


def plausible(homography: Matrix, here: Matrix, there: Matrix) -> bool:
    """Return whether a homography, of scaled places, could be a change of view of what the inliers (n, 2) cover.

    Every inlier is in front of the camera and not mirrored, sizes change within limits and not too unevenly, and the
    inliers are no line in either picture.
    """
    areas = jacobians(homography, here)[1]
    if not np.isfinite(areas).all() or areas.min() <= 0:
        return False
    zooms = np.sqrt(areas)
    if zooms.max() > LARGEST or zooms.min() < 1 / LARGEST or zooms.max() > UNEVEN * zooms.min():
        return False
    return all(np.linalg.svd(p - p.mean(axis=0), compute_uv=False)[1] / len(p) ** 0.5 > THIN for p in (here, there))


def jacobians(homography: Matrix, points: Matrix) -> tuple[Matrix, Matrix]:
    """Return the homography's derivative at each point, (n, 2, 2), and its determinant, (n,); nan behind the camera."""
    raw = np.column_stack([points, np.ones(len(points))]) @ homography.T
    depth = raw[:, 2] * np.sign(homography[2] @ np.array([*points.mean(axis=0), 1.0]))
    depth = np.where(depth > 1e-9, raw[:, 2], np.nan)
    image = raw[:, :2] / depth[:, None]
    slopes = (homography[None, :2, :2] - image[:, :, None] * homography[None, None, 2, :2]) / depth[:, None, None]
    return slopes, slopes[:, 0, 0] * slopes[:, 1, 1] - slopes[:, 0, 1] * slopes[:, 1, 0]


def _fit(
    here: Matrix, there: Matrix, angles: Matrix, turns: Matrix, zooms: Matrix
) -> tuple[Matrix | None, NDArray[np.int64]]:
    """Return the homography (of scaled places) and which pairs agree with it in place, direction and size."""
    homography = _robust(here, there)
    kept = np.zeros(0, np.int64)
    for last in (False, True):
        if homography is None:
            return None, np.zeros(0, np.int64)
        kept = np.nonzero(_agree(homography, here, there, angles, turns, zooms))[0]
        if last or len(kept) < LEAST:
            break
        homography = _least_squares(here[kept], there[kept])
    return homography, kept


def _robust(here: Matrix, there: Matrix) -> Matrix | None:
    import cv2

    how = cv2.UsacParams()
    how.threshold, how.confidence, how.maxIterations = FAR, 0.999, 2000
    how.score, how.sampler = cv2.SCORE_METHOD_MAGSAC, cv2.SAMPLING_PROSAC
    how.loMethod, how.loIterations, how.loSampleSize = cv2.LOCAL_OPTIM_SIGMA, 10, 20
    how.final_polisher, how.final_polisher_iterations = cv2.MAGSAC, 3
    how.randomGeneratorState, how.isParallel = 5, False
    try:
        found, _ = cv2.findHomography(here, there, how)
    except cv2.error:  # points that all lie in one place
        return None
    return _usable(found)


def _least_squares(here: Matrix, there: Matrix) -> Matrix | None:
    import cv2

    try:
        found, _ = cv2.findHomography(here, there, 0)
    except cv2.error:
        return None
    return _usable(found)


def _usable(found: object) -> Matrix | None:
    """Return the matrix unless it is missing, not finite, or all but singular."""
    if found is None:
        return None
    matrix = np.asarray(found, np.float64)
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all() or abs(np.linalg.det(matrix)) < 1e-9:
        return None
    return matrix


def _agree(
    homography: Matrix, here: Matrix, there: Matrix, angles: Matrix, turns: Matrix, zooms: Matrix
) -> NDArray[np.bool_]:
    """Return for each pair whether the homography explains its place, direction and size."""
    slopes, areas = jacobians(homography, here)
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = np.column_stack([here, np.ones(len(here))]) @ homography.T
        apart = np.linalg.norm(raw[:, :2] / raw[:, 2:] - there, axis=1)
        zoom = np.sqrt(np.maximum(areas, 1e-12))
        direction = np.einsum("nij,jn->ni", slopes, np.stack([np.cos(angles), np.sin(angles)]))
        turn = np.arctan2(direction[:, 1], direction[:, 0]) - angles
        off = np.abs((turn - turns + np.pi) % (2 * np.pi) - np.pi)
        agree = (areas > 0) & (apart < FAR * np.maximum(1.0, zoom)) & (off < math.radians(TURN))
        return np.asarray(agree & (np.abs(np.log(zooms / zoom)) < math.log(ZOOM)), np.bool_)


def _first_of_each(here: Matrix, there: Matrix) -> NDArray[np.int64]:
    """Return which pairs to count: one for each place in either picture, as one point may have two directions."""
    _, first = np.unique(_cells(here), return_index=True)
    first = np.sort(first)
    _, second = np.unique(_cells(there[first]), return_index=True)
    return first[np.sort(second)]


def _cells(points: Matrix) -> NDArray[np.int64]:
    """Return a number for the 2 × 2 px cell of each point."""
    cells = np.rint(points / 2).astype(np.int64)
    return cells[:, 0] * (1 << 32) + cells[:, 1]


def _scaling(features: Features) -> float:
    return SIDE / math.sqrt(features.width * features.height)


def _places(features: Features, rows: NDArray[np.int64]) -> Matrix:
    return features.points[rows].astype(np.float64) * _scaling(features)


def _sizes(features: Features, rows: NDArray[np.int64]) -> Matrix:
    return features.scales[rows].astype(np.float64) * _scaling(features)


def _scaled(features: Features) -> Matrix:
    return np.diag([_scaling(features), _scaling(features), 1.0])


def _none() -> Match:
    return Match(0, 0.0, None, np.zeros((0, 4), np.float32))
