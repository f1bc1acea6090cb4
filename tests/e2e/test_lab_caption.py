"""Lab → Captions: what to do before the first run, and going through the words of an example after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from mindseye.benchmarks import caption, caption_look, kept, result, words
from mindseye.benchmarks.caption_data import read_pictures
from mindseye.types import ImageLimits
from studio import Studio, serving
from tests.benchmarks.sentences import teller, towers, write_folder


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> Iterator[Studio]:
    """A studio in whose home both benchmarks have run, on three plain pictures."""
    home, place = tmp_path_factory.mktemp("measured"), tmp_path_factory.mktemp("pictures")
    pictures = read_pictures(write_folder(place / "data"))
    captions, found = caption.run([teller(1), teller(3)], pictures, "colours")
    look, sprite = caption_look.look_at(captions, caption_look.chosen(found), pictures, ImageLimits())
    result.keep(captions, home)
    result.keep(words.run(towers(), pictures, "colours")[0], home)
    kept.keep("caption", look, sprite, home)
    with serving(home) as running:
        yield running


def test_before_the_first_run_the_page_tells_the_commands(open_page):
    page = open_page("/lab/caption")
    expect(page.get_by_text("mindseye bench caption --data DIR")).to_be_visible()
    expect(page.get_by_text("mindseye bench words --data DIR")).to_be_visible()


def test_words_are_gone_through_by_keyboard_and_groups_are_links(open_page, measured):
    page = open_page("/lab/caption", address=measured.url)
    expect(page.get_by_role("row", name=re.compile("^greedy"))).to_have_count(2)
    expect(page.get_by_role("row", name=re.compile("sentence to photo"))).to_contain_text("100")
    page.get_by_role("button", name="The worst").click()
    expect(page).to_have_url(re.compile("examples=worst"))
    expect(page.get_by_role("img", name="A picture described as: A man with a hat.")).to_be_visible()
    expect(page.get_by_text("shown as unsure")).to_be_visible()
    page.get_by_role("list", name="Words of: A man with a hat.").get_by_role("button").first.focus()
    expect(page.get_by_text("“a”: 50%")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("“man”: 50%")).to_be_visible()
    expect(page.locator("canvas")).to_have_count(1)
