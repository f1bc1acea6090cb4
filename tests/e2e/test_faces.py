"""Faces, as a person finds, compares and names them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from mindseye import MindsEye, load_settings
from photos import SAMPLES, variants
from studio import Studio, serving

pytestmark = pytest.mark.browser

SITTERS = ("admiral", "astronaut")
PATIENT = 20_000  # ms: the models are read with the first question
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pictures of each of two people, in a folder."""
    folder = tmp_path_factory.mktemp("album") / "Portraits"
    folder.mkdir()
    for sitter in SITTERS:
        with Image.open(SAMPLES / f"{sitter}.jpg") as opened:
            made = variants(opened.convert("RGB"))
        for name in ("whole", "middle", "small", "dark"):
            made[name].save(folder / f"{sitter} {name}.jpg", quality=90)
    return folder


@pytest.fixture(scope="module")
def portraits(tmp_path_factory: pytest.TempPathFactory, album: Path) -> Iterator[Studio]:
    """A studio with these pictures in its library, which nobody has looked at for faces."""
    home = tmp_path_factory.mktemp("portraits")
    eye = MindsEye(load_settings({}, home=home))
    eye.library.add_source(album)
    assert eye.library.jobs.run("index").state == "done"
    eye.close()
    with serving(home) as running:
        yield running


