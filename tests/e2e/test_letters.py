"""A person switches the board to letters, and a network reads along."""

import re

import pytest
from playwright.sync_api import expect

from studio import board_of, write
from tests.e2e.looking import expect_all_read, press, reading_of

pytestmark = pytest.mark.browser
NETWORK = "letters-cnn"


def read_as(page, task):
    page.get_by_role("group", name="Read as").get_by_role("button", name=task).click()


def test_a_letter_drawn_with_the_mouse_is_read_and_the_switch_keeps_the_drawing(page):
    read_as(page, "Letters")
    expect(page.get_by_role("heading", name="Draw a letter")).to_be_visible()
    assert "read=letters" in page.url
    write(page, "K")
    expect(reading_of(page, NETWORK)).to_have_text("K")
    expect(page.get_by_text("It reads K")).to_be_visible()
    press(page, "Clear the board")
    write(page, "7")
    read_as(page, "Digits")
    expect_all_read(page, "7")


def test_a_word_of_many_strokes_is_read_though_its_labels_lie_where_strokes_begin(open_page):
    page = open_page("/draw?read=letters")
    expect(board_of(page)).to_be_visible()
    write(page, "EYE")
    expect(reading_of(page, NETWORK)).to_have_text("EYE")
    press(page, "Mark 2: Y")
    expect(page.get_by_test_id(f"card-{NETWORK}")).to_contain_text("Y with")


def test_the_best_five_letters_are_shown_and_all_26_on_demand(open_page):
    page = open_page("/draw?read=letters")
    expect(board_of(page)).to_be_visible()
    write(page, "R")
    card = page.get_by_test_id(f"card-{NETWORK}")
    expect(card.get_by_test_id("reading")).to_have_text("R")
    bars = card.get_by_role("listitem")
    expect(bars).to_have_count(5)
    expect(bars.first).to_contain_text("R")
    press(page, "Show all 26")
    expect(bars).to_have_count(26)
    assert "".join(text[0] for text in bars.all_inner_texts()) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_a_letter_network_is_opened_and_says_what_speaks_for_another_letter(open_page):
    page = open_page("/draw?read=letters&view=inside")
    expect(board_of(page)).to_be_visible()
    write(page, "Q")
    evidence = page.get_by_role("region", name="Where it looked")
    expect(evidence.get_by_role("img", name=re.compile("Evidence for Q"))).to_be_visible()
    evidence.get_by_role("group", name="Evidence for which letter").get_by_role("button", name="O", exact=True).click()
    expect(evidence.get_by_role("img", name=re.compile("Evidence for O"))).to_be_visible()
    assert "letter=O" in page.url
    layers = page.get_by_role("list", name="Layers, from the picture to the answer").get_by_role("button")
    layers.last.click()
    expect(page.get_by_role("region", name="fc2")).to_contain_text("26 units")


def test_a_sample_that_is_no_letter_is_refused(open_page):
    page = open_page("/draw?read=letters")
    page.get_by_role("region", name="Try a sample").get_by_role("button", name="A digit, not a letter").click()
    expect(reading_of(page, NETWORK)).to_have_text("?")
    expect(page.get_by_text("It sees no letter here")).to_be_visible()
