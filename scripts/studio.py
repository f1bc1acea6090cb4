"""The studio as a person meets it: the real server, a real browser, a hand that draws. For the film, the screenshots
and the stories in tests/e2e."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Locator, Page, Playwright

from draw_samples import MARKS, smooth

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "No Chromium was found: install it (Debian: apt-get install chromium) and run this again."
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 15.0  # seconds that the server may take to stop
Place = tuple[float, float]  # px of the page


class Studio:
    """A server of one's own in its own process."""

    def __init__(self, home: Path) -> None:
        self.errors = home / "server.log"
        plain = {key: value for key, value in os.environ.items() if not key.startswith("MINDSEYE_")}
        with self.errors.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mindseye", "serve", "--port", "0"],
                env=plain | {"MINDSEYE_HOME": str(home)},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
            )
        self.url = self._address()

    def _address(self) -> str:
        """Wait for the line that says where it listens."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"http://\S+", line):
                return found.group()
        self.stop()
        raise RuntimeError(f"The server did not start: {self.errors.read_text(encoding='utf-8')}")

    def stop(self) -> int:
        """Stop as a person does, and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


@contextmanager
def serving(home: Path) -> Iterator[Studio]:
    """Run the server for as long as the block lasts."""
    studio = Studio(home)
    try:
        yield studio
    finally:
        studio.stop()


def browser_path() -> str | None:
    """Return where a Chromium is installed."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    """Start the installed Chromium without a window. Raises SystemExit where there is none."""
    path = browser_path()
    if path is None:
        raise SystemExit(NO_BROWSER)
    return playwright.chromium.launch(executable_path=path, headless=True, args=list(QUIET))


# ── a hand that draws ───────────────────────────────────────────────────────────────────────────────────────────────


def board_of(page: Page) -> Locator:
    """Return the drawing board of a page, in any language."""
    return page.get_by_role("application")


def box_of(place: Locator) -> FloatRect:
    """Return where an element lies, in px of the page."""
    box = place.bounding_box()
    if box is None:
        raise LookupError(f"{place} is not on the page.")
    return box


def strokes_on(sheet: FloatRect, text: str, places: int = 0, first: int = 0, steps: int = 6) -> list[list[Place]]:
    """Return smooth strokes of marks side by side on a sheet that has room for `places` of them."""
    places = places or len(text)
    cell = sheet["width"] * 0.88 / places
    height = min(sheet["height"] * 0.55, cell * 1.15)
    width = height * 0.68
    left = sheet["x"] + sheet["width"] * 0.06 + (cell - width) / 2
    top = sheet["y"] + (sheet["height"] - height) / 2
    return [
        [(left + (first + i) * cell + x * width, top + y * height) for x, y in smooth(stroke, steps)]
        for i, mark in enumerate(text)
        for stroke in MARKS[mark]
    ]


def no_pause(place: Place) -> None:
    """A hand that does not wait between two places."""


def follow(page: Page, stroke: list[Place], each: Callable[[Place], None] = no_pause, lift: bool = True) -> None:
    """Draw one stroke with the mouse; `each` is called at every place on the way."""
    page.mouse.move(*stroke[0])
    page.mouse.down()
    for place in stroke:
        page.mouse.move(*place)
        each(place)
    if lift:
        page.mouse.up()


def write(page: Page, text: str, places: int = 0, first: int = 0, each: Callable[[Place], None] = no_pause) -> None:
    """Write marks on the board with the mouse."""
    for stroke in strokes_on(box_of(board_of(page)), text, places, first):
        follow(page, stroke, each)