@pytest.fixture(scope="module")
def acquainted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio that knows the astronaut of the samples as Ada, and nobody else."""
    home, pictures = tmp_path_factory.mktemp("acquainted"), tmp_path_factory.mktemp("samples")
    for name in ("astronaut", "cat", "coffee"):
        shutil.copy(SAMPLES / f"{name}.jpg", pictures)
    eye = MindsEye(load_settings({}, home=home))
    eye.library.add_source(pictures)
    for kind in ("index", "faces"):
        job = eye.library.jobs.run(kind)
        assert job.state == "done", job.error
    found = [face.id for picture in eye.library.pictures().items for face in eye.people.of_picture(picture.id)[1]]
    assert len(found) == 1
    eye.people.create("Ada", faces=found)
    eye.close()
    with serving(home) as running:
        yield running


def boxes(page: Page, group: str = "Faces in the picture") -> Locator:
    return page.get_by_role("group", name=group).get_by_role("button")


def test_a_sample_shows_its_face_and_what_can_be_told(open_page, studio):
    page = open_page("/faces", address=studio.url)
    page.get_by_role("link", name="Find faces in An astronaut").click()
    expect(boxes(page)).to_have_count(1, timeout=PATIENT)
    expect(page.get_by_role("heading", name="1 face")).to_be_visible()
    card = page.get_by_test_id("face")
    expect(card.get_by_text(re.compile("sure that it is a face"))).to_be_visible()
    expect(card.get_by_role("img", name=re.compile("A head turned by"))).to_be_visible()
    expect(page.get_by_text("nothing leaves this machine")).to_be_visible()
    page.get_by_role("switch", name="Square boxes").click()
    box = boxes(page).first.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as JSON").click()
    assert len(json.loads(saved.value.path().read_text(encoding="utf-8"))["faces"]) == 1


def test_a_slider_decides_what_counts_as_a_face(open_page, studio):
    page = open_page("/faces?sample=astronaut", address=studio.url)
    expect(boxes(page)).to_have_count(1, timeout=PATIENT)
    page.get_by_role("slider", name="Smallest face").press("End")
    expect(page.get_by_text("No face was found")).to_be_visible()
    expect(page).to_have_url(re.compile("size=300"))
    page.get_by_role("button", name="As usual").first.click()
    expect(boxes(page)).to_have_count(1)


def test_who_somebody_is_is_told_when_asked(open_page, acquainted, album):
    page = open_page("/faces", address=acquainted.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/faces/search" in request.url else None)
    page.locator("input[type=file]").first.set_input_files([album / "astronaut dark.jpg"])
    who = page.get_by_role("region", name="Who is this?")
    expect(who).to_be_visible(timeout=PATIENT)
    page.wait_for_load_state("networkidle")
    assert asked == []
    who.get_by_role("button", name="Who is this?").press("Enter")
    ada = who.get_by_role("article", name="Ada")
    expect(ada.get_by_text("The same person")).to_be_visible(timeout=PATIENT)
    expect(who).to_be_focused()
    expect(who.get_by_text(re.compile("1 in [0-9,]+ strangers"))).to_be_visible()
    ada.get_by_role("link", name="Ada").click()
    expect(page.get_by_role("heading", name="Ada")).to_be_visible()


def test_somebody_else_is_nobody_known(open_page, acquainted):
    page = open_page("/faces?sample=admiral", address=acquainted.url)
    who = page.get_by_role("region", name="Who is this?")
    who.get_by_role("button", name="Who is this?").click(timeout=PATIENT)
    expect(who.get_by_role("status")).to_contain_text("Nobody you named looks like this face", timeout=PATIENT)
    expect(who.get_by_role("article")).to_have_count(0)


def test_a_search_can_be_for_pictures_with_somebody(open_page, acquainted):
    page = open_page("/search", address=acquainted.url)
    cat = page.request.get("/api/v1/library/pictures?text=cat").json()["pictures"][0]["id"]  # which thread was first?
    page.goto(f"/search?pictures={cat}&cutoff=-1")
    person = page.get_by_role("combobox", name="Person")
    if not person.is_visible():
        page.get_by_role("button", name=re.compile("Options")).click()
    hits = page.get_by_role("gridcell").get_by_role("img")
    expect(hits.nth(1)).to_be_visible(timeout=PATIENT)
    person.select_option(label="Ada (1)")
    expect(page).to_have_url(re.compile("person=1"))
    expect(hits).to_have_count(1)


def test_nobody_can_be_asked_for_where_nobody_has_a_name(open_page, studio):
    page = open_page("/faces?sample=astronaut", address=studio.url)
    expect(page.get_by_test_id("face")).to_be_visible(timeout=PATIENT)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Who is this?")).to_have_count(0)


def test_one_person_in_two_pictures_is_not_the_same_picture_twice(open_page, studio, album):
    page = open_page("/faces/compare", address=studio.url)
    whole, middle = album / "astronaut whole.jpg", album / "astronaut middle.jpg"
    page.locator("input[type=file]").first.set_input_files([whole])
    page.locator("input[type=file]").last.set_input_files([middle])
    verdict = page.get_by_role("region", name="Answer")
    expect(verdict.get_by_role("heading", name=re.compile("same person"))).to_be_visible(timeout=PATIENT)
    expect(verdict.get_by_text(re.compile("pairs of different people")).first).to_be_visible()
    page.locator("input[type=file]").last.set_input_files([album / "astronaut whole.jpg"])
    expect(verdict.get_by_role("heading", name="The same picture")).to_be_visible(timeout=PATIENT)


def test_two_people_are_told_apart_by_a_link(open_page, studio):
    page = open_page("/faces/compare?a=sample:astronaut&b=sample:admiral", address=studio.url)
    verdict = page.get_by_role("region", name="Answer")
    expect(verdict.get_by_role("heading", name="Different people")).to_be_visible(timeout=PATIENT)
    page.get_by_role("button", name="Swap the pictures").click()
    expect(page).to_have_url(re.compile(r"a=sample(:|%3A)admiral"))
    expect(page.get_by_role("img", name="The first picture, admiral")).to_be_visible()


def test_people_are_found_when_asked_for_named_and_taken_back(open_page, portraits):
    page = open_page("/faces/people", address=portraits.url)
    page.get_by_role("button", name=re.compile("Look for faces in the library")).click()
    groups = page.get_by_role("article", name=re.compile("^Group"))
    expect(groups).to_have_count(2, timeout=PATIENT)
    groups.first.get_by_role("button", name=re.compile("^Face 4 belongs")).click()
    page.get_by_role("combobox", name="Who is group 1?").fill("Ada")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("^Ada 3 faces"))).to_be_visible()
    page.get_by_role("link", name="Yes or no?").click()
    expect(page.get_by_role("heading", name="Is this Ada?")).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_text("No more questions")).to_be_visible()
    page.get_by_role("link", name="All people").click()
    expect(page.get_by_role("link", name=re.compile("^Ada 4 faces"))).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("link", name=re.compile("^Ada 3 faces"))).to_be_visible()
    page.get_by_role("link", name="Yes or no?").click()
    expect(page.get_by_role("heading", name="Is this Ada?")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("No more questions")).to_be_visible()
    page.get_by_role("link", name="All people").click()
    page.get_by_role("link", name=re.compile("^Ada 3 faces")).click()
    page.get_by_role("link", name="Pictures in the library").click()
    expect(page.get_by_role("gridcell").get_by_role("img")).to_have_count(3)
    expect(page.get_by_role("button", name="Remove the filter: With Ada")).to_be_visible()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
@pytest.mark.parametrize(
    "path", ["/faces?sample=astronaut", "/faces/compare?a=sample:astronaut&b=sample:admiral", "/faces/people"]
)
def test_it_fits_a_phone(open_page, studio, path, locale):
    page = open_page(path, address=studio.url, locale=locale, **PHONE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
