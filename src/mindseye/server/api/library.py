"""The library over HTTP: which pictures there are, their files, coming and going."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

from flask import Blueprint, Response, request, send_file

from mindseye.app import MindsEye
from mindseye.errors import ImageError
from mindseye.server import catalogue_replies as replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, asked_query
from mindseye.server.spec import validate

DAY = 86_400  # seconds; a thumbnail belongs to a content, which never changes


def library_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the library."""
    api = Blueprint("library", __name__, url_prefix="/api/v1/library")

    @api.get("")
    @validate(s.LibraryReply, tag="library")
    def summary() -> s.LibraryReply:
        """Return how much there is, where it comes from, and which spaces are filled."""
        return replies.summary(eye.library.summary())

    @api.get("/pictures")
    @validate(s.PicturesReply, query=s.PicturesQuery, tag="library")
    def list_pictures() -> s.PicturesReply:
        """List pictures, a page at a time."""
        wanted = asked_query()
        page = eye.library.pictures(replies.filter_of(wanted), wanted.offset, wanted.limit, wanted.order)
        pictures = [s.Picture.model_validate(picture) for picture in page.items]
        return s.PicturesReply(total=page.total, offset=wanted.offset, pictures=pictures)

    @api.post("/pictures")
    @validate(s.UploadReply, form=s.UploadForm, tag="library", raw=True)
    def upload_pictures() -> Response:
        """Add uploaded pictures; each is kept, indexed at once, and known for ever after by its content."""
        pictures, refused, known = [], [], 0
        for file in request.files.getlist("files"):
            name = PurePosixPath(file.filename or "").name or "picture"
            try:
                picture, was_known = eye.library.upload(name, file.read())
            except ImageError as error:
                refused.append(s.Refused(name=name, reason=str(error)))
                continue
            pictures.append(s.Picture.model_validate(picture))
            known += was_known
        reply = s.UploadReply(pictures=pictures, known=known, refused=refused)
        return Response(reply.model_dump_json(), content_type="application/json")

    @api.get("/pictures/<int:number>")
    @validate(s.Picture, tag="library")
    def show_picture(number: int) -> s.Picture:
        """Return what is known about one picture."""
        return s.Picture.model_validate(eye.library.picture(number))

    @api.get("/pictures/<int:number>/file")
    @validate(tag="library", raw=True)
    def show_file(number: int) -> Response:
        """Return the picture's own file."""
        data, name = eye.library.data(number)
        return send_file(io.BytesIO(data), download_name=PurePosixPath(name).name, as_attachment=True)

    @api.get("/pictures/<int:number>/thumbnail")
    @validate(query=s.ThumbnailQuery, tag="library", raw=True)
    def show_thumbnail(number: int) -> Response:
        """Return the picture, upright and small, as WebP; `size` is its longest side."""
        wanted = asked_query(s.ThumbnailQuery)
        return send_file(eye.library.thumbnail(number, int(wanted.size)), "image/webp", max_age=DAY)

    @api.post("/remove")
    @validate(s.ChangedReply, json=s.Ids, tag="library")
    def remove_pictures() -> s.ChangedReply:
        """Take pictures out of the library. Their files stay untouched, and `restore` brings them back."""
        return s.ChangedReply(changed=eye.library.remove(asked().ids))

    @api.post("/restore")
    @validate(s.ChangedReply, json=s.Ids, tag="library")
    def restore_pictures() -> s.ChangedReply:
        """Bring removed pictures back."""
        return s.ChangedReply(changed=eye.library.restore(asked().ids))

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
