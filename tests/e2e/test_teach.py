"""Teaching classes of one's own, as a person does it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from studio import Studio, serving

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # ms that looking at a few pictures and learning from them may take on a busy machine


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Studio]:
    """A studio where nothing has been taught. Ask for it before `open_page`: a page must not outlive its server."""
    (tmp_path / "home").mkdir()
    with serving(tmp_path / "home") as running:
        yield running


def pictures_of(sample_photos: Path, name: str) -> list[Path]:
    return sorted(sample_photos.rglob(f"{name} *.jpg"))


@pytest.fixture
def folder(tmp_path: Path, sample_photos: Path) -> Path:
    """A folder with one sub-folder of pictures for each of two classes, and a file that is no picture."""
    for name in ("cat", "coffee"):
        (tmp_path / "things" / name).mkdir(parents=True)
        for path in pictures_of(sample_photos, name):
            (tmp_path / "things" / name / path.name).write_bytes(path.read_bytes())
    (tmp_path / "things" / "cat" / "notes.txt").write_text("not a picture", encoding="utf-8")
    return tmp_path / "things"


def begin_from_folder(page: Page, folder: Path) -> None:
    """Make a lesson of a folder and wait until its pictures are there."""
    page.locator("input[type=file][webkitdirectory]").set_input_files(folder)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("2 classes were found:")).to_be_visible()
    expect(dialog.get_by_text("1 other file is left out.")).to_be_visible()
    dialog.get_by_role("button", name="Begin and upload").click()
    expect(page.get_by_text("2 classes · 14 pictures")).to_be_visible(timeout=PATIENCE)


def train(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Train")).click()
    expect(page.get_by_test_id("result")).to_be_visible(timeout=PATIENCE)


def test_two_classes_are_made_taught_tried_and_taken_along(school, open_page, sample_photos, tmp_path):
    page = open_page("/teach", address=school.url)
    page.get_by_role("button", name="New classes").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Breakfast")
    dialog.get_by_label("Class 1").fill("cat")
    dialog.get_by_label("Class 2").fill("coffee")
    dialog.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("button", name="Train")).to_be_disabled()
    for name in ("cat", "coffee"):
        panel = page.get_by_test_id("class").filter(has=page.get_by_role("heading", name=name))
        panel.locator("input[type=file]").set_input_files(pictures_of(sample_photos, name))
        expect(panel.get_by_text("7 pictures")).to_be_visible(timeout=PATIENCE)
    train(page)

    page.get_by_role("link", name="See the report").click()
    expect(page.get_by_role("heading", name="What is taken for what")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="coffee").first).to_be_visible()

    page.get_by_test_id("try").locator("input[type=file]").set_input_files(pictures_of(sample_photos, "coffee")[0])
    best = page.get_by_test_id("naming").get_by_role("listitem").first
    expect(best).to_contain_text("coffee", timeout=20_000)
    best.get_by_role("button").click()
    expect(page.get_by_test_id("try").locator("canvas")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    download.value.save_as(tmp_path / "model.zip")
    with zipfile.ZipFile(tmp_path / "model.zip") as packed:
        assert {Path(name).name for name in packed.namelist()} >= {"card.json", "model.onnx", "example.npz"}


def test_a_folder_makes_the_classes_and_pictures_can_be_moved_and_brought_back(school, open_page, folder):
    page = open_page("/teach", address=school.url)
    begin_from_folder(page, folder)
    cats = page.get_by_test_id("class").filter(has=page.get_by_role("heading", name="cat"))
    expect(cats.get_by_text("7 pictures")).to_be_visible()
    expect(cats.get_by_role("gridcell").first.get_by_role("img")).to_be_visible()
    cats.get_by_role("gridcell").first.click()
    page.get_by_role("toolbar", name="Selected pictures").get_by_role("button", name="Move to").click()
    page.get_by_role("menuitem", name="coffee").click()
    expect(cats.get_by_text("6 pictures")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(cats.get_by_text("7 pictures")).to_be_visible()
    cats.get_by_role("gridcell").first.click()
    page.keyboard.press("Delete")
    expect(cats.get_by_text("6 pictures")).to_be_visible()


def test_names_change_in_place_and_the_page_comes_back_as_it_was(school, open_page, folder):
    page = open_page("/teach", address=school.url)
    begin_from_folder(page, folder)
    page.get_by_role("heading", name="things").get_by_role("button").click()
    page.get_by_role("textbox", name="Rename", exact=True).fill("Morning")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="cat").get_by_role("button").click()
    page.get_by_role("textbox", name="Rename the class").fill("Katze 🐈 a/b")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Katze 🐈 a/b")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Morning")).to_be_visible()
    expect(page.get_by_role("heading", name="Katze 🐈 a/b")).to_be_visible()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", name="Nothing taught yet")).to_be_visible()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_it_fits_a_phone(school, open_page, locale):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": locale}
    page = open_page("/teach", address=school.url, **phone)
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
