"""What one thread of indexing does with one file: read, recognise by content, decode, look, embed, label."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from mindseye import images
from mindseye.descriptors.spaces import POINTS, Space
from mindseye.errors import ImageError
from mindseye.library import tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.labels import Kept, Labeller
from mindseye.library.recording import AGAIN, Labelled, Outcome, Read, Unread, Vector
from mindseye.library.sources import Entry, UnreachableError
from mindseye.models.registry import Models
from mindseye.tasks import classify, embed
from mindseye.tasks.marks import softmax
from mindseye.types import RGB, ImageLimits

p, v, seen = tables.pictures.c, tables.vectors.c, tables.labelled.c
SMALLEST = 256  # px that colours are counted on at the least
FEW = 50  # files, above which it pays to know all contents at once
DETAILED = 400  # px that local features are looked for on


class Reader:
    """Reads files for the catalogue, for one run. Safe to use from several threads at once."""

    def __init__(
        self,
        catalogue: Catalogue,
        models: Models,
        limits: ImageLimits,
        spaces: Sequence[Space],
        labellers: Sequence[Labeller] = (),
    ) -> None:
        self._catalogue, self._models, self._limits = catalogue, models, limits
        self._spaces, self._labellers = spaces, labellers
        self._versions = {space.name: embed.version(models, space) for space in spaces}
        self._least = self._at_least()
        self._lock = threading.Lock()
        self._asked = 0
        self._here: set[int] = set()  # the contents of this run
        self._prefixes: NDArray[np.uint64] | None = None

    def read(self, source: int, entry: Entry) -> Outcome:
        """Return what a file holds, or why it cannot be read. Raises only what is not the file's fault."""
        try:
            return self.content(source, entry, entry.read(self._limits))
        except UnreachableError as error:
            return Unread(source, dataclasses.replace(entry, mtime_ns=AGAIN), str(error))
        except ImageError as error:
            return Unread(source, entry, str(error))

    def content(self, source: int, entry: Entry, data: bytes) -> Read:
        """Return what bytes hold. Raises ImageError."""
        sha256 = hashlib.sha256(data).hexdigest()
        is_known, has, looked = self._known(sha256)
        lacking = [space for space in self._spaces if has.get(space.name) != self._versions[space.name]]
        unlabelled = [one for one in self._labellers if looked.get(one.name) != one.version]
        if is_known and not lacking and not unlabelled:
            return Read(source, entry, sha256, len(data))
        rgb, facts = images.decode_and_examine(data, self._limits, entry.name, self._least)
        vectors, labels = self._look(rgb, lacking, unlabelled)
        return Read(source, entry, sha256, len(data), facts, vectors, labels)

    def _known(self, sha256: str) -> tuple[bool, dict[str, str], dict[str, str]]:
        """Return whether this content is in the library, and the versions of the vectors and labels that it has."""
        if not self._may_be_known(sha256):
            return False, {}, {}
        query = select(p.id, p.removed, v.space, v.version).outerjoin(tables.vectors, v.picture_id == p.id)
        with self._catalogue.reading() as connection:
            rows = connection.execute(query.where(p.sha256 == sha256)).all()
            if not rows:
                return False, {}, {}
            if rows[0].removed:  # it stays out, so it needs neither
                return True, self._versions, {one.name: one.version for one in self._labellers}
            looks = select(seen.model, seen.version).where(seen.picture_id == rows[0].id)
            looked = dict(connection.execute(looks).all()) if self._labellers else {}
        return True, {row.space: row.version for row in rows if row.space}, looked

    def _may_be_known(self, sha256: str) -> bool:
        """Return False for content that is new for certain, by the first 64 bits of all that are known.

        They cost 8 MB a million pictures and spare a query for each new one; a few files are not worth fetching them.
        """
        prefix = int(sha256[:16], 16)
        with self._lock:
            self._asked += 1
            was_here = prefix in self._here
            self._here.add(prefix)
            if self._asked == FEW:
                self._prefixes = _known_prefixes(self._catalogue)
        if was_here or self._prefixes is None:
            return True
        at = int(np.searchsorted(self._prefixes, np.uint64(prefix)))
        return at < len(self._prefixes) and int(self._prefixes[at]) == prefix

    def _at_least(self) -> int:
        """Return how many px the shorter side of a decoded picture must keep for these spaces."""
        cards = [self._models.get(name).card for name in {space.model for space in self._spaces if space.model}]
        cards += [labeller.model.card for labeller in self._labellers]
        detailed = [DETAILED] if POINTS in self._spaces else []
        return max([SMALLEST, *detailed, *(max(card.input.width, card.input.height) for card in cards)])

    def _look(
        self, rgb: RGB, lacking: Sequence[Space], unlabelled: Sequence[Labeller]
    ) -> tuple[tuple[Vector, ...], tuple[Labelled, ...]]:
        """Return vectors and labels of one picture: one pass of each network, colours along with the first."""
        found: list[tuple[Space, embed.Vector | bytes]] = [(POINTS, _points(rgb))] if POINTS in lacking else []
        spaces, names = [space for space in lacking if space != POINTS], [one.name for one in unlabelled]
        embedded, logits = embed.embed_and_name(self._models, spaces, rgb, names)
        vectors = (Vector(s.name, self._versions[s.name], values) for s, values in [*found, *embedded])
        labels = (Labelled(one.name, one.version, self._name(one, rgb, logits.get(one.name))) for one in unlabelled)
        return tuple(vectors), tuple(labels)

    def _name(self, labeller: Labeller, rgb: RGB, logits: embed.Vector | None) -> tuple[Kept, ...]:
        """Return what a model is sure of; by the logits, where its network has looked already."""
        if logits is not None:
            return labeller.keep(softmax(logits[None])[0])
        count = len(labeller.model.card.labels)
        naming = classify.classify(self._models, labeller.model, rgb, top=count)
        probabilities = np.zeros(count)
        probabilities[[label.index for label in naming.labels]] = [label.probability for label in naming.labels]
        return labeller.keep(probabilities) if naming.accepted else ()


def _known_prefixes(catalogue: Catalogue) -> NDArray[np.uint64]:
    """Return the first 64 bits of all known contents, sorted, (n,)."""
    with catalogue.reading() as connection:
        found = connection.execute(select(func.substr(p.sha256, 1, 16))).scalars()
        return np.sort(np.fromiter((int(text, 16) for text in found), np.uint64))


def _points(rgb: RGB) -> bytes:
    """Return the picture's local features, packed."""
    from mindseye import verification

    return verification.pack(verification.features(rgb))
