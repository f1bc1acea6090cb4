"""Errors on their way out: the only place that knows which error is which HTTP status (RFC 9457 problem details)."""

from __future__ import annotations

import json
import logging
from typing import Any

from flask import Flask, Response, current_app
from werkzeug.exceptions import HTTPException

from mindseye import errors
from mindseye.index.checks import EngineError
from mindseye.library.catalogue import CatalogueError

log = logging.getLogger("mindseye")

STATUSES: dict[type[errors.MindsEyeError], tuple[int, str, str]] = {  # the first that fits: children before parents
    errors.ImageTooLargeError: (413, "too_large", "Picture too large"),
    errors.ImageError: (422, "image", "Picture cannot be read"),
    errors.NotFoundError: (404, "not_found", "Not found"),
    errors.RequestError: (422, "request", "Request does not make sense"),
    errors.DataError: (422, "data", "Data cannot be used"),
    errors.ModelError: (422, "model", "Model cannot be used"),
    CatalogueError: (503, "catalogue", "Catalogue cannot be used"),
    EngineError: (503, "index", "Index cannot be used"),
    errors.MissingExtraError: (501, "missing_extra", "Not installed"),
    errors.MindsEyeError: (500, "error", "Error"),
}


def register_problems(app: Flask) -> None:
    """Let every error leave the server as application/problem+json."""
    app.register_error_handler(errors.MindsEyeError, lambda error: _reply(problem_of(error)))
    app.register_error_handler(HTTPException, lambda error: _reply(_of_http(error)))
    app.register_error_handler(Exception, _unexpected)


def problem_of(error: errors.MindsEyeError) -> dict[str, Any]:
    """Return the problem details of one of our own errors."""
    status, code, title = next(known for kind, known in STATUSES.items() if isinstance(error, kind))
    return _problem(status, code, title, str(error))


def refuse_invalid(request: Any, response: Any, error: Any, *_: Any) -> None:
    """Spectree's hook: turn a request of the wrong form (pydantic's ValidationError) into one sentence."""
    if error is None:
        return
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "The body"
    if first["type"] == "missing":
        raise errors.RequestError(f"The request lacks `{place}`: send it as a form field or in a JSON body.")
    if first["type"] == "extra_forbidden":
        raise errors.RequestError(f"The request has an unknown field `{place}`: see /api/docs for the known ones.")
    raise errors.RequestError(f"`{place}` is not acceptable: {first['msg'].rstrip('.')}.")


def _of_http(error: HTTPException) -> dict[str, Any]:
    status = error.code or 500
    if status == 413:
        limit = (current_app.config["MAX_CONTENT_LENGTH"] or 0) / 1e6
        detail = (
            f"The upload is larger than {limit:.0f} MB, the limit: send a smaller one or raise MINDSEYE_MAX_UPLOAD_MB."
        )
        return _problem(413, "too_large", "Upload too large", detail)
    detail = " ".join((error.description or error.name).split())
    return _problem(status, error.name.lower().replace(" ", "_"), error.name, detail)


def _unexpected(error: Exception) -> Response:
    log.exception("Unexpected error")
    detail = f"Something went wrong inside ({type(error).__name__}); the server's log says more. Nothing was changed."
    return _reply(_problem(500, "internal", "Internal error", detail))


def _problem(status: int, code: str, title: str, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}


def _reply(problem: dict[str, Any]) -> Response:
    return Response(json.dumps(problem, ensure_ascii=False), problem["status"], content_type="application/problem+json")
