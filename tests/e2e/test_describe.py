"""Describing photos, as a person does it: a sentence, where its words are seen, and keeping it in the library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from mindseye import MindsEye, load_settings
from studio import Studio, serving
from tests.captioner import sentence, write_captioner, write_walls

pytestmark = pytest.mark.browser

STILL = {"reduced_motion": "reduce"}
TO_COME = "[data-word][data-hidden]"
# How many words were still to come at most: a sentence may have grown before a slow machine asks again.
WATCH = f"""() => {{
  window.mostToCome = 0;
  const look = () => (window.mostToCome = Math.max(window.mostToCome, document.querySelectorAll("{TO_COME}").length));
  new MutationObserver(look).observe(document.body, {{ subtree: true, childList: true, attributes: true }});
}}"""


@pytest.fixture(scope="module")
def walls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio with a model that tells the colours of walls, and two walls in its library."""
    home, photos = tmp_path_factory.mktemp("walls"), tmp_path_factory.mktemp("photos")
    write_captioner(home / "models")
    write_walls(photos, {"red.png": "red", "green.png": "green"})
    (home / "mindseye.toml").write_text('spaces = ["colour"]\n', encoding="utf-8")
    eye = MindsEye(load_settings({}, home=home))
    eye.library.add_source(photos)
    job = eye.library.jobs.run("index")
    assert job.state == "done", job.error
    eye.library.close()
    with serving(home) as running:
        yield running


@pytest.fixture
def wall(tmp_path: Path) -> Path:
    write_walls(tmp_path, {"blue.png": "blue"})
    return tmp_path / "blue.png"


def words(page: Page) -> Locator:
    return page.get_by_role("toolbar", name=re.compile("^Words of the sentence"))


def choose(page: Page, path: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(path)


def light(page: Page) -> list[int]:
    """Return how dark each pixel is veiled, 0 to 255, once the light rests."""
    canvas = page.locator("[data-stage] canvas")
    expect(canvas).to_have_css("opacity", "1")
    read = "canvas => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]"
    return canvas.evaluate(read)[3::4]


def test_a_sentence_grows_and_each_word_shows_where_it_was_seen(open_page, walls, wall):
    page = open_page("/describe", address=walls.url)
    page.evaluate(WATCH)
    choose(page, wall)
    expect(words(page)).to_have_text(sentence("blue"))
    expect(page.locator(TO_COME)).to_have_count(0)
    assert page.evaluate("window.mostToCome") == 4  # all but the first
    words(page).get_by_role("button", name=re.compile("^blue")).click()
    expect(page.get_by_role("img", name="Where the model looked for “blue” in blue.png")).to_be_visible()
    veil = light(page)
    assert min(veil) < max(veil)
    page.keyboard.press("ArrowRight")
    wall_word = words(page).get_by_role("button", name=re.compile("^wall"))
    expect(wall_word).to_have_attribute("aria-pressed", "true")
    expect(wall_word).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("img", name="The photo blue.png")).to_be_visible()
    words(page).get_by_role("button", name=re.compile("^is")).hover()
    expect(page.get_by_text("word 4 of 5")).to_be_visible()


def test_a_person_begins_the_sentence(open_page, walls, wall, complaints):
    page = open_page("/describe", address=walls.url, **STILL)
    choose(page, wall)
    expect(words(page)).to_have_text(sentence("blue"))
    expect(page.get_by_role("listitem").get_by_role("button", name=re.compile(r"A \w+ wall"))).to_have_count(3)
    start = page.get_by_role("textbox", name="The sentence begins with")
    start.fill("a green")
    start.press("Enter")
    expect(words(page)).to_have_text(sentence("green"))
    expect(page).to_have_url(re.compile(r"start=a\+green"))
    complaints.allow("400|422")
    start.fill("a zebra")
    page.get_by_role("button", name="Write again").click()
    expect(page.get_by_role("alert")).to_contain_text("zebra")


def test_a_sentence_is_kept_in_the_library_and_taken_back(open_page, walls):
    page = open_page("/library?text=red", address=walls.url, **STILL)
    page.get_by_role("gridcell").get_by_role("img", name="red.png").click()
    page.get_by_role("dialog").get_by_role("link", name="Describe", exact=True).click()
    expect(words(page)).to_have_text(sentence("red"))
    page.get_by_role("button", name="Keep in the library").click()
    kept = page.get_by_role("region", name="Sentence in the library")
    expect(kept).to_contain_text("Written by you")
    kept.get_by_role("button", name="Edit").click()
    page.get_by_role("textbox", name="Your sentence about the picture").fill("Our barn in spring.")
    page.keyboard.press("Enter")
    expect(kept).to_contain_text("Our barn in spring.")
    page.get_by_role("button", name="Undo").first.click()
    expect(kept).to_contain_text(sentence("red"))


def test_the_library_is_described_in_the_background(open_page, walls):
    page = open_page("/library/sources", address=walls.url)
    page.get_by_role("button", name=re.compile(r"^Describe \d picture")).click()
    expect(page.get_by_text("2 of 2 pictures have one")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Pictures").first.click()
    page.get_by_role("gridcell").get_by_role("img", name="green.png").click()
    expect(page.get_by_role("dialog").get_by_text(sentence("green"))).to_be_visible()


def test_it_fits_a_phone_in_chinese(open_page, walls, wall):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
    page = open_page("/describe", address=walls.url, **phone, **STILL)
    choose(page, wall)
    word = page.get_by_role("toolbar").get_by_role("button", name=re.compile("^blue"))
    word.tap()
    expect(word).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
