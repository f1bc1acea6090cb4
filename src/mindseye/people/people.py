"""People: one object for all that can be done with the faces of the library and with whose they are."""

from __future__ import annotations

import builtins
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, func, select

from mindseye.errors import NotFoundError, RequestError
from mindseye.library import tables
from mindseye.library.jobs import Job
from mindseye.library.library import Library
from mindseye.people import deciding, grouping, looking, operations, rows, searching, suggesting
from mindseye.people.facesets import FaceSets
from mindseye.people.gallery import Galleries, Gallery
from mindseye.people.records import (
    Answer,
    Done,
    FacesPage,
    Forgotten,
    Group,
    Groups,
    LibraryFace,
    Operation,
    Part,
    Parts,
    PeoplePage,
    Person,
    PersonName,
    Status,
    Suggestion,
    Suggestions,
)
from mindseye.people.seeing import Seen, Seer
from mindseye.people.suggesting import Queue
from mindseye.tasks.faces import comparison
from mindseye.types import RGB, Box

t, p, f, who = tables, tables.pictures.c, tables.faces.c, tables.people.c
ORDERS = {
    "name": (who.name_key == "", who.name_key, who.id),
    "newest": (who.id.desc(),),
}
MARGIN = 0.35  # around a face in its picture, of the box's longer side
SHOWN_OF_GROUP, SHOWN_OF_PART = 12, 60


