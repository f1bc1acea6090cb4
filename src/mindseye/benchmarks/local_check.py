"""The hook for local verification in the retrieval benchmark: which hits show the query's thing, point by point?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.types import RGB

Places = NDArray[np.int64]  # rows of the database


class LocalCheck:
    """Local features of a whole database, kept packed, and their index."""

    def __init__(self) -> None:
        self._packed: dict[int, bytes] = {}
        self._index: object | None = None

    def add(self, place: int, rgb: RGB) -> None:
        """Remember the local features of the picture in one row of the database."""
        from mindseye import verification

        self._packed[place] = verification.pack(verification.features(rgb))

    def reorder(self, rgb: RGB, order: Places, count: int, own: int | None) -> Places:
        """Return the order with convincing matches first, the best before; the rest stay as they are.

        Checked are the first `count` of the order and the `count` that the index of local features names.
        """
        from mindseye import verification
        from mindseye.verification.shortlist import LocalIndex

        if self._index is None:
            places = np.array(sorted(self._packed), np.int64)
            self._index = LocalIndex()
            self._index.put(places, [verification.unpack(self._packed[int(place)]) for place in places])
        assert isinstance(self._index, LocalIndex)
        asked = verification.features(rgb, verification.ASKED)
        named = [hit.id for hit in self._index.candidates(asked, count + 1) if hit.id != own][:count]
        checked = dict.fromkeys([*named, *(int(place) for place in order[:count])])
        matches = [(place, verification.match(asked, verification.unpack(self._packed[place]))) for place in checked]
        sure = sorted(((m.score, m.inliers, -place) for place, m in matches if m.convincing), reverse=True)
        first = np.array([-place for _, _, place in sure], np.int64)
        return np.concatenate([first, order[~np.isin(order, first)]])
