"""Naming photos, as a person does it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def naming(open_page, studio) -> Page:
    return open_page("/classify", address=studio.url)


def labels(page: Page) -> Locator:
    return page.get_by_test_id("naming").first.get_by_role("listitem")


def choose(page: Page, *paths: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(list(paths))


def cat(sample_photos: Path) -> Path:
    return sample_photos / "2024 Space" / "cat whole.jpg"


def test_a_sample_is_named_and_shows_where(naming):
    naming.get_by_role("link", name="Name A cat").click()
    expect(naming.get_by_test_id("naming").get_by_text(re.compile(r"\bcat\b")).first).to_be_visible(timeout=20_000)
    naming.get_by_role("button", name=re.compile("cat: .* Show where")).first.click()
    expect(naming.get_by_role("heading", name=re.compile("Where A thousand things sees “.*cat”"))).to_be_visible()
    canvas = naming.locator("canvas").first
    expect(canvas).to_be_visible()
    painted = canvas.evaluate(
        "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(byte => byte > 0)"
    )
    assert painted
    naming.get_by_role("slider", name="Heat map").press("Home")
    expect(canvas).to_have_css("opacity", "0")


def test_a_link_shows_the_same_again(naming, open_page, studio):
    naming.get_by_role("link", name="Name A cat").click()
    naming.get_by_role("button", name=re.compile("Show where")).first.click()
    expect(naming.locator("canvas").first).to_be_visible(timeout=20_000)
    again = open_page(naming.url.removeprefix(studio.url), address=studio.url)
    expect(again.locator("canvas").first).to_be_visible(timeout=20_000)


def test_any_label_can_be_asked_for(naming, sample_photos):
    choose(naming, cat(sample_photos))
    expect(labels(naming).first).to_be_visible(timeout=20_000)
    naming.get_by_role("combobox", name="Show where another label is seen").fill("espresso")
    naming.get_by_role("option", name=re.compile("^espresso")).first.click()
    expect(naming.get_by_role("heading", name=re.compile("sees “espresso”"))).to_be_visible()
    expect(naming.get_by_role("button", name=re.compile("^espresso: .* Show where"))).to_be_visible()


def test_several_photos_give_a_list(naming, sample_photos):
    names = ["cat whole.jpg", "cat left.jpg"]
    choose(naming, *(sample_photos / "2024 Space" / name for name in names))
    expect(naming.get_by_role("heading", name="2 photos")).to_be_visible()
    expect(naming.get_by_role("row").filter(has_text="cat left").get_by_text("%")).to_be_visible(timeout=20_000)
    naming.get_by_role("button", name="Look at cat left.jpg").click()
    expect(labels(naming).first).to_be_visible()
    naming.get_by_role("button", name="All 2 photos").click()
    expect(naming.get_by_role("heading", name="2 photos")).to_be_visible()


def test_the_answer_can_be_copied(naming, sample_photos):
    naming.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(naming, cat(sample_photos))
    expect(labels(naming).first).to_be_visible(timeout=20_000)
    naming.get_by_role("button", name="Copy JSON").click()
    expect(naming.get_by_role("button", name="Copied")).to_be_visible()
    copied = json.loads(naming.evaluate("navigator.clipboard.readText()"))
    assert copied["picture"] == "cat whole.jpg"
    assert "cat" in copied["namings"][0]["labels"][0]["name"]


def test_what_is_no_picture_is_refused_in_a_sentence(naming, tmp_path, complaints):
    complaints.allow("422")
    (tmp_path / "note.jpg").write_text("hello", encoding="utf-8")
    choose(naming, tmp_path / "note.jpg")
    expect(naming.get_by_text(re.compile("a text file, not a picture")).first).to_be_visible(timeout=20_000)


def test_a_picture_of_the_library_is_named_from_its_viewer(open_page, gallery):
    page = open_page("/library?text=cat+whole", address=gallery.url)
    tile = page.get_by_role("gridcell").get_by_role("img", name="cat whole.jpg")
    expect(tile).to_be_visible(timeout=20_000)
    tile.click()
    page.get_by_role("dialog").get_by_role("link", name="What is this?").click()
    expect(page).to_have_url(re.compile(r"/classify\?picture=\d+$"))
    expect(labels(page).first).to_contain_text("cat", timeout=20_000)


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_it_fits_a_phone(open_page, studio, sample_photos, locale):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": locale}
    page = open_page("/classify", address=studio.url, **phone)
    choose(page, cat(sample_photos))
    expect(labels(page).first).to_be_visible(timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
