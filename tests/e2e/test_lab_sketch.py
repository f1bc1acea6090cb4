"""Lab → Sketches: what to do before the first run, and what there is to see after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import expect

from mindseye.benchmarks import kept, result, sketch_look
from mindseye.benchmarks.sketch_data import Picture
from mindseye.benchmarks.sketch_look import Asked, CategoryFigures, Look, Point
from studio import Studio, serving

WORDS = ("cat", "cat", "cow", "cow", "cat", "cow")  # four photos, two drawings


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> Iterator[Studio]:
    """A studio in whose home the benchmark has run, on six plain pictures."""
    home, tiles, points = tmp_path_factory.mktemp("measured"), sketch_look.Tiles(), []
    for place, word in enumerate(WORDS):
        points.append(Point(0.2 * place, 0.5, "photo" if place < 4 else "sketch", word, word == "cow"))
        tiles.add(Picture("", home, word, "", False), np.full((64, 64, 3), 40 * place, np.uint8))
    asked = (
        Asked(4, "seen", 1, (2, 3, 0, 1), (1, 0, 2, 3), 0.4, 1.0),
        Asked(5, "unseen", None, (0, 1, 2, 3), (2, 0, 3, 1), 0.4, 0.8),
    )
    figures = (CategoryFigures("cat", False, 1, 0.4, 1.0), CategoryFigures("cow", True, 1, 0.4, 0.8))
    sprite = tiles.sprite()
    look = Look("sketch", "1", "drawn", "2026-01-31T12:00:00", 64, 32, "0.webp", tuple(points), asked, figures)
    kept.save("sketch", look, sprite, home)
    setting = {"part": "seen", "towers": "trained", "strokes": "", "rerank": "dba", "gallery": 4}
    result.save(result.Result("sketch", "drawn", [result.Row("sketch", 1, {"map": 0.625}, setting)]), home)
    with serving(home) as running:
        yield running


def test_before_the_first_run_the_page_tells_the_command(open_page):
    page = open_page("/lab/sketch")
    expect(page.get_by_text("mindseye bench sketch --data DIR")).to_be_visible()


def test_the_map_is_walked_by_keyboard_and_narrowed_to_a_category(open_page, measured):
    page = open_page("/lab/sketch", address=measured.url)
    expect(page.get_by_role("cell", name="62.5%").first).to_be_visible()
    field = page.get_by_role("application", name="Map of 6 photos and drawings")
    field.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("img", name="Photo: cat")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("img", name="Photo: cow")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"category=cow"))
    expect(page.get_by_role("img", name="Drawing: cow")).to_be_visible()  # the only query that is left
    expect(page.get_by_role("img", name="Drawing: cat")).to_have_count(0)


def test_a_tap_shows_what_a_sign_is_and_hits_say_right_or_wrong(open_page, measured):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = open_page("/lab/sketch", address=measured.url, **phone)
    field = page.get_by_role("application", name="Map of 6 photos and drawings")
    field.scroll_into_view_if_needed()
    side = field.bounding_box()["width"]
    field.tap(position={"x": 14 + 0.8 * (side - 28), "y": side / 2})
    expect(page.get_by_role("img", name="Drawing: cat").first).to_be_visible()
    after = page.get_by_role("region", name="cat: After training").get_by_role("img")
    said = [after.nth(place).get_attribute("aria-label") for place in range(4)]
    assert said == ["cat: the very photo that was drawn", "cat: right", "cow: wrong", "cow: wrong"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
