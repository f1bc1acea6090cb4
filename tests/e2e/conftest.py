"""One server and one browser for all stories; a fresh page for each, which must not complain."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from mindseye import MindsEye, load_settings
from studio import NO_BROWSER, Studio, board_of, browser_path, launch, serving
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


class Complaints:
    """What the browser's console says in red. A story that provokes some allows them by a pattern."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    def unexpected(self) -> list[str]:
        return [text for text in self.heard if not any(re.search(pattern, text) for pattern in self.allowed)]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    kept = Complaints()
    yield kept
    assert kept.unexpected() == []


@pytest.fixture
def open_page(browser: Browser, studio: Studio, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Open the studio in a browser with the options given (size, touch, language)."""
    opened: list[BrowserContext] = []

    def open_(path: str = "/draw", address: str = studio.url, **options) -> Page:
        options = {"locale": "en-US", "viewport": {"width": 1280, "height": 900}} | options
        context = browser.new_context(base_url=address, **options)
        opened.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: complaints.heard.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.heard.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The drawing board on a desktop, in English."""
    drawing = open_page()
    expect(board_of(drawing)).to_be_visible()
    return drawing


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Write the picture of a text and return its path."""

    def write_picture(text: str, name: str = "picture.png") -> Path:
        path = tmp_path / name
        Image.fromarray(tiny.drawn(text)).save(path)
        return path

    return write_picture


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory, sample_photos: Path) -> Iterator[Studio]:
    """A studio whose library holds the sample photos and keeps their local features."""
    home = tmp_path_factory.mktemp("gallery")
    eye = MindsEye(load_settings({}, home=home))
    eye.library.add_source(sample_photos)
    job = eye.library.jobs.run("index", space=["points"])
    assert job.state == "done", job.error
    eye.library.close()
    with serving(home) as running:
        yield running
