"""From a picture of handwriting to single marks as MNIST shows them: find the ink, cut it into marks, centre each.

The recipe follows LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition" (1998),
section III.A: fit the mark into 20 × 20 px keeping its aspect, then centre it by its centre of mass in 28 × 28 px.
On MNIST's own pictures it changes nothing but a rounding of the brightest pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.types import RGB, Box, Ink

FAINTEST_INK = 0.10  # of the way from black to white: less contrast than this is an empty sheet
EDGE_OF_INK = 0.10  # of full ink: where a mark's bounding box ends
SURE_INK = 0.30  # of full ink: what surely belongs to a stroke
SPECK = 0.15  # of the tallest piece: smaller pieces are dirt
THINNEST_STROKE = 1.6  # px after fitting; MNIST's own pens are 2 to 4 px wide
THICKEST_STROKE = 3.2  # px after fitting
FEWEST_PIXELS = 5  # with ink: fewer are dust
MOST_PIECES = 1_000  # of connected ink on a sheet; a person draws fewer
MOST_WORK_PIXELS = 300_000  # ink is sought in a picture of at most this size: no pen stroke needs more


def ink(rgb: RGB) -> Ink:
    """Return how much ink lies on each pixel: 0 = background, 1 = the strongest stroke. (height, width)

    The background is what the border shows (a plane fitted to it, so that a shaded photo of a sheet works too); ink is
    the largest difference from it in any channel. So it does not matter which of the two is dark, or what colour they
    have. All zeros for a sheet without ink.
    """
    picture = _shrink(rgb)
    frame = _frame_width(picture)
    inner = picture[frame : picture.shape[0] - frame, frame : picture.shape[1] - frame]
    found = cv2.copyMakeBorder(_ink_of(inner), *(frame,) * 4, cv2.BORDER_CONSTANT, value=0.0)
    return np.asarray(found, np.float32)


def _ink_of(picture: RGB) -> Ink:
    sheet, noise = background(picture)
    channels = cv2.split(cv2.absdiff(picture.astype(np.float32), sheet))
    difference = np.asarray(cv2.max(cv2.max(channels[0], channels[1]), channels[2]), np.float32) / 255.0  # (h, w)
    floor = min(0.5, 4.0 * noise)
    if cv2.countNonZero((difference > floor + FAINTEST_INK).view(np.uint8)) < FEWEST_PIXELS:
        return np.zeros(difference.shape, np.float32)
    scaled = (difference - np.float32(floor)) * np.float32(1.0 / (float(difference.max()) - floor))
    return np.asarray(np.clip(scaled, 0.0, 1.0), np.float32)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the sheet: where it is, in pixels of the sheet's ink, and its own ink without its neighbours'."""

    box: Box
    ink: Ink  # (box.height, box.width)


def marks(sheet: Ink, most: int = 32) -> list[Mark]:
    """Return the separate marks of a sheet's ink, left to right; at most the `most` largest.

    Pieces that stand above each other (the bar of a 5, the two strokes of a 4) are one mark; specks are dropped.
    """
    drawn = (sheet > SURE_INK).astype(np.uint8)
    if not drawn.any():
        return []
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_join_gaps(drawn), connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    tallest = sides[1:].max()
    pieces = [
        Piece(x, y, x + w, y + h, (i,))
        for i, (x, y, w, h) in ((i, map(int, stats[i, :4])) for i in range(1, count))
        if sides[i] >= max(2, SPECK * tallest)
    ]
    pieces = sorted(pieces, key=_area, reverse=True)[:MOST_PIECES]
    merged = sorted(_merge_stacked(pieces), key=_area, reverse=True)[:most]
    return [_lift(sheet, np.asarray(labels), count, piece) for piece in sorted(merged)]


def without_specks(sheet: Ink) -> Ink:
    """Return the ink of everything that `marks` keeps: for a picture that is known to show one mark."""
    found = marks(sheet)
    if not found:
        return sheet
    left, top = int(min(m.box.x1 for m in found)), int(min(m.box.y1 for m in found))
    right, bottom = int(max(m.box.x2 for m in found)), int(max(m.box.y2 for m in found))
    return sheet[top:bottom, left:right]


