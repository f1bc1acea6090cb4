"""Teaching one's own classes over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, request, send_file

from mindseye.app import MindsEye
from mindseye.server import schemas as s
from mindseye.server import teach_replies as replies
from mindseye.server.requests import asked, asked_query
from mindseye.server.spec import validate

DAY = 86_400  # seconds; an example is its content, which never changes


def teach_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the lessons."""
    api = Blueprint("teach", __name__, url_prefix="/api/v1/teach")
    _lessons(api, eye)
    _classes(api, eye)
    _examples(api, eye)
    _teaching(api, eye)
    return api


def _lessons(api: Blueprint, eye: MindsEye) -> None:
    @api.get("")
    @validate(s.LessonsReply, tag="teach")
    def list_lessons() -> s.LessonsReply:
        """List the lessons, the newest change first."""
        return s.LessonsReply(lessons=[s.LessonSummary.model_validate(one) for one in eye.lessons.list()])

    @api.post("")
    @validate(s.Lesson, json=s.NewLesson, tag="teach")
    def begin_lesson() -> s.Lesson:
        """Begin a lesson: it has a title and no classes yet."""
        wanted = asked()
        return s.Lesson.model_validate(eye.lessons.begin(wanted.title, wanted.name))

    @api.get("/<name>")
    @validate(s.Lesson, tag="teach")
    def show_lesson(name: str) -> s.Lesson:
        """Return a lesson with its classes, what is wrong with its examples, and its models."""
        return s.Lesson.model_validate(eye.lessons.get(name))

    @api.patch("/<name>")
    @validate(s.Lesson, json=s.Renamed, tag="teach")
    def rename_lesson(name: str) -> s.Lesson:
        """Give a lesson another title; its name, which programs use, stays."""
        return s.Lesson.model_validate(eye.lessons.rename(name, asked().title))

    @api.delete("/<name>")
    @validate(s.ChangedReply, tag="teach")
    def delete_lesson(name: str) -> s.ChangedReply:
        """Delete a lesson with its examples and its models; pictures of folders and of the library stay untouched."""
        return s.ChangedReply(changed=eye.lessons.delete(name))


def _classes(api: Blueprint, eye: MindsEye) -> None:
    @api.post("/<name>/classes")
    @validate(s.Lesson, json=s.NewClass, tag="teach")
    def add_class(name: str) -> s.Lesson:
        """Add a class."""
        eye.lessons.add_class(name, asked().name)
        return s.Lesson.model_validate(eye.lessons.get(name))

    @api.patch("/<name>/classes/<int:number>")
    @validate(s.Lesson, json=s.NewClass, tag="teach")
    def rename_class(name: str, number: int) -> s.Lesson:
        """Give a class another name."""
        eye.lessons.rename_class(name, number, asked().name)
        return s.Lesson.model_validate(eye.lessons.get(name))

    @api.delete("/<name>/classes/<int:number>")
    @validate(s.Lesson, tag="teach")
    def delete_class(name: str, number: int) -> s.Lesson:
        """Delete a class with its examples."""
        eye.lessons.delete_class(name, number)
        return s.Lesson.model_validate(eye.lessons.get(name))


def _examples(api: Blueprint, eye: MindsEye) -> None:
    @api.get("/<name>/examples")
    @validate(s.ExamplesReply, query=s.ExamplesQuery, tag="teach")
    def list_examples(name: str) -> s.ExamplesReply:
        """List examples, a page at a time, the newest first."""
        wanted = asked_query()
        total, found = eye.lessons.examples(name, wanted.class_id, wanted.offset, wanted.limit)
        examples = [s.Example.model_validate(one) for one in found]
        return s.ExamplesReply(total=total, offset=wanted.offset, examples=examples)

    @api.get("/<name>/examples/<int:number>/thumbnail")
    @validate(tag="teach", raw=True)
    def show_example(name: str, number: int) -> Response:
        """Return an example, upright and small, as WebP."""
        return send_file(eye.lessons.thumbnail(name, number), "image/webp", max_age=DAY)

    @api.post("/<name>/classes/<int:number>/examples")
    @validate(s.AddedExamples, form=s.ExamplesForm, tag="teach", raw=True)
    def upload_examples(name: str, number: int) -> Response:
        """Add uploaded pictures to a class; they are kept in the home folder and their features worked out later."""
        reply = replies.uploaded(eye, name, number, request.files.getlist("files"))
        return Response(reply.model_dump_json(), content_type="application/json")

    @api.post("/<name>/classes/<int:number>/library")
    @validate(s.AddedExamples, json=s.ExamplesFromLibrary, tag="teach")
    def take_from_library(name: str, number: int) -> s.AddedExamples:
        """Add pictures of the library to a class."""
        return replies.from_library(eye, name, number, asked())

    @api.post("/<name>/examples/move")
    @validate(s.ChangedReply, json=s.MovedExamples, tag="teach")
    def move_examples(name: str) -> s.ChangedReply:
        """Put examples into another class."""
        wanted = asked()
        return s.ChangedReply(changed=eye.lessons.move(name, wanted.ids, wanted.class_id))

    @api.post("/<name>/examples/remove")
    @validate(s.ChangedReply, json=s.Ids, tag="teach")
    def remove_examples(name: str) -> s.ChangedReply:
        """Take examples out; `restore` brings them back."""
        return s.ChangedReply(changed=eye.lessons.remove(name, asked().ids))

    @api.post("/<name>/examples/restore")
    @validate(s.ChangedReply, json=s.Ids, tag="teach")
    def restore_examples(name: str) -> s.ChangedReply:
        """Bring removed examples back."""
        return s.ChangedReply(changed=eye.lessons.restore(name, asked().ids))


def _teaching(api: Blueprint, eye: MindsEye) -> None:
    @api.post("/<name>/teach")
    @validate(s.TeachJob, tag="teach")
    def teach(name: str) -> s.TeachJob:
        """Teach a model from the examples, as a job; `POST /jobs/ID/cancel` stops it."""
        return replies.job(eye.lessons.teach(name))

    @api.get("/<name>/teaching")
    @validate(s.TeachJob, tag="teach")
    def show_teaching(name: str) -> s.TeachJob:
        """Return how far the lesson's newest job is, with the curve so far."""
        return replies.job(eye.lessons.teaching(name))

    @api.get("/<name>/report")
    @validate(s.LessonReport, query=s.ReportQuery, tag="teach")
    def show_report(name: str) -> s.LessonReport:
        """Return what the newest model, or the one of a version, had learned."""
        return s.LessonReport.model_validate(eye.lessons.report(name, asked_query().version))

    @api.delete("/<name>/versions/<version>")
    @validate(s.Lesson, tag="teach")
    def delete_version(name: str, version: str) -> s.Lesson:
        """Delete one version of the model."""
        eye.lessons.delete_version(name, version)
        return s.Lesson.model_validate(eye.lessons.get(name))
