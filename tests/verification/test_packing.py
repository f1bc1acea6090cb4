"""Features as bytes."""

from __future__ import annotations

import numpy as np
import pytest

from mindseye.errors import DataError
from mindseye.verification import features, pack, unpack
from mindseye.verification.local_features import nothing
from tests.verification.scenes import scene


def test_what_was_packed_comes_back_nearly_as_it_was():
    before = features(scene(30, 1000, 400))
    after = unpack(pack(before))
    assert (after.width, after.height) == (1000, 400)
    assert np.array_equal(after.descriptors, before.descriptors)
    assert np.abs(after.points - before.points).max() <= 0.5 * 1000 / 65535 + 1e-3
    assert np.abs(np.log2(after.scales / before.scales)).max() <= 0.5 / 16 + 1e-3
    assert np.abs((after.angles - before.angles + 180) % 360 - 180).max() <= 0.5 * 360 / 256 + 1e-3


def test_a_feature_takes_38_bytes():
    known = features(scene(31))
    assert len(pack(known)) == 12 + 38 * len(known)


def test_no_features_pack_too():
    assert len(unpack(pack(nothing(1, 20000)))) == 0


@pytest.mark.parametrize("damage", [lambda d: b"", lambda d: d[:-1], lambda d: b"XX" + d[2:], lambda d: d[:5]])
def test_damaged_bytes_are_refused(damage):
    with pytest.raises(DataError, match="index the picture again"):
        unpack(damage(pack(features(scene(32)))))


def test_bytes_of_another_vocabulary_are_refused():
    data = bytearray(pack(features(scene(33))))
    data[2] ^= 1
    with pytest.raises(DataError, match="another version"):
        unpack(bytes(data))
