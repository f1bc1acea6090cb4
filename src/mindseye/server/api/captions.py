"""Sentences about pictures over HTTP: of one that is sent, and of those in the library."""

from __future__ import annotations

import time

from flask import Blueprint, Response

from mindseye.app import MindsEye
from mindseye.library import captioning, sidecars
from mindseye.server import captions_replies as replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, picture_of_two
from mindseye.server.spec import validate
from mindseye.tasks import caption


def captions_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the captions."""
    api = Blueprint("captions", __name__, url_prefix="/api/v1")

    @api.post("/captions")
    @validate(s.CaptionsReply, json=s.CaptionJson, form=s.CaptionForm, tag="captions")
    def describe() -> s.CaptionsReply:
        """Say in a sentence what a picture shows, with alternatives, and where the model looked for each word."""
        started, wanted = time.perf_counter(), asked()
        rgb = picture_of_two(eye, wanted)
        found = eye.describe(rgb, wanted.count, wanted.beam, wanted.start, wanted.model)
        return replies.described(found, rgb, wanted.model, 1000 * (time.perf_counter() - started))

    @api.post("/captions/animation")
    @validate(json=s.AnimationJson, form=s.AnimationForm, tag="captions")
    def animate() -> Response:
        """Return a moving picture of where the model looked, word by word, as WebP or GIF."""
        wanted = asked()
        moving = eye.animate(picture_of_two(eye, wanted), wanted.choice, wanted.format, wanted.count, wanted.beam,
                             wanted.start, wanted.model)  # fmt: skip
        return Response(moving, content_type=f"image/{wanted.format}")

    @api.post("/library/captions")
    @validate(s.Job, json=s.CaptionJob, tag="captions")
    def start_captions() -> s.Job:
        """Describe the library's pictures that have no caption, as a job. A person's captions stay as they are."""
        wanted = asked()
        caption.caption_model(eye.models, wanted.model)  # an unknown name is said before any work
        return s.Job.model_validate(eye.library.jobs.start(captioning.KIND, **wanted.model_dump()))

    @api.post("/library/captions/sidecars")
    @validate(s.Job, json=s.SidecarJob, tag="captions")
    def start_sidecars() -> s.Job:
        """Write the captions into XMP sidecars beside the pictures' files, as a job."""
        return s.Job.model_validate(eye.library.jobs.start(sidecars.KIND, **asked().model_dump()))

    @api.get("/library/captions.csv")
    @validate(tag="captions", raw=True)
    def captions_table() -> Response:
        """Return the library's captions as CSV: UTF-8 with a byte order mark, so that spreadsheets read it."""
        headers = {"Content-Disposition": 'attachment; filename="captions.csv"'}
        return Response(eye.library.captions_csv(), content_type="text/csv; charset=utf-8", headers=headers)

    @api.put("/library/pictures/<int:number>/caption")
    @validate(s.CaptionReply, json=s.CaptionText, tag="captions")
    def write_caption(number: int) -> s.CaptionReply:
        """Keep a person's caption of a picture, in the place of the model's."""
        return s.CaptionReply(caption=replies.of_picture(eye.library.write_caption(number, asked().text)))

    @api.delete("/library/pictures/<int:number>/caption")
    @validate(s.CaptionReply, tag="captions")
    def forget_caption(number: int) -> s.CaptionReply:
        """Forget a person's caption, so that the model's counts again; where there is none, forget the model's."""
        return s.CaptionReply(caption=replies.of_picture(eye.library.forget_caption(number)))

    return api
