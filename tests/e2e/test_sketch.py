"""A person draws with the mouse, and photos of it appear."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from mindseye import MindsEye, load_settings
from studio import Place, Studio, board_of, box_of, follow, serving
from tests.e2e.looking import press

pytestmark = pytest.mark.browser


def arc(x: float, y: float, width: float, height: float, first: int = 0, last: int = 360) -> list[Place]:
    """Return part of an ellipse around (x, y), in degrees clockwise from three o'clock."""
    angles = [math.radians(first + (last - first) * step / 14) for step in range(15)]
    return [(x + width * math.cos(angle), y + height * math.sin(angle)) for angle in angles]


# What a hand draws, in shares of the largest square of the board.
CLOCK = [arc(0.5, 0.5, 0.34, 0.34), [(0.5, 0.5), (0.5, 0.25)], [(0.5, 0.5), (0.66, 0.58)]]
FISH = [arc(0.45, 0.5, 0.29, 0.165, 20, 340), [(0.72, 0.44), (0.89, 0.34), (0.85, 0.5), (0.89, 0.66), (0.72, 0.56)],
        arc(0.285, 0.455, 0.02, 0.02), arc(0.395, 0.5, 0.07, 0.11, -60, 60), [(0.4, 0.34), (0.5, 0.25), (0.56, 0.35)],
        [(0.16, 0.52), (0.215, 0.535)]]  # fmt: skip
UMBRELLA = [arc(0.5, 0.48, 0.35, 0.3, 180, 360), arc(0.27, 0.48, 0.12, 0.05, 180, 360),
            arc(0.5, 0.48, 0.11, 0.05, 180, 360), arc(0.73, 0.48, 0.12, 0.05, 180, 360),
            [(0.5, 0.43), (0.5, 0.8), *arc(0.44, 0.8, 0.06, 0.06, 0, 180)]]  # fmt: skip
HOUSE = [[(0.25, 0.45), (0.25, 0.85), (0.75, 0.85), (0.75, 0.45), (0.25, 0.45)],
         [(0.2, 0.48), (0.5, 0.18), (0.8, 0.48)], [(0.45, 0.85), (0.45, 0.65), (0.57, 0.65), (0.57, 0.85)]]  # fmt: skip


def placed(page: Page, stroke: list[Place]) -> list[Place]:
    """Return a stroke's places in px of the page."""
    sheet = box_of(board_of(page))
    side = min(sheet["width"], sheet["height"])
    left = sheet["x"] + (sheet["width"] - side) / 2
    top = sheet["y"] + (sheet["height"] - side) / 2
    return [(left + x * side, top + y * side) for x, y in stroke]


def draw(page: Page, strokes: list[list[Place]]) -> None:
    for stroke in strokes:
        follow(page, placed(page, stroke))


def hits(page: Page) -> Locator:
    return page.get_by_role("gridcell")


def first_names(page: Page, count: int) -> list[str]:
    """Return what the first hits are called, once the drawing has come to rest in the link."""
    expect(page).to_have_url(re.compile(r"t=s[0-9a-f]+"))
    expect(page.locator("[aria-busy=false]").first).to_be_visible()
    return [hits(page).nth(place).get_by_role("img").first.get_attribute("alt") or "" for place in range(count)]


@pytest.fixture
def desk(open_page, gallery) -> Page:
    page = open_page("/search?draw=1", address=gallery.url)
    expect(board_of(page)).to_be_visible()
    return page


def test_photos_appear_with_the_first_stroke_and_the_drawing_becomes_a_link(desk, open_page, gallery):
    follow(desk, placed(desk, CLOCK[0]))
    expect(hits(desk).first).to_be_visible()
    for hand in CLOCK[1:]:
        follow(desk, placed(desk, hand))
    found = first_names(desk, 5)
    assert found[0].startswith("clock ")
    again = open_page(desk.url.removeprefix(gallery.url), address=gallery.url)
    expect(hits(again).first).to_be_visible()
    assert set(first_names(again, 5)) & set(found)
    assert first_names(again, 5)[0].startswith("clock ")
    expect(again.get_by_role("button", name="Clear the board")).to_be_enabled()


