"""Faces over HTTP: find and describe those of a picture, compare those of two."""

from __future__ import annotations

import time

from flask import Blueprint

from mindseye.app import MindsEye
from mindseye.server import faces_replies as replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, picture_of_two
from mindseye.server.spec import validate


def faces_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the faces task."""
    api = Blueprint("faces", __name__, url_prefix="/api/v1/faces")

    @api.post("/detect")
    @validate(s.DetectReply, json=s.DetectJson, form=s.DetectForm, tag="faces")
    def detect() -> s.DetectReply:
        """Find every face of a picture, with landmarks and what can be told about it."""
        started, wanted = time.perf_counter(), asked()
        rgb = picture_of_two(eye, wanted)
        decoded = time.perf_counter()
        look = eye.look_for_faces(rgb, replies.options(wanted), wanted.attributes)
        return replies.detected(rgb, look, started, decoded)

    @api.post("/compare")
    @validate(s.CompareReply, json=s.CompareJson, form=s.CompareForm, tag="faces")
    def compare() -> s.CompareReply:
        """Compare every face of one picture with every face of another; say whether two are of one person."""
        started, wanted = time.perf_counter(), asked()
        pair = picture_of_two(eye, wanted, "1"), picture_of_two(eye, wanted, "2")
        decoded = time.perf_counter()
        return replies.comparison(pair, eye.compare_faces(*pair, replies.options(wanted)), started, decoded)

    return api
