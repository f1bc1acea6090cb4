"""Takes the pictures of the studio that the docs show: docs/images/*.png, in a real browser before the real server."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mindseye import MindsEye, load_settings
from photos import SAMPLES, write_photos
from studio import box_of, launch, serving, write

FOLDER = Path(__file__).parent.parent / "docs" / "images"
LARGEST = 250_000  # bytes of one picture
DESKTOP = {"viewport": {"width": 1280, "height": 860}, "device_scale_factor": 1.25, "locale": "en-US"}
CHINESE = DESKTOP | {"locale": "zh-CN", "color_scheme": "dark"}
Options = dict[str, Any]
LESSON = "things"  # its name


def draw(page: Page) -> None:
    """A number on the board, read by all networks."""
    page.goto("/draw")
    write(page, "2026")
    expect(page.get_by_test_id("reading").nth(2)).to_have_text("2026")
    page.mouse.move(1270, 20)
    settle(page)


def inside(page: Page) -> None:
    """A convolution opened, with the arithmetic of one number."""
    page.set_viewport_size({"width": 1280, "height": 1120})
    page.goto("/draw")
    write(page, "3")
    expect(page.get_by_test_id("reading").nth(2)).to_have_text("3")
    opener = page.get_by_role("button", name="Look inside")
    opener.click()
    page.get_by_role("group", name="Network").get_by_role("button", name="LeNet-5").click()
    a_map = page.get_by_role("button", name="Map 2", exact=True)
    a_map.click(position={"x": box_of(a_map)["width"] * 0.55, "y": box_of(a_map)["height"] * 0.3})
    expect(page.get_by_role("region", name="How this number comes about")).to_contain_text("bias")
    opener.evaluate("button => button.scrollIntoView()")
    page.mouse.move(4, 4)
    settle(page)


def compare(page: Page) -> None:
    """The networks compared in the lab."""
    page.set_viewport_size({"width": 1280, "height": 1720})
    page.goto("/lab/compare")
    page.wait_for_load_state("networkidle")
    settle(page)


def search(page: Page) -> None:
    """A photo of a cat, and what the library has like it."""
    page.goto("/search")
    page.locator("input[type=file]").first.set_input_files(SAMPLES / "cat.jpg")
    expect(page.get_by_role("gridcell").first).to_be_visible()
    settle(page)


def why(page: Page) -> None:
    """Why a hit was found: heat maps over query and hit, and points that agree."""
    search(page)
    page.get_by_role("gridcell").nth(3).click()
    expect(page.get_by_role("dialog").locator("canvas")).to_have_count(2)
    page.mouse.move(4, 4)
    settle(page)


def sketch(page: Page) -> None:
    """A drawing of a cat on the board, and the photos that it finds."""
    page.goto("/search?draw=1")
    page.get_by_role("button", name=re.compile("^(Cat|猫)$")).click()
    expect(page.get_by_role("gridcell").first).to_be_visible()
    expect(page).to_have_url(re.compile("t=s"))
    page.mouse.move(4, 4)
    settle(page)


def describe(page: Page) -> None:
    """A photo, its sentence, and where the model looked for one of its words."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/describe")
    page.locator("input[type=file]").first.set_input_files(SAMPLES / "admiral.jpg")
    expect(page.get_by_role("button", name=re.compile("Write again|重新"))).to_be_enabled()
    page.wait_for_timeout(8000)  # until the sentence has grown
    page.get_by_role("button", name=re.compile("^hat")).first.hover()
    settle(page)


def library(page: Page) -> None:
    """The gallery with its folders and dates."""
    page.goto("/library")
    expect(page.get_by_role("gridcell").first).to_be_visible()
    settle(page)


def faces(page: Page) -> None:
    """A portrait: the face, its landmarks, and what can be told about it."""
    page.set_viewport_size({"width": 1280, "height": 1010})
    page.goto("/faces")
    page.locator("input[type=file]").first.set_input_files(SAMPLES / "astronaut.jpg")
    expect(page.get_by_role("button", name=re.compile("JSON"))).to_be_enabled()
    settle(page)


