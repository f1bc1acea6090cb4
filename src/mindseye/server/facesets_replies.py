"""From face sets to the schemas: nothing is decided here."""

from __future__ import annotations

import time

from mindseye.app import MindsEye
from mindseye.people import records
from mindseye.server import faces_replies
from mindseye.server import schemas as s
from mindseye.server.requests import picture_of_two


def face_sets(eye: MindsEye, wanted: s.FaceSetsQuery) -> s.FaceSetsReply:
    """Pack a page of face sets."""
    total, found = eye.face_sets.list(wanted.tag, wanted.offset, wanted.limit)
    listed = [s.FaceSet.model_validate(one) for one in found]
    return s.FaceSetsReply(total=total, offset=wanted.offset, facesets=listed)


def set_faces(eye: MindsEye, name: str, wanted: s.SetFacesQuery) -> s.SetFacesReply:
    """Pack a page of a face set's faces."""
    total, found = eye.face_sets.faces(name, wanted.offset, wanted.limit)
    return s.SetFacesReply(total=total, offset=wanted.offset, faces=[_face(one) for one in found])


def added(eye: MindsEye, name: str, wanted: s.NewSetFaceJson | s.NewSetFaceForm, started: float) -> s.AddedFacesReply:
    """Add the faces of a request's picture to a set; `started` is in perf_counter seconds."""
    rgb = picture_of_two(eye, wanted)
    decoded = time.perf_counter()
    found = eye.face_sets.add(name, rgb, faces_replies.options(wanted), wanted.external_id, wanted.user_data)
    timings = {"decode": 1000 * (decoded - started), **found.timings_ms}
    return s.AddedFacesReply(
        faces=[_face(one) for one in found.faces],
        found=found.found,
        models=found.models,
        timings_ms=timings | {"total": 1000 * (time.perf_counter() - started)},
    )


def _face(found: records.SetFace) -> s.SetFace:
    return s.SetFace(
        external_id=found.external_id,
        user_data=found.user_data,
        box=s.Box.model_validate(found.box),
        confidence=found.confidence,
        attributes=None if found.attributes is None else faces_replies.attributes(found.attributes),
        created=found.created,
        current=found.current,
    )
