"""The system over HTTP: what it is, what works, what there is to try."""

from __future__ import annotations

from flask import Blueprint, Response, send_file

from mindseye.app import MindsEye
from mindseye.server import schemas as s
from mindseye.server.spec import validate
from mindseye.version import program_version


def system_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of everything that belongs to no task."""
    api = Blueprint("system", __name__, url_prefix="/api/v1")

    @api.get("/status")
    @validate(s.StatusReply, tag="system")
    def status() -> s.StatusReply:
        """Return the version, the limits and the tasks that have models."""
        limits = s.Limits.model_validate(eye.settings.image_limits)
        tasks = sorted({model.card.task for model in eye.models.newest()})
        return s.StatusReply(version=program_version(), limits=limits, tasks=tasks)

    @api.get("/doctor")
    @validate(s.DoctorReply, tag="system")
    def doctor() -> s.DoctorReply:
        """Return what works on this machine and how to get the rest."""
        return s.DoctorReply(checks=[s.Check.model_validate(check) for check in eye.examine()])

    @api.get("/samples")
    @validate(s.SamplesReply, tag="system")
    def list_samples() -> s.SamplesReply:
        """List the pictures that ship for trying."""
        fields = ("name", "title", "title_zh", "task")
        rows = [
            {**{f: getattr(sample, f) for f in fields}, "url": f"/api/v1/samples/{sample.name}"}
            for sample in eye.samples()
        ]
        return s.SamplesReply(samples=[s.Sample(**row) for row in rows])

    @api.get("/samples/<name>")
    @validate(tag="system", raw=True)
    def show_sample(name: str) -> Response:
        """Return one of these pictures."""
        return send_file(eye.sample(name).path, max_age=3600)

    return api
