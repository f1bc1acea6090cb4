"""Models over HTTP: their cards, drawings, files and speed."""

from __future__ import annotations

import io
import zipfile

from flask import Blueprint, Response, send_file

from mindseye import metrics
from mindseye.app import MindsEye
from mindseye.models.architecture import architecture_svg
from mindseye.models.registry import REQUIRED
from mindseye.server import replies
from mindseye.server import schemas as s
from mindseye.server.requests import asked
from mindseye.server.spec import validate


def models_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the models."""
    api = Blueprint("models", __name__, url_prefix="/api/v1/models")

    @api.get("")
    @validate(s.ModelsReply, tag="models")
    def list_models() -> s.ModelsReply:
        """List the newest version of every model."""
        return s.ModelsReply(models=[replies.summary(model) for model in eye.models.newest()])

    @api.get("/<name>")
    @validate(s.ModelCard, tag="models")
    def show_model(name: str) -> s.ModelCard:
        """Return all that a model's card says."""
        return replies.card(eye.models.get(name))

    @api.get("/<name>/architecture.svg")
    @validate(tag="models", raw=True)
    def draw_model(name: str) -> Response:
        """Return a drawing of the model's layers, made from its card."""
        return Response(architecture_svg(eye.models.get(name).card), content_type="image/svg+xml; charset=utf-8")

    @api.get("/<name>/export")
    @validate(tag="models", raw=True)
    def export_model(name: str) -> Response:
        """Return the model's folder as a .zip, which `mindseye models add` takes."""
        model, packed = eye.models.get(name), io.BytesIO()
        with zipfile.ZipFile(packed, "w") as zipped:
            for file in REQUIRED:
                zipped.write(model.folder / file, f"{model.card.name}/{file}")
        packed.seek(0)
        return send_file(packed, "application/zip", as_attachment=True, download_name=f"{model.card.name}.zip")

    @api.post("")
    @validate(s.ModelCard, form=s.ModelForm, tag="models")
    def add_model() -> s.ModelCard:
        """Add a model from a .zip as `export` gives it; it is verified first."""
        return replies.card(eye.add_model(asked().file.read()))

    @api.delete("/<name>")
    @validate(s.ModelCard, tag="models")
    def remove_model(name: str) -> s.ModelCard:
        """Remove the newest version of an added model, or NAME@VERSION; those that ship stay."""
        model = eye.models.get(name)
        reply = replies.card(model)
        eye.models.remove(name)
        return reply

    @api.post("/latency")
    @validate(s.LatencyReply, json=s.LatencyRequest, tag="models")
    def measure_latency() -> s.LatencyReply:
        """Time the models now, on this machine, taking turns in one run."""
        wanted = asked()
        times = {name: metrics.percentiles(ms) for name, ms in eye.latency(wanted.models, wanted.runs).items()}
        rows = [s.Latency(model=name, latency_ms_p50=p50, latency_ms_p95=p95) for name, (p50, p95) in times.items()]
        return s.LatencyReply(runs=wanted.runs, rows=rows)

    return api
