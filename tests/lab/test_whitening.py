"""Learning projections and bands from a handful of drawn pictures, with the backbone that ships."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mindseye import images
from mindseye.descriptors import projections
from mindseye.descriptors.pooling import fc, unit
from mindseye.descriptors.spaces import space
from mindseye.descriptors.whitening import Whitening
from mindseye.errors import DataError
from mindseye.lab import whitening
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.types import ImageLimits
from tests import tiny


@pytest.fixture(scope="module")
def zoo() -> Models:
    return Models(Path("/nonexistent"))


@pytest.fixture(scope="module")
def paths(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("drawn")
    for number in range(10):
        digit = tiny.drawn(str(number), ink=(20 * number, 60, 200 - 15 * number))
        (folder / f"{number}.png").write_bytes(images.encode_png(digit))
    return sorted(folder.iterdir())


def test_what_is_learned_is_shipped_with_its_sum_and_origin(zoo, paths, tmp_path):
    spaces = [replace(space(name), dim=4) for name in ("fc", "pwa")] + [space("colour")]
    told = []
    whitening.learn_projections(zoo, spaces, paths, "drawn digits", tmp_path, lambda *done: told.append(done))
    assert told[-1] == (20, 20)
    listed = projections.names(tmp_path)
    assert {name: entry["data"] for name, entry in listed.items()} == {
        "fc-256": "drawn digits",
        "pwa-256": "drawn digits",
    }
    looks = [embed.look(zoo, images.read(path, ImageLimits()), spaces) for path in paths]
    pooled = unit(np.stack([fc(seen.map) for seen in looks]))
    expected = Whitening(4, whitening.POWER, centred=whitening.CENTRED).fit(pooled).apply(pooled)
    found = projections.load("fc-256", tmp_path).apply(pooled)
    np.testing.assert_allclose(np.abs((found * expected).sum(axis=1)), 1.0, atol=1e-3)
    parts = projections.load("pwa-256", tmp_path)
    assert parts.part_axes.shape == (whitening.PART_DIM, 1280)
    assert len(parts.parts) == whitening.PARTS


def test_bands_are_quantiles_of_all_pairs(zoo, paths):
    where = space("colour")
    vectors = [embed.embed_picture(zoo, where, images.read(path, ImageLimits())) for path in paths]
    pairs = sorted(float(vectors[i] @ vectors[j]) for i in range(10) for j in range(i))
    weak, strong = whitening.bands(zoo, [where], paths, lambda done, total: None)["colour"]
    assert weak == pytest.approx(np.quantile(pairs, 0.999), abs=1e-6)
    assert pairs[-2] <= weak <= strong <= pairs[-1]


def test_too_few_pictures_are_refused(zoo, paths, tmp_path):
    with pytest.raises(DataError, match="10 pictures cannot teach 256 axes"):
        whitening.learn_projections(zoo, [space("fc")], paths, "drawn", tmp_path, lambda done, total: None)


def test_pictures_come_by_official_part_and_category(tmp_path):
    flickr, sketchy = tmp_path / "flickr8k", tmp_path / "sketchy125"
    flickr.mkdir()
    sketchy.mkdir()
    rows = [{"image": "a.jpg", "split": "train"}, {"image": "b.jpg", "split": "val"}]
    (flickr / "captions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (sketchy / "split.csv").write_text(
        "path,kind,category,photo_id,split,zero_shot\n"
        "photo/x.jpg,photo,x,x,train,seen\nphoto/y.jpg,photo,y,y,train,unseen\nsketch/z.png,sketch,x,x,train,seen\n"
    )
    assert whitening.pictures_of(flickr, "val") == [flickr / "images" / "b.jpg"]
    assert whitening.pictures_of(tmp_path, "train") == [flickr / "images" / "a.jpg", sketchy / "photo" / "x.jpg"]
