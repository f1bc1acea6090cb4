"""Drawn pictures with detail, and views of them whose homography is known."""

from __future__ import annotations

import cv2
import numpy as np


def scene(seed: int, width: int = 320, height: int = 240) -> np.ndarray:
    """Return a picture of many overlapping shapes and words; each seed another one."""
    rng = np.random.default_rng(seed)
    picture = np.full((height, width, 3), rng.integers(60, 200, 3), np.uint8)
    for _ in range(70):
        colour = tuple(int(c) for c in rng.integers(0, 256, 3))
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        kind = rng.integers(3)
        if kind == 0:
            cv2.circle(picture, centre, int(rng.integers(4, 30)), colour, -1, cv2.LINE_AA)
        elif kind == 1:
            corners = np.array(centre) + rng.integers(-35, 36, (int(rng.integers(3, 6)), 2))
            cv2.fillPoly(picture, [corners.astype(np.int32)], colour, cv2.LINE_AA)
        else:
            letters = "".join(chr(65 + int(i)) for i in rng.integers(0, 26, 3))
            cv2.putText(picture, letters, centre, cv2.FONT_HERSHEY_DUPLEX, float(rng.uniform(0.5, 1.2)), colour, 2)
    return cv2.GaussianBlur(picture, (0, 0), 0.8)


def view(picture: np.ndarray, degrees: float, zoom: float, slant: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Return a view of a picture on a grey ground and the homography from the picture to it."""
    height, width = picture.shape[:2]
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * zoom
    around = np.array([[0, 0], [width, 0], [width, height], [0, height]]) - np.array([width, height]) / 2
    seen = around @ turn.T * np.array([[1], [1], [1 - slant], [1 - slant]])
    side = int(np.ceil(np.abs(seen).max() * 2)) + 20
    seen = seen + side / 2
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    homography = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    ground = np.full((side, side, 3), 127, np.uint8)
    smaller = cv2.GaussianBlur(picture, (0, 0), 0.5 / zoom) if zoom < 1 else picture
    cv2.warpPerspective(smaller, homography, (side, side), ground, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    return ground, homography


def moved(homography: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return where a homography sends points (n, 2), one at a time."""
    raw = [homography @ np.array([x, y, 1.0]) for x, y in points]
    return np.array([[r[0] / r[2], r[1] / r[2]] for r in raw])


def corner_error(found: np.ndarray, true: np.ndarray, picture: np.ndarray) -> float:
    """Return how far in px the worst corner of the picture is from where it belongs."""
    height, width = picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    return float(np.linalg.norm(moved(found, corners) - moved(true, corners), axis=1).max())
