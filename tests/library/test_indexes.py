"""The vector indexes: in step with the catalogue whatever happens, and never more than a cache of it."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from sqlalchemy import func, select, update

from mindseye.descriptors.spaces import space
from mindseye.index import open_index
from mindseye.library import tables
from mindseye.library.library import Library
from mindseye.models.registry import Models
from tests.library.painting import ids_by_name, in_index, index, paint


def url(library: Library) -> str:
    return library.indexes.engine("colour")


def notes(library: Library) -> int:
    with library.catalogue.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.changes)).scalar_one()


def test_an_index_that_was_thrown_away_is_made_again(library, album):
    index(library, album)
    before = {number: library.vectors("colour", [number]) for number in in_index(library)}
    shutil.rmtree(url(library).removeprefix("flat:"))
    again = Library(library.settings, library.models)
    assert in_index(again) == set(before)
    for number, vector in before.items():
        assert np.array_equal(again.vectors("colour", [number]), vector)
    again.close()


def test_what_an_index_missed_is_followed_by_the_next_look(library, album):
    index(library, album)
    number = library.find(album / "a.jpg")
    other = Library(library.settings, library.models)
    assert number in in_index(other)
    library.remove([number])
    assert number not in in_index(other)
    library.restore([number])
    assert number in in_index(other)
    other.close()


def test_following_twice_changes_nothing(library, album):
    index(library, album)
    whole = {number: library.vectors("colour", [number]) for number in in_index(library)}
    with library.catalogue.writing() as connection:  # as after a kill between the index and the note of its position
        seen = [{"space": "colour", "picture_id": number} for number in whole]
        connection.execute(tables.changes.insert(), seen)
        connection.execute(update(tables.indexes).values(position=0))
    assert in_index(library) == set(whole)
    for number, vector in whole.items():
        assert np.array_equal(library.vectors("colour", [number]), vector)


def test_an_index_with_strange_vectors_is_made_anew(library, album):
    index(library, album)
    stranger = open_index(url(library), "colour", 256, writable=True)
    stranger.put(np.array([777]), np.eye(1, 256, dtype=np.float32))
    assert 777 not in in_index(library)
    assert in_index(library) == set(ids_by_name(library).values())


def test_notes_are_forgotten_once_they_are_followed(library, album):
    index(library, album)
    for seed in range(20):
        paint(album / f"{seed}.jpg", 100 + seed)
    index(library)
    assert notes(library) <= 1


def test_a_space_moves_to_another_place_and_back(library, album, tmp_path):
    index(library, album)
    before, old = in_index(library), url(library)
    job = library.jobs.run("move", space="colour", to=f"flat:{tmp_path / 'new place'}")
    assert (job.state, job.done) == ("done", 5)
    assert url(library) == f"flat:{tmp_path / 'new place'}"
    assert in_index(library) == before
    assert len(open_index(old, "colour", 256)) == 0
    paint(album / "new.jpg", 90)
    index(library)
    assert len(in_index(library)) == 6
    again = Library(library.settings, library.models)
    assert len(in_index(again)) == 6
    again.close()
    assert library.jobs.run("move", space="colour", to="").state == "done"
    assert url(library) == old
    assert len(in_index(library)) == 6


def test_rebuilding_gives_the_same(library, album):
    index(library, album)
    before = in_index(library)
    assert library.jobs.run("rebuild").message == "colour: rebuilt."
    assert in_index(library) == before
    assert library.jobs.run("rebuild", space="smell").error.startswith("There is no space called 'smell'")


def test_a_space_without_vectors_has_an_empty_index(library, album):
    index(library, album)
    assert in_index(library, "colour-correlation") == set()
    assert library.ids_in("colour-correlation").tolist() == []
    assert library.ids_in("colour").tolist() == sorted(in_index(library))


def test_vectors_are_of_unit_length_after_they_were_rounded(library, album):
    index(library, album)
    vectors = library.vectors("colour", library.ids_in("colour"))
    assert vectors.shape == (5, space("colour").dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


@pytest.mark.parametrize("catalogue_url", ["postgresql"], indirect=True)
def test_a_second_machine_has_an_index_of_its_own(library, album, settings, tmp_path):
    """Two homes before one PostgreSQL: each `flat` folder follows all changes by itself."""
    import dataclasses

    index(library, album)
    other = Library(dataclasses.replace(settings, home=tmp_path / "second"), Models(tmp_path / "second"))
    assert in_index(other) == in_index(library)
    library.remove([library.find(album / "a.jpg")])
    assert len(in_index(library)) == len(in_index(other)) == 4
    other.close()
