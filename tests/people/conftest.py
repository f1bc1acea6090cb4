"""A library whose pictures show people that are known from the start: vectors made by name, everything else real."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from mindseye.library import tables
from mindseye.library.library import Library
from mindseye.models.registry import Models
from mindseye.people import rows, writing
from mindseye.people.facesets import FaceSets
from mindseye.people.people import People
from mindseye.people.seeing import Seen
from mindseye.settings import load_settings
from mindseye.tasks.faces.face import Face, Landmarks
from mindseye.types import Box, Vectors
from tests.library import painting
from tests.library.conftest import catalogue_url, postgresql, settings  # noqa: F401 - fixtures

ADA, BOB, CY = "Ada", "Bob", "Cy"
# Whose faces each picture shows: Ada and Bob are seen together twice, Cy is always alone.
SHOWN = ((ADA, BOB), (ADA,), (ADA, BOB), (BOB,), (CY,), (CY,), (ADA,), (BOB,), (CY,))


def vector(name: str, number: int, spread: float = 0.15) -> Vectors:
    """Return a unit vector (1, 128) of a person: of one the cosines are about 0.98, of two about 0.5."""
    seed = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
    base = np.random.default_rng(0).normal(size=128)
    own = np.random.default_rng(seed).normal(size=128)
    noise = np.random.default_rng([seed, number]).normal(size=128)
    mixed = base + own + spread * noise
    return (mixed / np.linalg.norm(mixed)).astype(np.float32)[None]


def seen(vectors: Sequence[Vectors], size: int = 60, shift: float = 0.0) -> Seen:
    """Return what looking would give: faces side by side, `size` px wide, moved by `shift` px."""
    faces = []
    for place in range(len(vectors)):
        x, y = 100.0 * place + shift, 10.0 + shift
        points = np.array([(x + 15, y + 20), (x + 45, y + 20), (x + 30, y + 35), (x + 20, y + 45), (x + 40, y + 45)])
        faces.append(Face(Box(x, y, x + size, y + size), 0.99, Landmarks.of(points)))
    stacked = np.concatenate(list(vectors)) if vectors else np.zeros((0, 128), np.float32)
    return Seen(tuple(faces), (None,) * len(faces), stacked, None, {})


def show(people: People, library: Library, pictures: Sequence[int], names: Sequence[Sequence[str]]) -> None:
    """Write down that pictures show people, as the job does."""
    for number, shown in zip(pictures, names, strict=True):
        look_at(people, library, number, seen([vector(name, number) for name in shown]))


def look_at(people: People, library: Library, picture: int, found: Seen) -> None:
    with library.catalogue.writing() as connection:
        writing.put(connection, picture, found, people.seer)
        writing.mark(library.catalogue, connection, [picture], people.seer.version)
        rows.changed(connection, looks=1, decisions=1)


def open_people(library: Library) -> People:
    return People(library, FaceSets(library))


def ids_of(people: People, library: Library, name: str) -> list[int]:
    """Return the numbers of the faces that truly are a person's, by their vectors."""
    with library.catalogue.reading() as connection:
        query = select(tables.faces.c.id, tables.faces.c.picture_id, tables.faces.c.vector)
        found = connection.execute(query.where(tables.faces.c.vector.is_not(None)).order_by(tables.faces.c.id)).all()
    centre = vector(name, 0, spread=0.0)[0]
    return [row.id for row in found if float(rows.vectors_of([row.vector], 128)[0] @ centre) > 0.9]


def pictures_of(library: Library) -> list[int]:
    """Return the numbers of the pictures in the order of SHOWN."""
    return [one.id for one in library.pictures(order="name").items]


def filled(library: Library, folder: Path) -> People:
    """Return the people of a library that has been filled with the pictures of SHOWN, and grouped."""
    for place in range(len(SHOWN)):
        painting.paint(folder / f"{place}.png", place)
    painting.index(library, folder)
    people = open_people(library)
    show(people, library, pictures_of(library), SHOWN)
    people.regroup()
    return people


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of such a library, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    opened = open_library(folder / "home")
    filled(opened, folder / "photos")
    opened.close()
    return folder


def open_library(home: Path) -> Library:
    return Library(load_settings({}, home=home, spaces="colour"), Models(home))


@pytest.fixture
def library(template: Path, tmp_path: Path) -> Iterator[Library]:
    """A library that is filled and grouped, on SQLite."""
    shutil.copytree(template / "home", tmp_path / "home")
    opened = open_library(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def people(library: Library) -> People:
    return open_people(library)


@pytest.fixture
def any_library(settings) -> Iterator[Library]:  # noqa: F811
    """A new library on each engine."""
    opened = Library(settings, Models(settings.home))
    yield opened
    opened.close()
