"""Labelled pictures on disk: MNIST's files, packed or not, whole or damaged, and folders named after labels."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye.benchmarks.labelled_pictures import LabelledPictures, find_idx, read_idx, read_idx_pair
from mindseye.errors import DataError
from mindseye.types import ImageLimits
from tests import tiny

PICTURES = np.random.default_rng(11).integers(0, 256, (5, 28, 28), dtype=np.uint8)
LABELS = np.array([3, 1, 4, 1, 5], np.uint8)


def sentence(error: Exception) -> str:
    assert "\n" not in str(error)
    assert str(error).endswith(".")
    return str(error)


def save(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), pixels)


# ── MNIST's files ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("names", [
    ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
    ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
    ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
    ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte"),
])  # fmt: skip
def test_mnist_s_files_are_read_packed_or_not(tmp_path, names):
    for name, values in zip(names, (PICTURES, LABELS), strict=True):
        data = tiny.idx_bytes(values)
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    found = LabelledPictures(tmp_path)
    assert len(found) == 5
    for i, picture in enumerate(found):
        assert (picture.name, picture.label) == (f"#{i}", str(LABELS[i]))
        assert picture.rgb.shape == (28, 28, 3)
        assert all(np.array_equal(picture.rgb[..., channel], PICTURES[i]) for channel in range(3))


def test_a_file_that_is_only_called_gz_is_read_too(tmp_path):
    (tmp_path / "it.gz").write_bytes(tiny.idx_bytes(PICTURES))
    assert np.array_equal(read_idx(tmp_path / "it.gz"), PICTURES)


def test_the_test_part_is_read_unless_the_training_part_is_asked_for(tmp_path):
    tiny.write_mnist(tmp_path, "t10k", PICTURES, LABELS)
    tiny.write_mnist(tmp_path, "train", PICTURES[:2], LABELS[:2])
    assert len(LabelledPictures(tmp_path)) == 5
    assert len(LabelledPictures(tmp_path, split="train")) == 2
    assert find_idx(tmp_path / "nowhere", "test") is None


def test_half_a_pair_is_no_pair(tmp_path):
    tiny.write_mnist(tmp_path, "t10k", PICTURES, LABELS)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    assert find_idx(tmp_path, "test") is None
    with pytest.raises(DataError, match="holds neither MNIST's idx files nor sub-folders with pictures"):
        LabelledPictures(tmp_path)


WHOLE = tiny.idx_bytes(PICTURES)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\x00\x00",
        WHOLE[:-1],
        WHOLE + b"\x00",
        gzip.compress(WHOLE)[:-20],
        gzip.compress(WHOLE)[:100] + bytes(50) + gzip.compress(WHOLE)[150:],
        b"\x1f\x8b not gzip at all",
        struct.pack(">HBB", 0, 13, 1) + struct.pack(">I", 1) + b"\x00\x00\x80\x3f",  # floats
        b"P5 28 28 255 " + bytes(784),
    ],
    ids=["empty", "2 bytes", "short", "long", "cut gzip", "bad gzip", "no gzip", "floats", "another format"],
)
def test_a_damaged_file_is_named_and_the_cure_given(tmp_path, damaged):
    (tmp_path / "pictures").write_bytes(damaged)
    with pytest.raises(DataError, match=r"pictures is not a whole idx file .*: download it again") as caught:
        read_idx(tmp_path / "pictures")
    sentence(caught.value)


@pytest.mark.parametrize(("pictures", "labels"), [(PICTURES, LABELS[:4]), (PICTURES[0], LABELS), (LABELS, LABELS),
                                                  (PICTURES, PICTURES)])  # fmt: skip
def test_pictures_and_labels_that_do_not_match_are_refused_with_their_sizes(tmp_path, pictures, labels):
    (tmp_path / "pictures").write_bytes(tiny.idx_bytes(pictures))
    (tmp_path / "labels").write_bytes(tiny.idx_bytes(labels))
    with pytest.raises(DataError, match="do not belong together") as caught:
        read_idx_pair(tmp_path / "pictures", tmp_path / "labels")
    assert str(pictures.shape) in sentence(caught.value)
    assert str(labels.shape) in sentence(caught.value)


# ── folders ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_sub_folder_is_a_label_and_order_is_by_name(tmp_path):
    for name in ("7/b.png", "7/A.PNG", "3/deeper/c.bmp", "10/d.webp"):
        save(tmp_path / name, np.full((4, 6, 3), (10, 20, 30), np.uint8))
    (tmp_path / "7" / "notes.txt").write_text("not a picture")
    (tmp_path / "loose.png").write_bytes(b"beside the folders")
    found = LabelledPictures(tmp_path)
    assert len(found) == 4
    names = [("10", "10/d.webp"), ("3", "3/c.bmp"), ("7", "7/A.PNG"), ("7", "7/b.png")]
    assert [(picture.label, picture.name) for picture in found] == names
    assert found.skipped == []
    assert next(iter(found)).rgb.shape == (4, 6, 3)


def test_pictures_come_as_rgb(tmp_path):
    save(tmp_path / "1" / "a.png", np.full((2, 2, 3), (10, 20, 30), np.uint8))  # OpenCV writes blue first
    assert next(iter(LabelledPictures(tmp_path))).rgb[0, 0].tolist() == [30, 20, 10]


def test_an_unreadable_picture_is_passed_over_and_told_of_in_a_sentence(tmp_path):
    save(tmp_path / "1" / "good.png", np.zeros((4, 4, 3), np.uint8))
    save(tmp_path / "2" / "large.png", np.zeros((40, 40, 3), np.uint8))
    (tmp_path / "1" / "bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut")
    found = LabelledPictures(tmp_path, ImageLimits(max_megapixels=0.001))
    assert [picture.name for picture in found] == ["1/good.png"]
    assert len(found.skipped) == 2
    assert found.skipped[0].startswith("bad.jpg ")
    assert found.skipped[1].startswith("large.png is 0 MP (40 × 40); the limit is 0.001 MP")


def test_a_folder_that_is_missing_or_holds_nothing_says_what_is_wanted(tmp_path):
    (tmp_path / "file").touch()
    for path in (tmp_path / "none", tmp_path / "file"):
        with pytest.raises(DataError, match="is not a folder: give one with MNIST's idx files or one sub-folder per"):
            LabelledPictures(path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="train-images-idx3-ubyte") as caught:
        LabelledPictures(tmp_path / "empty")
    sentence(caught.value)
