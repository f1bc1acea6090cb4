"""People over HTTP: whose faces the library's pictures show, and who a face could be."""

from __future__ import annotations

import time

from flask import Blueprint, Response, send_file

from mindseye.app import MindsEye
from mindseye.server import people_replies as replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, asked_query
from mindseye.server.spec import validate

DAY = 86_400  # seconds; a face's picture belongs to a content, which never changes


def people_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the people and of the library's faces."""
    api = Blueprint("people", __name__, url_prefix="/api/v1")
    _status(api, eye)
    _people(api, eye)
    _deciding(api, eye)
    _unnamed(api, eye)
    _faces(api, eye)
    return api


def _status(api: Blueprint, eye: MindsEye) -> None:
    @api.get("/people/status")
    @validate(s.PeopleStatus, tag="people")
    def show_people_status() -> s.PeopleStatus:
        """Return how far the library's faces are known, and whether new pictures are looked at."""
        return s.PeopleStatus.model_validate(eye.people.status())

    @api.patch("/people/status")
    @validate(s.PeopleStatus, json=s.PeopleSwitch, tag="people")
    def switch_people() -> s.PeopleStatus:
        """Say whether new pictures shall be looked at; a job of kind `faces` looks at those that are there."""
        eye.people.switch(asked().on)
        return s.PeopleStatus.model_validate(eye.people.status())

    @api.get("/people/operations")
    @validate(s.OperationsReply, tag="people")
    def list_operations() -> s.OperationsReply:
        """List what was done to people and faces, the newest first."""
        return s.OperationsReply(operations=[s.Operation.model_validate(one) for one in eye.people.operations()])

    @api.post("/people/undo")
    @validate(s.UndoReply, tag="people")
    def undo() -> s.UndoReply:
        """Take back the newest thing that was done and not undone yet; again for the one before."""
        return s.UndoReply.model_validate({"operation": eye.people.undo()})


def _people(api: Blueprint, eye: MindsEye) -> None:
    @api.get("/people")
    @validate(s.PeopleReply, query=s.PeopleQuery, tag="people")
    def list_people() -> s.PeopleReply:
        """List people, a page at a time; those with the most faces first."""
        return replies.people(eye, asked_query())

    @api.post("/people")
    @validate(s.PersonReply, json=s.NewPerson, tag="people")
    def create_person() -> s.PersonReply:
        """Name faces, or groups of faces, as a new person; without faces, someone who has none yet."""
        return replies.done(eye.people.create(**asked().model_dump()))

    @api.get("/people/<int:number>")
    @validate(s.Person, tag="people")
    def show_person(number: int) -> s.Person:
        """Return one person."""
        return s.Person.model_validate(eye.people.get(number))

    @api.patch("/people/<int:number>")
    @validate(s.PersonReply, json=s.PersonChange, tag="people")
    def change_person(number: int) -> s.PersonReply:
        """Rename a person, hide them, choose their cover, or keep what another program says of them."""
        return replies.done(eye.people.change(number, **asked().model_dump(exclude_none=True)))

    @api.delete("/people/<int:number>")
    @validate(s.ForgottenReply, tag="people")
    def delete_person(number: int) -> s.ForgottenReply:
        """Delete a person with the vectors of their faces, for ever: they are not found again."""
        return s.ForgottenReply.model_validate(eye.people.delete(number))

    @api.get("/people/<int:number>/faces")
    @validate(s.FacesReply, query=s.FacesQuery, tag="people")
    def list_faces_of_person(number: int) -> s.FacesReply:
        """List a person's faces, a page at a time: what the machine took for theirs first, then by quality."""
        wanted = asked_query()
        return replies.faces(eye.people.faces(number, wanted.decided, wanted.offset, wanted.limit), wanted.offset)

    @api.get("/people/<int:number>/parts")
    @validate(s.PartsReply, tag="people")
    def show_parts(number: int) -> s.PartsReply:
        """Return how a person's faces fall apart: where two people were taken for one, their parts are listed apart."""
        return replies.parts(eye.people.parts(number))


