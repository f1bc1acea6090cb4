"""The library: one object for all that can be done with a person's pictures."""

from __future__ import annotations

import dataclasses
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from mindseye import images
from mindseye.descriptors.spaces import DEFAULT, POINTS, SPACES, Space, space
from mindseye.errors import ImageError, NotFoundError
from mindseye.index import VectorIndex
from mindseye.library import (
    browsing,
    captioning,
    captions,
    captions_csv,
    indexing,
    labelling,
    labels,
    places,
    recording,
    sidecars,
    tables,
    upkeep,
)
from mindseye.library.catalogue import Catalogue
from mindseye.library.indexes import Indexes, know
from mindseye.library.jobs import Job, Jobs
from mindseye.library.reading import Reader
from mindseye.library.records import (
    ALL,
    Failures,
    Filter,
    Folder,
    LabelCount,
    Month,
    Page,
    Picture,
    PictureCaption,
    PictureLabel,
    Source,
    SpaceStatus,
    Summary,
)
from mindseye.library.sources import Entry, shown, to_text
from mindseye.library.thumbnails import Thumbnails
from mindseye.models.registry import Models
from mindseye.settings import Settings
from mindseye.tasks import embed
from mindseye.types import RGB, Ids, Vectors

__all__ = ["Failures", "Filter", "Folder", "Job", "Library", "Month", "Page", "Picture", "Source", "Summary"]
JOBS = (
    indexing.index,
    labelling.label,
    captioning.describe,
    sidecars.write,
    upkeep.rebuild,
    upkeep.move,
)  # the kinds of jobs that it knows by itself
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")  # in a file's name, on one system or another
LONGEST_NAME = 100  # characters


