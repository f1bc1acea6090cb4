"""The benchmark of local verification alone."""

from __future__ import annotations

import json

import numpy as np
import pytest

from mindseye import images
from mindseye.benchmarks.verification_rows import false_acceptance, verification_rows
from mindseye.errors import DataError
from mindseye.verification import features, pack
from tests.verification.scenes import scene, view


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Six covers, six photos of them (one shows a cover that is not there), and eight other pictures."""
    home = tmp_path_factory.mktemp("covers")
    (home / "images").mkdir()
    (home / "others").mkdir()
    covers, queries = [f"cover{i}.png" for i in range(6)], []
    for i, name in enumerate(covers):
        (home / "images" / name).write_bytes(images.encode_png(scene(60 + i, 200, 150)))
        photo = view(scene(60 + i if i else 99, 200, 150), 30, 0.9, 0.1)[0]
        (home / "images" / f"photo{i}.png").write_bytes(images.encode_png(photo))
        queries.append({"query": f"photo{i}.png", "box": None, "positives": [name], "junk": []})
    for i in range(8):
        (home / "others" / f"{i}.png").write_bytes(images.encode_png(scene(80 + i, 200, 150)))
    (home / "others" / "broken.png").write_bytes(b"no picture")
    (home / "ground_truth.json").write_text(json.dumps({"database": covers, "queries": queries}))
    return home


def test_recall_is_the_share_of_photos_whose_cover_is_first(data):
    alone, among = verification_rows(data, data / "others", pairs=20)
    for row, distractors in ((alone, 0), (among, 8)):
        assert row.count == 6
        assert row.metrics["recall@1"] == pytest.approx(5 / 6)
        assert row.setting == {"shortlist": 30, "distractors": distractors, "database": 6} | (
            {"pairs": 20} if distractors else {}
        )
    assert among.metrics["false_acceptance"] == 0


def test_false_acceptance_counts_pairs_that_do_match():
    one, other = pack(features(scene(70))), pack(features(scene(71)))
    assert false_acceptance([one, one], 10) == 1
    rng, share = np.random.default_rng(5), 0
    for _ in range(30):
        share += set(rng.choice(3, 2, replace=False).tolist()) == {0, 1}
    assert false_acceptance([one, one, other], 30) == pytest.approx(share / 30)


def test_a_missing_picture_of_the_ground_truth_is_told(data, tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "ground_truth.json").write_text((data / "ground_truth.json").read_text())
    with pytest.raises(DataError, match=r"cover0\.png is in the ground truth but cannot be read"):
        verification_rows(tmp_path)
