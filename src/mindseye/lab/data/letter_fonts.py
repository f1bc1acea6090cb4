"""The typefaces that letters are rendered from: which, where they come from, and their capitals as pictures.

All are of open licences (SIL OFL, Apache, MIT) and were chosen by looking at their capitals: handwriting and print that
people read as such, no script whose capitals are ornaments.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from mindseye.errors import DataError, MissingExtraError
from mindseye.lab.data.letter_strokes import HEIGHT, SIZE

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HANDWRITTEN = (
    "amatic-sc annie-use-your-telescope architects-daughter bad-script balsamiq-sans bubblegum-sans caveat "
    "caveat-brush chewy chilanka comic-mono comic-neue comic-relief courgette covered-by-your-grace delicious-handrawn "
    "delius finger-paint gloria-hallelujah gochi-hand grandstander handlee happy-monkey indie-flower itim kalam "
    "kaushan-script londrina-solid mouse-memoirs neucha oooh-baby patrick-hand permanent-marker playpen-sans "
    "reenie-beanie rock-salt schoolbell shadows-into-light shantell-sans short-stack sniglet sriracha "
    "sue-ellen-francisco swanky-and-moo-moo the-girl-next-door"
)
PRINTED = (
    "abel actor alata alegreya antonio arimo arvo atkinson-hyperlegible b612-mono barlow bebas-neue bitter cabin "
    "catamaran chivo comfortaa cormorant-garamond courier-prime crimson-text dejavu-sans didact-gothic dm-mono dosis "
    "exo-2 fira-sans fredoka hind ibm-plex-mono inder josefin-sans jost jura karla lato lekton lexend lora maven-pro "
    "montserrat mulish nunito open-sans overpass oxygen poiret-one poppins pt-sans pt-serif questrial quicksand "
    "raleway roboto rubik signika slabo-27px tinos titillium-web varela-round work-sans zilla-slab"
)
FAMILIES = tuple(f"{HANDWRITTEN} {PRINTED}".split())
# Never trained on: what a network says of them tells how it reads hands and types that it has not met.
HELD_OUT = (
    "architects-daughter",
    "caveat",
    "comic-neue",
    "gloria-hallelujah",
    "indie-flower",
    "patrick-hand",
    "schoolbell",
    "shadows-into-light",
    "the-girl-next-door",
    "ibm-plex-mono",
    "lato",
    "lora",
    "nunito",
)
STYLES = ("200", "300", "400", "700")  # weights of a family that are used, where it has them
HELP = "put fonts (.ttf, .otf or .woff) into fonts/FAMILY/, or fetch the usual ones with `mindseye lab fonts --to DIR`"
PACKAGE = "@fontsource/{family}@5"  # in the npm registry


def font_files(folder: Path) -> dict[str, list[Path]]:
    """Return the font files below `folder/fonts` by family, which is the name of the sub-folder."""
    found: dict[str, list[Path]] = {}
    for path in sorted((folder / "fonts").glob("*/*")):
        if path.suffix.lower() in (".ttf", ".otf", ".woff"):
            found.setdefault(path.parent.name, []).append(path)
    if not found:
        raise DataError(f"{folder} holds no fonts to draw letters with: {HELP}.")
    return found


def capitals(file: Path) -> NDArray[np.uint8]:
    """Return A to Z as a font draws them, white on black, each as large as the picture takes: (26, 64, 64)."""
    try:
        font = ImageFont.truetype(str(file), 4 * HEIGHT)
        return np.stack([_drawn(letter, font) for letter in LETTERS])
    except (OSError, ValueError) as error:
        raise DataError(f"{file.name} is not a font with capital letters ({error}): take it away; {HELP}.") from error


def _drawn(letter: str, font: ImageFont.FreeTypeFont) -> NDArray[np.uint8]:
    large = Image.new("L", (16 * HEIGHT, 16 * HEIGHT), 0)
    ImageDraw.Draw(large).text((8 * HEIGHT, 8 * HEIGHT), letter, font=font, fill=255, anchor="mm")
    box = large.getbbox()
    if box is None:
        raise ValueError(f"{letter} is empty")
    cut = large.crop(box)
    scale = HEIGHT / max(cut.size)
    small = cut.resize((max(1, round(cut.width * scale)), max(1, round(cut.height * scale))), Image.Resampling.BOX)
    sheet = Image.new("L", (SIZE, SIZE), 0)
    sheet.paste(small, ((SIZE - small.width) // 2, (SIZE - small.height) // 2))
    return np.asarray(sheet)


def fetch_fonts(folder: Path, told: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Fetch the families from the npm registry into `folder/fonts`, those that are there already left alone.

    Returns how many families there are now. Raises MissingExtraError without npm, DataError if it fails.
    """
    if shutil.which("npm") is None:
        raise MissingExtraError(
            "Fonts are fetched with npm: install Node.js, or " + HELP.partition(",")[0] + " by hand."
        )
    for number, family in enumerate(FAMILIES, start=1):
        if not list((folder / "fonts" / family).glob("*.woff")):
            _fetch(family, folder / "fonts" / family)
        told(number, len(FAMILIES))
    return len(font_files(folder))


def _fetch(family: str, place: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        packed = subprocess.run(
            ["npm", "pack", "--silent", PACKAGE.format(family=family)], cwd=scratch, capture_output=True, text=True
        )
        archives = list(Path(scratch).glob("*.tgz"))
        if packed.returncode or not archives:
            raise DataError(f"The font {family} could not be fetched with npm: {packed.stderr.strip()[-200:]}.")
        unpack_font(archives[0], family, place)


def unpack_font(archive: Path, family: str, place: Path) -> None:
    """Keep a package's upright Latin styles and its licence; nothing else of it is looked at."""
    wanted = {f"package/files/{family}-latin-{style}-normal.woff" for style in STYLES} | {"package/LICENSE"}
    place.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as package:
        for member in package:
            if member.name in wanted and member.isfile():
                source = package.extractfile(member)
                assert source is not None
                (place / Path(member.name).name).write_bytes(source.read())
