"""Benchmarks over HTTP: the newest result, and a new run on uploaded data."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request

from mindseye.app import MindsEye
from mindseye.server import schemas as s
from mindseye.server.requests import save_data_set
from mindseye.server.spec import validate
from mindseye.server.streams import Report, progress_stream


def benchmarks_api(eye: MindsEye) -> Blueprint:
    """Return the blueprint of the benchmarks."""
    api = Blueprint("benchmarks", __name__, url_prefix="/api/v1/benchmarks")

    @api.get("/digits")
    @validate(s.BenchmarkReply, tag="benchmarks")
    def newest_digits() -> s.BenchmarkReply:
        """Return the newest result of the digits benchmark on this machine, if there is one."""
        return s.BenchmarkReply.model_validate({"result": eye.newest_result("digits")})

    @api.post("/digits")
    @validate(s.BenchmarkProgress, form=s.BenchmarkForm, tag="benchmarks", raw=True)
    def run_digits() -> Response:
        """Measure all digit models on uploaded pictures; progress as JSON lines. Closing the connection cancels."""
        scratch = tempfile.TemporaryDirectory(prefix="mindseye-")
        try:
            words = save_data_set(request.files.getlist("files"), Path(scratch.name))
        except BaseException:
            scratch.cleanup()
            raise

        def work(report: Report) -> dict[str, Any]:
            with scratch as folder:
                return eye.bench_marks("digits", Path(folder), words, report=report).as_json()

        return progress_stream(work)

    return api
