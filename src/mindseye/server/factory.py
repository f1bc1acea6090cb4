"""Puts the HTTP server together: blueprints, errors, safety, and the built front end."""

from __future__ import annotations

import hmac
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, request, send_from_directory
from flask_cors import CORS

from mindseye.app import MindsEye
from mindseye.server.api.benchmarks import benchmarks_api
from mindseye.server.api.captions import captions_api
from mindseye.server.api.classify import classify_api
from mindseye.server.api.faces import faces_api
from mindseye.server.api.facesets import facesets_api
from mindseye.server.api.jobs import jobs_api
from mindseye.server.api.library import library_api
from mindseye.server.api.marks import digits_api, letters_api
from mindseye.server.api.models import models_api
from mindseye.server.api.people import people_api
from mindseye.server.api.pictures import pictures_api
from mindseye.server.api.recognition import recognition_api
from mindseye.server.api.search import search_api
from mindseye.server.api.system import system_api
from mindseye.server.api.teach import teach_api
from mindseye.server.problems import register_problems
from mindseye.server.spec import register_docs
from mindseye.settings import Settings

DIST = Path(__file__).parent / "dist"
BASE64_OVERHEAD = 1.4
COOKIE = "mindseye_token"
APIS = (
    system_api,
    digits_api,
    letters_api,
    classify_api,
    captions_api,
    teach_api,
    faces_api,
    people_api,
    facesets_api,
    library_api,
    pictures_api,
    search_api,
    jobs_api,
    models_api,
    benchmarks_api,
    recognition_api,
)
PROGRAMS_ONLY = ("/api/v1/", "/recognition")  # what a token protects; the studio's own files are no secret
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'self'; frame-ancestors 'none'"
)


def create_app(eye: MindsEye) -> Flask:
    """Return the WSGI application for one MindsEye."""
    app = Flask("mindseye.server", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = round(eye.settings.max_upload_mb * 1_000_000 * BASE64_OVERHEAD)
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    if not eye.settings.token:  # only this machine may call, and only by its own name (against DNS rebinding)
        app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1", "[::1]"]
    if eye.settings.cors_origins:
        CORS(app, origins=list(eye.settings.cors_origins))
    _protect(app, eye.settings)
    register_problems(app)
    for blueprint in APIS:
        app.register_blueprint(blueprint(eye))
    register_docs(app)
    _serve_studio(app)
    return app


def _protect(app: Flask, settings: Settings) -> None:
    """Ask for the token where there is one; refuse other web sites' requests; say what a page may load."""

    @app.before_request
    def check_caller() -> None:
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        if foreign and origin not in settings.cors_origins:
            abort(403, f"Requests from {origin} are not allowed: add it to MINDSEYE_CORS_ORIGINS.")
        guarded = request.method != "OPTIONS" and request.path.startswith(PROGRAMS_ONLY)
        if settings.token and guarded and not _is(settings.token, _given_token()):
            abort(
                401,
                "A token is needed: programs send `Authorization: Bearer …` with the value of MINDSEYE_TOKEN, "
                "people open /?token=… once.",
            )

    @app.before_request
    def remember_token() -> Response | None:
        """A person opens /?token=… once; from then on the browser carries the token as a cookie."""
        given = request.args.get("token", "")
        if not (settings.token and given and request.path == "/" and _is(settings.token, given)):
            return None
        reply = redirect("/")
        reply.set_cookie(COOKIE, given, max_age=30 * 86_400, httponly=True, samesite="Strict", secure=request.is_secure)
        return reply  # type: ignore[return-value]

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if response.mimetype == "text/html" and not request.path.startswith("/api/"):
            response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        return response


def _given_token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")


def _is(secret: str, given: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode(), secret.encode())


def _serve_studio(app: Flask) -> None:
    """Serve the built front end; every other path is a page of it, which it finds by itself."""

    @app.get("/")
    @app.get("/<path:path>")
    def studio(path: str = "") -> Response:
        if path.startswith("api/"):
            abort(404, f"There is no /{path}: see /api/docs for what there is.")
        if path and (DIST / path).is_file():
            return send_from_directory(DIST, path, max_age=31_536_000 if path.startswith("assets/") else 0)
        if path.startswith("assets/") or not (DIST / "index.html").is_file():
            abort(404, f"There is no /{path} here; is the studio built? In a checkout: `make web`.")
        return send_from_directory(DIST, "index.html", max_age=0)
