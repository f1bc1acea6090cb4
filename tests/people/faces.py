"""Pictures of two people, made from the sample photos: other light, other size, mirrored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from mindseye.app import SAMPLES

PEOPLE = ("astronaut", "admiral")
VARIANTS = {"whole": (1.0, 1.0, False), "dark": (1.0, 0.6, False), "small": (0.8, 1.0, False), "mirror": (0.9, 1, True)}


def write(folder: Path, people: tuple[str, ...] = PEOPLE, variants: tuple[str, ...] = tuple(VARIANTS)) -> list[Path]:
    """Write these variants of these people's photos, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for person in people:
        photo = Image.open(SAMPLES / "photos" / f"{person}.jpg").convert("RGB")
        for variant in variants:
            size, light, is_mirrored = VARIANTS[variant]
            made = photo.resize((round(photo.width * size), round(photo.height * size)))
            pixels = np.rint(np.asarray(made) * light).astype(np.uint8)
            written.append(folder / f"{person} {variant}.png")
            Image.fromarray(pixels[:, ::-1] if is_mirrored else pixels).save(written[-1])
    return written


def write_beside(folder: Path) -> Path:
    """Write a picture that shows both people, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    photos = [Image.open(SAMPLES / "photos" / f"{person}.jpg").convert("RGB").resize((320, 320)) for person in PEOPLE]
    whole = Image.new("RGB", (640, 320))
    for place, photo in enumerate(photos):
        whole.paste(photo, (320 * place, 0))
    whole.save(folder / "both.png")
    return folder / "both.png"