class Library:
    """The pictures of one catalogue. Safe to use from several threads at once, and beside other processes."""

    def __init__(self, settings: Settings, models: Models) -> None:
        """Open the catalogue, or make it. Loads no model and no index."""
        self.settings, self.models, self.limits = settings, models, settings.image_limits
        folder = settings.home / "library"
        self.catalogue = Catalogue(settings.catalogue, folder)
        engine = settings.index or f"flat:{folder / 'index'}"
        self.indexes = Indexes(self.catalogue, engine, lambda wanted: embed.version(models, wanted), folder / "points")
        self.jobs = Jobs(self, self.catalogue)
        self.jobs.followers["index"].append(self.follow_captions)
        self.thumbnails = Thumbnails(settings.home, self.limits)

    def close(self) -> None:
        """Stop this process's jobs, each after committing what is done, and close the catalogue."""
        self.jobs.close()
        self.catalogue.close()

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def summary(self) -> Summary:
        """Return how much there is, from where, and how far each space is filled."""
        p, f = tables.pictures.c, tables.files.c
        here = select(func.count(), func.coalesce(func.sum(p.bytes), 0)).select_from(tables.pictures)
        states = select(f.state, func.count()).group_by(f.state)
        with self.catalogue.reading() as connection:
            pictures, size = connection.execute(here.where(p.removed.is_(False))).one()
            counted: dict[str, int] = dict(connection.execute(states).all())
        removed = self.pictures(Filter(removed=True), limit=0).total
        return Summary(
            pictures=pictures,
            files=counted.get("picture", 0),
            removed=removed,
            unreadable=counted.get("unreadable", 0),
            bytes=int(size),
            spaces=tuple(self._status(wanted, pictures) for wanted in self.spaces()),
            labels=labelling.statuses(self.catalogue, self.models, pictures),
            captions=captions.status(self.catalogue, self.models, pictures),
            sources=places.listed(self.catalogue),
        )

    def pictures(self, where: Filter = ALL, offset: int = 0, limit: int = 100, order: str = "newest") -> Page:
        """Return a page of the pictures that a filter means, in an order of `records.ORDERS`."""
        return browsing.page(self.catalogue, self._resolved(where), offset, limit, order)

    def picture(self, number: int) -> Picture:
        """Return one picture, removed or not. NotFoundError if there is none with this number."""
        return browsing.one(self.catalogue, number)

    def pictures_of(self, ids: Sequence[int]) -> dict[int, Picture]:
        """Return those of the pictures that are there and not removed, by id."""
        found = browsing.by_ids(self.catalogue, ids)
        return {number: picture for number, picture in found.items() if not picture.removed}

    def ids(self, where: Filter) -> Ids | None:
        """Return the ids that a filter means, in order; None if it means all."""
        return browsing.ids_of(self.catalogue, self._resolved(where)) if where.restricts else None

    def labels_of(self, number: int) -> tuple[PictureLabel, ...]:
        """Return what each model says that a picture shows: groups before labels, the most probable first."""
        return labelling.of_picture(self.catalogue, self.models, number)

    def label_counts(self, model: str | None = None) -> tuple[LabelCount, ...]:
        """Return how many pictures show each group and label, the most frequent first; of one model or of all."""
        return labelling.counts(self.catalogue, self.models, model)

    def labels_among(self, ids: Sequence[int], most: int) -> tuple[LabelCount, ...]:
        """Return how many of these pictures show each group and each label of no group, the `most` frequent ones."""
        return labelling.among(self.catalogue, self.models, ids, most)

    def caption_of(self, number: int) -> PictureCaption | None:
        """Return the sentence about a picture, a person's before a model's; None if there is neither."""
        return captions.of_picture(self.catalogue, number)

    def write_caption(self, number: int, text: str) -> PictureCaption:
        """Keep a person's sentence about a picture, which no model overwrites. Raises RequestError, NotFoundError."""
        return captions.write(self.catalogue, number, text)

    def forget_caption(self, number: int) -> PictureCaption | None:
        """Forget a person's sentence, or where there is none the model's; return what is left."""
        return captions.forget(self.catalogue, number)

    def follow_captions(self) -> Job | None:
        """Start describing what has no caption, if the setting `caption_new` wants that; return the job."""
        if not self.settings.caption_new:
            return None
        if any(one.kind == captioning.KIND and not one.is_over for one in self.jobs.list()):
            return None
        known = self.summary().captions
        return self.jobs.start(captioning.KIND) if known.model and known.missing else None

    def captions_csv(self) -> Iterator[str]:
        """Give the captions of all pictures as CSV, a few hundred lines at a time."""
        return captions_csv.lines(self)

    def folders(self) -> list[Folder]:
        """Return the folders that hold pictures, sorted by path."""
        return browsing.folders(self.catalogue)

    def months(self) -> list[Month]:
        """Return the months in which pictures were taken, the newest first."""
        return browsing.months(self.catalogue)

    def failures(self, offset: int = 0, limit: int = 100) -> Failures:
        """Return a page of the files that could not be read, the newest first."""
        return browsing.failures(self.catalogue, offset, limit)

    # ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def data(self, number: int) -> tuple[bytes, str]:
        """Return the bytes of a picture's file and its name. ImageError if none of its files can be read now."""
        reasons = []
        for entry in self._entries(number):
            try:
                return entry.read(self.limits), entry.name
            except ImageError as error:
                reasons.append(str(error))
        raise ImageError(reasons[0])

    def read(self, number: int) -> RGB:
        """Return a picture, decoded. ImageError if its file has gone or was damaged since."""
        data, name = self.data(number)
        return images.decode(data, self.limits, name)

    def location(self, number: int) -> Path:
        """Return where a picture's file lies on this machine's disk; for one in an archive: ARCHIVE/MEMBER."""
        entry = self._entries(number)[0]
        inner = entry.path[len(entry.archive) + 1 :] if entry.archive else ""
        return Path(entry.location) / inner if inner else Path(entry.location)

    def find(self, path: Path) -> int:
        """Return the number of the picture in a file of this machine's disk. NotFoundError if it is not indexed."""
        whole = Path(os.path.abspath(os.path.expanduser(path)))
        whole = Path(os.path.realpath(whole.parent)) / whole.name
        for place in places.containing(self.catalogue, [str(whole)]):
            if (number := browsing.at(self.catalogue, place.source, place.below)) is not None:
                return number
        raise NotFoundError(f"{shown(str(path))} is not in the library: index it first.")

    def thumbnail(self, number: int, size: int = 256) -> Path:
        """Return the file of a WebP of the picture, its longest side at most `size` px: 128, 256, 512 or 1024."""
        return self.thumbnails.get(self.picture(number), size, lambda: self.data(number)[0])

    # ── coming and going ────────────────────────────────────────────────────────────────────────────────────────────

    def add_source(self, path: Path) -> Source:
        """Make a folder, a picture file or an archive known; a job of kind `index` then reads it."""
        place = places.register(self.catalogue, path)
        return next(source for source in places.listed(self.catalogue) if source.id == place.source)

    def forget_source(self, number: int) -> int:
        """Forget a source; return how many pictures left with it. Files are never touched."""
        with self.catalogue.writing() as connection:
            places.forget(connection, number)
            return recording.sweep(connection)

    def remove(self, ids: Iterable[int]) -> int:
        """Take pictures out of the library until they are restored; return how many. Files are never touched."""
        with self.catalogue.writing() as connection:
            return recording.set_removed(connection, ids, True)

    def restore(self, ids: Iterable[int]) -> int:
        """Bring removed pictures back; return how many."""
        with self.catalogue.writing() as connection:
            return recording.set_removed(connection, ids, False)

    def upload(self, name: str, data: bytes) -> tuple[Picture, bool]:
        """Keep a picture in the home folder and index it; return it, and whether its content was there before.

        A removed picture comes back. `name` is only shown: it never says where the file is put. Raises ImageError.
        """
        spaces = self.use_spaces([])
        labellers, safe = labels.along_with(self.models, spaces), _safe(name)
        reader = Reader(self.catalogue, self.models, self.limits, spaces, labellers)
        read = reader.content(0, Entry("", to_text(safe), len(data), 0), data)
        known = browsing.by_content(self.catalogue, read.sha256)
        if known is not None:
            self.restore([known.id])
            return self.picture(known.id), not known.removed
        place, entry = self._keep(safe, data)
        recording.record(self.catalogue, [dataclasses.replace(read, source=place, entry=entry)])
        picture = browsing.by_content(self.catalogue, read.sha256)
        assert picture is not None
        return picture, False

    def forget_labels(self, model: str) -> int:
        """Forget all that a model said about pictures; return how many it had looked at. NotFoundError for none."""
        return labelling.forget(self.catalogue, model)

    # ── vectors ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def spaces(self) -> list[Space]:
        """Return the spaces in which every picture shall have a vector: those of the settings, and those added."""
        with self.catalogue.reading() as connection:
            added = connection.execute(select(tables.spaces.c.name)).scalars().all()
        names = dict.fromkeys(
            [*self.settings.spaces, *(name for name in sorted(added) if name in SPACES or name == POINTS.name)]
        )
        return [space(name) for name in names or (DEFAULT,)]

    def use_spaces(self, names: Sequence[str]) -> list[Space]:
        """Add spaces to those that every picture shall have a vector in, and return all of these."""
        wanted = list(dict.fromkeys([*self.spaces(), *(space(name) for name in names)]))
        with self.catalogue.reading() as connection:
            known = set(connection.execute(select(tables.spaces.c.name, tables.spaces.c.dim)))
        if any((one.name, one.dim) not in known for one in wanted):
            with self.catalogue.writing() as connection:
                for one in wanted:
                    know(self.catalogue, connection, one)
        return wanted

    def indexed(self, space: str) -> VectorIndex:
        """Return the index of a space, in step with the catalogue."""
        return self.indexes.indexed(space)

    def vectors(self, space: str, ids: Sequence[int] | Ids) -> Vectors:
        """Return the vectors of pictures in a space, (n, dim). KeyError for one that has none."""
        return self.indexed(space).vectors(np.asarray(ids, np.int64))

    def ids_in(self, space: str) -> Ids:
        """Return the ids of the pictures that have a vector in a space, in order."""
        return self.indexes.ids_in(space)

    def _status(self, wanted: Space, pictures: int) -> SpaceStatus:
        count = self.indexes.count(wanted.name, embed.version(self.models, wanted))
        engine = self.indexes.engine(wanted.name).partition(":")[0]
        return SpaceStatus(wanted.name, wanted.title, wanted.dim, count, pictures - count, engine)

    def _resolved(self, where: Filter) -> Filter:
        return labelling.resolved(self.catalogue, self.models, where)

    def _entries(self, number: int) -> list[Entry]:
        files = browsing.files_of(self.catalogue, number)
        if not files:
            raise NotFoundError(f"There is no picture {number} in the library: it was deleted, or never was.")
        return files

    def _keep(self, name: str, data: bytes) -> tuple[int, Entry]:
        """Write an upload into HOME/uploads/YYYY-MM under a free name; return its source and its entry."""
        root = self.settings.home / "uploads"
        month = root / time.strftime("%Y-%m")
        try:
            month.mkdir(parents=True, exist_ok=True)
            path = _write_new(month, name, data)
            stat = path.stat()
        except OSError as error:
            raise ImageError(f"{shown(name)} cannot be kept in {month}: {error.strerror}.") from error
        place = places.register(self.catalogue, root, uploads=True)
        return place.source, Entry(place.root, f"{month.name}/{to_text(path.name)}", stat.st_size, stat.st_mtime_ns)


def _safe(name: str) -> str:
    """Return a client's file name without folders and without what a file system may not like."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return UNSAFE.sub("_", last).strip(". ")[-LONGEST_NAME:].strip(". ") or "picture"


def _write_new(folder: Path, name: str, data: bytes) -> Path:
    """Write a file under a name that is still free, made from `name`."""
    stem, ending = os.path.splitext(name)
    for number in range(1, 1_000_000):
        path = folder / (name if number == 1 else f"{stem} ({number}){ending}")
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(0, "no free name")
