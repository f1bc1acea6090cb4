"""Where things are on the pages, by the names that a screen reader would say."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

NETWORKS = ("digits-cnn", "digits-fcn", "digits-lenet5")


def reading_of(page: Page, network: str = "digits-cnn") -> Locator:
    """Return what one network says it reads."""
    return page.get_by_test_id(f"card-{network}").get_by_test_id("reading")


def expect_all_read(page: Page, text: str) -> None:
    """Wait until every network reads the text."""
    for network in NETWORKS:
        expect(reading_of(page, network)).to_have_text(text)


def expect_empty(page: Page) -> None:
    """Wait until the page asks for a drawing and no network says anything."""
    expect(page.get_by_text("Draw a digit, or try a sample.")).to_be_visible()
    expect(page.get_by_test_id("reading")).to_have_count(0)


def press(page: Page, button: str) -> None:
    """Press a button by its name."""
    page.get_by_role("button", name=button, exact=True).click()