def test_mouse_drawings_are_told_what_they_look_like(desk):
    for strokes, name in ((FISH, "fish"), (UMBRELLA, "umbrella")):
        draw(desk, strokes)
        expect(desk.get_by_test_id("status")).to_contain_text(name)
        press(desk, "Clear the board")
        expect(hits(desk)).to_have_count(0)


def test_a_circle_with_two_hands_looks_like_a_clock(desk):
    draw(desk, CLOCK)
    expect(desk.get_by_test_id("status")).to_contain_text("clock")


def test_what_the_model_never_learned_still_finds_pictures(desk):
    draw(desk, HOUSE)
    expect(hits(desk).first).to_be_visible()


def test_an_idea_finds_the_cat_and_more_like_it_leaves_the_board(desk):
    press(desk, "Cat")
    expect(hits(desk).first).to_be_visible()
    assert any(name.startswith("cat ") for name in first_names(desk, 3))
    hits(desk).first.click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.locator("canvas")).to_have_count(2)  # heat over the drawing and over the photo
    dialog.get_by_role("button", name="More like this").click()
    expect(desk).to_have_url(re.compile(r"\?t=p\d+$"))
    expect(board_of(desk)).to_be_hidden()
    expect(hits(desk).first).to_contain_text("strong")


def test_a_dot_is_met_by_a_quiet_word_and_a_cleared_board_by_ideas(desk):
    follow(desk, placed(desk, [(0.5, 0.5), (0.501, 0.5)]))
    expect(desk.get_by_text("Go on: there is too little yet")).to_be_visible()
    expect(desk.get_by_role("alert")).to_have_count(0)
    draw(desk, HOUSE[:1])
    expect(desk).to_have_url(re.compile("t=s"))
    press(desk, "Clear the board")
    expect(desk).to_have_url(re.compile(r"\?draw=1$"))
    expect(desk.get_by_role("button", name="Umbrella")).to_be_visible()
    press(desk, "Undo")
    expect(hits(desk).first).to_be_visible()


def test_a_photo_on_the_board_is_searched_as_a_photo_and_that_is_said(desk, sample_photos):
    photo = sample_photos / "2024 Space" / "cat left.jpg"
    desk.get_by_label("Open a picture").and_(desk.locator("input")).set_input_files(photo)
    expect(desk.get_by_text("This is a photo")).to_be_visible()
    assert first_names(desk, 1)[0].startswith("cat ")


def test_a_finger_draws_on_a_phone_and_the_page_stays_where_it_is(open_page, gallery):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
    page = open_page("/search?draw=1", address=gallery.url, **phone)
    expect(board_of(page)).to_be_visible()
    hand = page.context.new_cdp_session(page)
    for index, (x, y) in enumerate(placed(page, UMBRELLA[0])):
        kind = "touchMove" if index else "touchStart"
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(hits(page).first).to_be_visible()
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate("scrollTo(0, 600)")
    expect(board_of(page)).to_be_in_viewport()


@pytest.fixture(scope="module")
def unfilled(tmp_path_factory: pytest.TempPathFactory, sample_photos: Path) -> Iterator[Studio]:
    """A studio whose library was indexed before there were sketches."""
    home = tmp_path_factory.mktemp("unfilled")
    eye = MindsEye(load_settings({"MINDSEYE_SPACES": "photo"}, home=home))
    eye.library.add_source(sample_photos / "2024 Space")
    assert eye.library.jobs.run("index", space=["photo"]).state == "done"
    eye.library.close()
    with serving(home) as running:
        yield running


def test_a_library_without_vectors_for_sketches_offers_to_make_them(open_page, unfilled):
    page = open_page("/search?draw=1", address=unfilled.url)
    press(page, "Fish")
    expect(page.get_by_text(re.compile("has not seen your pictures yet"))).to_be_visible()
    press(page, "Fill it now")
    expect(hits(page).first).to_be_visible()


def test_an_empty_library_says_how_to_begin(open_page, studio):
    page = open_page("/search?draw=1", address=studio.url)
    expect(page.get_by_text(re.compile("mindseye index"))).to_be_visible()
    expect(board_of(page)).to_be_visible()
