"""A person draws, and the networks read along."""

import pytest
from playwright.sync_api import expect

from studio import board_of, box_of, follow, strokes_on, write
from tests.e2e.looking import expect_all_read, expect_empty, press, reading_of

pytestmark = pytest.mark.browser


def test_a_three_and_then_a_seven_drawn_with_the_mouse_are_read(page):
    write(page, "3")
    expect_all_read(page, "3")
    press(page, "Clear the board")
    expect_empty(page)
    write(page, "7")
    expect_all_read(page, "7")


def test_a_digit_beside_another_makes_a_number(page):
    write(page, "3", places=2)
    expect_all_read(page, "3")
    write(page, "7", places=2, first=1)
    expect_all_read(page, "37")


def test_a_whole_number_is_read_and_each_digit_can_be_chosen(page):
    write(page, "2026")
    expect_all_read(page, "2026")
    expect(page.get_by_text("All 3 read 2026")).to_be_visible()
    press(page, "Mark 4: 6")
    expect(page.get_by_test_id("card-digits-cnn")).to_contain_text("6 with")
    marks = page.get_by_role("region", name="What the networks see").get_by_role("button")
    expect(marks).to_have_count(4)
    expect(marks.nth(3)).to_have_attribute("aria-pressed", "true")


def test_an_answer_follows_the_pen_before_it_is_lifted(page):
    (stroke,) = strokes_on(box_of(board_of(page)), "3")
    follow(page, stroke, lift=False)
    expect(reading_of(page)).to_have_text("3")
    page.mouse.up()
    expect_all_read(page, "3")


def test_undo_redo_clear_and_undo_of_clear(page):
    write(page, "7", places=2)
    write(page, "3", places=2, first=1)
    expect_all_read(page, "73")
    press(page, "Undo")
    expect_all_read(page, "7")
    press(page, "Redo")
    expect_all_read(page, "73")
    press(page, "Clear the board")
    expect_empty(page)
    press(page, "Undo")
    expect_all_read(page, "73")


def test_shortcuts_undo_redo_and_clear(page):
    write(page, "3")
    page.keyboard.press("Control+z")
    expect_empty(page)
    page.keyboard.press("Control+Shift+Z")
    expect_all_read(page, "3")
    page.keyboard.press("Delete")
    expect_empty(page)


def test_the_eraser_takes_a_digit_away(page):
    write(page, "37")
    expect_all_read(page, "37")
    rub_out(page, 0.5, 0.98)
    expect_all_read(page, "3")


def test_a_board_rubbed_clean_says_that_nothing_is_drawn(page):
    write(page, "3")
    expect_all_read(page, "3")
    rub_out(page, 0.25, 0.75)
    expect(page.get_by_text("Nothing drawn", exact=True).first).to_be_visible()


def rub_out(page, left, right):
    """Rub with the largest eraser over a part of the board, in fractions of its width."""
    press(page, "Eraser")
    for _ in range(12):
        page.keyboard.press("]")
    sheet = box_of(board_of(page))
    ends = [sheet["x"] + sheet["width"] * part for part in (left, right)]
    lines = [sheet["y"] + sheet["height"] * part / 16 for part in range(2, 15)]
    follow(page, [(x, y) for i, y in enumerate(lines) for x in ends[:: 1 if i % 2 else -1]])


def test_an_untouched_board_reads_nothing(page):
    expect_empty(page)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.get_by_role("button", name="Clear the board")).to_be_disabled()


def test_the_keyboard_alone_draws_a_seven(page):
    expect(board_of(page)).to_be_visible()
    reach(page, board_of(page))
    keys = ["Shift+ArrowUp"] * 4 + ["Shift+ArrowLeft"] * 3 + [" "] + ["Shift+ArrowRight"] * 6
    keys += ["ArrowDown", "ArrowDown", "ArrowLeft"] * 16 + [" "]
    for key in keys:
        page.keyboard.press(key)
    expect(reading_of(page)).to_have_text("7")
    expect(page.get_by_text("Pen up")).to_be_attached()


def reach(page, place):
    """Go to an element with the Tab key."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if place.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("The Tab key does not get there.")


def test_a_finger_on_a_phone_draws_and_does_not_scroll_the_page(open_page):
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    hand = page.context.new_cdp_session(page)
    expect(board_of(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight > innerHeight")
    (stroke,) = strokes_on(box_of(board_of(page)), "3")
    touch(hand, stroke)
    expect_all_read(page, "3")
    assert page.evaluate("scrollY") == 0
    swipe = [(200, 800 - step * 20) for step in range(20)]  # beside the board a finger does scroll
    touch(hand, swipe)
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") > 0


def touch(hand, stroke):
    """Lead one finger along a stroke."""
    for index, (x, y) in enumerate(stroke):
        kind = "touchMove" if index else "touchStart"
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
