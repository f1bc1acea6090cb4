"""Naming pictures over HTTP."""

from __future__ import annotations

import time

from flask import Blueprint

from mindseye.app import MindsEye
from mindseye.server import classify_replies as replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked, picture_of_two
from mindseye.server.spec import validate


def classify_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the classify task."""
    api = Blueprint("classify", __name__, url_prefix="/api/v1/classify")

    @api.post("")
    @validate(s.ClassifyReply, json=s.ClassifyJson, form=s.ClassifyForm, tag="classify")
    def classify() -> s.ClassifyReply:
        """Name what a picture shows, by each of the models."""
        started, wanted = time.perf_counter(), asked()
        rgb = picture_of_two(eye, wanted)
        decoded = time.perf_counter()
        return replies.namings(eye, rgb, eye.classify(rgb, wanted.models, wanted.top), started, decoded)

    @api.post("/why")
    @validate(s.ClassifyWhyReply, json=s.ClassifyWhyJson, form=s.ClassifyWhyForm, tag="classify")
    def why() -> s.ClassifyWhyReply:
        """Return which places of a picture speak for a label."""
        wanted = asked()
        return replies.why(eye, picture_of_two(eye, wanted), wanted.model, wanted.label)

    @api.get("/models")
    @validate(s.ClassifyingModelsReply, tag="classify")
    def list_models() -> s.ClassifyingModelsReply:
        """List the models that name pictures: those that ship, and those that were taught or added here."""
        return replies.models(eye)

    return api
