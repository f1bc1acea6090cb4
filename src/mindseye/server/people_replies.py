"""From people and faces to the schemas: nothing is decided here."""

from __future__ import annotations

import time
from typing import Any

from mindseye.app import MindsEye
from mindseye.people import records
from mindseye.server import faces_replies
from mindseye.server import schemas as s
from mindseye.server.requests import picture_of_two


def face(found: records.LibraryFace) -> s.LibraryFace:
    """Pack a face of the library."""
    shown = faces_replies.face(found.face, found.attributes)
    return s.LibraryFace(
        id=found.id,
        picture=found.picture,
        box=shown.box,
        confidence=shown.confidence,
        landmarks=shown.landmarks,
        attributes=shown.attributes,
        size=found.size,
        quality=found.quality,
        person=None if found.person is None else s.PersonName.model_validate(found.person),
        decided=found.decided,
        group=found.group,
        forgotten=found.forgotten,
    )


def faces(page: records.FacesPage, offset: int) -> s.FacesReply:
    """Pack a page of faces."""
    return s.FacesReply(total=page.total, offset=offset, faces=[face(one) for one in page.items])


def picture_faces(eye: MindsEye, number: int) -> s.PictureFacesReply:
    """Pack the faces of a picture of the library."""
    looked, found = eye.people.of_picture(number)
    return s.PictureFacesReply(looked=looked, faces=[face(one) for one in found], models=eye.people.models())


def people(eye: MindsEye, wanted: s.PeopleQuery) -> s.PeopleReply:
    """Pack a page of people."""
    page = eye.people.list(wanted.text, wanted.hidden, wanted.order, wanted.offset, wanted.limit)
    listed = [s.Person.model_validate(one) for one in page.items]
    return s.PeopleReply(total=page.total, offset=wanted.offset, people=listed)


def done(found: records.Done) -> s.PersonReply:
    """Pack a change of a person."""
    return s.PersonReply.model_validate(found)


def parts(found: records.Parts) -> s.PartsReply:
    """Pack how a person's faces fall apart."""
    packed = [s.PersonPart(faces=[face(f) for f in one.faces], face_ids=list(one.face_ids)) for one in found.parts]
    return s.PartsReply(parts=packed, threshold=found.threshold)


def groups(eye: MindsEye, wanted: s.GroupsQuery) -> s.GroupsReply:
    """Pack a page of groups of unnamed faces."""
    page = eye.people.groups(wanted.least, wanted.offset, wanted.limit)
    packed = [s.FaceGroup(id=one.id, count=one.count, faces=[face(f) for f in one.faces]) for one in page.items]
    return s.GroupsReply(total=page.total, offset=wanted.offset, groups=packed)


def suggestions(eye: MindsEye, wanted: s.SuggestionsQuery, started: float) -> s.SuggestionsReply:
    """Pack a page of the queue of suggestions; `started` is in perf_counter seconds."""
    page = eye.people.suggestions(wanted.person, wanted.offset, wanted.limit)
    packed = [
        s.Suggestion(
            face=face(one.face),
            person=s.PersonName.model_validate(one.person),
            confidence=one.confidence,
            verdict=one.verdict,  # type: ignore[arg-type]
            like=face(one.like),
        )
        for one in page.items
    ]
    return s.SuggestionsReply(
        total=page.total,
        offset=wanted.offset,
        suggestions=packed,
        least=page.least,
        models=page.models,
        timings_ms={"total": 1000 * (time.perf_counter() - started)},
    )


def search(eye: MindsEye, wanted: Any, among: dict[str, Any], started: float) -> s.FaceSearchReply:
    """Search for who the faces of a request's picture could be; `started` is in perf_counter seconds."""
    if wanted.face is not None:
        decoded = time.perf_counter()
        found = eye.people.search_face(wanted.face, wanted.top, **among)
    else:
        rgb = picture_of_two(eye, wanted)
        decoded = time.perf_counter()
        found = eye.people.search(rgb, faces_replies.options(wanted), wanted.top, **among)
    timings = {"decode": 1000 * (decoded - started), **found.timings_ms}
    return s.FaceSearchReply(
        faces=[
            s.FoundFace(
                face=faces_replies.face(one.face, None),
                candidates=[s.Candidate.model_validate(candidate) for candidate in one.candidates],
            )
            for one in found.faces
        ],
        width=found.width,
        height=found.height,
        nearest_score=found.nearest_score,
        considered=found.considered,
        thresholds=[s.FalseAcceptThreshold.model_validate(one) for one in found.thresholds],
        calibrated_on=found.calibrated_on,
        models=found.models,
        timings_ms=timings | {"total": 1000 * (time.perf_counter() - started)},
    )
