"""Digits over HTTP: read a drawing, look inside a network, follow one number."""

from __future__ import annotations

import time

from flask import Blueprint

from mindseye.app import MindsEye
from mindseye.server import replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, picture
from mindseye.server.spec import validate
from mindseye.tasks import inside


def digits_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the digits task."""
    api = Blueprint("digits", __name__, url_prefix="/api/v1/digits")

    @api.post("")
    @validate(s.DigitsReply, json=s.DigitsJson, form=s.DigitsForm, tag="digits")
    def read_digits() -> s.DigitsReply:
        """Read every digit of a picture, left to right, by each network."""
        started, wanted = time.perf_counter(), asked()
        rgb = picture(eye, wanted)
        decoded = time.perf_counter()
        answer = eye.read_digits(rgb, wanted.models)
        previews = eye.previews(answer.sheet) if wanted.preview else None
        return replies.digits(answer, previews, started, decoded)

    @api.post("/inside")
    @validate(s.InsideReply, json=s.InsideJson, form=s.InsideForm, tag="digits")
    def look_inside() -> s.InsideReply:
        """Return every layer's values for one mark, and where the network found its reasons."""
        wanted = asked()
        opened = eye.open_digits(picture(eye, wanted), wanted.model, wanted.glyph)
        digit = opened.reading.digit if wanted.digit is None else wanted.digit
        return replies.inside(opened, digit, inside.evidence(opened.inside, digit))

    @api.post("/arithmetic")
    @validate(s.ArithmeticReply, json=s.ArithmeticJson, form=s.ArithmeticForm, tag="digits")
    def follow_one_number() -> s.ArithmeticReply:
        """Return how one number of one layer comes about, on the actual values."""
        wanted = asked()
        opened = eye.open_digits(picture(eye, wanted), wanted.model, wanted.glyph)
        worked = inside.arithmetic(opened.inside, wanted.layer, wanted.channel, wanted.y, wanted.x)
        return replies.arithmetic(opened, worked)

    return api
