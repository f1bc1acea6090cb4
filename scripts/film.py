"""Films a walk through the studio, in a real browser before the real server: film/studio.gif."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

from studio import Place, board_of, box_of, launch, serving, write

FILM = Path(__file__).parent.parent / "film" / "studio.gif"
LARGEST = 20_000_000  # bytes
FRAME_MS = 125
STAGE = {"width": 1280, "height": 800}
WIDTH = 960  # px of the film
COLOURS = 240
POINTER = """() => {
    const dot = document.createElement("div");
    dot.style.cssText = "position:fixed;z-index:99999;width:18px;height:18px;margin:-9px 0 0 -9px;border-radius:50%;" +
        "background:rgba(230,60,60,.55);border:2px solid #fff;box-shadow:0 0 4px #0008;pointer-events:none;left:-40px";
    document.documentElement.append(dot);
    const follow = (event) => { dot.style.left = `${event.clientX}px`; dot.style.top = `${event.clientY}px`; };
    for (const kind of ["pointermove", "pointerdown"]) window.addEventListener(kind, follow, true);
}"""


class Camera:
    """Collects frames of a page; the mouse is moved through it, so that one sees where it goes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frames: list[Image.Image] = []
        self.held: list[int] = []  # ms of each frame
        self.at: Place = (640.0, 20.0)
        self._steps = 0

    def shoot(self, ms: int = FRAME_MS) -> None:
        """Keep what the page shows for so long; a picture that has not changed lengthens the last."""
        picture = Image.open(io.BytesIO(self.page.screenshot(type="jpeg", quality=92))).convert("RGB")
        height = picture.height * WIDTH // picture.width
        frame = picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
        if self.frames and frame.tobytes() == self.frames[-1].tobytes():
            self.held[-1] += ms
        else:
            self.frames.append(frame)
            self.held.append(ms)

    def wait(self, seconds: float) -> None:
        """Film what moves by itself, then hold the last picture."""
        for _ in range(3):
            self.shoot()
            self.page.wait_for_timeout(FRAME_MS)
        self.shoot(max(FRAME_MS, round(seconds * 1000) - 3 * FRAME_MS))

    def while_drawing(self, place: Place) -> None:
        """Film every few places of a stroke."""
        self.at = place
        self._steps += 1
        if self._steps % 5 == 0:
            self.shoot()

    def go(self, x: float, y: float) -> None:
        """Lead the mouse to a place."""
        (x0, y0), steps = self.at, 4
        for step in range(1, steps + 1):
            share = step / steps
            self.page.mouse.move(x0 + (x - x0) * share, y0 + (y - y0) * share)
            self.shoot()
        self.at = (x, y)

    def click(self, target: Locator, across: float = 0.5, down: float = 0.5, pause: float = 1.2) -> None:
        """Lead the mouse to a part of an element, click, and look."""
        target.scroll_into_view_if_needed()
        box = box_of(target)
        self.go(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        self.page.mouse.click(*self.at)
        self.wait(pause)

    def scroll(self, to: Locator, pause: float = 1.0) -> None:
        """Scroll the page, as by the wheel, until an element is near its top."""
        for _ in range(14):
            distance = box_of(to)["y"] - 20
            before = self.page.evaluate("scrollY")
            self.page.evaluate("distance => scrollBy({ top: distance, behavior: 'instant' })", min(140, distance))
            if self.page.evaluate("scrollY") == before:
                break
            self.shoot()
        self.wait(pause)


# ── scenes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def draw_digits(camera: Camera) -> None:
    """A three, a seven beside it; then the board is cleared for a longer number."""
    page = camera.page
    page.goto("/draw")
    expect(board_of(page)).to_be_visible()
    page.evaluate(POINTER)
    camera.wait(1.0)
    write(page, "3", places=2, each=camera.while_drawing)
    camera.wait(1.2)
    write(page, "7", places=2, first=1, each=camera.while_drawing)
    camera.wait(1.6)
    camera.click(page.get_by_role("button", name="Clear the board"), pause=0.6)
    write(page, "2026", each=camera.while_drawing)
    camera.wait(1.6)


def choose_a_glyph(camera: Camera) -> None:
    """Another mark of the number is chosen."""
    camera.click(camera.page.get_by_role("button", name="Mark 4: 6"), pause=1.6)


def look_inside(camera: Camera) -> None:
    """The layers of a network, and where it looked."""
    page = camera.page
    opener = page.get_by_role("button", name="Look inside")
    camera.click(opener, across=0.1, pause=0.8)
    camera.scroll(opener)
    layers = page.get_by_role("list", name="Layers, from the picture to the answer").get_by_role("button")
    camera.click(layers.filter(has_text="Max-pooling").first, pause=1.4)
    camera.click(layers.filter(has_text="Convolution").first, pause=1.2)


def follow_the_arithmetic(camera: Camera) -> None:
    """One number of a map, worked out; then its neighbour."""
    page = camera.page
    camera.click(page.get_by_role("button", name="Map 2", exact=True), 0.5, 0.3, pause=0.8)
    camera.scroll(page.get_by_role("region", name="How this number comes about"), pause=2.4)
    camera.click(page.get_by_label("Column"), pause=0.3)
    for _ in range(3):
        page.keyboard.press("ArrowUp")
        camera.wait(0.8)


def compare(camera: Camera) -> None:
    """The networks side by side in the lab."""
    page = camera.page
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    camera.click(page.get_by_role("link", name="Lab"), pause=1.4)
    tab = page.get_by_role("link", name="Compare").or_(page.get_by_role("tab", name="Compare"))
    if tab.count():
        camera.click(tab.first, pause=2.0)
    for heading in page.get_by_role("main").get_by_role("heading", level=2).all():
        camera.scroll(heading, pause=1.8)


def switch_language_and_theme(camera: Camera) -> None:
    """中文, in the dark, and back to the board."""
    page = camera.page
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    camera.click(page.get_by_role("link", name="Settings"), pause=1.0)
    camera.click(page.get_by_role("button", name="Dark"), pause=1.0)
    camera.click(page.get_by_role("button", name="中文"), pause=1.0)
    camera.click(page.get_by_role("link", name="手写"), pause=0.6)
    write(page, "8", each=camera.while_drawing)
    camera.wait(2.5)


SCENES: tuple[Callable[[Camera], None], ...] = (
    draw_digits,
    choose_a_glyph,
    look_inside,
    follow_the_arithmetic,
    compare,
    switch_language_and_theme,
)


def record(url: str) -> Camera:
    """Play all scenes and return the camera that saw them."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(base_url=url, viewport=STAGE, locale="en-US", color_scheme="light").new_page()
        camera = Camera(page)
        for scene in SCENES:
            scene(camera)
            click.echo(f"{scene.__name__.replace('_', ' ')}: {len(camera.frames)} frames so far", err=True)
        browser.close()
    return camera


def palette_of(frames: list[Image.Image]) -> Image.Image:
    """Return one palette for the whole film, so that its paper does not flicker; rare colours count as well."""
    pixels = np.concatenate([np.asarray(frame).reshape(-1, 3) for frame in frames[:: max(1, len(frames) // 24)]])
    colours, counts = np.unique(pixels & 0xFC, axis=0, return_counts=True)
    row = np.repeat(colours, np.ceil(counts**0.4).astype(int), axis=0) | 1
    return Image.fromarray(row[None].astype(np.uint8)).quantize(COLOURS)


def develop(camera: Camera, path: Path) -> int:
    """Write the film and return its bytes."""
    palette = palette_of(camera.frames)
    first, *rest = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in camera.frames)
    path.parent.mkdir(parents=True, exist_ok=True)
    first.save(path, save_all=True, append_images=rest, duration=camera.held, loop=0, optimize=False)
    return path.stat().st_size


@click.command()
@click.option("--to", "path", type=click.Path(path_type=Path, dir_okay=False), default=FILM, show_default=True)
def main(path: Path) -> None:
    """Film the studio."""
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as studio:
        camera = record(studio.url)
    click.echo("Developing the film…", err=True)
    size = develop(camera, path)
    click.echo(f"{path}: {len(camera.frames)} frames, {sum(camera.held) / 1000:.0f} s, {size / 1e6:.1f} MB", err=True)
    if size > LARGEST:
        raise SystemExit(f"The film is larger than {LARGEST / 1e6:.0f} MB.")


if __name__ == "__main__":
    main()