def fit(sheet: Ink, box: int, width: int, height: int, usual_pen: bool = True) -> Ink:
    """Return the mark fitted into `box` × `box` px, with its centre of mass in the middle of (height, width).

    With `usual_pen`, strokes that would come out thinner or thicker than MNIST's are redrawn first; MNIST's own
    pictures need no scaling and keep theirs. All zeros if there is no ink. "Middle" is pixel (width / 2, height / 2),
    where MNIST's centre of mass lies.
    """
    canvas = np.zeros((height, width), np.float32)
    mark = _cropped(sheet, rim=1)
    if mark.size == 0:
        return canvas
    scale = box / _longest_side(mark)
    if usual_pen and scale < 1.0:  # a real drawing, larger than MNIST's; its pen may be of any width
        mark = _cropped(_with_usual_pen(_cropped(mark, rim=0), scale), rim=0)
        scale = box / _longest_side(mark)
    mark = _resize(mark, scale)[:height, :width]
    left, top, w, h = cv2.boundingRect((mark > 0).view(np.uint8))
    mark = mark[top : top + h, left : left + w] / mark.max()
    down, across = mark.sum(axis=1), mark.sum(axis=0)  # not cv2.moments, which takes (n, 2) for a list of points
    top = round(height / 2 - float(down @ np.arange(h)) / float(down.sum()))
    left = round(width / 2 - float(across @ np.arange(w)) / float(across.sum()))
    top, left = max(0, min(top, height - h)), max(0, min(left, width - w))
    canvas[top : top + h, left : left + w] = mark
    return canvas


def work_scale(rgb: RGB) -> float:
    """Return the size of `ink(rgb)` relative to the picture: 1 unless the picture is very large."""
    height, width = rgb.shape[:2]
    return float(min(1.0, (MOST_WORK_PIXELS / (height * width)) ** 0.5))


def _shrink(rgb: RGB) -> RGB:
    scale = work_scale(rgb)
    if scale == 1.0:
        return rgb
    height, width = rgb.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def background(picture: RGB) -> tuple[NDArray[np.float32], float]:
    """Return the background, (h, w, 3) in 0–255, and its noise (a robust deviation, of 1)."""
    height, width = picture.shape[:2]
    y, x = _border(height, width)
    colours = picture[y, x].astype(np.float32)  # (n, 3)
    flat = np.median(colours, axis=0).astype(np.float32)
    residual = np.abs(colours - flat).max(axis=1)
    noise = 1.4826 * float(np.median(residual)) / 255.0
    if noise < 0.01 or min(height, width) < 8:
        return np.broadcast_to(flat, picture.shape).astype(np.float32), noise
    design = np.stack([np.ones(len(x)), x / width, y / height], axis=1).astype(np.float32)  # (n, 3)
    clean = residual <= np.quantile(residual, 0.8)  # ink that touches the border must not tilt the plane
    plane, *_ = np.linalg.lstsq(design[clean], colours[clean], rcond=None)  # (3, 3): constant, x, y
    noise = 1.4826 * float(np.median(np.abs(colours - design @ plane).max(axis=1))) / 255.0
    across = (np.arange(width, dtype=np.float32) / width)[None, :, None] * plane[1]
    down = (np.arange(height, dtype=np.float32) / height)[:, None, None] * plane[2]
    return np.asarray(plane[0] + across + down, np.float32), noise


def _frame_width(picture: RGB) -> int:
    """Return how many px wide a drawn frame around the sheet is, as screenshots of drawing boards have one; 0 if none.

    A frame is an outermost ring of another colour than the ring a little further in, whose colour is the sheet's.
    """
    height, width = picture.shape[:2]
    deepest = int(0.04 * min(height, width))
    if deepest < 2:
        return 0
    rings = []
    for depth in range(deepest + 1):
        y, x = _border(height - 2 * depth, width - 2 * depth)
        rings.append(np.median(picture[y + depth, x + depth], axis=0))
    same_as_sheet = [float(np.abs(ring - rings[-1]).max()) < 255 * FAINTEST_INK for ring in rings]
    first = same_as_sheet.index(True)
    return first + 1 if first else 0  # one more, for the frame's soft edge


