"""Face sets over HTTP: faces that another program keeps here under its own ids."""

from __future__ import annotations

import time

from flask import Blueprint

from mindseye.app import MindsEye
from mindseye.server import facesets_replies as replies
from mindseye.server import people_replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, asked_query
from mindseye.server.spec import validate


def facesets_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the face sets."""
    api = Blueprint("facesets", __name__, url_prefix="/api/v1/facesets")
    _sets(api, eye)
    _faces(api, eye)
    return api


def _sets(api: Blueprint, eye: MindsEye) -> None:
    @api.get("")
    @validate(s.FaceSetsReply, query=s.FaceSetsQuery, tag="facesets")
    def list_facesets() -> s.FaceSetsReply:
        """List the face sets, the newest first."""
        return replies.face_sets(eye, asked_query())

    @api.post("")
    @validate(s.FaceSet, json=s.NewFaceSet, tag="facesets")
    def create_faceset() -> s.FaceSet:
        """Make a face set."""
        return s.FaceSet.model_validate(eye.face_sets.create(**asked().model_dump()))

    @api.get("/<name>")
    @validate(s.FaceSet, tag="facesets")
    def show_faceset(name: str) -> s.FaceSet:
        """Return a face set, by your own id."""
        return s.FaceSet.model_validate(eye.face_sets.get(name))

    @api.patch("/<name>")
    @validate(s.FaceSet, json=s.FaceSetChange, tag="facesets")
    def change_faceset(name: str) -> s.FaceSet:
        """Change a face set's name, tags or data."""
        return s.FaceSet.model_validate(eye.face_sets.change(name, **asked().model_dump(exclude_none=True)))

    @api.delete("/<name>")
    @validate(s.ChangedReply, tag="facesets")
    def delete_faceset(name: str) -> s.ChangedReply:
        """Delete a face set with all its vectors."""
        return s.ChangedReply(changed=eye.face_sets.delete(name))


def _faces(api: Blueprint, eye: MindsEye) -> None:
    @api.get("/<name>/faces")
    @validate(s.SetFacesReply, query=s.SetFacesQuery, tag="facesets")
    def list_set_faces(name: str) -> s.SetFacesReply:
        """List the faces of a set, a page at a time, in the order in which they came."""
        return replies.set_faces(eye, name, asked_query())

    @api.post("/<name>/faces")
    @validate(s.AddedFacesReply, json=s.NewSetFaceJson, form=s.NewSetFaceForm, tag="facesets")
    def add_set_faces(name: str) -> s.AddedFacesReply:
        """Add the largest face of a picture, or more of them; the picture itself is not kept."""
        return replies.added(eye, name, asked(), time.perf_counter())

    @api.delete("/<name>/faces/<own_id>")
    @validate(s.ChangedReply, tag="facesets")
    def delete_set_face(name: str, own_id: str) -> s.ChangedReply:
        """Delete a face of a set with its vector."""
        return s.ChangedReply(changed=eye.face_sets.delete_face(name, own_id))

    @api.post("/<name>/search")
    @validate(s.FaceSearchReply, json=s.SetSearchJson, form=s.SetSearchForm, tag="facesets")
    def search_faceset(name: str) -> s.FaceSearchReply:
        """Say who of a face set the faces of a picture could be."""
        among = {"people": False, "unnamed": False, "facesets": [name]}
        return people_replies.search(eye, asked(), among, time.perf_counter())
