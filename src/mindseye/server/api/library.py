"""The library over HTTP: what it holds, where that comes from, what is wrong with it."""

from __future__ import annotations

from flask import Blueprint

from mindseye.app import MindsEye
from mindseye.server import catalogue_replies as replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked_query
from mindseye.server.spec import validate


def library_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the library."""
    api = Blueprint("library", __name__, url_prefix="/api/v1/library")

    @api.get("")
    @validate(s.LibraryReply, tag="library")
    def summary() -> s.LibraryReply:
        """Return how much there is, where it comes from, and which spaces are filled."""
        return replies.summary(eye.library.summary())

    @api.delete("/sources/<int:number>")
    @validate(s.ChangedReply, tag="library")
    def forget_source(number: int) -> s.ChangedReply:
        """Forget a folder or an archive with its pictures. Its files stay untouched."""
        return s.ChangedReply(changed=eye.library.forget_source(number))

    @api.get("/folders")
    @validate(s.FoldersReply, tag="library")
    def list_folders() -> s.FoldersReply:
        """List all folders that hold pictures, with how many."""
        return s.FoldersReply(folders=[s.Folder.model_validate(folder) for folder in eye.library.folders()])

    @api.get("/months")
    @validate(s.MonthsReply, tag="library")
    def list_months() -> s.MonthsReply:
        """List the months in which pictures were taken, with how many."""
        return s.MonthsReply(months=[s.Month.model_validate(month) for month in eye.library.months()])

    @api.get("/labels")
    @validate(s.LabelsReply, query=s.LabelsQuery, tag="library")
    def list_labels() -> s.LabelsReply:
        """List what the pictures show, as the models say: groups and labels, with how many pictures."""
        found = eye.library.label_counts(asked_query().model)
        return s.LabelsReply(labels=[s.LabelCount.model_validate(label) for label in found])

    @api.delete("/labels/<model>")
    @validate(s.ChangedReply, tag="library")
    def forget_labels(model: str) -> s.ChangedReply:
        """Forget all that a model said about pictures."""
        return s.ChangedReply(changed=eye.library.forget_labels(model))

    @api.get("/failures")
    @validate(s.FailuresReply, query=s.PageQuery, tag="library")
    def list_failures() -> s.FailuresReply:
        """List the files that could not be read, with the reasons."""
        wanted = asked_query()
        found = eye.library.failures(wanted.offset, wanted.limit)
        return s.FailuresReply(total=found.total, failures=[replies.failure(item) for item in found.items])

    @api.get("/duplicates")
    @validate(s.DuplicatesReply, query=s.DuplicatesQuery, tag="library")
    def list_duplicates() -> s.DuplicatesReply:
        """Group pictures that look the same and suggest which one to keep. Nothing is deleted."""
        wanted = asked_query()
        return replies.duplicates(eye, eye.duplicates(wanted.space, wanted.least), wanted.limit)

    return api
