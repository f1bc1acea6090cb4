"""One server and one browser for all stories; a fresh page for each, which must not complain."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from studio import NO_BROWSER, Studio, browser_path, launch, serving
from tests import tiny

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if browser_path() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_BROWSER)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser's console says in red; a story that provokes it clears it."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def open_page(browser: Browser, studio: Studio, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Open the studio in a browser with the options given (size, touch, language)."""
    opened: list[BrowserContext] = []

    def open_(path: str = "/draw", address: str = studio.url, **options) -> Page:
        options = {"locale": "en-US", "viewport": {"width": 1280, "height": 900}} | options
        context = browser.new_context(base_url=address, **options)
        opened.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The drawing board on a desktop, in English."""
    return open_page()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Write the picture of a text and return its path."""

    def write_picture(text: str, name: str = "picture.png") -> Path:
        path = tmp_path / name
        Image.fromarray(tiny.drawn(text)).save(path)
        return path

    return write_picture
