"""Reading sheets: order, refusals, boxes, and what a network sees."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mindseye.models.registry import Model
from mindseye.tasks import marks
from mindseye.types import Box
from tests import tiny


def read(models, model, picture):
    return marks.read_sheet(models, model, marks.find_marks(picture))


@pytest.mark.parametrize("number", ["0", "37", "2026", "111"])
def test_a_number_is_read_from_left_to_right(models, model, number):
    assert read(models, model, tiny.drawn(number)).reading == number


def test_white_on_black_reads_as_black_on_white_does(models, model):
    inverse = tiny.drawn("58", ink=(255, 255, 255), paper=(0, 0, 0))
    assert read(models, model, inverse).reading == "58"


@pytest.mark.parametrize("colour", [255, 0, 128])
def test_a_blank_sheet_has_no_marks_and_an_empty_reading(models, model, colour):
    reading = read(models, model, np.full((50, 70, 3), colour, np.uint8))
    assert (reading.reading, reading.glyphs) == ("", ())


def test_a_mark_under_the_threshold_is_refused_but_its_best_guess_is_kept(models, model):
    strict = Model(dataclasses.replace(model.card, thresholds={"reject": 0.99999999}), model.folder, model.source)
    reading = read(models, strict, tiny.drawn("4"))
    assert reading.reading == "?"
    assert reading.glyphs[0].label == "4"
    without = Model(dataclasses.replace(model.card, thresholds={}), model.folder, model.source)
    assert read(models, without, tiny.drawn("4")).reading == "4"


def test_boxes_are_in_pixels_of_the_picture_however_large_it_is(models, model):
    small = tiny.drawn("71")
    large = np.kron(small, np.ones((5, 5, 1), np.uint8))
    for near, far in zip(read(models, model, small).glyphs, read(models, model, large).glyphs, strict=True):
        assert 5 * near.box.x1 == pytest.approx(far.box.x1, abs=25)
        assert 5 * near.box.y2 == pytest.approx(far.box.y2, abs=25)
        assert near.label == far.label


def test_probabilities_are_the_softmax_of_the_networks_logits(models, model):
    sheet = marks.find_marks(tiny.drawn("6"))
    seen = marks.see(model, sheet.marks[0].ink)
    logits = models.session(model).run(seen[None], ["fc1"])["fc1"][0].astype(np.float64)
    expected = [np.exp(v) / sum(np.exp(w) for w in logits) for v in logits]
    assert marks.read_sheet(models, model, sheet).glyphs[0].probabilities == pytest.approx(expected)


def test_softmax_survives_huge_logits():
    assert marks.softmax(np.array([[1e4, 0.0]], np.float32)).tolist() == [[1.0, 0.0]]


def test_pixels_show_the_networks_input(model):
    sheet = marks.find_marks(tiny.drawn("9"))
    seen = marks.see(model, sheet.marks[0].ink)
    pixels = marks.seen_as_pixels(model, seen)
    np.testing.assert_array_equal(pixels, np.rint(seen[0] * 255).astype(np.uint8))


def test_a_picture_of_one_digit_is_read_whole_even_if_its_pen_skipped(models, model):
    picture = tiny.drawn("8")
    picture[:, 96:104] = 255  # a gap from top to bottom makes two marks of it
    assert len(marks.find_marks(picture).marks) == 2
    assert len(marks.whole_as_one(picture).marks) == 1
    assert marks.whole_as_one(np.zeros((9, 9, 3), np.uint8)).marks == ()


def test_a_reading_checks_itself():
    with pytest.raises(ValueError, match="sum to"):
        marks.GlyphReading(Box(0, 0, 1, 1), "digits", (0.5,) * 10, True)
    with pytest.raises(ValueError, match="empty box"):
        Box(3, 0, 3, 1)
