"""Finding ink, cutting it into marks, and centring each as MNIST does."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindseye import glyphs
from tests import tiny

SEVEN = tiny.drawn("7")


def fitted(rgb: np.ndarray) -> np.ndarray:
    return glyphs.fit(glyphs.ink(rgb), 20, 28, 28)


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Return the cosine of two pictures, 1 if one is the other; rounding may have put one of them a pixel aside."""
    moved = [np.roll(one, (dy, dx), axis=(0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    return max(float((m * other).sum() / np.sqrt((m**2).sum() * (other**2).sum())) for m in moved)


def rectangles(height: int, width: int, *boxes: tuple[int, int, int, int]) -> np.ndarray:
    """Return ink (height, width) with full rectangles x1, y1, x2, y2."""
    sheet = np.zeros((height, width), np.float32)
    for x1, y1, x2, y2 in boxes:
        sheet[y1:y2, x1:x2] = 1.0
    return sheet


def corners(mark: glyphs.Mark) -> tuple[float, float, float, float]:
    return mark.box.x1, mark.box.y1, mark.box.x2, mark.box.y2


# ── ink ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ink_is_how_far_each_pixel_is_from_the_sheet():
    expected = np.zeros((200, 200))
    for y in range(200):
        for x in range(200):
            expected[y, x] = max(abs(255 - int(value)) for value in SEVEN[y, x]) / 255
    assert np.allclose(glyphs.ink(SEVEN), expected, atol=1e-6)


def test_white_on_black_is_the_same_ink_as_black_on_white():
    assert np.allclose(glyphs.ink(255 - SEVEN), glyphs.ink(SEVEN), atol=1e-6)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [((0, 0, 200), (255, 255, 255)), ((255, 255, 0), (255, 255, 255)), ((250, 240, 200), (20, 60, 40)),
     ((200, 0, 0), (0, 90, 0)), ((110, 110, 110), (160, 160, 160))],
)  # fmt: skip
def test_the_colours_of_pen_and_paper_do_not_matter(ink, paper):
    assert np.abs(glyphs.ink(tiny.drawn("7", ink=ink, paper=paper)) - glyphs.ink(SEVEN)).max() < 0.02


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_blank_sheet_has_no_ink(value):
    ink = glyphs.ink(np.full((60, 80, 3), value, np.uint8))
    assert ink.shape == (60, 80)
    assert not ink.any()


def test_a_nearly_blank_sheet_has_no_ink():
    jpeg = cv2.imdecode(cv2.imencode(".jpg", np.full((90, 90, 3), 250, np.uint8))[1], cv2.IMREAD_COLOR)
    dust = np.full((90, 90, 3), 255, np.uint8)
    dust[40, 40:44] = 0  # four pixels
    gradient = np.repeat(np.linspace(200, 250, 90).astype(np.uint8)[None, :, None], 90, axis=0).repeat(3, axis=2)
    for sheet in (jpeg, dust, gradient, tiny.drawn("7", ink=(235, 235, 235))):
        assert not glyphs.ink(sheet).any()


def shaded_and_noisy() -> np.ndarray:
    """Return a 7 as a phone sees it: light falls off to one side, and the sensor is noisy."""
    y, x = np.mgrid[0:200, 0:200] / 200.0
    light = (0.55 + 0.4 * x - 0.15 * y)[..., None]
    noise = np.random.default_rng(6).normal(0, 4, (200, 200, 3))
    return np.clip(np.where(SEVEN < 128, 30, 235) * light + noise, 0, 255).astype(np.uint8)


def test_a_shaded_noisy_sheet_shows_the_same_mark_and_nothing_else():
    ink = glyphs.ink(shaded_and_noisy())
    assert len(glyphs.marks(ink)) == 1
    assert alike(glyphs.fit(glyphs.without_specks(ink), 20, 28, 28), fitted(SEVEN)) > 0.97
    assert (ink[np.where(SEVEN.max(axis=2) == 255)] < glyphs.SURE_INK).all()


def test_ink_at_the_border_of_a_shaded_sheet_does_not_tilt_the_paper():
    sheet = np.repeat(np.linspace(150, 250, 200)[None, :, None], 200, axis=0).repeat(3, axis=2).astype(np.uint8)
    sheet[:60, 150:190] = 10
    ink = glyphs.ink(sheet)
    assert ink[:60, 150:190].min() > 0.8
    assert np.delete(ink, slice(150, 190), axis=1).max() < 0.05


def test_ink_that_touches_the_border_is_still_ink():
    sheet = np.full((100, 100, 3), 255, np.uint8)
    sheet[:, 45:55] = 0
    assert (glyphs.ink(sheet) == (sheet[..., 0] == 0)).all()


def test_a_frame_around_the_board_is_no_ink():
    framed = cv2.copyMakeBorder(SEVEN, *(3,) * 4, cv2.BORDER_CONSTANT, value=(40, 40, 40))
    ink = glyphs.ink(framed)
    assert ink.shape == framed.shape[:2]
    assert not ink[:4].any()
    assert not ink[:, -4:].any()
    assert np.allclose(ink[4:-4, 4:-4], glyphs.ink(SEVEN)[1:-1, 1:-1], atol=1e-6)


def test_a_big_picture_is_worked_on_at_a_smaller_size():
    big = cv2.resize(SEVEN, (1500, 1500))
    scale, ink = glyphs.work_scale(big), glyphs.ink(big)
    assert ink.size <= 310_000  # of 2,250,000
    assert scale == pytest.approx(ink.shape[0] / 1500, rel=0.01)
    assert glyphs.work_scale(SEVEN) == 1.0
    assert alike(fitted(big), fitted(SEVEN)) > 0.98


@given(height=st.integers(1, 30), width=st.integers(1, 30), seed=st.integers(0, 1000))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_ink_of_anything_is_from_0_to_1(height, width, seed):
    rng = np.random.default_rng(seed)
    ink = glyphs.ink(rng.choice([0, 128, 255], (height, width, 3)).astype(np.uint8))
    assert (ink.shape, ink.dtype) == ((height, width), np.float32)
    assert ((ink >= 0) & (ink <= 1)).all()


# ── marks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_come_from_left_to_right():
    sheet = rectangles(100, 300, (200, 10, 220, 90), (20, 30, 40, 95), (100, 5, 130, 60))
    assert [corners(mark)[0] for mark in glyphs.marks(sheet)] == [18, 98, 198]  # 2 px of rim


def test_a_mark_s_box_is_around_its_ink_and_inside_the_sheet():
    mark = glyphs.marks(rectangles(100, 100, (1, 30, 21, 99)))[0]
    assert corners(mark) == (0, 28, 23, 100)
    assert mark.ink.shape == (mark.box.height, mark.box.width)
    assert mark.ink.sum() == 20 * 69


def test_pieces_above_each_other_are_one_mark():
    bar_of_a_5 = rectangles(100, 100, (30, 10, 70, 16), (30, 30, 60, 90))
    (mark,) = glyphs.marks(bar_of_a_5)
    assert mark.ink.sum() == bar_of_a_5.sum()


def test_pieces_that_share_less_than_half_their_width_are_two_marks():
    assert len(glyphs.marks(rectangles(100, 100, (10, 10, 50, 40), (31, 50, 71, 90)))) == 2  # 19 of 40 px
    assert len(glyphs.marks(rectangles(100, 100, (10, 10, 50, 40), (30, 50, 70, 90)))) == 1  # 20 of 40 px


def test_merging_goes_on_until_nothing_more_is_stacked():
    """The third piece bridges the first two, which share no column."""
    apart = [(10, 10, 40, 30), (45, 10, 75, 30)]
    assert len(glyphs.marks(rectangles(100, 100, *apart))) == 2
    assert len(glyphs.marks(rectangles(100, 100, *apart, (15, 60, 70, 90)))) == 1
    assert len(glyphs.marks(rectangles(100, 100, *apart, (5, 60, 70, 90)))) == 1


def test_a_pen_that_skips_is_still_one_stroke():
    assert len(glyphs.marks(rectangles(100, 100, (10, 48, 48, 52), (50, 10, 54, 90)))) == 1  # a gap of 2 px


def test_specks_are_dropped():
    dirty = rectangles(100, 200, (20, 10, 40, 90), (100, 50, 111, 61))  # 11 of 80 px: less than 15 %
    assert len(glyphs.marks(dirty)) == 1
    assert glyphs.without_specks(dirty).sum() == 20 * 80
    assert len(glyphs.marks(rectangles(100, 200, (20, 10, 40, 90), (100, 50, 113, 63)))) == 2


def test_a_sheet_without_ink_has_no_marks():
    assert glyphs.marks(np.zeros((50, 50), np.float32)) == []
    assert glyphs.marks(np.full((50, 50), 0.2, np.float32)) == []  # never surely ink
    assert glyphs.without_specks(np.zeros((50, 40), np.float32)).shape == (50, 40)


def test_a_neighbour_s_ink_is_left_behind():
    """Two slanted strokes whose boxes overlap: each mark has one of them only."""
    sheet = np.zeros((100, 120), np.float32)
    cv2.line(sheet, (10, 90), (50, 10), 1.0, 5)
    cv2.line(sheet, (35, 90), (75, 10), 1.0, 5)
    first, second = glyphs.marks(sheet)
    assert first.box.x2 > second.box.x1
    assert first.ink.sum() + second.ink.sum() == pytest.approx(sheet.sum())
    assert not first.ink[-1 - 10 :, 20:].any()  # the other's foot


def test_only_the_largest_marks_are_kept_still_from_left_to_right():
    boxes = [(20 * i, 5, 20 * i + 6 + i % 3, 45) for i in range(10)]
    kept = glyphs.marks(rectangles(50, 220, *boxes), most=3)
    assert [corners(mark)[0] + 2 for mark in kept] == [40, 100, 160]  # those 8 px wide


def test_thousands_of_pieces_are_cut_in_time():
    sheet = np.full((100, 3000, 3), 255, np.uint8)
    for y in range(6, 95, 9):
        for x in range(6, 2995, 9):
            sheet[y : y + 3, x : x + 3] = 0
    assert len(glyphs.marks(glyphs.ink(sheet))) == 32


# ── fit ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def centre_of_mass(ink: np.ndarray) -> tuple[float, float]:
    total = down = across = 0.0
    for y in range(ink.shape[0]):
        for x in range(ink.shape[1]):
            total, down, across = total + ink[y, x], down + y * ink[y, x], across + x * ink[y, x]
    return down / total, across / total


def extent(ink: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(ink > glyphs.EDGE_OF_INK)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("side", [28, 32])
def test_a_digit_fills_the_box_with_its_centre_of_mass_in_the_middle(digit, side):
    glyph = glyphs.fit(glyphs.ink(tiny.drawn(digit)), 20, side, side)
    assert glyph.shape == (side, side)
    assert glyph.max() == 1.0
    assert 19 <= max(extent(glyph)) <= 20
    assert np.abs(np.array(centre_of_mass(glyph)) - side / 2).max() <= 0.5


def test_a_mark_larger_on_one_side_is_off_the_middle_so_that_its_mass_is_not():
    for bar, foot in ((4, 8), (10, 8)):  # the second would leave the canvas, and stays at its edge
        sheet = rectangles(40, 40, (5, 5, 25, 5 + bar), (5, 5, 8, 25))
        glyph = glyphs.fit(sheet, 20, 28, 28)
        wanted = min(foot, round(14 - centre_of_mass(sheet[5:25, 5:25])[0]))
        assert np.nonzero(glyph.any(axis=1))[0][0] == wanted
        assert glyph.sum() == sheet.sum()


@pytest.mark.parametrize(("width", "height"), [(40, 160), (160, 40), (100, 120)])
def test_the_aspect_is_kept(width, height):
    sheet = rectangles(200, 200, (10, 10, 10 + width, 10 + height))
    tall, wide = extent(glyphs.fit(sheet, 20, 28, 28, usual_pen=False))
    assert (tall, wide) == (round(20 * height / max(width, height)), round(20 * width / max(width, height)))


def test_a_fitted_glyph_changes_no_more():
    """So MNIST's own pictures go through the product's door untouched."""
    rng = np.random.default_rng(8)
    for digit in "0123456789":
        once = np.zeros((28, 28), np.float32)
        once[4:24, 4:24] = cv2.resize(glyphs.without_specks(glyphs.ink(tiny.drawn(digit))), (20, 20))
        once[4, 4:24] = once[4:24, 4] = once[4:24, 23] = once[23, 4:24] = 1.0  # certainly 20 px
        moved = np.roll(once, rng.integers(-3, 4, 2), axis=(0, 1))
        twice = glyphs.fit(moved, 20, 28, 28)
        assert np.array_equal(glyphs.fit(twice, 20, 28, 28), twice)
        assert sorted(twice[twice > 0]) == sorted(moved[moved > 0])


def test_nothing_drawn_stays_nothing():
    assert not glyphs.fit(np.zeros((50, 60), np.float32), 20, 28, 28).any()
    assert not glyphs.fit(np.full((50, 60), 0.05, np.float32), 20, 28, 28).any()


@pytest.mark.parametrize("pen", [1, 2, 150, 200])
def test_hair_thin_and_very_thick_pens_come_out_as_usual(pen):
    def seven(pen: int) -> np.ndarray:
        sheet = np.full((1000, 1000, 3), 255, np.uint8)
        for ends in (((200, 200), (700, 200)), ((700, 200), (350, 850))):
            cv2.line(sheet, *ends, (0, 0, 0), pen, cv2.LINE_AA)
        return fitted(sheet)

    glyph = seven(pen)
    assert glyph.max() == 1.0
    assert 40 < glyph.sum() < 120  # px of ink; MNIST's sevens have 50 to 130
    assert alike(cv2.GaussianBlur(glyph, (0, 0), 1.5), cv2.GaussianBlur(seven(20), (0, 0), 1.5)) > 0.9


@pytest.mark.parametrize("digit", "2457")
@given(size=st.integers(90, 600), left=st.integers(0, 200), top=st.integers(0, 200))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_where_and_how_large_a_digit_is_drawn_does_not_matter(digit, size, left, top):
    drawing = cv2.resize(tiny.drawn(digit), (size, size), interpolation=cv2.INTER_AREA)
    sheet = np.full((top + size + 20, left + size + 30, 3), 255, np.uint8)
    sheet[top : top + size, left : left + size] = drawing
    assert alike(fitted(sheet), fitted(tiny.drawn(digit))) > 0.93


@given(height=st.integers(1, 40), width=st.integers(1, 40), seed=st.integers(0, 1000), pen=st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_anything_fits(height, width, seed, pen):
    sheet = np.random.default_rng(seed).choice([0.0, 0.0, 0.4, 1.0], (height, width)).astype(np.float32)
    glyph = glyphs.fit(sheet, 20, 28, 28, usual_pen=pen)
    assert glyph.max() == (1.0 if sheet.any() else 0.0)
    assert glyph.min() >= 0.0
