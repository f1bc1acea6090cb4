"""The system over HTTP."""

from __future__ import annotations

from mindseye.server.schemas.base import Schema


class Limits(Schema):
    max_bytes: int
    max_megapixels: float


class StatusReply(Schema):
    version: str
    limits: Limits
    tasks: list[str]


class Check(Schema):
    """One line of `mindseye doctor`."""

    name: str
    ok: bool
    detail: str
    cure: str | None = None


class DoctorReply(Schema):
    checks: list[Check]


class Sample(Schema):
    name: str
    title: str
    title_zh: str
    task: str
    url: str


class SamplesReply(Schema):
    samples: list[Sample]
