"""Pictures in which it is known where the faces are, and what can be done to them to make it harder."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.benchmarks.labelled_pictures import PICTURE_SUFFIXES
from mindseye.benchmarks.parts import HALVES
from mindseye.errors import DataError
from mindseye.types import RGB, ImageLimits

Boxes = NDArray[np.float64]  # (n, 4): x1, y1, x2, y2 in px
LISTED = Path(__file__).parent / "flickr8k_faces.csv"  # faces in pictures of Flickr8k, as it is in the lab
COLUMNS = ["image", "x1", "y1", "x2", "y2", "kind"]
CENTRED = (82.0, 72.0, 168.0, 184.0)  # the named person's face in Labeled Faces in the Wild, 250 × 250 px


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture with its faces; what lies in `unclear` counts neither as found nor as false, and None is everywhere."""

    name: str
    rgb: RGB
    faces: Boxes
    unclear: Boxes | None


class Scenes:
    """The pictures of a folder with their faces.

    A folder with `boxes.csv` (image,x1,y1,x2,y2,kind; kind is face, unclear or none) lists them; the pictures lie in
    `images/`. So does Flickr8k, whose list comes with the program. In Labeled Faces in the Wild, which has a folder for
    each person, the face in the middle must be found, and others do not count. Of `part`, one of HALVES, only every
    second picture is taken; of more than `most`, so many evenly. Raises DataError for anything else.
    """

    def __init__(
        self, folder: Path, part: str | None = None, limits: ImageLimits | None = None, most: int | None = None
    ) -> None:
        place = folder / "images" if (folder / "images").is_dir() else folder
        listed = folder / "boxes.csv"
        if not listed.is_file() and (folder / "captions.jsonl").is_file():
            listed = LISTED
        self._limits = limits or ImageLimits()
        self._rows = _listed(listed) if listed.is_file() else None
        self._files = [place / name for name in self._rows] if self._rows else _of_persons(place)
        if part:
            self._files = self._files[HALVES.index(part) :: len(HALVES)]
        if most and most < len(self._files):
            self._files = [self._files[place * len(self._files) // most] for place in range(most)]
        if not self._files:
            raise DataError(f"{folder} has neither boxes.csv nor folders of persons with pictures of 250 × 250 px.")

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[Scene]:
        for path in self._files:
            rgb = images.read(path, self._limits)
            if self._rows is None:
                yield Scene(path.name, rgb, np.array([CENTRED]), None)
            else:
                rows = self._rows[path.name]
                yield Scene(path.name, rgb, _of_kind(rows, "face"), _of_kind(rows, "unclear"))


def _listed(path: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise DataError(f"{path.name} has the columns {reader.fieldnames}: it needs {','.join(COLUMNS)}.")
        for row in reader:
            found[row["image"]].append(row)
    return dict(sorted(found.items()))


def _of_kind(rows: list[dict[str, str]], kind: str) -> Boxes:
    try:
        boxes = [[float(row[column]) for column in COLUMNS[1:5]] for row in rows if row["kind"] == kind]
    except ValueError as error:
        raise DataError(f"The boxes of {rows[0]['image']} are not numbers: {error}.") from error
    return np.array(boxes, np.float64).reshape(-1, 4)


def _of_persons(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("*/*") if path.suffix.lower() in PICTURE_SUFFIXES)


# ── what makes it harder ────────────────────────────────────────────────────────────────────────────────────────────


def turned(degrees: float) -> Callable[[Scene], Scene]:
    """Turn about the middle of the first face; its box becomes the square around it."""

    def change(scene: Scene) -> Scene:
        x1, y1, x2, y2 = scene.faces[0]
        middle, half = ((x1 + x2) / 2, (y1 + y2) / 2), (x2 - x1 + y2 - y1) / 4
        turn = cv2.getRotationMatrix2D(middle, degrees, 1.0)
        rgb = cv2.warpAffine(scene.rgb, turn, scene.rgb.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        square = [middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half]
        return replace(scene, rgb=np.asarray(rgb, np.uint8), faces=np.array([square]))

    return change


def darkened(light: float) -> Callable[[Scene], Scene]:
    """Leave only a share of each pixel's value."""
    return lambda scene: replace(scene, rgb=(scene.rgb * light).astype(np.uint8))


def shrunk(width: int) -> Callable[[Scene], Scene]:
    """Make the first face so many px wide, with the picture on a grey sheet of 320 × 240 px."""

    def change(scene: Scene) -> Scene:
        factor = width / (scene.faces[0, 2] - scene.faces[0, 0])
        rows, columns = (round(side * factor) for side in scene.rgb.shape[:2])
        sheet = np.full((240, 320, 3), 128, np.uint8)
        sheet[90 : 90 + rows, 110 : 110 + columns] = cv2.resize(
            scene.rgb, (columns, rows), interpolation=cv2.INTER_AREA
        )
        return replace(scene, rgb=sheet, faces=scene.faces[:1] * factor + np.array([110, 90, 110, 90]))

    return change


def covered(x1: float, y1: float, x2: float, y2: float) -> Callable[[Scene], Scene]:
    """Cover a part of the first face, in shares of its box, with one darker colour of its skin."""

    def change(scene: Scene) -> Scene:
        left, top, right, bottom = scene.faces[0]
        across, down = right - left, bottom - top
        middle = scene.rgb[int(top + 0.4 * down) : int(top + 0.6 * down), int(left + 0.3 * across) : int(right)]
        rgb = scene.rgb.copy()
        rgb[int(top + y1 * down) : int(top + y2 * down), int(left + x1 * across) : int(left + x2 * across)] = (
            0.6 * middle.reshape(-1, 3).mean(axis=0)
        )
        return replace(scene, rgb=rgb)

    return change


def cut(share: float) -> Callable[[Scene], Scene]:
    """Cut the picture off so that a share of the first face, at its left, is outside."""

    def change(scene: Scene) -> Scene:
        x1, y1, x2, y2 = scene.faces[0]
        start = int(x1 + share * (x2 - x1))
        rgb = np.ascontiguousarray(scene.rgb[:, start:])
        return replace(scene, rgb=rgb, faces=np.array([[0, y1, x2 - start, y2]]))

    return change


CHANGES: Mapping[str, Callable[[Scene], Scene]] = {
    "turned-15": turned(15),
    "turned-30": turned(30),
    "turned-45": turned(45),
    "turned-60": turned(60),
    "turned-90": turned(90),
    "dark": darkened(0.2),
    "night": darkened(0.08),
    "tiny-24": shrunk(24),
    "tiny-16": shrunk(16),
    "tiny-12": shrunk(12),
    "mouth-covered": covered(-0.1, 0.55, 1.1, 1.1),
    "eyes-covered": covered(-0.1, -0.1, 1.1, 0.42),
    "half-covered": covered(-0.3, -0.1, 0.5, 1.1),
    "cut-third": cut(1 / 3),
    "cut-half": cut(1 / 2),
}
