"""Draws the sample pictures that ship with the program, from strokes written down here; run it again to change them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent.parent / "src" / "mindseye" / "samples"
Picture = NDArray[np.float32]  # (height, width), 0 = paper, 1 = ink
Stroke = list[tuple[float, float]]  # (x, y) of a unit square, y downwards

MARKS: dict[str, list[Stroke]] = {
    "0": [[(0.55, 0.04), (0.2, 0.2), (0.1, 0.55), (0.3, 0.93), (0.68, 0.9), (0.86, 0.5), (0.72, 0.14), (0.5, 0.05)]],
    "2": [
        [(0.14, 0.24), (0.36, 0.04), (0.7, 0.1), (0.74, 0.36), (0.46, 0.66), (0.12, 0.94), (0.46, 0.9), (0.86, 0.93)]
    ],
    "3": [
        [
            (0.18, 0.14),
            (0.48, 0.03),
            (0.76, 0.18),
            (0.66, 0.4),
            (0.4, 0.48),
            (0.7, 0.55),
            (0.8, 0.76),
            (0.52, 0.97),
            (0.14, 0.87),
        ]
    ],
    "6": [
        [
            (0.68, 0.04),
            (0.36, 0.28),
            (0.17, 0.62),
            (0.28, 0.93),
            (0.62, 0.95),
            (0.78, 0.72),
            (0.58, 0.53),
            (0.3, 0.6),
            (0.2, 0.74),
        ]
    ],
    "7": [
        [(0.12, 0.1), (0.5, 0.08), (0.88, 0.07), (0.64, 0.48), (0.44, 0.97)],
        [(0.32, 0.52), (0.56, 0.5), (0.8, 0.5)],
    ],
    "8": [
        [
            (0.66, 0.14),
            (0.4, 0.04),
            (0.22, 0.22),
            (0.5, 0.46),
            (0.76, 0.72),
            (0.54, 0.97),
            (0.22, 0.82),
            (0.38, 0.54),
            (0.7, 0.3),
            (0.66, 0.14),
        ]
    ],
    "A": [[(0.08, 0.97), (0.3, 0.5), (0.5, 0.04), (0.7, 0.5), (0.92, 0.97)], [(0.22, 0.66), (0.5, 0.63), (0.8, 0.65)]],
    "D": [
        [(0.14, 0.04), (0.13, 0.5), (0.14, 0.97)],
        [(0.02, 0.06), (0.5, 0.05), (0.9, 0.34), (0.86, 0.72), (0.5, 0.95), (0.04, 0.96)],
    ],
    "E": [
        [(0.14, 0.04), (0.12, 0.5), (0.14, 0.97)],
        [(0.13, 0.06), (0.82, 0.04)],
        [(0.13, 0.5), (0.66, 0.48)],
        [(0.14, 0.96), (0.86, 0.93)],
    ],
    "I": [[(0.5, 0.04), (0.49, 0.97)], [(0.2, 0.05), (0.8, 0.04)], [(0.18, 0.97), (0.8, 0.96)]],
    "K": [[(0.14, 0.03), (0.12, 0.97)], [(0.86, 0.05), (0.14, 0.56)], [(0.34, 0.44), (0.9, 0.96)]],
    "M": [
        [(0.04, 0.97), (0.08, 0.5), (0.14, 0.04)],
        [(0.14, 0.04), (0.5, 0.72)],
        [(0.5, 0.72), (0.86, 0.04)],
        [(0.86, 0.04), (0.92, 0.5), (0.96, 0.97)],
    ],
    "N": [[(0.1, 0.97), (0.11, 0.04)], [(0.11, 0.04), (0.88, 0.96)], [(0.88, 0.96), (0.9, 0.03)]],
    "Q": [
        [(0.52, 0.04), (0.16, 0.2), (0.08, 0.55), (0.3, 0.92), (0.68, 0.9), (0.9, 0.5), (0.76, 0.14), (0.5, 0.05)],
        [(0.58, 0.66), (0.98, 1.04)],
    ],
    "R": [
        [(0.14, 0.03), (0.12, 0.97)],
        [(0.04, 0.06), (0.62, 0.04), (0.84, 0.26), (0.6, 0.5), (0.16, 0.54)],
        [(0.44, 0.54), (0.9, 0.98)],
    ],
    "Y": [[(0.06, 0.04), (0.5, 0.5)], [(0.94, 0.03), (0.5, 0.5), (0.46, 0.97)]],
    "scribble": [
        [
            (0.1, 0.5),
            (0.3, 0.1),
            (0.5, 0.8),
            (0.2, 0.9),
            (0.8, 0.2),
            (0.9, 0.7),
            (0.4, 0.4),
            (0.7, 0.95),
            (0.15, 0.3),
            (0.6, 0.1),
            (0.95, 0.4),
            (0.5, 0.6),
        ]
    ],
}


@dataclass(frozen=True)
class Sample:
    """One picture: what is written, with which pen, on what."""

    name: str
    title: str
    title_zh: str
    text: tuple[str, ...]
    pen: float = 0.09  # of the height of a mark
    height: int = 150  # px of a mark
    paper: str = "white"  # white, black or shaded
    task: str = "digits"


SAMPLES = (
    Sample("seven", "A seven with a bar", "带横的 7", ("7",)),
    Sample("three", "A three", "数字 3", ("3",), pen=0.11),
    Sample("year", "A number: 2026", "一个数：2026", ("2", "0", "2", "6"), height=120),
    Sample("chalk", "White on black", "黑底白字", ("8",), paper="black", pen=0.1),
    Sample("thin", "A thin pen", "细笔", ("6", "3"), pen=0.016),
    Sample("thick", "A thick pen", "粗笔", ("2",), pen=0.2),
    Sample(
        "paper",
        "A photo of paper, unevenly lit",
        "光照不均的纸张照片",
        ("3", "7"),
        paper="shaded",
        pen=0.06,
        height=110,
    ),
    Sample("letter", "A letter, not a digit", "字母，不是数字", ("A",)),
    Sample("scribble", "A scribble", "涂鸦", ("scribble",), pen=0.05),
    Sample("letter-r", "A letter", "一个字母", ("R",), task="letters"),
    Sample("letter-eye", "A word: EYE", "一个词：EYE", ("E", "Y", "E"), height=130, task="letters"),
    Sample(
        "letter-mind",
        "A word with a thin pen",
        "细笔写的词",
        ("M", "I", "N", "D"),
        pen=0.02,
        height=120,
        task="letters",
    ),
    Sample("letter-chalk", "White on black", "黑底白字", ("Q",), paper="black", pen=0.1, task="letters"),
    Sample(
        "letter-paper",
        "A photo of paper, unevenly lit",
        "光照不均的纸张照片",
        ("K",),
        pen=0.06,
        paper="shaded",
        task="letters",
    ),
    Sample("letter-digit", "A digit, not a letter", "数字，不是字母", ("3",), pen=0.1, task="letters"),
)


def smooth(stroke: Stroke, steps: int = 24) -> NDArray[np.float64]:
    """Return a Catmull–Rom curve through the points of a stroke, (n, 2)."""
    points = np.array([stroke[0], *stroke, stroke[-1]], np.float64)
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[:, None]
    pieces = []
    for before, start, end, after in zip(points, points[1:], points[2:], points[3:], strict=False):
        pieces.append(
            0.5
            * (
                2 * start
                + (end - before) * t
                + (2 * before - 5 * start + 4 * end - after) * t**2
                + (3 * start - before - 3 * end + after) * t**3
            )
        )
    return np.vstack([*pieces, points[-1:]])


def write(sample: Sample) -> Picture:
    """Return the ink of a sample's marks, side by side."""
    rng = np.random.default_rng(len(sample.name))
    height, step, margin = sample.height, round(sample.height * 0.95), round(sample.height * 0.5)
    ink = np.zeros((height + 2 * margin, step * len(sample.text) + 2 * margin), np.float32)
    for position, mark in enumerate(sample.text):
        lift = rng.uniform(-0.05, 0.05) * height
        for stroke in MARKS[mark]:
            curve = smooth(stroke) * (height * 0.75, height) + (margin + position * step, margin + lift)
            draw(ink, curve, max(1.5, sample.pen * height))
    return ink