def _deciding(api: Blueprint, eye: MindsEye) -> None:
    @api.post("/people/<int:number>/confirm")
    @validate(s.PersonReply, json=s.FaceIds, tag="people")
    def confirm_faces(number: int) -> s.PersonReply:
        """Say that faces are this person's: those that were suggested, unnamed, or another's until now."""
        return replies.done(eye.people.confirm(number, asked().faces, asked().groups))

    @api.post("/people/<int:number>/reject")
    @validate(s.PersonReply, json=s.FaceIds, tag="people")
    def reject_faces(number: int) -> s.PersonReply:
        """Say that faces are not this person's; they are never suggested for them again."""
        return replies.done(eye.people.reject(number, asked().faces, asked().groups))

    @api.post("/people/<int:number>/merge")
    @validate(s.PersonReply, json=s.MergedPeople, tag="people")
    def merge_people(number: int) -> s.PersonReply:
        """Make other people part of this one, who keeps the name."""
        return replies.done(eye.people.merge(number, asked().people))


def _unnamed(api: Blueprint, eye: MindsEye) -> None:
    @api.get("/people/groups")
    @validate(s.GroupsReply, query=s.GroupsQuery, tag="people")
    def list_groups() -> s.GroupsReply:
        """List groups of unnamed faces that are probably of one person each, the largest first."""
        return replies.groups(eye, asked_query())

    @api.get("/people/groups/<int:number>")
    @validate(s.FacesReply, query=s.GroupQuery, tag="people")
    def list_faces_of_group(number: int) -> s.FacesReply:
        """List the faces of a group, a page at a time, those of best quality first."""
        wanted = asked_query()
        return replies.faces(eye.people.group(number, wanted.offset, wanted.limit), wanted.offset)

    @api.get("/people/suggestions")
    @validate(s.SuggestionsReply, query=s.SuggestionsQuery, tag="people")
    def list_suggestions() -> s.SuggestionsReply:
        """List faces that are probably a known person's and wait for a yes or a no, the likeliest first."""
        return replies.suggestions(eye, asked_query(), time.perf_counter())


def _faces(api: Blueprint, eye: MindsEye) -> None:
    @api.post("/faces/search")
    @validate(s.FaceSearchReply, json=s.FaceSearchJson, form=s.FaceSearchForm, tag="people")
    def search_faces() -> s.FaceSearchReply:
        """Say who the faces of a picture could be, of the library's people and of face sets."""
        wanted = asked()
        among = {"people": wanted.people, "unnamed": wanted.unnamed, "facesets": wanted.facesets}
        return replies.search(eye, wanted, among, time.perf_counter())

    @api.delete("/faces")
    @validate(s.ForgottenReply, tag="people")
    def forget_faces() -> s.ForgottenReply:
        """Forget every face and every person of the library for ever, and look for no more."""
        return s.ForgottenReply.model_validate(eye.people.forget_everything())

    @api.get("/faces/<int:number>")
    @validate(s.LibraryFace, tag="people")
    def show_face(number: int) -> s.LibraryFace:
        """Return one face of the library."""
        return replies.face(eye.people.face(number))

    @api.get("/faces/<int:number>/picture")
    @validate(query=s.FacePictureQuery, tag="people", raw=True)
    def show_face_picture(number: int) -> Response:
        """Return the picture of a face with some margin, upright and square, as WebP."""
        wanted = asked_query(s.FacePictureQuery)
        reply = send_file(eye.people.portrait(number, int(wanted.size)), "image/webp", max_age=DAY)
        reply.headers["Cache-Control"] = f"private, max-age={DAY}"  # for no proxy to keep
        return reply

    @api.get("/library/pictures/<int:number>/faces")
    @validate(s.PictureFacesReply, tag="people")
    def list_faces_of_picture(number: int) -> s.PictureFacesReply:
        """Return the faces of a picture of the library, the largest first."""
        return replies.picture_faces(eye, number)
