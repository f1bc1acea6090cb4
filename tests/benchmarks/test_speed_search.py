"""The search half of `mindseye bench speed`, on vectors made here."""

from __future__ import annotations

import numpy as np
import pytest

from mindseye.benchmarks import speed_search
from mindseye.errors import DataError
from tests.contracts.test_vector_index import unit


def test_every_engine_is_measured_at_every_size_jitter_and_filter(tmp_path):
    seen = []
    rows = speed_search.search_rows(unit(60, 1, 32), [300], tmp_path, lambda *step: seen.append(step), jitters=(0.2,))
    assert [(row.model, row.setting["filter"]) for row in rows] == [
        (name, share) for share in (1.0, 0.5, 0.01) for name in ("numpy", "faiss-flat", "flat")
    ]
    for row in rows:
        assert row.metrics["recall@10"] == 1  # so few are scored exactly
        assert 0 < row.metrics["latency_ms_p50"] <= row.metrics["latency_ms_p99"]
        assert (row.count, row.setting["n"], row.setting["dim"]) == (15, 300, 32)
    assert {"bytes", "open_ms"} <= set(rows[-1].metrics)
    assert seen == [(0, 1), (1, 1)]
    assert [path.name for path in tmp_path.iterdir()] == ["speed.lock"]


def test_enlarged_descriptors_are_as_far_from_the_real_ones_as_the_jitter_says():
    real = unit(50, 2, 64)
    for jitter in (0.1, 0.6):
        made = speed_search.enlarged(real, 500, jitter, np.random.default_rng(3))
        np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
        cosines = np.array([made[i] @ real[i % 50] for i in range(500)])
        assert cosines.mean() == pytest.approx(1 / np.sqrt(1 + jitter**2), abs=0.03)


def test_longer_descriptors_are_reduced_so_that_their_neighbours_stay():
    low = unit(400, 4, 40)
    basis = np.linalg.qr(np.random.default_rng(5).standard_normal((300, 40)))[0].astype(np.float32)
    made = speed_search.reduced(low @ basis.T)
    assert made.shape == (400, 256)
    centred = low - low.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    np.testing.assert_allclose(made @ made.T, centred @ centred.T, atol=1e-4)


def test_too_few_pictures_are_refused(tmp_path):
    with pytest.raises(DataError, match="5 pictures are too few"):
        speed_search.search_rows(unit(5, 6), [100], tmp_path)
