"""The moving picture of where the model looked: its frames, computed a second way, and its formats."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageSequence

from mindseye.errors import RequestError
from mindseye.models.registry import Models
from mindseye.tasks import caption
from mindseye.tasks.caption import Caption, Word
from mindseye.tasks.caption_animation import DARK, NARROWEST, PAPER, animation, film, lit
from tests.captioner import wall, write_captioner

LONG = tuple("there is a very long sentence about a rather small photo".split())  # noqa: SIM905


def looking_at(row: int, column: int, text: str = "dog") -> Word:
    attention = np.zeros((4, 4), np.float32)
    attention[row, column] = 1.0
    return Word(text, 0.9, attention)


def of(*words: Word) -> Caption:
    return Caption(" ".join(word.text for word in words), words, -1.0, 0.5)


def test_where_the_model_looked_the_picture_is_as_bright_as_ever_and_elsewhere_dark():
    plain = np.full((400, 800, 3), 200, np.uint8)
    shown = lit(plain, looking_at(1, 3).attention)
    assert shown.max() == 200
    row, column, _ = np.unravel_index(shown.argmax(), shown.shape)
    assert (row // 100, column // 200) == (1, 3), "the cells are 100 × 200 px"
    assert shown[150, 700].min() > 0.9 * 200
    assert (shown[350, 100] == 200 * DARK).all()
    assert (lit(plain, np.full((4, 4), 1 / 16, np.float32)) == 200).all(), "looking everywhere is looking"


def test_there_is_a_frame_for_each_word_and_its_word_is_lit():
    frames = film(wall("blue"), of(looking_at(0, 0, "a"), looking_at(3, 3, "dog"), looking_at(1, 1, "'s")))
    assert len(frames) == 3
    assert len({frame.shape for frame in frames}) == 1
    height = 240  # of the picture of 128 × 96 px, made 320 px wide
    below = [frame[height:].astype(int) for frame in frames]
    yellow = [np.argwhere((strip[..., 0] > 200) & (strip[..., 2] < 130))[:, 1].mean() for strip in below]
    assert yellow == sorted(yellow), "the lit word moves to the right"
    first, last = frames[0][:height].astype(int).sum(axis=2), frames[1][:height].astype(int).sum(axis=2)
    assert first[:60, :80].sum() > 2 * last[:60, :80].sum()
    assert last[180:, 240:].sum() > 2 * first[180:, 240:].sum()


@pytest.mark.parametrize(("height", "width"), [(1, 1), (2000, 40), (40, 2000), (1200, 900)])
def test_pictures_of_any_size_get_room_for_words(height, width):
    words = [
        looking_at(0, 0, text)
        for text in ["there", "is", "a", "very", "long", "sentence", "about", "a", "rather", "small", "photo"]
    ]
    frame = film(np.full((height, width, 3), 90, np.uint8), of(*words))[-1]
    assert NARROWEST <= frame.shape[1] <= 640
    assert frame.shape[0] <= 640 + 200
    assert tuple(frame[-1, -1]) == PAPER


@pytest.mark.parametrize("kind", ["webp", "gif"])
def test_a_real_caption_becomes_a_moving_picture(kind, tmp_path):
    write_captioner(tmp_path)
    best = caption.describe(Models(tmp_path / "home", tmp_path), wall("red")).captions[0]
    moving = Image.open(io.BytesIO(animation(wall("red"), best, kind)))
    frames = [np.asarray(frame.convert("RGB"), int) for frame in ImageSequence.Iterator(moving)]
    assert (moving.format, len(frames)) == (kind.upper(), 5)
    drawn = film(wall("red"), best)
    assert all(np.abs(a - b).mean() < 6 for a, b in zip(frames, drawn, strict=True))


def test_a_sentence_without_words_is_the_plain_picture_and_other_formats_are_refused():
    assert len(film(wall("red"), of())) == 1
    with pytest.raises(RequestError, match="webp or gif, not 'mp4'"):
        animation(wall("red"), of(), "mp4")