def compare_faces(page: Page) -> None:
    """Two portraits compared: the likest faces, the score, and the error rates on its scale."""
    page.set_viewport_size({"width": 1280, "height": 1180})
    page.goto("/faces/compare?a=sample:astronaut&b=sample:admiral")
    expect(page.get_by_role("heading", name="Different people")).to_be_visible()
    settle(page)


def classify(page: Page) -> None:
    """A photo of a cat, named, with where the first label is seen."""
    page.goto("/classify")
    page.locator("input[type=file]").first.set_input_files(SAMPLES / "cat.jpg")
    expect(page.get_by_text("86%").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Egyptian cat|埃及猫")).first.click()
    expect(page.locator("canvas").first).to_be_visible()
    page.mouse.move(4, 4)
    settle(page)


def teach(page: Page) -> None:
    """The report of a lesson about three of the sample photos' subjects."""
    page.goto(f"/teach/{LESSON}")
    page.get_by_role("tab", name=re.compile("Report|报告")).or_(page.get_by_role("link", name="Report")).first.click()
    page.wait_for_load_state("networkidle")
    settle(page)


def settle(page: Page) -> None:
    """Let movements come to rest."""
    page.wait_for_timeout(900)


SHOTS: dict[str, tuple[Callable[[Page], None], Options]] = {
    "draw": (draw, DESKTOP),
    "draw-zh": (draw, CHINESE),
    "inside": (inside, DESKTOP),
    "compare": (compare, DESKTOP),
    "search": (search, DESKTOP),
    "search-zh": (search, CHINESE),
    "why": (why, DESKTOP),
    "sketch": (sketch, DESKTOP),
    "sketch-zh": (sketch, CHINESE),
    "describe": (describe, DESKTOP),
    "describe-zh": (describe, CHINESE),
    "library": (library, DESKTOP),
    "classify": (classify, DESKTOP),
    "classify-zh": (classify, CHINESE),
    "teach": (teach, DESKTOP),
    "faces": (faces, DESKTOP),
    "faces-zh": (faces, CHINESE),
    "faces-compare": (compare_faces, DESKTOP),
}


def small_png(data: bytes) -> bytes:
    """Return the picture with 256 colours, as large as it may be."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    while True:
        packed = io.BytesIO()
        picture.quantize(256, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= LARGEST:
            return packed.getvalue()
        picture = picture.resize((picture.width * 9 // 10, picture.height * 9 // 10), Image.Resampling.LANCZOS)


def take(browser: Browser, url: str, name: str) -> None:
    """Take one picture and write it to its file."""
    show, options = SHOTS[name]
    with browser.new_context(base_url=url, **options) as context:
        page = context.new_page()
        show(page)
        data = small_png(page.screenshot())
    (FOLDER / f"{name}.png").write_bytes(data)
    click.echo(f"docs/images/{name}.png: {len(data) / 1000:.0f} kB", err=True)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(SHOTS)))
def main(names: tuple[str, ...]) -> None:
    """Take the pictures named, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        home = with_photos(Path(scratch))
        with serving(home) as studio, sync_playwright() as playwright:
            browser = launch(playwright)
            for name in names or SHOTS:
                take(browser, studio.url, name)
            browser.close()


def with_photos(scratch: Path) -> Path:
    """Return a home folder whose library holds variants of the sample photos."""
    write_photos(scratch / "Pictures")
    home = scratch / "home"
    eye = MindsEye(load_settings({}, home=home))
    eye.library.add_source(scratch / "Pictures")
    eye.library.jobs.run("index")
    for subject in ("cat", "coffee", "rocket", "photographer"):
        (scratch / "lesson" / subject).mkdir(parents=True)
        for path in (scratch / "Pictures").rglob(f"{subject} *"):
            shutil.copy(path, scratch / "lesson" / subject)
    eye.lessons.begin("Things on my desk", LESSON)
    eye.library.jobs.run("teach", lesson=LESSON, folder=str(scratch / "lesson"))
    eye.close()
    return home


if __name__ == "__main__":
    main()
