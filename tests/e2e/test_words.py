"""A person says what they look for, and photos of it appear."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looking import press

pytestmark = pytest.mark.browser


def field(page: Page):
    return page.get_by_role("searchbox", name="What the pictures show, in words")


@pytest.fixture
def page(open_page, gallery) -> Page:
    return open_page("/search", address=gallery.url)


def test_hits_follow_what_is_typed_and_the_link_finds_them_again(page, open_page, gallery):
    field(page).press_sequentially("coffee", delay=40)
    expect(page).to_have_url(re.compile("t=wcoffee$"))
    expect(field(page)).to_be_focused()
    expect(page.get_by_role("gridcell").first.get_by_role("img").first).to_have_attribute("alt", re.compile("coffee"))
    expect(page.get_by_role("gridcell").first).to_contain_text("File name")
    again = open_page(page.url.removeprefix(gallery.url), address=gallery.url)
    expect(field(again)).to_have_value("coffee")
    expect(again.get_by_role("gridcell").first.get_by_role("img").first).to_have_attribute("alt", re.compile("coffee"))
    press(page, "Clear the words")
    expect(page).to_have_url(re.compile("/search$"))
    page.go_back()
    expect(field(page)).to_have_value("coffee")


def test_what_is_not_understood_is_said(page):
    field(page).fill("qwertz 2024")
    notes = page.get_by_role("status", name="What was not understood")
    expect(notes).to_contain_text("qwertz")
    expect(notes).to_contain_text("is not understood")
    expect(notes).to_contain_text("found in captions, labels or names alone")


def test_words_stand_beside_a_photo_with_a_weight_and_a_hit_says_why(page):
    field(page).fill("coffee")
    expect(page.get_by_role("gridcell").first).to_be_visible()
    page.get_by_role("gridcell").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("canvas")).to_have_count(1)  # heat over the photo
    expect(dialog.get_by_label("Texts that hold the words").locator("mark").first).to_have_text("coffee")
    dialog.get_by_role("button", name="Add: like this").click()
    expect(page).to_have_url(re.compile(r"t=wcoffee&t=p\d+$"))
    expect(page.get_by_role("slider", name="Weight of the words")).to_be_visible()
    expect(page.get_by_test_id("term")).to_have_count(1)


def test_words_are_typed_on_a_phone_in_chinese_without_a_side_scroll(open_page, gallery):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
    page = open_page("/search", address=gallery.url, **phone)
    press(page, "雪地里的狗")
    expect(page.get_by_role("searchbox", name="用文字说明要找的画面")).to_have_value("雪地里的狗")
    expect(page).to_have_url(re.compile("t=w"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
