"""The library in the browser: looking, filtering, taking out, bringing in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from studio import Studio, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def library(open_page, gallery) -> Page:
    page = open_page("/library", address=gallery.url)
    expect(tiles(page).first.get_by_role("img")).to_be_visible()  # empty tiles stand there before and cannot be opened
    return page


def tiles(page: Page) -> Locator:
    return page.get_by_role("gridcell")


def test_the_gallery_shows_the_newest_first_and_says_how_many(library):
    expect(library.get_by_text("77 pictures").first).to_be_visible()
    expect(tiles(library).first.get_by_role("img")).to_have_attribute("alt", re.compile("rocket dark"))


def test_a_folder_and_a_name_leave_what_fits(library):
    library.get_by_role("button", name="2025 Walks").or_(library.get_by_role("link", name="2025 Walks")).first.click()
    library.get_by_placeholder("Find by file name").fill("coffee")
    expect(tiles(library)).to_have_count(7)
    library.reload()
    expect(tiles(library)).to_have_count(7)


def test_arrows_move_and_enter_opens(library):
    tiles(library).first.focus()
    library.keyboard.press("ArrowRight")
    library.keyboard.press("Enter")
    dialog = library.get_by_role("dialog")
    expect(dialog).to_be_visible()
    library.keyboard.press("ArrowRight")
    library.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_removed_picture_comes_back_by_undo(library):
    tiles(library).first.click()
    library.get_by_role("dialog").get_by_role("button", name="Remove from the library").click()
    library.get_by_role("button", name="Undo").click()
    expect(library.get_by_text("One picture is back.")).to_be_visible()


def test_duplicates_name_the_one_to_keep(library):
    library.get_by_role("tab", name=re.compile("Duplicates")).or_(
        library.get_by_role("link", name=re.compile("Duplicates"))
    ).first.click()
    expect(library.get_by_text(re.compile("Keep this one")).first).to_be_visible(timeout=20_000)


@pytest.fixture
def new_studio(tmp_path) -> Iterator[Studio]:
    """A studio with an empty library. Ask for it before `open_page`: a page must not outlive its server."""
    (tmp_path / "home").mkdir()
    with serving(tmp_path / "home") as running:
        yield running


def test_an_uploaded_picture_is_in_the_library_at_once(new_studio, open_page, tmp_path, sample_photos):
    path = Path(shutil.copy(sample_photos / "2024 Space" / "cat whole.jpg", tmp_path / "my cat.jpg"))
    page = open_page("/library", address=new_studio.url)
    page.locator("input[type=file]").first.set_input_files(path)
    expect(tiles(page).get_by_role("img", name=re.compile("my cat"))).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_it_fits_a_phone(open_page, gallery, locale):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": locale}
    page = open_page("/library", address=gallery.url, **phone)
    expect(tiles(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
