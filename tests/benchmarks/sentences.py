"""Pictures of one colour each with sentences, and ways to a sentence and to a vector that need no model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from mindseye import images
from mindseye.benchmarks.caption import Way
from mindseye.benchmarks.words import Towers
from mindseye.errors import RequestError
from mindseye.sentences import sentence, tokens
from mindseye.tasks.caption import Caption, Described, Word
from mindseye.tasks.words import Wording
from mindseye.types import RGB

COLOURS = {"red": (220, 30, 30), "green": (30, 220, 30), "blue": (30, 30, 220)}
WRITTEN = {
    "red": ["A red dog runs in the snow .", "The red dog is running"],
    "green": ["A green frog sits on a leaf .", "A frog on a green leaf ."],
    "blue": ["Two blue birds fly over a lake .", "Blue birds above the water ."],
}
SAID = {"red": "a red dog runs in the snow", "green": "a green frog on a log", "blue": "a man with a hat"}
CONFIDENCE = {"red": 0.9, "green": 0.55, "blue": 0.3}


def write_folder(folder: Path) -> Path:
    """Three pictures to measure on, in the parts `val` and `test`, and one of training that has no file."""
    (folder / "images").mkdir(parents=True)
    rows = [{"image": "never-read.jpg", "split": "train", "captions": ["A green frog on a log .", "A cat ."]}]
    for number, (name, colour) in enumerate(COLOURS.items()):
        picture = np.full((24, 24, 3), colour, np.uint8)
        picture[:, 12:] //= 2
        (folder / "images" / f"{name}.png").write_bytes(images.encode_png(picture))
        part = "val" if number < 2 else "test"
        rows.append({"image": f"{name}.png", "split": part, "captions": WRITTEN[name]})
    write_list(folder, rows)
    return folder


def write_list(folder: Path, rows: list[dict[str, object]]) -> None:
    (folder / "captions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def colour_of(rgb: RGB) -> str:
    return list(COLOURS)[int(rgb.mean(axis=(0, 1)).argmax())]


def teller(beam: int = 3) -> Way:
    """A way that names the colour it sees; what it says of blue is wrong, and it knows."""

    def tell(rgb: RGB) -> Described:
        said = tokens(SAID[colour_of(rgb)])
        maps = np.full((2, 2), 0.25, np.float32)
        words = tuple(Word(word, 0.5, maps) for word in said)
        confidence = CONFIDENCE[colour_of(rgb)]
        return Described((Caption(sentence(said), words, -4.0, confidence),), confidence > 0.5, "")

    return Way("colours", "1", beam, tell, {"parameters": 3.0})


def towers() -> Towers:
    """Photos are their mean colour; a text is that of the one colour it names first."""

    def embed_text(text: str) -> Wording:
        said = tokens(text)
        known = tuple(word for word in said if word in COLOURS)
        if not known:
            raise RequestError("None of the words is known.")
        vector = np.array(COLOURS[known[0]], np.float32)
        return Wording(vector / np.linalg.norm(vector), known, tuple(word for word in said if word not in COLOURS))

    def embed_photo(rgb: RGB) -> np.ndarray:
        vector = rgb.mean(axis=(0, 1)).astype(np.float32)
        return vector / np.linalg.norm(vector)

    return Towers("colours", "1", embed_text, embed_photo)
