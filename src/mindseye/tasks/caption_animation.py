"""Where the model looked for each word of a sentence, as a moving picture: one frame a word, the sentence below it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.errors import RequestError
from mindseye.tasks.caption import Caption
from mindseye.types import RGB

KINDS = ("webp", "gif")
LONGEST, SHORTEST = 640, 320  # px of the picture's longer side
NARROWEST = 320  # px, so that words have room beside a tower
WORD_MS, LAST_MS = 700, 1800
DARK = 0.25  # how bright the picture stays where the model did not look
PAPER, SAID, NOW, NEXT = (18, 20, 24), (214, 218, 224), (255, 214, 102), (116, 122, 132)
TYPE, LINE, MARGIN = 20, 28, 12  # px


def animation(rgb: RGB, caption: Caption, kind: str = "webp") -> bytes:
    """Return the animated picture, for ever repeated; the picture in it has at most 640 px a side.

    `kind` is webp or gif; RequestError for another.
    """
    if kind not in KINDS:
        raise RequestError(f"An animation can be {' or '.join(KINDS)}, not {kind!r}.")
    from PIL import Image

    drawn = film(rgb, caption)
    frames = _in_256_colours(drawn) if kind == "gif" else [Image.fromarray(frame) for frame in drawn]
    durations = [WORD_MS] * (len(frames) - 1) + [LAST_MS]
    written, how = io.BytesIO(), {"quality": 80, "method": 2} if kind == "webp" else {}
    frames[0].save(written, kind.upper(), save_all=True, append_images=frames[1:], duration=durations, loop=0, **how)
    return written.getvalue()


def _in_256_colours(frames: Sequence[RGB]) -> list[Any]:
    """Return frames in one palette, chosen over all of them: with one for each, the lit word may lose its colour."""
    from PIL import Image

    sample = Image.fromarray(np.concatenate([frame[::2, ::2] for frame in frames])).quantize(256)
    dither = Image.Dither.FLOYDSTEINBERG
    return [Image.fromarray(frame).quantize(palette=sample, dither=dither) for frame in frames]


def film(rgb: RGB, caption: Caption) -> list[RGB]:
    """Return a frame for each word, all of one size; the plain picture alone where there is no word."""
    picture, words = _fitted(rgb), [word.text for word in caption.words]
    lit_up = [lit(picture, word.attention) for word in caption.words] or [picture]
    return [_with_words(frame, words, place) for place, frame in enumerate(lit_up)]


def lit(rgb: RGB, attention: NDArray[np.float32]) -> RGB:
    """Return the picture as bright as it is where the model looked most, and darker the less it did.

    `attention` is (rows, cols) over the whole picture, ≥ 0.
    """
    import cv2

    height, width = rgb.shape[:2]
    smooth = np.clip(cv2.resize(attention.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC), 0, None)
    share = smooth / max(float(smooth.max()), 1e-12)
    return np.asarray(np.rint(rgb * (DARK + (1.0 - DARK) * share)[..., None]), np.uint8)


def _fitted(rgb: RGB) -> RGB:
    """Return the picture with its longer side from 320 to 640 px."""
    import cv2

    small = images.shrink(rgb, LONGEST)
    factor = SHORTEST / max(small.shape[:2])
    if factor <= 1:
        return small
    size = (max(1, round(small.shape[1] * factor)), max(1, round(small.shape[0] * factor)))
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _with_words(picture: RGB, words: Sequence[str], now: int) -> RGB:
    """Return the picture above its sentence, in which the word at a place is lit and those after it are dim."""
    from PIL import Image, ImageDraw, ImageFont

    height, width = picture.shape[:2]
    room, font = max(width, NARROWEST), ImageFont.load_default(TYPE)
    lines = _lines(words, room - 2 * MARGIN, font)
    frame = Image.new("RGB", (room, height + 2 * MARGIN + LINE * max(1, len(lines))), PAPER)
    frame.paste(Image.fromarray(picture), ((room - width) // 2, 0))
    pen = ImageDraw.Draw(frame)
    for row, line in enumerate(lines):
        for place, left in line:
            colour = NOW if place == now else SAID if place < now else NEXT
            pen.text((MARGIN + left, height + MARGIN + LINE * row), words[place], fill=colour, font=font)
    return np.asarray(frame, np.uint8)


def _lines(words: Sequence[str], room: int, font: Any) -> list[list[tuple[int, float]]]:
    """Return lines of words that fit into `room` px: each word's place in the sentence, and px from the left."""
    lines, left, space = list[list[tuple[int, float]]](), 0.0, font.getlength(" ")
    for place, word in enumerate(words):
        wide = font.getlength(word)
        if not lines or (left + wide > room and lines[-1]):
            lines.append([])
            left = 0.0
        lines[-1].append((place, left))
        left += wide + (0.0 if place + 1 < len(words) and words[place + 1].startswith("'") else space)
    return lines
