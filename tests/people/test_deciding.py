"""Who is who: naming, confirming, rejecting, merging, forgetting, and taking it back."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import select

from mindseye.errors import NotFoundError, RequestError
from mindseye.library import tables
from mindseye.library.records import Filter
from tests.library import painting
from tests.people.conftest import ADA, BOB, CY, SHOWN, filled, ids_of, look_at, open_library, pictures_of, seen, vector


def everything(library):
    """Return all that decisions change: whose the faces are, the people, the rejections."""
    f, who, r = tables.faces.c, tables.people.c, tables.face_rejections.c
    with library.catalogue.reading() as connection:
        return [
            connection.execute(select(f.id, f.person_id, f.decided, f.group_id).order_by(f.id)).all(),
            connection.execute(select(*who).order_by(who.id)).all(),
            connection.execute(select(r.face_id, r.person_id).order_by(r.face_id, r.person_id)).all(),
        ]


def group_of(people, faces):
    return next(one for one in people.groups(1).items if faces[0] in [face.id for face in one.faces])


def test_a_group_is_named_and_its_pictures_are_listed(any_library, tmp_path):
    library, people = any_library, filled(any_library, tmp_path / "photos")
    ada = ids_of(people, library, ADA)
    done = people.create(" Ada  Lovelace ", groups=[group_of(people, ada).id])
    assert done.person.name == "Ada Lovelace"
    assert (done.person.faces, done.person.confirmed, done.person.pictures) == (4, 4, 4)
    assert done.operation.words == "Ada Lovelace is new, with 4 faces."
    assert people.faces(done.person.id).total == 4
    shown = {f"{place}.png" for place, names in enumerate(SHOWN) if ADA in names}
    assert {one.name for one in library.pictures(Filter(person=done.person.id)).items} == shown
    (first,) = library.pictures(Filter(person=done.person.id, text="0")).items
    library.remove([first.id])
    assert people.get(done.person.id).faces == 3
    assert library.pictures(Filter(person=done.person.id)).total == 3
    with pytest.raises(NotFoundError, match="There is no person 99: they were deleted or merged, or never were"):
        library.pictures(Filter(person=99))


def test_groups_are_true_and_faces_of_one_picture_lie_apart(people, library):
    found = [sorted(face.id for face in one.faces) for one in people.groups(1).items]
    assert sorted(found) == sorted(ids_of(people, library, name) for name in (ADA, BOB, CY))
    assert [one.count for one in people.groups().items] == [4, 4, 3]
    assert people.groups(4).total == 2
    assert people.groups(1, offset=2).items[0].count == 3


def test_random_decisions_are_taken_back_one_by_one(any_library, tmp_path):
    library, people = any_library, filled(any_library, tmp_path / "photos")
    rng, faces = np.random.default_rng(7), [face for name in (ADA, BOB, CY) for face in ids_of(people, library, name)]
    states = [everything(library)]
    for turn in range(14):
        known = [one.id for one in people.list(limit=1000).items]
        some = [int(face) for face in rng.choice(faces, 3, replace=False)]
        kind = "create" if len(known) < 2 else rng.choice(["create", "confirm", "reject", "merge", "change"])
        number = int(rng.choice(known)) if known else 0
        if kind == "create":
            done = people.create(f"Person {turn}", some, user_data=str(turn))
        elif kind == "merge":
            done = people.merge(number, [next(one for one in known if one != number)])
        elif kind == "change":
            done = people.change(number, name=f"Another {turn}", user_data="other")
        else:
            done = getattr(people, str(kind))(number, some)
        if done.operation is not None:
            states.append(everything(library))
            assert people.operations()[0].words == done.operation.words
    while len(states) > 1:
        assert everything(library) == states.pop()
        assert people.undo().undone
    assert everything(library) == states[0]
    assert people.undo() is None


def test_two_faces_of_one_picture_are_never_one_person(people, library):
    (first, *_), (other, *_) = ids_of(people, library, ADA), ids_of(people, library, BOB)
    done = people.create("Ada", faces=[first, other])
    assert done.changed == 1
    assert [(one.face, one.reason) for one in done.refused] == [
        (other, f"Face {first} of the same picture is theirs already: two faces are never one person.")
    ]
    ada, bob = done.person.id, people.create("Bob", faces=[other]).person.id
    merged = people.merge(ada, [bob])
    assert [one.face for one in merged.refused] == [other]
    assert people.face(other).person is None


def test_what_was_rejected_stays_rejected_until_a_person_says_otherwise(people, library):
    first, second, *rest = ids_of(people, library, ADA)
    ada = people.create("Ada", faces=[first]).person.id
    assert {one.face.id for one in people.suggestions(ada).items} == {second, *rest}
    assert people.reject(ada, [second]).operation.words == "1 face is not Ada."
    people.regroup()
    assert {one.face.id for one in people.suggestions(ada).items} == set(rest)
    for number, names in zip(pictures_of(library), SHOWN, strict=True):  # looked at again: the boxes lie aside
        look_at(people, library, number, seen([vector(name, number) for name in names], shift=3.0))
    people.regroup()
    assert people.face(second).person is None
    assert people.face(first).decided == "person"
    assert [one.id for one in people.faces(ada).items] == [first]  # the machine leaves those alone that are like it
    assert {one.face.id for one in people.suggestions(ada).items} == set(rest)
    people.confirm(ada, [second])
    assert people.face(second).decided == "person"


def test_what_the_machine_took_is_nobodys_again_when_the_person_is_taken_back(people, library):
    before, faces = everything(library), ids_of(people, library, ADA)
    ada = people.create("Ada", faces=faces[:1]).person.id
    people.regroup()
    assert people.get(ada).faces == 4
    people.undo()
    assert all(people.face(face).decided is people.face(face).person is None for face in faces)
    people.regroup()
    assert [one.count for one in people.groups().items] == [4, 4, 3]
    assert everything(library)[1:] == before[1:]


def test_faces_of_removed_pictures_move_along(people, library):
    faces = ids_of(people, library, ADA)
    one, two = (people.create(name, faces=some).person.id for name, some in (("A", faces[:1]), ("B", faces[1:])))
    picture = people.face(faces[2]).picture
    library.remove([picture])
    people.merge(one, [two])
    library.restore([picture])
    assert people.get(one).confirmed == 4


def test_a_moved_face_is_remembered_not_to_be_the_other(people, library):
    ada_faces, cy_faces = ids_of(people, library, ADA), ids_of(people, library, CY)
    ada = people.create("Ada", faces=[*ada_faces, cy_faces[0]]).person.id
    parts = people.parts(ada)
    assert [sorted(part.face_ids) for part in parts.parts] == [ada_faces, [cy_faces[0]]]
    cy = people.create("Cy", faces=parts.parts[1].face_ids).person.id
    assert people.get(ada).faces == 4
    people.regroup()
    assert {one.id for one in people.faces(cy).items} == set(cy_faces)
    assert people.faces(cy, "machine").total == 2
    assert people.faces(cy).items[0].decided == "machine"
    assert people.suggestions(ada).total == 0


def test_a_deleted_person_is_gone_for_ever_and_their_faces_are_not_found_again(any_library, tmp_path):
    library, people = any_library, filled(any_library, tmp_path / "photos")
    faces = ids_of(people, library, ADA)
    bob = people.create("Bob", faces=ids_of(people, library, BOB)[:1]).person.id
    ada = people.create("Ada", faces=faces).person.id
    portrait = people.portrait(faces[0])
    gone = people.delete(ada)
    assert (gone.people, gone.faces) == (1, 4)
    assert gone.words == "Ada is deleted for ever, with the vectors of 4 faces."
    assert not portrait.exists()
    assert all(people.face(face).forgotten for face in faces)
    with library.catalogue.reading() as connection:
        kept = connection.execute(select(tables.faces.c.vector).where(tables.faces.c.id.in_(faces))).scalars().all()
    assert kept == [None] * 4
    assert [one.words for one in people.operations()] == ["Bob is new, with 1 face."]
    people.undo()
    assert people.list().total == 0
    look_at(people, library, pictures_of(library)[1], seen([vector(ADA, 2)], shift=2.0))
    people.regroup()
    assert people.face(faces[1]).forgotten
    assert not set(faces) & {face.id for one in people.groups(1).items for face in one.faces}
    done = people.create("Ada", faces=faces[:1])
    assert done.refused[0].reason.startswith(f"Face {faces[0]} was forgotten with its person")
    assert people.status().forgotten == 4
    with pytest.raises(NotFoundError):
        people.get(bob)


def test_deleted_vectors_are_not_left_in_the_file(people, library):
    faces = ids_of(people, library, ADA)
    with library.catalogue.reading() as connection:
        stored = connection.execute(select(tables.faces.c.vector).where(tables.faces.c.id == faces[0])).scalar_one()
    folder = library.settings.home / "library"

    def found():
        return any(stored in path.read_bytes() for path in folder.glob("catalogue.sqlite*"))

    assert found()
    people.delete(people.create("Ada", faces=faces).person.id)
    assert not found()


def test_everything_is_forgotten(people, library):
    people.create("Ada", faces=ids_of(people, library, ADA))
    people.switch(True)
    gone = people.forget_everything()
    assert (gone.people, gone.faces) == (1, 11)
    status = people.status()
    assert (status.on, status.faces, status.people, status.groups, status.pictures) == (False, 0, 0, 0, 0)
    assert people.operations() == []


def test_people_who_leave_with_their_pictures(tmp_path):
    library, photos = open_library(tmp_path / "home"), tmp_path / "photos"
    people = filled(library, photos)
    ada = people.create("Ada", faces=ids_of(people, library, ADA)).person.id
    people.suggestions()
    for place in range(len(SHOWN)):
        if ADA in SHOWN[place]:
            (photos / f"{place}.png").unlink()
    painting.index(library, photos)
    assert people.get(ada).faces == 0
    assert people.get(ada).cover is None
    assert people.status().faces == 5
    assert people.suggestions().total == 0
    library.close()


def test_people_are_found_ordered_hidden_and_given_a_cover(people, library):
    ada_faces = ids_of(people, library, ADA)
    ada = people.create("Ada", faces=ada_faces).person
    cy = people.create("Cy", faces=ids_of(people, library, CY), external_id="c-1", user_data="x").person
    nobody = people.create(faces=ids_of(people, library, BOB), hidden=True).person
    assert [one.id for one in people.list().items] == [ada.id, cy.id]
    assert [one.id for one in people.list(order="newest").items] == [cy.id, ada.id]
    assert [one.id for one in people.list("CY").items] == [cy.id]
    assert [one.id for one in people.list(hidden=True).items] == [nobody.id]
    assert people.list(order="name", offset=1, limit=1).items[0].id == cy.id
    assert (ada.cover, ada.cover_chosen) == (ada_faces[0], False)
    changed = people.change(ada.id, cover=ada_faces[2], name="Ada L.")
    assert (changed.person.cover, changed.person.cover_chosen) == (ada_faces[2], True)
    assert changed.operation.words == "Ada is called Ada L. now, has another cover."
    assert people.change(ada.id, name="Ada L.").operation is None
    assert people.find("ada l.").id == people.find(f"#{ada.id}").id == ada.id
    with pytest.raises(RequestError, match=f"Cy is person {cy.id} already"):
        people.change(ada.id, name="cy")
    with pytest.raises(RequestError, match=f"The external id 'c-1' is that of person {cy.id}"):
        people.create("Eve", external_id="c-1")
    with pytest.raises(RequestError, match="A person needs a name, faces or an id"):
        people.create()
    with pytest.raises(RequestError, match="is somebody else's"):
        people.change(cy.id, cover=ada_faces[0])
    with pytest.raises(NotFoundError, match="There is no face 999"):
        people.confirm(cy.id, [999])
    with pytest.raises(NotFoundError, match="There is no group 999"):
        people.confirm(cy.id, groups=[999])
