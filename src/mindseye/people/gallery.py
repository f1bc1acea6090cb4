"""All faces that can be compared, in memory: read once, and again when what is known of them has changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from mindseye.library import tables
from mindseye.library.catalogue import Catalogue
from mindseye.people import rows
from mindseye.people.seeing import Seer
from mindseye.types import Ids, Vectors

f, p = tables.faces.c, tables.pictures.c
NOBODY = 0
DIM = 128  # of the vectors
LEAST_SIZE = 32  # px of a face's shorter side; smaller ones the machine takes for nobody


@dataclass(frozen=True, slots=True)
class Gallery:
    """Faces in the order of their ids, and whose they are; those of removed pictures are not among them."""

    ids: Ids  # (n,)
    pictures: Ids  # (n,)
    people: Ids  # (n,) NOBODY where nobody has said
    confirmed: NDArray[np.bool_]  # (n,) whether a person has said so
    groups: Ids  # (n,) 0 for none
    fit: NDArray[np.bool_]  # (n,) whether it is good enough to be taken for somebody by the machine
    vectors: Vectors  # (n, 128)

    def only(self, which: NDArray[Any]) -> Gallery:
        """Return some of the faces: by a mask, or by places."""
        return Gallery(*(getattr(self, name)[which] for name in self.__slots__))

    def places(self, ids: Ids) -> Ids:
        """Return the places of those of the ids that are here."""
        at = np.searchsorted(self.ids, ids)
        at = at[at < len(self.ids)]
        return np.unique(at[np.isin(self.ids[at], ids)])


class Galleries:
    """The newest gallery of one catalogue. Safe to use from several threads; other processes' changes are seen."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._vectors: tuple[Any, Ids, Vectors] | None = None  # key, ids, vectors: large, and seldom new
        self._whole: tuple[Any, Gallery] | None = None

    def newest(self, seer: Seer) -> Gallery:
        """Return all faces in pictures that are there whose vectors are of the model that looks now."""
        with self._lock:
            with self._catalogue.reading() as connection:
                _, looks, decisions = rows.state_of(connection)
                count, last = connection.execute(select(func.count(), func.max(f.id)).select_from(tables.faces)).one()
                gone = connection.execute(select(p.id).where(p.removed).order_by(p.id)).scalars().all()
            key = (seer.version, looks, count, last)  # pictures leave with their faces without a word
            if self._vectors is None or self._vectors[0] != key:
                self._vectors = (key, *self._read_vectors(seer.vector_version))
                self._whole = None
            if self._whole is None or self._whole[0] != decisions:
                self._whole = (decisions, self._read(self._vectors[1], self._vectors[2], seer.least_quality))
            whole = self._whole[1]
        return whole.only(~np.isin(whole.pictures, np.array(gone, np.int64))) if gone else whole

    def _read_vectors(self, version: str) -> tuple[Ids, Vectors]:
        query = select(f.id, f.vector).where(f.vector.is_not(None), f.version == version).order_by(f.id)
        with self._catalogue.reading() as connection:
            found = connection.execute(query).all()
        return np.array([row.id for row in found], np.int64), rows.vectors_of((row.vector for row in found), DIM)

    def _read(self, ids: Ids, vectors: Vectors, least_quality: float) -> Gallery:
        """Return the gallery of these vectors; a face that has gone meanwhile is left out."""
        columns = (f.id, f.picture_id, f.person_id, f.decided, f.group_id, f.quality, f.size)
        with self._catalogue.reading() as connection:
            found = connection.execute(select(*columns).where(f.vector.is_not(None)).order_by(f.id)).all()
        here = set(ids.tolist())
        found = [row for row in found if row.id in here]
        numbers = np.array([row.id for row in found], np.int64)
        return Gallery(
            numbers,
            np.array([row.picture_id for row in found], np.int64),
            np.array([row.person_id or NOBODY for row in found], np.int64),
            np.array([row.decided == "person" for row in found], bool),
            np.array([row.group_id or 0 for row in found], np.int64),
            np.array([(row.quality is None or row.quality >= least_quality) and row.size >= LEAST_SIZE
                      for row in found], bool),
            vectors[np.searchsorted(ids, numbers)],
        )  # fmt: skip
