"""A folder of photos to index, made from the samples that ship: crops, smaller and darker copies, with camera dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image, ImageEnhance

SAMPLES = Path(__file__).parent.parent / "src" / "mindseye" / "samples" / "photos"
FOLDERS = ("2024 Space", "2024 Home", "2025 Walks")
TAKEN = 36867  # EXIF's DateTimeOriginal
EXIF_PART = 0x8769  # where EXIF keeps it


def write_photos(folder: Path) -> list[Path]:
    """Write seven variants of each sample below `folder` and return their paths, in order."""
    when, written = datetime(2024, 5, 1, 9, 30), []
    for number, path in enumerate(sorted(SAMPLES.glob("*.jpg"))):
        with Image.open(path) as opened:
            photo = opened.convert("RGB")
        for name, variant in variants(photo).items():
            place = folder / FOLDERS[number % len(FOLDERS)] / f"{path.stem} {name}.jpg"
            place.parent.mkdir(parents=True, exist_ok=True)
            exif = Image.Exif()
            exif.get_ifd(EXIF_PART)[TAKEN] = when.strftime("%Y:%m:%d %H:%M:%S")
            variant.save(place, quality=88, exif=exif)
            written.append(place)
            when += timedelta(days=6, hours=5)
    return written


def variants(photo: Image.Image) -> dict[str, Image.Image]:
    """Return the photo as it is, cropped in several ways, smaller, and darker."""
    w, h = photo.size
    return {
        "whole": photo,
        "left": photo.crop((0, 0, w * 2 // 3, h)),
        "right": photo.crop((w // 3, 0, w, h)),
        "middle": photo.crop((w // 6, h // 6, w * 5 // 6, h * 5 // 6)),
        "top": photo.crop((0, 0, w, h * 2 // 3)),
        "small": photo.resize((w // 2, h // 2), Image.Resampling.LANCZOS),
        "dark": ImageEnhance.Brightness(photo).enhance(0.6),
    }
