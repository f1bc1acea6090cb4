"""The old student system's route, for clients that were written against it."""

from __future__ import annotations

from flask import Blueprint

from mindseye.app import MindsEye
from mindseye.server import schemas as s
from mindseye.server.requests import asked, from_base64
from mindseye.server.spec import validate

OLD_MODEL = "digits-cnn"  # the best of the three answered in the old system too
NOTHING_TO_READ = -3


def recognition_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of `POST /recognition`."""
    api = Blueprint("recognition", __name__)

    @api.post("/recognition")
    @validate(s.RecognitionReply, json=s.RecognitionRequest, form=s.RecognitionRequest, tag="old clients")
    def recognise() -> s.RecognitionReply:
        """Read one digit; status 1 with the result, −3 when there is nothing to read."""
        rgb = eye.picture(from_base64(asked().image_data, "image_data"))
        reading = eye.read_digits(rgb, [OLD_MODEL]).readings[0]
        if not any(glyph.accepted for glyph in reading.glyphs):
            return s.RecognitionReply(status=NOTHING_TO_READ, message="There is nothing to read.")
        best = max((glyph for glyph in reading.glyphs if glyph.accepted), key=lambda glyph: glyph.box.height)
        return s.RecognitionReply(status=1, result=s.RecognitionResult(num=best.index, pro=best.probability))

    return api
