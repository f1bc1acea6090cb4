"""Search by image, as a person does it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from studio import box_of

pytestmark = pytest.mark.browser


@pytest.fixture
def search(open_page, gallery) -> Page:
    return open_page("/search", address=gallery.url)


def hits(page: Page) -> Locator:
    return page.get_by_role("gridcell")


def choose(page: Page, path: Path) -> None:
    """Give a picture to search by, and wait for the hits."""
    page.locator("input[type=file]").first.set_input_files(path)
    expect(page.get_by_test_id("announcement")).to_contain_text(re.compile(r"\d+"))
    expect(hits(page).first).to_be_visible()


def test_a_chosen_picture_finds_what_looks_like_it(search, sample_photos):
    choose(search, sample_photos / "2024 Space" / "cat left.jpg")
    expect(hits(search).first).to_contain_text("strong")
    for place in range(4):
        expect(hits(search).nth(place).get_by_role("img", name=re.compile("^cat "))).to_be_visible()
    expect(search.get_by_role("heading", name=re.compile(r"\d+ strong match"))).to_be_visible()


def test_a_search_is_a_link(search, sample_photos, open_page, gallery):
    choose(search, sample_photos / "2024 Home" / "rocket whole.jpg")
    found = [hits(search).nth(place).get_by_role("img").get_attribute("alt") for place in range(5)]
    link = search.url.removeprefix(gallery.url)
    again = open_page(link, address=gallery.url)
    expect(hits(again).first).to_be_visible()
    assert [hits(again).nth(place).get_by_role("img").get_attribute("alt") for place in range(5)] == found


def test_more_like_this_starts_from_a_hit(search, sample_photos):
    choose(search, sample_photos / "2025 Walks" / "coffee whole.jpg")
    hits(search).nth(1).click()
    search.get_by_role("dialog").get_by_role("button", name="More like this").or_(
        search.get_by_role("dialog").get_by_role("link", name="More like this")
    ).click()
    expect(search).to_have_url(re.compile(r"t=p\d+$"))
    expect(search.get_by_test_id("term")).to_have_count(1)
    expect(hits(search).first.get_by_role("img", name=re.compile("^coffee "))).to_be_visible()


def test_why_lays_a_heat_map_over_hit_and_query(search, sample_photos):
    choose(search, sample_photos / "2024 Space" / "cat left.jpg")
    hits(search).nth(1).click()
    dialog = search.get_by_role("dialog")
    expect(dialog.locator("canvas")).to_have_count(2)
    expect(dialog.get_by_text("Heat map")).to_be_visible()
    search.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_region_is_marked_with_the_mouse(search, sample_photos):
    choose(search, sample_photos / "2024 Home" / "astronaut whole.jpg")
    before = search.url
    search.get_by_role("button", name="Mark a region").click()
    area = box_of(search.get_by_role("application"))
    search.mouse.move(area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.1)
    search.mouse.down()
    search.mouse.move(area["x"] + area["width"] * 0.7, area["y"] + area["height"] * 0.5, steps=6)
    search.mouse.up()
    search.get_by_role("button", name="Done").click()
    expect(search.get_by_role("button", name="Change the region")).to_be_visible()
    assert search.url != before


def test_nothing_that_matches_is_said_and_not_pretended(search, tmp_path):
    from PIL import Image

    square = Image.new("RGB", (200, 200), "white")
    square.paste((20, 160, 60), (60, 60, 140, 140))
    square.save(tmp_path / "square.png")
    search.locator("input[type=file]").first.set_input_files(tmp_path / "square.png")
    expect(search.get_by_text("Nothing here matches")).to_be_visible()


def test_what_is_no_picture_is_refused_in_a_sentence(search, tmp_path, complaints):
    complaints.allow("422")
    (tmp_path / "note.jpg").write_text("hello", encoding="utf-8")
    search.locator("input[type=file]").first.set_input_files(tmp_path / "note.jpg")
    expect(search.get_by_text(re.compile("a text file, not a picture"))).to_be_visible()


def test_a_new_installation_says_how_to_begin(open_page, studio):
    page = open_page("/search", address=studio.url)
    expect(page.get_by_text(re.compile("mindseye index"))).to_be_visible()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_it_fits_a_phone(open_page, gallery, sample_photos, locale):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": locale}
    page = open_page("/search", address=gallery.url, **phone)
    choose(page, sample_photos / "2024 Space" / "cat left.jpg")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
