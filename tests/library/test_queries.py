"""Pictures given to search by are kept for a while under a token."""

from __future__ import annotations

import io
import os

import numpy as np
import pytest
from PIL import Image

from mindseye.errors import ImageError, NotFoundError
from mindseye.library import queries
from mindseye.library.queries import Queries
from mindseye.types import ImageLimits


def jpeg(colour: tuple[int, int, int], width: int = 64, height: int = 48) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def kept(tmp_path) -> Queries:
    return Queries(tmp_path, ImageLimits())


def test_a_kept_picture_can_be_read_again(kept):
    token = kept.keep(jpeg((200, 30, 30))).token
    rgb = kept.read(token)
    assert rgb.shape == (48, 64, 3)
    assert np.abs(rgb.astype(int).mean((0, 1)) - (200, 30, 30)).max() < 4


def test_the_same_bytes_have_the_same_token(kept):
    assert kept.keep(jpeg((1, 2, 3))) == kept.keep(jpeg((1, 2, 3)))


def test_a_large_picture_is_made_smaller_and_says_so(kept):
    answer = kept.keep(jpeg((9, 9, 9), 3000, 1500))
    assert (answer.width, answer.height) == (1024, 512)
    assert kept.read(answer.token).shape[:2] == (512, 1024)


@pytest.mark.parametrize("token", ["0" * 32, "../../etc/passwd", "", "0" * 31 + "/"])
def test_an_unknown_token_is_refused_in_a_sentence(kept, token):
    with pytest.raises(NotFoundError, match="drop it once more"):
        kept.path(token)


def test_what_is_no_picture_is_refused_and_nothing_is_kept(kept, tmp_path):
    with pytest.raises(ImageError, match="a text file"):
        kept.keep(b"hello", "note.jpg")
    assert list(tmp_path.rglob("*.webp")) == []


def test_the_picture_not_used_for_longest_is_forgotten_first(kept, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    first, second = (kept.keep(jpeg((c, 0, 0))).token for c in (10, 90))
    os.utime(kept.path(second), (1, 1))
    kept.keep(jpeg((170, 0, 0)))
    assert kept.path(first).exists()
    with pytest.raises(NotFoundError):
        kept.path(second)
