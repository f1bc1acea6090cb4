"""The part of `mindseye bench speed` about searching by a drawing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mindseye import MindsEye, images
from mindseye.app import SAMPLES
from mindseye.benchmarks.speed_sketch import outlines, sketch_rows
from mindseye.errors import DataError
from mindseye.tasks import sketch
from mindseye.types import ImageLimits


def test_whole_searches_by_outlines_are_timed_beside_their_floor(indexed: MindsEye, sample_photos: Path):
    paths, told = sorted(sample_photos.rglob("*.jpg"))[:20], []
    (row,) = sketch_rows(indexed.settings, indexed.models, paths, 150, lambda *step: told.append(step))
    assert (row.model, row.count, row.setting["n"], row.setting["part"]) == ("sketch", 20, 150, "sketch")
    figures = row.metrics
    assert 0 < figures["latency_ms_p50"] <= figures["latency_ms_p95"]
    assert figures["ratio_to_floor"] == pytest.approx(figures["floor_ms_p50"] / figures["latency_ms_p50"])
    assert len(told) == 20 + 23  # the photos that are looked at, then the searches, of which three do not count


def test_outlines_are_a_drawing_of_the_photo():
    photo = images.read(SAMPLES / "photos" / "clock.jpg", ImageLimits())
    drawing = images.decode(outlines(photo, 256), ImageLimits())
    assert max(drawing.shape[:2]) == 256
    assert set(np.unique(drawing)) == {0, 255}
    assert not sketch.is_photo(drawing)
    assert sketch.find_drawing(drawing).box.width > 60  # px of 256


def test_too_few_photos_are_refused(indexed: MindsEye):
    with pytest.raises(DataError, match="3 pictures are too few"):
        sketch_rows(indexed.settings, indexed.models, [Path("a.jpg")] * 3)