def draw(ink: Picture, curve: NDArray[np.float64], pen: float) -> None:
    """Draw one stroke into `ink`; the pen presses a little less where it is lifted."""
    pressure = 1.0 - 0.25 * np.linspace(-1.0, 1.0, len(curve)) ** 4
    for (x1, y1), (x2, y2), press in zip(curve, curve[1:], pressure, strict=False):
        ends = [tuple(round(v * 16) for v in end) for end in ((x1, y1), (x2, y2))]
        cv2.line(ink, ends[0], ends[1], 1.0, max(1, round(pen * press)), cv2.LINE_AA, shift=4)


def colour(ink: Picture, paper: str) -> NDArray[np.uint8]:
    """Return the picture of the ink on its paper, (height, width, 3)."""
    ink = np.clip(cv2.GaussianBlur(ink, (0, 0), 0.7), 0.0, 1.0)[..., None]
    if paper == "black":
        return np.rint(24 + ink * (240 - 24)).repeat(3, axis=2).astype(np.uint8)
    pen, sheet = np.array([92.0, 52.0, 30.0]), np.full((*ink.shape[:2], 3), 253.0)  # BGR: a dark blue
    if paper == "shaded":
        rng = np.random.default_rng(5)
        across, down = np.meshgrid(np.linspace(0, 1, ink.shape[1]), np.linspace(0, 1, ink.shape[0]))
        sheet = (np.array([196.0, 214.0, 226.0]) - 70.0 * across[..., None] - 25.0 * down[..., None]) + rng.normal(
            0.0, 0.6, (*ink.shape[:2], 1)
        )
        pen = np.array([70.0, 48.0, 40.0])
    return np.clip(np.rint(sheet * (1 - ink) + pen * ink), 0, 255).astype(np.uint8)


def main() -> None:
    """Write all pictures and their list."""
    listed = []
    for sample in SAMPLES:
        file = f"{sample.task}/{sample.name}.png"
        (FOLDER / sample.task).mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(FOLDER / file), colour(write(sample), sample.paper), [cv2.IMWRITE_PNG_COMPRESSION, 9])
        listed.append(
            {"name": sample.name, "title": sample.title, "title_zh": sample.title_zh, "task": sample.task, "file": file}
        )
    index = FOLDER / "samples.json"
    photos = [entry for entry in json.loads(index.read_text(encoding="utf-8")) if entry["task"] == "classify"]
    index.write_text(json.dumps(listed + photos, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
