"""Benchmarks over HTTP: the newest result, and a new run on uploaded data."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request, send_file

from mindseye.app import MindsEye
from mindseye.benchmarks.result import Result
from mindseye.errors import NotFoundError, unknown
from mindseye.server import schemas as s
from mindseye.server.requests import save_data_set
from mindseye.server.spec import validate
from mindseye.server.streams import Report, progress_stream

BENCHMARKS = ("digits", "letters", "classify")  # that run on uploaded pictures
SHOWN = (*BENCHMARKS, "sketch")


def benchmarks_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the benchmarks."""
    api = Blueprint("benchmarks", __name__, url_prefix="/api/v1/benchmarks")

    @api.get("/<name>")
    @validate(s.BenchmarkReply, tag="benchmarks")
    def newest_result(name: str) -> s.BenchmarkReply:
        """Return the newest result of a benchmark (digits, letters, classify, sketch) here, if there is one."""
        return s.BenchmarkReply.model_validate({"result": eye.newest_result(_known(name, SHOWN))})

    @api.get("/sketch/look")
    @validate(s.SketchLookReply, tag="benchmarks")
    def look_at_sketches() -> s.SketchLookReply:
        """Return what the newest sketch benchmark has to look at: a map, and what each drawing found; or nothing."""
        return s.SketchLookReply.model_validate({"look": eye.newest_look("sketch")})

    @api.get("/sketch/sprite")
    @validate(tag="benchmarks", raw=True)
    def show_sketch_sprite() -> Response:
        """Return all small pictures of that look as one WebP."""
        sprite = eye.look_sprite("sketch")
        if sprite is None:
            raise NotFoundError("There is no map of sketches yet: run `mindseye bench sketch --data DIR` first.")
        return send_file(sprite, "image/webp")

    @api.post("/<name>")
    @validate(s.BenchmarkProgress, form=s.BenchmarkForm, tag="benchmarks", raw=True)
    def run_benchmark(name: str) -> Response:
        """Measure all models that suit uploaded pictures; progress as JSON lines. Closing the connection cancels."""
        _known(name, BENCHMARKS)
        scratch = tempfile.TemporaryDirectory(prefix="mindseye-")
        try:
            words = save_data_set(request.files.getlist("files"), Path(scratch.name))
        except BaseException:
            scratch.cleanup()
            raise

        def work(report: Report) -> dict[str, Any]:
            with scratch as folder:
                return _run(eye, name, Path(folder), words, report).as_json()

        return progress_stream(work)

    return api


def _known(name: str, names: Sequence[str]) -> str:
    if name not in names:
        raise unknown("benchmark", name, list(names))
    return name


def _run(eye: MindsEye, name: str, folder: Path, words: str, report: Report) -> Result:
    if name == "classify":
        return eye.bench_classify(folder, words, report=report)
    return eye.bench_marks(name, folder, words, report=report)
