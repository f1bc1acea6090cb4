"""Pictures are cut into parts by what is in them, not by what they are called."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image

from mindseye.benchmarks.labelled_pictures import LabelledPictures
from mindseye.benchmarks.parts import PARTS
from mindseye.errors import DataError
from tests import tiny


@pytest.fixture
def folder(tmp_path):
    """Twenty different grey pictures of A, and ten of B."""
    rng = np.random.default_rng(4)
    for label, count in (("A", 20), ("B", 10)):
        (tmp_path / label).mkdir()
        for number in range(count):
            Image.fromarray(rng.integers(0, 256, (5, 5), np.uint8)).save(tmp_path / label / f"{number}.png")
    return tmp_path


def pixels(folder, part):
    return [(picture.label, picture.rgb.tobytes()) for picture in LabelledPictures(folder, part=part)]


def test_the_parts_are_the_whole_and_share_nothing(folder):
    parts = [pixels(folder, part) for part in PARTS]
    together = [picture for part in parts for picture in part]
    assert sorted(together) == sorted(pixels(folder, None))
    assert len(set(together)) == 30


def test_a_fifth_of_each_label_is_for_test_and_a_fifth_for_validation(folder):
    labels = {part: [label for label, _ in pixels(folder, part)] for part in PARTS}
    counts = {part: (own.count("A"), own.count("B")) for part, own in labels.items()}
    assert counts == {"test": (4, 2), "validation": (4, 2), "train": (12, 6)}


def test_a_picture_stays_in_its_part_when_it_is_renamed_or_copied(folder):
    before = {part: set(pixels(folder, part)) for part in PARTS}
    for path in sorted((folder / "A").iterdir()):
        shutil.copy(path, path.with_name(f"copy of {path.name}"))
        path.rename(path.with_name(f"z{path.name}"))
    after = {part: pixels(folder, part) for part in PARTS}
    assert {part: set(own) for part, own in after.items()} == before
    assert len(after["test"]) == 2 * 4 + 2


def test_mnists_files_have_parts_of_their_own(tmp_path):
    tiny.write_mnist(tmp_path, "t10k", *tiny.mnist_like(3))
    with pytest.raises(DataError, match="come cut into parts"):
        LabelledPictures(tmp_path, part="test")
