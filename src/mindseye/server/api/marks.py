"""Handwriting over HTTP, as digits or as letters: read a drawing, look inside a network, follow one number."""

from __future__ import annotations

import time

from flask import Blueprint

from mindseye.app import MindsEye, Opened
from mindseye.errors import RequestError
from mindseye.server import replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, picture
from mindseye.server.spec import validate
from mindseye.tasks import inside, marks


def digits_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the digits."""
    return _marks_api(eye, "digits")


def letters_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the letters."""
    return _marks_api(eye, "letters")


def _marks_api(eye: MindsEye, task: str) -> Blueprint:
    api = Blueprint(task, __name__, url_prefix=f"/api/v1/{task}")

    @api.post("")
    @validate(s.MarksReply, json=s.MarksJson, form=s.MarksForm, tag=task)
    def read_marks() -> s.MarksReply:
        """Read everything that is written on a picture, left to right, by each network."""
        started, wanted = time.perf_counter(), asked()
        rgb = picture(eye, wanted)
        decoded = time.perf_counter()
        answer = eye.read_marks(task, rgb, wanted.models)
        previews = eye.previews(task, answer.sheet) if wanted.preview else None
        return replies.marks(answer, previews, started, decoded)

    @api.post("/inside")
    @validate(s.InsideReply, json=s.InsideJson, form=s.InsideForm, tag=task)
    def look_inside() -> s.InsideReply:
        """Return every layer's values for one mark, and where the network found its reasons."""
        wanted = asked()
        opened = eye.open_mark(task, picture(eye, wanted), wanted.model, wanted.glyph)
        index = _index(opened, wanted.digit if wanted.index is None else wanted.index)
        return replies.inside(opened, index, inside.evidence(opened.inside, index))

    @api.post("/arithmetic")
    @validate(s.ArithmeticReply, json=s.ArithmeticJson, form=s.ArithmeticForm, tag=task)
    def follow_one_number() -> s.ArithmeticReply:
        """Return how one number of one layer comes about, on the actual values."""
        wanted = asked()
        opened = eye.open_mark(task, picture(eye, wanted), wanted.model, wanted.glyph)
        worked = inside.arithmetic(opened.inside, wanted.layer, wanted.channel, wanted.y, wanted.x)
        return replies.arithmetic(opened, worked)

    return api


def _index(opened: Opened, wanted: int | None) -> int:
    """Return the place of the label that was asked for, or of the network's own answer."""
    alphabet = marks.ALPHABETS[opened.reading.task]
    if wanted is not None and wanted >= len(alphabet):
        raise RequestError(f"There are {len(alphabet)} labels, {alphabet[0]} to {alphabet[-1]}: no number {wanted}.")
    return opened.reading.index if wanted is None else wanted
