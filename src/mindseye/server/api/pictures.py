"""The library's pictures over HTTP: lists, files, thumbnails, coming and going."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

from flask import Blueprint, Response, request, send_file

from mindseye.app import MindsEye
from mindseye.server import catalogue_replies as replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, asked_query
from mindseye.server.spec import validate

DAY = 86_400  # seconds; a thumbnail belongs to a content, which never changes


def pictures_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the library's pictures."""
    api = Blueprint("pictures", __name__, url_prefix="/api/v1/library")

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
        reply = replies.uploaded(eye, request.files.getlist("files"))
        return Response(reply.model_dump_json(), content_type="application/json")

    @api.get("/pictures/<int:number>")
    @validate(s.PictureDetails, tag="library")
    def show_picture(number: int) -> s.PictureDetails:
        """Return what is known about one picture, what the models say that it shows, and its caption."""
        picture, labels = eye.library.picture(number), eye.library.labels_of(number)
        return replies.details(picture, labels, eye.library.caption_of(number))

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

    return api
