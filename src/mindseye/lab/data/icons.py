"""Simple drawings of things: icons, as people draw who do not look at anything. Where they come from, and as pictures.

Sketchy's drawings were made after photos; what people draw from their heads is more like an icon: a clock is a circle
with two hands. All fonts are of open licences (MIT, ISC, Apache-2.0, SIL OFL). Of categories that zero-shot tests leave
out there is none: `icons.csv` lists only those that training sees.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mindseye import images
from mindseye.errors import DataError, MissingExtraError

LIST = Path(__file__).parent.parent / "icons.csv"
SIDE, LARGEST = 256, 200  # px of a picture, and of the icon in it
HELP = "fetch them with `mindseye lab icons --to DIR`"
RULE = re.compile(r"\.([a-z0-9-]+)::?before\s*\{\s*content:\s*[\"']\\?([^\"']+)[\"']")
FACE = re.compile(r"url\(\./(files/[^)]+?-(?:300|500|700)-normal)\.woff2\).*?unicode-range:\s*([^;]+);", re.DOTALL)


@dataclass(frozen=True, slots=True)
class IconFont:
    """A font of icons in an npm package: which of its files, and what the names of its rules begin with."""

    package: str
    css: str
    font: str
    prefix: str


FONTS = (
    IconFont("@tabler/icons-webfont@3", "dist/tabler-icons.css", "dist/fonts/tabler-icons.ttf", "ti-"),
    IconFont("lucide-static@1", "font/lucide.css", "font/lucide.ttf", "icon-"),
    IconFont("@phosphor-icons/web@2", "src/regular/style.css", "src/regular/Phosphor.ttf", "ph-"),
    IconFont("@phosphor-icons/web@2", "src/light/style.css", "src/light/Phosphor-Light.ttf", "ph-"),
    IconFont("remixicon@4", "fonts/remixicon.css", "fonts/remixicon.ttf", "ri-"),
    IconFont("bootstrap-icons@1", "font/bootstrap-icons.css", "font/fonts/bootstrap-icons.woff", "bi-"),
    IconFont("@mdi/font@7", "css/materialdesignicons.css", "fonts/materialdesignicons-webfont.ttf", "mdi-"),
    IconFont(
        "line-awesome@1", "dist/line-awesome/css/line-awesome.css", "dist/line-awesome/fonts/la-solid-900.ttf", "la-"
    ),
    IconFont("boxicons@2", "css/boxicons.css", "fonts/boxicons.ttf", "bx-"),
)
EMOJI = "@fontsource/noto-emoji@5"  # drawn in lines, in several weights


def icon_files(folder: Path) -> dict[str, list[Path]]:
    """Return the pictures below `folder/icons` by category; none if there is no such folder."""
    found: dict[str, list[Path]] = {}
    for path in sorted((folder / "icons").glob("*/*.png")):
        found.setdefault(path.parent.name, []).append(path)
    return found


def fetch_icons(folder: Path, told: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Fetch the fonts from the npm registry, draw their icons into `folder/icons/CATEGORY/`, and count these.

    Raises MissingExtraError without npm, DataError if a package cannot be fetched.
    """
    if shutil.which("npm") is None:
        raise MissingExtraError("Icons are fetched with npm: install Node.js.")
    packages = [*dict.fromkeys(font.package for font in FONTS), EMOJI]
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        for number, package in enumerate(packages, start=1):
            place = _unpacked(package, Path(scratch) / str(number))
            for font in (font for font in FONTS if font.package == package):
                _draw_all(font, place, folder / "icons")
            if package == EMOJI:
                _draw_emoji(place, folder / "icons")
            told(number, len(packages))
    return sum(len(files) for files in icon_files(folder).values())


def categories() -> Iterator[tuple[str, str, list[str]]]:
    """Yield each category with its emoji and the names that icon fonts have for it."""
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["category"], row["emoji"], row["names"].split()


def glyphs_of(css: str, prefix: str) -> dict[str, str]:
    """Return the characters of an icon font by the icons' names, from its style sheet."""
    found = {}
    for name, code in RULE.findall(css):
        text = chr(int(code, 16)) if re.fullmatch(r"[0-9a-fA-F]{3,6}", code) else code
        found[name.removeprefix(prefix)] = text
    return found


def drawn(text: str, font: ImageFont.FreeTypeFont) -> Image.Image | None:
    """Return a character in black on white, (256, 256); None where the font draws nothing."""
    large = Image.new("L", (4 * SIDE, 4 * SIDE), 255)
    ImageDraw.Draw(large).text((2 * SIDE, 2 * SIDE), text, font=font, fill=0, anchor="mm")
    box = Image.fromarray(255 - np.asarray(large)).getbbox()
    if box is None:
        return None
    cut = large.crop(box)
    scale = LARGEST / max(cut.size)
    small = cut.resize((max(1, round(cut.width * scale)), max(1, round(cut.height * scale))), Image.Resampling.BOX)
    sheet = Image.new("L", (SIDE, SIDE), 255)
    sheet.paste(small, ((SIDE - small.width) // 2, (SIDE - small.height) // 2))
    return sheet


def _draw_all(font: IconFont, place: Path, target: Path) -> None:
    known = glyphs_of((place / font.css).read_text(encoding="utf-8"), font.prefix)
    face = ImageFont.truetype(str(place / font.font), 2 * SIDE)
    label = Path(font.font).stem.lower()
    for category, _, names in categories():
        for name in names:
            if name in known:
                _keep(drawn(known[name], face), target / category / f"{label}-{name}.png")


def _draw_emoji(place: Path, target: Path) -> None:
    for weight in ("300", "500", "700"):
        css = (place / f"{weight}.css").read_text(encoding="utf-8")
        faces = [(_codes(ranges), place / f"{file}.woff") for file, ranges in FACE.findall(css)]
        for category, emoji, _ in categories():
            for character in emoji:
                file = next((path for codes, path in faces if ord(character) in codes and path.exists()), None)
                if file is not None:
                    picture = drawn(character, ImageFont.truetype(str(file), 2 * SIDE))
                    _keep(picture, target / category / f"noto-{weight}-{ord(character):x}.png")


def _codes(ranges: str) -> set[int]:
    """Return the code points of a style sheet's `unicode-range`."""
    found: set[int] = set()
    for part in ranges.replace("U+", "").replace("u+", "").split(","):
        first, _, last = part.strip().partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def _keep(picture: Image.Image | None, path: Path) -> None:
    if picture is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(images.encode_png(np.asarray(picture)))


def _unpacked(package: str, place: Path) -> Path:
    place.mkdir(parents=True)
    packed = subprocess.run(["npm", "pack", "--silent", package], cwd=place, capture_output=True, text=True)
    archives = list(place.glob("*.tgz"))
    if packed.returncode or not archives:
        raise DataError(f"The icons {package} could not be fetched with npm: {packed.stderr.strip()[-200:]}.")
    shutil.unpack_archive(archives[0], place, "gztar", filter="data")
    return place / "package"
