"""Local features of the library's pictures: which of them show the very same thing as a query, point by point."""

from __future__ import annotations

from collections.abc import Sequence

from mindseye.descriptors.spaces import POINTS
from mindseye.errors import ImageError, NotFoundError
from mindseye.library.library import Library
from mindseye.types import RGB, Ids
from mindseye.verification import ASKED, Features, LocalIndex, Match, features, match

SHORTLIST = 100  # pictures of the inverted file that are checked
CHECKED = 40  # best hits of another space that are checked


class Points:
    """Checks pictures of one library against a query's local features."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def is_filled(self) -> bool:
        """Whether the library keeps local features; otherwise they are looked for when they are asked for."""
        return any(space == POINTS for space in self._library.spaces())

    def shortlist(self, asked: Features, within: Ids | None, most: int = SHORTLIST) -> list[int]:
        """Return the pictures that the inverted file names, the likeliest first; none where there is no such file."""
        if not self.is_filled:
            return []
        index = self._library.indexed(POINTS.name)
        assert isinstance(index, LocalIndex)
        return [hit.id for hit in index.candidates(asked, most, within)]

    def check(self, asked: Features, ids: Sequence[int]) -> dict[int, Match]:
        """Return how each of these pictures corresponds to the query; one that cannot be read is left out."""
        kept = self._library.indexes.stored(POINTS.name, ids) if self.is_filled else {}
        found = {}
        for number in ids:
            other = kept.get(number) or self._look(number)
            if other is not None:
                found[number] = match(asked, other)
        return found

    def _look(self, number: int) -> Features | None:
        try:
            return features(self._library.read(number))
        except (ImageError, NotFoundError):  # its file has gone since
            return None


def asked_of(rgb: RGB) -> Features:
    """Return the local features of a picture that is searched with: more than are kept of one that is found."""
    return features(rgb, ASKED)