def _border(height: int, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return rows and columns of the outermost pixels, each once or, at corners, twice."""
    rows, columns = np.arange(height), np.arange(width)
    y = np.concatenate([np.zeros_like(columns), np.full_like(columns, height - 1), rows, rows])
    x = np.concatenate([columns, columns, np.zeros_like(rows), np.full_like(rows, width - 1)])
    return y, x


def _cropped(sheet: Ink, rim: int) -> Ink:
    """Return the rectangle with the ink and `rim` px around it, where a soft edge may lie; empty if there is none."""
    left, top, width, height = cv2.boundingRect((sheet > EDGE_OF_INK).view(np.uint8))
    if width == 0:
        return np.empty((0, 0), np.float32)
    return sheet[max(0, top - rim) : top + height + rim, max(0, left - rim) : left + width + rim]


def _longest_side(mark: Ink) -> int:
    return max(cv2.boundingRect((mark > EDGE_OF_INK).view(np.uint8))[2:])


def _with_usual_pen(mark: Ink, scale: float) -> Ink:
    """Redraw a mark whose strokes would be thinner or thicker than MNIST's after scaling."""
    width = _stroke_width(mark)
    missing, excess = round(THINNEST_STROKE / scale - width), round(width - THICKEST_STROKE / scale)
    if missing >= 1:
        padded = cv2.copyMakeBorder(mark, *(missing,) * 4, cv2.BORDER_CONSTANT, value=0.0)
        return np.asarray(cv2.dilate(padded, _round_pen(missing)), np.float32)
    if excess >= 1:
        thinner = np.asarray(cv2.erode(mark, _round_pen(excess), borderValue=0.0), np.float32)
        return thinner if thinner.max() > SURE_INK else mark
    return mark


def _round_pen(width: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (1 + width, 1 + width)), np.uint8)


def _resize(mark: Ink, scale: float) -> Ink:
    height, width = mark.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (width, height):
        return mark
    method = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(mark, size, interpolation=method), np.float32)


def _stroke_width(mark: Ink) -> float:
    """Return the mean width of the strokes in px: along a band of width w the mean distance to its edge is w / 4."""
    drawn = cv2.copyMakeBorder((mark > 0.5).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inside = cv2.distanceTransform(drawn, cv2.DIST_L2, 3)[drawn > 0]
    return max(1.0, 4.0 * float(inside.mean()) - 1.0) if inside.size else 1.0


def _join_gaps(drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Close gaps of about 3 % of the drawing's height: a pen that skips is still one stroke."""
    rows = np.nonzero(drawn.any(axis=1))[0]
    gap = 1 + 2 * max(1, round(0.015 * (rows[-1] - rows[0])))  # odd, or closing would move the drawing
    return np.asarray(cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8)), np.uint8)


class Piece(NamedTuple):
    """A connected piece of ink, or several that belong together: box in px and the labels of its components."""

    x1: int
    y1: int
    x2: int
    y2: int
    labels: tuple[int, ...]


def _merge_stacked(pieces: list[Piece]) -> list[Piece]:
    """Join pieces that share at least half of the narrower one's width, until none do."""
    apart: list[Piece] = []
    waiting = sorted(pieces)
    while waiting:
        piece = waiting.pop()
        partner = next((other for other in apart if _are_stacked(piece, other)), None)
        if partner is None:
            apart.append(piece)
        else:
            apart.remove(partner)
            waiting.append(_joined(piece, partner))
    return apart


def _area(piece: Piece) -> int:
    return (piece.x2 - piece.x1) * (piece.y2 - piece.y1)


def _are_stacked(one: Piece, other: Piece) -> bool:
    shared = min(one.x2, other.x2) - max(one.x1, other.x1)
    return shared >= 0.5 * min(one.x2 - one.x1, other.x2 - other.x1)


def _joined(one: Piece, other: Piece) -> Piece:
    corner = min(one.x1, other.x1), min(one.y1, other.y1), max(one.x2, other.x2), max(one.y2, other.y2)
    return Piece(*corner, one.labels + other.labels)


def _lift(sheet: Ink, labels: NDArray[np.int32], labels_count: int, piece: Piece) -> Mark:
    """Cut a piece out of the sheet with a rim for its soft edge, leaving its neighbours' ink behind."""
    height, width = sheet.shape
    x1, y1, x2, y2 = max(0, piece.x1 - 2), max(0, piece.y1 - 2), min(width, piece.x2 + 2), min(height, piece.y2 + 2)
    around = labels[y1:y2, x1:x2]
    is_strange = np.ones(labels_count, np.uint8)
    is_strange[[0, *piece.labels]] = 0
    strange = is_strange[around]
    own = sheet[y1:y2, x1:x2]
    if strange.any():
        own = np.where(cv2.dilate(strange, np.ones((5, 5), np.uint8)) > 0, np.float32(0), own)
    return Mark(Box(float(x1), float(y1), float(x2), float(y2)), own)
