"""The OpenAPI document: each view says what it takes and gives; `validate` parses the one and describes both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import Flask
from pydantic import BaseModel
from spectree import Response, SpecTree
from spectree.page import PAGE_TEMPLATES

from mindseye.server.problems import refuse_invalid
from mindseye.server.schemas import Problem
from mindseye.version import VERSION

spec = SpecTree(
    "flask",
    title="Mind's Eye",
    version=VERSION,
    description="Sees, finds, names and describes pictures on your own machine. Errors are RFC 9457 problem details.",
    path="api/docs",  # spectree leaves out whatever lies below its own path, so that must not be /api
    mode="strict",
    annotations=False,
    before=refuse_invalid,
    page_templates={},
    validation_error_model=Problem,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _, child: child,
)

View = Callable[..., Any]


def validate(
    gives: type[BaseModel] | None = None,
    *,
    query: type[BaseModel] | None = None,
    json: type[BaseModel] | None = None,
    form: type[BaseModel] | None = None,
    tag: str,
    raw: bool = False,
) -> Callable[[View], View]:
    """Decorate a view: a JSON body is parsed into `json`, an upload into `form`, what follows `?` into `query`.

    The view gets them by `server.requests.asked` and `asked_query`.

    A `raw` view parses its request and builds its reply itself (files, streams); it is only described.
    """
    reply = Response(HTTP_200=gives, HTTP_404=Problem, HTTP_413=Problem)
    described = spec.validate(query=query, json=json, form=form, resp=reply, tags=[tag])
    return partial(_only_describe, described) if raw else described


def _only_describe(described: Callable[[View], View], view: View) -> View:
    """Let spectree find its notes behind a view without running its wrapper, which would read a stream to its end."""

    @wraps(described(view))
    def plain(*arguments: Any, **named: Any) -> Any:
        return view(*arguments, **named)

    return plain


def register_docs(app: Flask) -> None:
    """Serve the document at /api/openapi.json and pages to try it with at /api/docs, all from this machine."""
    spec.register(app)
    page = PAGE_TEMPLATES["swagger"].format(spec_url="/api/openapi.json")

    @app.get("/api/openapi.json")
    def openapi() -> dict[str, Any]:
        document: dict[str, Any] = spec.spec
        return document

    @app.get("/api/docs/", strict_slashes=False)
    def docs() -> str:
        return page
