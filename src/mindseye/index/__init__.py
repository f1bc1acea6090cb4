"""Vector indexes: one protocol, one file per engine. An index is a cache of the catalogue: it can be thrown away."""

from __future__ import annotations

import re
from typing import Protocol

from mindseye.errors import SettingsError
from mindseye.types import Hit, Ids, Vectors

KNOWN = "flat:/a/folder, milvus://host:port, http://host:port or https://host:port"
SPACE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


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


def open_index(url: str, space: str, dim: int, writable: bool = False) -> VectorIndex:
    """Return the index of one space at a URL; one that is not there yet is empty, and made by the first `put`.

    SettingsError for a URL that no engine knows, EngineError for an index that is damaged or has another dim.
    """
    scheme, place = _parts(url, space)
    if scheme == "flat":
        from mindseye.index.flat import open_flat

        return open_flat(place, space, dim, writable)
    from mindseye.index.milvus import MilvusIndex

    return MilvusIndex(place, space, dim, writable)


def drop_index(url: str, space: str) -> None:
    """Throw one space away, if it is there at all; an index that is open on it is empty from then on."""
    scheme, place = _parts(url, space)
    if scheme == "flat":
        from mindseye.index.flat import drop_flat

        drop_flat(place, space)
    else:
        from mindseye.index.milvus import drop_collection

        drop_collection(place, space)


def _parts(url: str, space: str) -> tuple[str, str]:
    """Return the engine's name and where it keeps its data: a folder, or an http(s) address."""
    if not SPACE.fullmatch(space):
        raise SettingsError(f"{space!r} cannot name a space: use up to 64 of a–z, 0–9, _ and -.")
    scheme, _, rest = url.partition(":")
    if scheme == "flat" and rest:
        return "flat", rest
    if rest.startswith("//") and len(rest) > 2:
        if scheme == "milvus":
            return "milvus", "http:" + rest
        if scheme in ("http", "https"):
            return "milvus", url
    raise SettingsError(f"{url!r} is no place for an index; known: {KNOWN}.")
