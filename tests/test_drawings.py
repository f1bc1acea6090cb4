"""Drawings on their sheets: whatever the pen, the colours, the size and the place, a network sees the same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mindseye import drawings, images
from mindseye.app import SAMPLES
from mindseye.types import RGB, ImageLimits, InputSpec

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def sheet(
    pen: int = 4,
    ink: tuple[int, int, int] = BLACK,
    paper: tuple[int, int, int] = WHITE,
    zoom: float = 1.0,
    moved: tuple[int, int] = (0, 0),
    size: tuple[int, int] = (500, 400),
) -> RGB:
    """A fish: an oval, a tail and an eye."""
    canvas = np.full((size[1], size[0], 3), paper, np.uint8)

    def at(x: float, y: float) -> tuple[int, int]:
        return round(x * zoom + moved[0]), round(y * zoom + moved[1])

    cv2.ellipse(canvas, at(220, 200), (round(120 * zoom), round(70 * zoom)), 0, 0, 360, ink, pen, cv2.LINE_AA)
    tail = np.array([at(340, 200), at(420, 140), at(420, 260)], np.int32)
    if pen > 0:
        cv2.polylines(canvas, [tail], True, ink, pen, cv2.LINE_AA)
    cv2.circle(canvas, at(150, 180), max(2, round(8 * zoom)), ink, pen, cv2.LINE_AA)
    return canvas


def seen(rgb: RGB, side: int = 128) -> np.ndarray:
    found = drawings.find(rgb, side)
    assert found is not None
    return found.ink


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """How much two drawings' ink overlaps when a stroke may lie a little beside the other: 1 is all of it."""
    near = np.ones((7, 7), np.uint8)
    a, b = (one > 0.5).astype(np.uint8), (other > 0.5).astype(np.uint8)
    return float(min((a & cv2.dilate(b, near)).sum() / a.sum(), (b & cv2.dilate(a, near)).sum() / b.sum()))


@pytest.mark.parametrize(
    "other",
    [
        sheet(pen=1),
        sheet(pen=14),
        sheet(ink=(210, 60, 40)),
        sheet(ink=WHITE, paper=BLACK),
        sheet(ink=(250, 240, 90), paper=(30, 60, 120)),
        sheet(zoom=0.4, moved=(250, 180), pen=2),
        sheet(zoom=3.0, moved=(40, 30), size=(1600, 1300)),
    ],
    ids=["thin", "thick", "red", "white-on-black", "yellow-on-blue", "small-in-a-corner", "large"],
)
def test_pen_colours_size_and_place_do_not_matter(other: RGB) -> None:
    assert likeness(seen(sheet()), seen(other)) > 0.95


def test_the_pen_comes_out_as_wide_as_usual_whatever_it_was() -> None:
    for pen in (1, 3, 8, 16, 24):
        ink = seen(sheet(pen=pen))
        drawn = (cv2.resize(ink, (1024, 1024), interpolation=cv2.INTER_LINEAR) > 0.5).astype(np.uint8)
        outlines, _ = cv2.findContours(drawn, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        width = 2 * drawn.sum() / sum(cv2.arcLength(line, True) for line in outlines) / 8  # ink over length
        assert 0.8 <= width <= 3.5, pen


def test_a_filled_body_does_not_make_thin_legs_vanish() -> None:
    body = sheet(pen=-1)
    cv2.line(body, (200, 260), (190, 380), BLACK, 3, cv2.LINE_AA)
    found = drawings.find(body, 128)
    assert found is not None
    scale = 128 / found.square.width
    x, y = round((193 - found.square.x1) * scale), round((340 - found.square.y1) * scale)
    assert found.ink[y - 2 : y + 3, x - 3 : x + 4].max() > 0.5


def test_the_square_surrounds_the_drawing_with_a_margin_on_all_sides() -> None:
    rgb = sheet()
    found = drawings.find(rgb, 128)
    assert found is not None
    ys, xs = np.nonzero(rgb[:, :, 0] < 128)
    longer = max(np.ptp(xs), np.ptp(ys)) + 1
    assert found.square.width == pytest.approx(found.square.height, abs=1)
    assert found.square.width == pytest.approx(longer * (1 + 2 * drawings.MARGIN), rel=0.03)
    assert found.square.x1 < xs.min() < xs.max() < found.square.x2
    assert found.square.y1 < ys.min() < ys.max() < found.square.y2
    assert found.extent == pytest.approx(longer / 500, rel=0.03)


def test_dirt_does_not_widen_the_square() -> None:
    dirty = sheet()
    dirty[10:12, 480:482] = 0
    clean, found = drawings.find(sheet(), 64), drawings.find(dirty, 64)
    assert found is not None
    assert found.square == getattr(clean, "square", None)


@pytest.mark.parametrize("shape", [(300, 400, 3), (1, 1, 3), (1, 2000, 3)])
def test_a_blank_sheet_holds_no_drawing(shape: tuple[int, int, int]) -> None:
    assert drawings.find(np.full(shape, 255, np.uint8), 128) is None


def test_the_networks_input_is_black_ink_on_white_paper() -> None:
    spec = InputSpec(64, 64, fit="drawing", mean=(0.5,), std=(0.25,))
    tensor = images.prepare(sheet(), spec)
    assert tensor.shape == (3, 64, 64)
    np.testing.assert_allclose(tensor[1], (1.0 - seen(sheet(), 64) - 0.5) / 0.25, atol=1e-6)
    blank = images.prepare(np.full((50, 70, 3), 255, np.uint8), spec)
    np.testing.assert_allclose(blank, (1.0 - 0.5) / 0.25)


@pytest.mark.parametrize("name", ["astronaut", "cat", "clock", "coffee", "rocket"])
def test_photos_are_told_from_drawings(name: str) -> None:
    assert drawings.is_photo(images.read(SAMPLES / "photos" / f"{name}.jpg", ImageLimits()))


def test_drawings_are_no_photos_even_in_colours_and_under_uneven_light() -> None:
    coloured = sheet(ink=(210, 60, 40))
    coloured[sheet(zoom=0.5, moved=(60, 60))[:, :, 0] < 128] = (40, 160, 60)
    light = np.linspace(1.0, 0.75, 500)[None, :, None]
    shaded = (sheet(pen=6) * light + np.random.default_rng(1).normal(0, 2, (400, 500, 3))).clip(0, 255).astype(np.uint8)
    for rgb in (sheet(), sheet(pen=20), sheet(ink=WHITE, paper=BLACK), coloured, shaded):
        assert not drawings.is_photo(rgb)
