"""Suggestions and search, against slow versions; and the limits of what is kept in memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindseye.errors import NotFoundError, RequestError
from mindseye.people import gallery as galleries
from mindseye.people import suggesting
from mindseye.people.gallery import NOBODY, Gallery
from mindseye.tasks.faces import comparison
from tests.people.conftest import ADA, BOB, CY, ids_of, look_at, seen, vector


def drawn(seed, count=30):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, 6)) + 1.5
    vectors = np.ascontiguousarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
    people = rng.integers(0, 4, count)
    return Gallery(
        np.arange(count) + 100,
        rng.integers(0, count, count),
        people,
        (people > 0) & (rng.random(count) < 0.7),
        np.zeros(count, np.int64),
        rng.random(count) < 0.9,
        vectors,
    )


def slowly(gallery, named, rejected, least, card):
    """Return the suggestions as (face, person, like, confidence), by asking for every pair of faces."""
    found = []
    for i, face in enumerate(gallery.ids.tolist()):
        if gallery.confirmed[i] or not gallery.fit[i]:
            continue
        best = None
        for j, person in enumerate(gallery.people.tolist()):
            beside = (gallery.pictures == gallery.pictures[i]) & gallery.confirmed & (gallery.people == person)
            taken = gallery.people[i] not in (NOBODY, person)
            if not gallery.confirmed[j] or person not in named or person in rejected.get(face, ()):
                continue
            if beside.any() or taken:
                continue
            cosine = float(gallery.vectors[i] @ gallery.vectors[j])
            if best is None or cosine > best[0]:
                best = (cosine, person, j)
        if best is not None:
            confidence = float(comparison.scaled(np.array([best[0]], np.float32), card)[0])
            if confidence >= least:
                found.append((face, best[1], int(gallery.ids[best[2]]), confidence))
    return sorted(found, key=lambda one: (-round(one[3], 3), one[0]))


@given(st.integers(0, 10_000))
@settings(max_examples=40)
def test_suggestions_are_those_of_the_slow_version(seer_card, seed):
    gallery, rng = drawn(seed), np.random.default_rng(seed)
    rejected = {int(face): [int(rng.integers(1, 4))] for face in rng.choice(gallery.ids, 8)}
    queue = suggesting.queue(gallery, [1, 3], rejected, 30.0, seer_card)
    told = [
        (int(gallery.ids[face]), int(person), int(gallery.ids[like]), float(confidence))
        for face, person, like, confidence in zip(
            queue.faces, queue.people, queue.likes, queue.confidences, strict=True
        )
    ]
    expected = slowly(gallery, {1, 3}, rejected, 30.0, seer_card)
    assert [one[3] for one in told] == sorted((one[3] for one in told), reverse=True)
    assert sorted(one[:3] for one in told) == sorted(one[:3] for one in expected)
    assert [one[3] for one in told] == pytest.approx([one[3] for one in expected], abs=1e-3)


@pytest.fixture(scope="session")
def seer_card(tmp_path_factory):
    from mindseye.models.registry import Models

    return Models(tmp_path_factory.mktemp("home")).newest("face-embed")[0].card


def test_exemplars_of_a_person_with_many_faces_cover_them(monkeypatch):
    monkeypatch.setattr(suggesting, "MOST_EXEMPLARS", 4)
    angles = np.deg2rad(np.arange(40) * 9)
    vectors = np.ascontiguousarray(np.stack([np.cos(angles), np.sin(angles)], 1), np.float32)
    ones = np.ones(40, np.int64)
    gallery = Gallery(np.arange(40), np.arange(40), ones, ones.astype(bool), ones, ones.astype(bool), vectors)
    places, starts, people = suggesting.exemplars(gallery, [1, 2])
    assert (starts.tolist(), people.tolist(), len(places)) == ([0], [1], 4)
    assert float((vectors @ vectors[places].T).max(1).min()) > 0.5  # every face is within 60° of one of the four


def test_nobody_is_suggested_for_a_face_beside_their_own(people, library):
    ada = people.create("Ada", faces=ids_of(people, library, ADA)[:2]).person.id
    queue = people.suggestions()
    assert {one.face.id for one in queue.items} == set(ids_of(people, library, ADA)[2:])
    for one in queue.items:
        assert one.person.id == ada
        assert one.like.person.id == ada
        assert 0 <= one.confidence <= 100
    assert [one.confidence for one in queue.items] == sorted((one.confidence for one in queue.items), reverse=True)
    assert people.suggestions(limit=1).total == 2
    people.change(ada, hidden=True)
    assert people.suggestions().total == 0


def test_what_the_machine_took_waits_for_a_yes(people, library):
    faces = ids_of(people, library, ADA)
    ada = people.create("Ada", faces=faces[:1]).person.id
    people.regroup()
    assert people.faces(ada, "machine").total == 3
    assert people.suggestions(ada).total == 3
    people.confirm(ada, faces)
    assert people.suggestions(ada).total == 0
    assert people.get(ada).confirmed == 4


def test_a_face_is_searched_for_among_people_unnamed_faces_and_sets(people, library):
    ada_faces = ids_of(people, library, ADA)
    ada = people.create("Ada", faces=ada_faces[:2], external_id="a-1").person
    answer = people.search_face(ada_faces[2])
    (found,) = answer.faces
    assert [one.person.id for one in found.candidates] == [ada.id]
    assert (found.candidates[0].face in ada_faces[:2], found.candidates[0].external_id) == (True, "a-1")
    assert answer.considered == 2
    every = people.search_face(ada_faces[2], top=50, unnamed=True).faces[0].candidates
    assert ada_faces[2] not in [one.face for one in every]
    assert len(every) == 1 + 8  # Ada by her best face, the others each for themselves
    assert [one.confidence for one in every] == sorted((one.confidence for one in every), reverse=True)
    people.change(ada.id, hidden=True)
    assert people.search_face(ada_faces[2]).considered == 0
    with pytest.raises(NotFoundError, match="no face set called 'none'"):
        people.search_face(ada_faces[2], facesets=["none"])
    people.delete(ada.id)
    with pytest.raises(RequestError, match=f"Face {ada_faces[0]} cannot be compared: its vector was deleted"):
        people.search_face(ada_faces[0])


def test_faces_of_removed_pictures_are_not_among_those_that_are_searched(people, library):
    bob_faces = ids_of(people, library, BOB)
    people.create("Bob", faces=bob_faces)
    picture = people.face(bob_faces[0]).picture
    assert people.search_face(bob_faces[1]).considered == 3
    library.remove([picture])
    assert people.search_face(bob_faces[1]).considered == 2
    with pytest.raises(NotFoundError, match="There is no face"):
        people.face(bob_faces[0])
    library.restore([picture])
    assert people.search_face(bob_faces[1]).considered == 3


def test_blurred_and_tiny_faces_are_neither_grouped_nor_suggested(people, library):
    faces = ids_of(people, library, CY)
    people.create("Cy", faces=faces[:1])
    number = people.face(faces[1]).picture
    look_at(people, library, number, seen([vector(CY, number)], size=20))
    people.regroup()
    (tiny,) = people.of_picture(number)[1]
    assert (tiny.size, tiny.group) == (20, None)
    assert [one.face.id for one in people.suggestions().items] == faces[2:]


def test_the_gallery_is_read_again_only_when_something_changed(people, library):
    kept = people._galleries
    first = kept.newest(people.seer)
    assert kept.newest(people.seer) is first
    assert isinstance(first, galleries.Gallery)
    people.create("Ada", faces=ids_of(people, library, ADA))
    second = kept.newest(people.seer)
    assert (second.people != first.people).sum() == 4
