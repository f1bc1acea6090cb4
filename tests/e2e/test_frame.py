"""What all pages share: language, theme, navigation, narrow screens, a server that went away."""

import re

import pytest
from playwright.sync_api import expect

from studio import board_of, serving, write
from tests.e2e.looking import expect_all_read

pytestmark = pytest.mark.browser

PAPER = "getComputedStyle(document.body).backgroundColor"


def test_the_language_switches_to_chinese_and_stays(open_page):
    page = open_page("/settings")
    page.get_by_role("group", name="Language").get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="设置")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^zh"))
    page.reload()
    expect(page.get_by_role("heading", name="设置")).to_be_visible()
    page.get_by_role("link", name="手写").click()
    expect(page.get_by_role("heading", name="写个数字")).to_be_visible()
    assert page.title().startswith("手写")


def test_a_chinese_browser_is_answered_in_chinese(open_page):
    page = open_page(locale="zh-CN")
    expect(page.get_by_role("heading", name="写个数字")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^zh"))


def test_the_theme_switches_to_dark_and_stays(open_page):
    page = open_page("/settings")
    page.get_by_role("group", name="Theme").get_by_role("button", name="Light").click()
    light = page.evaluate(PAPER)
    page.get_by_role("group", name="Theme").get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(PAPER) != light


def test_a_drawing_in_the_dark_is_read_too(open_page):
    page = open_page(color_scheme="dark")
    write(page, "7")
    expect_all_read(page, "7")


def test_an_unknown_address_says_so_and_leads_back(open_page):
    page = open_page("/no/such/page")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.get_by_role("link", name="Go to the drawing board").click()
    expect(board_of(page)).to_be_visible()


def test_the_bare_address_leads_to_the_drawing_board(open_page):
    page = open_page("/")
    expect(board_of(page)).to_be_visible()
    expect(page).to_have_url(re.compile("/draw$"))


@pytest.mark.parametrize("path", ["/draw", "/draw?view=inside", "/lab", "/settings", "/nowhere"])
def test_no_page_scrolls_sideways_on_a_narrow_screen(open_page, path):
    page = open_page(path, viewport={"width": 360, "height": 740})
    expect(page.get_by_role("main")).to_be_visible()
    if path.startswith("/draw"):
        write(page, "3")
        expect_all_read(page, "3")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_when_the_server_has_gone_the_page_says_so_and_keeps_the_drawing(open_page, tmp_path, complaints):
    complaints.allow("ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE")
    with serving(tmp_path) as studio:
        page = open_page(address=studio.url)
        write(page, "3", places=2)
        expect_all_read(page, "3")
        assert studio.stop() == 0
        write(page, "7", places=2, first=1)
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
