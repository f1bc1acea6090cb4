"""Groups of unnamed faces, and faces that the machine takes for somebody: what clustering means for the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, select, update

from mindseye.library import tables
from mindseye.library.browsing import in_chunks
from mindseye.library.catalogue import Catalogue
from mindseye.people import rows
from mindseye.people.clusters import cluster
from mindseye.people.gallery import NOBODY, Gallery

f, r = tables.faces.c, tables.face_rejections.c
# Average cosines of the vectors of `face-embed`, chosen on half of the people of a part of LFW (docs/faces.md).
LEAST = 0.94  # from here on faces are one group
SURE = 0.95  # from here on faces are taken for a person by the machine
APART = 0.925  # below, a person's faces are parts that may be different people


def regroup(catalogue: Catalogue, gallery: Gallery) -> tuple[int, int]:
    """Put new faces into groups, and those that are surely a known person's to them; return how many of each.

    Groups stay as they are but for what joins them; what a person decided stays.
    """
    together, people, rejected = _before(catalogue, gallery)
    machine = set(np.flatnonzero((gallery.people != NOBODY) & ~gallery.confirmed).tolist())
    free = np.flatnonzero(gallery.fit | (gallery.people != NOBODY))
    row_of = {int(place): row for row, place in enumerate(free.tolist())}
    found = cluster(
        gallery.vectors[free],
        gallery.pictures[free],
        [[row_of[place] for place in places] for places in together],
        LEAST,
        people,
        SURE,
        {row_of[place]: numbers for place, numbers in rejected.items() if place in row_of},
        {row_of[place] for place in machine},
    )
    groups, taken = _after(gallery, [[int(free[row]) for row in cluster_rows] for cluster_rows in found])
    with catalogue.writing() as connection:
        count = _write_groups(connection, gallery, groups)
        given = _write_taken(connection, gallery, taken)
        if count or given:
            rows.changed(connection, decisions=1)
    return count, given


def parts(gallery: Gallery, person: int) -> list[list[int]]:
    """Return the ids of a person's faces in parts that are alike among themselves, the largest first."""
    mine = np.flatnonzero(gallery.people == person)
    found = cluster(gallery.vectors[mine], np.arange(len(mine)), [], APART)
    listed = [[int(gallery.ids[mine[row]]) for row in part] for part in found]
    return sorted(listed, key=lambda part: (-len(part), part[0]))


def _before(catalogue: Catalogue, gallery: Gallery) -> tuple[list[list[int]], dict[int, int], dict[int, Sequence[int]]]:
    """Return the places that belong together already, whose they are by place in that list, and who was rejected."""
    people: dict[int, list[int]] = defaultdict(list)
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(gallery.ids)):
        if (number := int(gallery.people[place])) != NOBODY:
            people[number].append(place)
        elif gallery.groups[place] and gallery.fit[place]:
            groups[int(gallery.groups[place])].append(place)
    together = [*people.values(), *groups.values()]
    whose = dict(enumerate(people))
    return together, whose, rejections(catalogue, gallery)


def rejections(catalogue: Catalogue, gallery: Gallery) -> dict[int, Sequence[int]]:
    """Return the people whom faces were rejected for, by the faces' places."""
    found: dict[int, list[int]] = defaultdict(list)
    place_of = {int(number): place for place, number in enumerate(gallery.ids.tolist())}
    with catalogue.reading() as connection:
        for row in connection.execute(select(r.face_id, r.person_id).order_by(r.face_id, r.person_id)):
            if row.face_id in place_of:
                found[place_of[row.face_id]].append(row.person_id)
    return dict(found)


def _after(gallery: Gallery, found: Sequence[Sequence[int]]) -> tuple[dict[int, int], dict[int, int]]:
    """Return the group of each place that is nobody's, and the person of each that the machine takes for them."""
    groups: dict[int, int] = {}
    taken: dict[int, int] = {}
    for places in found:
        person = next((int(gallery.people[p]) for p in places if gallery.people[p] != NOBODY), NOBODY)
        free = [place for place in places if gallery.people[place] == NOBODY]
        if person != NOBODY:
            taken.update(dict.fromkeys(free, person))
        else:
            groups.update(dict.fromkeys(free, int(gallery.ids[places].min())))
    return groups, taken


def _write_groups(connection: Connection, gallery: Gallery, groups: dict[int, int]) -> int:
    """Write the groups that are new or other; return how many faces that were. Those who became unfit leave theirs."""
    others: dict[int | None, list[int]] = defaultdict(list)
    for place in range(len(gallery.ids)):
        group = groups.get(place, 0)
        if group != int(gallery.groups[place]):
            others[group or None].append(int(gallery.ids[place]))
    for number, ids in others.items():
        for part in in_chunks(ids):
            still = (f.id.in_(part), f.person_id.is_(None))
            connection.execute(update(tables.faces).where(*still).values(group_id=number))
    return sum(map(len, others.values()))


def _write_taken(connection: Connection, gallery: Gallery, taken: dict[int, int]) -> int:
    whose: dict[int, list[int]] = defaultdict(list)
    there = set(connection.execute(select(tables.people.c.id)).scalars())
    for place, person in taken.items():
        if person in there:
            whose[person].append(int(gallery.ids[place]))
    for person, ids in whose.items():
        for part in in_chunks(ids):
            values = {"person_id": person, "decided": "machine", "group_id": None}
            still = (f.id.in_(part), f.person_id.is_(None))
            connection.execute(update(tables.faces).where(*still).values(**values))
    return sum(map(len, whose.values()))
