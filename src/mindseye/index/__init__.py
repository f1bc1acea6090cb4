"""Vector indexes: one protocol, one file per engine. An index is a cache of the catalogue: it can be thrown away."""

from __future__ import annotations

from typing import Protocol

from mindseye.types import Hit, Ids, Vectors


class VectorIndex(Protocol):
    """One space. Ids are the catalogue's numbers, stable for ever; scores are inner products of unit vectors."""

    def put(self, ids: Ids, vectors: Vectors) -> None:
        """Store vectors (n, dim); a known id gets the new vector."""

    def drop(self, ids: Ids) -> None:
        """Forget these ids; unknown ones are ignored."""

    def nearest(self, queries: Vectors, k: int, within: Ids | None = None) -> list[list[Hit]]:
        """Return for each query (m, dim) its k best hits, best first; only among `within` if it is given."""

    def vectors(self, ids: Ids) -> Vectors:
        """Return the stored vectors (n, dim) in the order of `ids`. KeyError for an unknown id."""

    def __len__(self) -> int: ...
