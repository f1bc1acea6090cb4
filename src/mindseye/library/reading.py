"""What one thread of indexing does with one file: read, recognise by content, decode, look, embed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mindseye import images
from mindseye.descriptors.spaces import POINTS, Space
from mindseye.errors import ImageError
from mindseye.library import tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.recording import Outcome, Read, Unread, Vector
from mindseye.library.sources import Entry
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.types import RGB, ImageLimits

p, v = tables.pictures.c, tables.vectors.c
SMALLEST = 256  # px that colours are counted on at the least
DETAILED = 400  # px that local features are looked for on


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files for the catalogue. Safe to use from several threads at once."""

    catalogue: Catalogue
    models: Models
    limits: ImageLimits
    spaces: Sequence[Space]

    def read(self, source: int, entry: Entry) -> Outcome:
        """Return what a file holds, or why it cannot be read. Raises only what is not the file's fault."""
        try:
            return self._read(source, entry, entry.read(self.limits))
        except ImageError as error:
            return Unread(source, entry, str(error))

    def content(self, source: int, entry: Entry, data: bytes) -> Read:
        """Return what bytes hold. Raises ImageError."""
        return self._read(source, entry, data)

    def _read(self, source: int, entry: Entry, data: bytes) -> Read:
        sha256 = hashlib.sha256(data).hexdigest()
        versions = {space.name: embed.version(self.models, space) for space in self.spaces}
        known, has = self._known(sha256)
        lacking = [space for space in self.spaces if has.get(space.name) != versions[space.name]]
        if known and not lacking:
            return Read(source, entry, sha256, len(data))
        facts = images.examine(data, self.limits, entry.name)
        rgb = images.decode(data, self.limits, entry.name, self._at_least())
        vectors = tuple(Vector(s.name, versions[s.name], values) for s, values in self._embed(rgb, lacking))
        return Read(source, entry, sha256, len(data), facts, vectors)

    def _known(self, sha256: str) -> tuple[bool, dict[str, str]]:
        """Return whether this content is in the library, and the versions of the vectors that it has."""
        query = select(p.removed, v.space, v.version).outerjoin(tables.vectors, v.picture_id == p.id)
        with self.catalogue.reading() as connection:
            rows = connection.execute(query.where(p.sha256 == sha256)).all()
        if rows and rows[0].removed:  # it stays out, so it needs no vectors
            return True, {space.name: embed.version(self.models, space) for space in self.spaces}
        return bool(rows), {row.space: row.version for row in rows if row.space}

    def _at_least(self) -> int:
        """Return how many px the shorter side of a decoded picture must keep for these spaces."""
        specs = [self.models.get(name).card.input for name in {space.model for space in self.spaces if space.model}]
        detailed = [DETAILED] if POINTS in self.spaces else []
        return max([SMALLEST, *detailed, *(max(spec.width, spec.height) for spec in specs)])

    def _embed(self, rgb: RGB, lacking: Sequence[Space]) -> list[tuple[Space, embed.Vector | bytes]]:
        """Return the vectors of one picture: one pass of each backbone, colours along with the first."""
        found: list[tuple[Space, embed.Vector | bytes]] = [(POINTS, _points(rgb))] if POINTS in lacking else []
        spaces = [space for space in lacking if space != POINTS]
        backbones = sorted({space.model for space in spaces if space.model}) or [""] * bool(spaces)
        for backbone in backbones:
            served = [s for s in spaces if s.model == backbone or (not s.model and backbone == backbones[0])]
            seen = embed.look(self.models, rgb, served)
            found += [(space, embed.embed(self.models, space, seen)) for space in served]
        return found


def _points(rgb: RGB) -> bytes:
    """Return the picture's local features, packed."""
    from mindseye import verification

    return verification.pack(verification.features(rgb))
