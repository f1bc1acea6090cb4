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
SHOWN = (*BENCHMARKS, "sketch", "caption", "words")


def benchmarks_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the benchmarks."""
    api = Blueprint("benchmarks", __name__, url_prefix="/api/v1/benchmarks")

    @api.get("/<name>")
    @validate(s.BenchmarkReply, tag="benchmarks")
    def newest_result(name: str) -> s.BenchmarkReply:
        """Return the newest result of a benchmark (digits, letters, classify, sketch, caption, words) here, if any."""
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
        return _sprite(eye, "sketch", "map of sketches")

    @api.get("/caption/look")
    @validate(s.CaptionLookReply, tag="benchmarks")
    def look_at_captions() -> s.CaptionLookReply:
        """Return what the newest caption benchmark has to look at: examples word by word; or nothing."""
        return s.CaptionLookReply.model_validate({"look": eye.newest_look("caption")})

    @api.get("/caption/sprite")
    @validate(tag="benchmarks", raw=True)
    def show_caption_sprite() -> Response:
        """Return all small pictures of those examples as one WebP."""
        return _sprite(eye, "caption", "picture of captions")

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


def _sprite(eye: MindsEye, bench: str, what: str) -> Response:
    sprite = eye.look_sprite(bench)
    if sprite is None:
        raise NotFoundError(f"There is no {what} yet: run `mindseye bench {bench} --data DIR` first.")
    return send_file(sprite, "image/webp")


def _known(name: str, names: Sequence[str]) -> str:
    if name not in names:
        raise unknown("benchmark", name, list(names))
    return name


def _run(eye: MindsEye, name: str, folder: Path, words: str, report: Report) -> Result:
    if name == "classify":
        return eye.bench_classify(folder, words, report=report)
    return eye.bench_marks(name, folder, words, report=report)