class People:
    """The people of one library. Safe to use from several threads at once, and beside other processes."""

    def __init__(self, library: Library, face_sets: FaceSets) -> None:
        self._library, self._catalogue, self._sets = library, library.catalogue, face_sets
        self._galleries = Galleries(library.catalogue)
        self._opening = threading.Lock()
        self._seer: Seer | None = None
        self._queue: tuple[Any, Queue] | None = None

    @property
    def seer(self) -> Seer:
        """What looks for faces; the models' cards are read when it is first asked for."""
        with self._opening:
            if self._seer is None:
                self._seer = Seer(self._library.models)
            return self._seer

    def models(self) -> dict[str, str]:
        """Return the versions of the models that look, by name."""
        return self.seer.versions()

    # ── the state ───────────────────────────────────────────────────────────────────────────────────────────────────

    def status(self) -> Status:
        """Return how far the library's faces are known."""
        with self._catalogue.reading() as connection:
            wanted = rows.state_of(connection)[0]
            groups = select(f.group_id).join(t.pictures, p.id == f.picture_id)
            groups = groups.where(f.group_id.is_not(None), p.removed.is_(False)).group_by(f.group_id)
            many = groups.having(func.count() > 1).subquery()
            named = select(who.id).where(who.name != "")
            counted = {
                "faces": rows.present(),
                "named": rows.present(f.person_id.in_(named)),
                "forgotten": rows.present(f.forgotten.is_(True)),
                "groups": select(func.count()).select_from(many),
                "people": select(func.count()).select_from(t.people).where(who.hidden.is_(False)),
                "hidden": select(func.count()).select_from(t.people).where(who.hidden.is_(True)),
                "all": select(func.count()).select_from(t.pictures).where(p.removed.is_(False)),
            }
            counts = {name: int(connection.execute(query).scalar_one()) for name, query in counted.items()}
        missing = looking.missing(self._catalogue, self.seer.version)
        pictures = counts.pop("all") - missing
        suggestions = len(self._suggested()[1].faces) if counts["named"] else 0
        return Status(on=wanted, pictures=pictures, missing=missing, suggestions=suggestions, job=self._running(),
                      models=self.models(), **counts)  # fmt: skip

    def is_on(self) -> bool:
        """Return whether somebody asked for faces, so that new pictures are looked at."""
        with self._catalogue.reading() as connection:
            return rows.state_of(connection)[0]

    def switch(self, on: bool) -> None:
        """Say whether new pictures shall be looked at; switching off stops the job that looks now."""
        with self._catalogue.writing() as connection:
            rows.changed(connection, wanted=on)
        if not on and (running := self._running()) is not None:
            self._library.jobs.cancel(running)

    def follow(self) -> Job | None:
        """Start looking at new pictures, if somebody asked for faces and there are any; return the job."""
        if self.is_on() and self._running() is None and looking.missing(self._catalogue, self.seer.version):
            return self._library.jobs.start(looking.KIND)
        return None

    def look_again(self) -> None:
        """Let the next job look at every picture anew. Whose the faces are stays."""
        looking.forget_looks(self._catalogue)

    def forget_everything(self) -> Forgotten:
        """Delete every face and every person of the library for ever, and look for no more."""
        self.switch(False)
        if (running := self._running()) is not None:
            self._library.jobs.wait(running)
        with self._catalogue.reading() as connection:
            query = select(p.sha256).distinct().join(t.faces, f.picture_id == p.id)
            contents = connection.execute(query).scalars().all()
        forgotten = deciding.forget_everything(self._catalogue)
        self._clean(contents)
        return forgotten

    # ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def list(
        self, text: str | None = None, hidden: bool = False, order: str = "faces", offset: int = 0, limit: int = 100
    ) -> PeoplePage:
        """Return a page of people, by `faces` (the most first), `name` or `newest`; `text` is a part of the name."""
        meant: builtins.list[ColumnElement[bool]] = [who.hidden.is_(hidden)]
        if text:
            meant.append(who.name_key.contains(text.casefold(), autoescape=True))
        theirs = select(func.count()).select_from(t.faces.join(t.pictures, p.id == f.picture_id))
        theirs = theirs.where(f.person_id == who.id, p.removed.is_(False))
        by = ORDERS.get(order, (theirs.scalar_subquery().desc(), who.name_key, who.id))
        with self._catalogue.reading() as connection:
            total = connection.execute(select(func.count()).select_from(t.people).where(*meant)).scalar_one()
            query = select(t.people).where(*meant).order_by(*by).offset(offset).limit(limit)
            return PeoplePage(int(total), tuple(rows.people_of(connection, connection.execute(query).all())))

    def get(self, number: int) -> Person:
        """Return a person. NotFoundError if there is none with this number."""
        with self._catalogue.reading() as connection:
            return rows.person(connection, number)

    def find(self, text: str) -> Person:
        """Return the person with this number or name. NotFoundError if there is none."""
        with self._catalogue.reading() as connection:
            query = select(who.id).where(who.name_key == text.casefold())
            number = connection.execute(query).scalar()
            if number is None and text.removeprefix("#").isdigit():
                number = int(text.removeprefix("#"))
            if number is None:
                raise NotFoundError(f"There is nobody called {text!r}; `mindseye faces people` lists them.")
            return rows.person(connection, number)

    def faces(self, number: int, decided: str | None = None, offset: int = 0, limit: int = 100) -> FacesPage:
        """Return a page of a person's faces: what the machine took for theirs first, then by quality."""
        self.get(number)
        only = [f.decided == decided] if decided else []
        return self._page([f.person_id == number, *only], (f.decided, rows.by_quality(), f.id), offset, limit)

    def parts(self, number: int) -> Parts:
        """Return how a person's faces fall apart."""
        self.get(number)
        found = grouping.parts(self._gallery(), number)
        with self._catalogue.reading() as connection:
            shown = rows.faces_by_ids(connection, [face for part in found for face in part[:SHOWN_OF_PART]])
        packed = [
            Part(tuple(shown[face] for face in part[:SHOWN_OF_PART] if face in shown), tuple(part)) for part in found
        ]
        threshold = comparison.scaled(np.array([grouping.APART], np.float32), self.seer.card)
        return Parts(tuple(packed), float(threshold[0]))

    def create(self, name: str = "", faces: Sequence[int] = (), groups: Sequence[int] = (), **more: Any) -> Done:
        """Make a person of faces and groups of faces; `hidden`, `external_id` and `user_data` may be given."""
        return deciding.create(self._catalogue, name, faces, groups, **more)

    def change(self, number: int, /, **wanted: Any) -> Done:
        """Change `name`, `hidden`, `cover` (0: none chosen), `external_id` (empty: none) or `user_data` of a person."""
        return deciding.change(self._catalogue, number, **wanted)

    def delete(self, number: int) -> Forgotten:
        """Delete a person and the vectors of their faces, for ever."""
        forgotten, contents = deciding.delete_person(self._catalogue, number)
        self._clean(contents)
        return forgotten

    def confirm(self, number: int, faces: Sequence[int] = (), groups: Sequence[int] = ()) -> Done:
        """Say that faces are a person's."""
        return deciding.confirm(self._catalogue, number, faces, groups)

    def reject(self, number: int, faces: Sequence[int] = (), groups: Sequence[int] = ()) -> Done:
        """Say that faces are not a person's, for ever."""
        return deciding.reject(self._catalogue, number, faces, groups)

    def merge(self, number: int, others: Sequence[int]) -> Done:
        """Make others part of a person."""
        return deciding.merge(self._catalogue, number, others)

    def operations(self) -> Sequence[Operation]:
        """Return what was done, the newest first."""
        with self._catalogue.reading() as connection:
            return operations.listed(connection)

    def undo(self) -> Operation | None:
        """Take back the newest thing that was done and not undone yet; None if there is none."""
        with self._catalogue.writing() as connection:
            return operations.undo(connection)

    # ── faces nobody has named ──────────────────────────────────────────────────────────────────────────────────────

    def groups(self, least: int = 2, offset: int = 0, limit: int = 50) -> Groups:
        """Return a page of groups of unnamed faces, the largest first."""
        count = func.count().label("number")
        grouped = select(f.group_id, count).join(t.pictures, p.id == f.picture_id)
        grouped = grouped.where(f.group_id.is_not(None), p.removed.is_(False)).group_by(f.group_id)
        grouped = grouped.having(count >= least)
        with self._catalogue.reading() as connection:
            total = connection.execute(select(func.count()).select_from(grouped.subquery())).scalar_one()
            page = grouped.order_by(count.desc(), f.group_id).offset(offset).limit(limit)
            found = connection.execute(page).all()
        items = (Group(row.group_id, row.number, self.group(row.group_id, 0, SHOWN_OF_GROUP).items) for row in found)
        return Groups(int(total), tuple(items))

    def group(self, number: int, offset: int = 0, limit: int = 100) -> FacesPage:
        """Return a page of the faces of a group, those of best quality first."""
        page = self._page([f.group_id == number], (rows.by_quality(), f.id), offset, limit)
        if not page.total:
            raise NotFoundError(f"There is no group {number} of unnamed faces: it was named, or joined another.")
        return page

    def regroup(self) -> tuple[int, int]:
        """Put new faces into groups, and surely known ones to their people; return how many of each."""
        return grouping.regroup(self._catalogue, self._gallery())

    def suggestions(self, person: int | None = None, offset: int = 0, limit: int = 50) -> Suggestions:
        """Return a page of the faces that are probably a named person's, the likeliest first."""
        if person is not None:
            self.get(person)
        gallery, queue = self._suggested()
        mine = np.flatnonzero(queue.people == person) if person is not None else np.arange(len(queue.faces))
        chosen = mine[offset : offset + limit]
        ids, likes = gallery.ids[queue.faces[chosen]], gallery.ids[queue.likes[chosen]]
        with self._catalogue.reading() as connection:
            faces = rows.faces_by_ids(connection, [*ids.tolist(), *likes.tolist()])
        items = []
        for place, face, like in zip(chosen.tolist(), ids.tolist(), likes.tolist(), strict=True):
            if face in faces and like in faces and (whose := faces[like].person) is not None:
                confidence = float(queue.confidences[place])
                verdict = comparison.verdict(confidence, self.seer.card)
                items.append(Suggestion(faces[face], whose, confidence, verdict, faces[like]))
        return Suggestions(len(mine), tuple(items), self._least(), self.seer.versions("face-embed"))

    # ── faces ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def face(self, number: int) -> LibraryFace:
        """Return a face. NotFoundError if there is none with this number in a picture that is there."""
        with self._catalogue.reading() as connection:
            return rows.face_row(connection, number)

    def of_picture(self, number: int) -> tuple[bool, Sequence[LibraryFace]]:
        """Return whether a picture was looked at for faces, and its faces, the largest first."""
        self._library.picture(number)
        looked = select(t.faces_looked.c.picture_id).where(t.faces_looked.c.picture_id == number)
        with self._catalogue.reading() as connection:
            was = connection.execute(looked).first() is not None
            found = connection.execute(rows.shown().where(f.picture_id == number).order_by(f.size.desc(), f.id))
            return was, [rows.face_of(row) for row in found]

    def portrait(self, number: int, size: int = 128) -> Path:
        """Return the file of a square WebP of a face with some margin, `size` px wide."""
        face = self.face(number)
        picture = self._library.picture(face.picture)
        box = _around(face.face.box, picture.width, picture.height)
        return self._library.thumbnails.cut(picture, box, size, lambda: self._library.data(picture.id)[0])

    # ── search ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def search(
        self,
        rgb: RGB,
        options: dict[str, Any] | None = None,
        top: int = 5,
        people: bool = True,
        unnamed: bool = False,
        facesets: Sequence[str] = (),
    ) -> Answer:
        """Return who the faces of a picture could be."""
        known = self._among(people, unnamed, facesets)
        seen = self.seer.see(rgb, self.seer.search(options or {}), attributes=False)
        return searching.search(seen, (rgb.shape[1], rgb.shape[0]), known, top, self.seer)

    def search_face(
        self, number: int, top: int = 5, people: bool = True, unnamed: bool = False, facesets: Sequence[str] = ()
    ) -> Answer:
        """Return who a face of the library could be; it is not a candidate for itself."""
        face, gallery = self.face(number), self._gallery()
        place = np.flatnonzero(gallery.ids == number)
        if not len(place):
            why = "its vector was deleted with its person" if face.forgotten else "an older model looked at it"
            raise RequestError(f"Face {number} cannot be compared: {why}.")
        picture = self._library.picture(face.picture)
        seen = Seen((face.face,), (None,), gallery.vectors[place], None, {})
        known = self._among(people, unnamed, facesets, but=number)
        return searching.search(seen, (picture.width, picture.height), known, top, self.seer)

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _among(
        self, people: bool, unnamed: bool, facesets: Sequence[str], but: int = 0
    ) -> builtins.list[searching.Known]:
        """Return the faces to look among."""
        version = self.seer.vector_version
        known = [self._sets.known(name, version) for name in dict.fromkeys(facesets)]
        if people or unnamed:
            gallery = self._gallery()
            with self._catalogue.reading() as connection:
                query = select(who.id, who.name, who.external_id).where(who.hidden.is_(False))
                found = connection.execute(query).all() if people else []
            names = {row.id: PersonName(row.id, row.name) for row in found}
            ids = {row.id: row.external_id for row in found}
            known.append(searching.people_known(gallery.only(gallery.ids != but), names, ids, unnamed))
        return known

    def _gallery(self) -> Gallery:
        return self._galleries.newest(self.seer)

    def _least(self) -> float:
        """Return how like a face must be to be suggested: so like are 1 in 1,000 pairs of different people."""
        return float(comparison.false_accepts(self.seer.card)[0].confidence)

    def _suggested(self) -> tuple[Gallery, Queue]:
        """Return the queue of suggestions with the gallery that it is about; worked out when something has changed."""
        gallery = self._gallery()
        with self._catalogue.reading() as connection:
            key = (*rows.state_of(connection), len(gallery.ids))
            named = connection.execute(select(who.id).where(who.name != "", who.hidden.is_(False))).scalars().all()
        kept = self._queue
        if kept is None or kept[0] != key:
            rejected = grouping.rejections(self._catalogue, gallery)
            by_id = {int(gallery.ids[place]): numbers for place, numbers in rejected.items()}
            kept = (key, suggesting.queue(gallery, named, by_id, self._least(), self.seer.card))
            self._queue = kept
        return gallery, kept[1]

    def _page(self, meant: Sequence[ColumnElement[bool]], order: Any, offset: int, limit: int) -> FacesPage:
        with self._catalogue.reading() as connection:
            total = connection.execute(rows.present(*meant)).scalar_one()
            found = connection.execute(rows.shown().where(*meant).order_by(*order).offset(offset).limit(limit)).all()
        return FacesPage(int(total), tuple(rows.face_of(row) for row in found))

    def _running(self) -> int | None:
        jobs = self._library.jobs.list()
        return next((job.id for job in jobs if job.kind == looking.KIND and not job.is_over), None)

    def _clean(self, contents: Sequence[str]) -> None:
        """Throw away the cached pictures of faces in pictures with these contents."""
        for sha256 in contents:
            self._library.thumbnails.forget_cuts(sha256)
        self._catalogue.shrink()


def _around(box: Box, width: int, height: int) -> Box:
    """Return the square around a box with some margin, moved and shrunk so that it lies in the picture (px)."""
    side = min(max(box.width, box.height) * (1 + 2 * MARGIN), width, height)
    x = min(max((box.x1 + box.x2 - side) / 2, 0), width - side)
    y = min(max((box.y1 + box.y2 - side) / 2, 0), height - side)
    return Box(x, y, x + side, y + side)
