"""From lessons to the schemas: nothing is decided here."""

from __future__ import annotations

from pathlib import PurePosixPath

from werkzeug.datastructures import FileStorage

from mindseye.app import MindsEye
from mindseye.errors import ImageError
from mindseye.library.jobs import Job
from mindseye.server import schemas as s
from mindseye.server.catalogue_replies import filter_of


def uploaded(eye: MindsEye, lesson: str, number: int, files: list[FileStorage]) -> s.AddedExamples:
    """Add uploaded files to a class; one that cannot be read does not keep the others out."""
    examples, refused, known = [], [], 0
    for file in files:
        name = PurePosixPath(file.filename or "").name or "picture"
        try:
            example, was_known = eye.lessons.upload(lesson, number, name, file.read())
        except ImageError as error:
            refused.append(s.Refused(name=name, reason=str(error)))
            continue
        examples.append(s.Example.model_validate(example))
        known += was_known
    return s.AddedExamples(examples=examples, known=known, refused=refused)


def from_library(eye: MindsEye, lesson: str, number: int, wanted: s.ExamplesFromLibrary) -> s.AddedExamples:
    """Add pictures of the library, given by number or by a filter, to a class."""
    where = filter_of(wanted.where) if wanted.where else None
    found, known = eye.lessons.from_library(lesson, number, wanted.pictures or [], where)
    return s.AddedExamples(examples=[s.Example.model_validate(one) for one in found], known=known, refused=[])


def job(found: Job) -> s.TeachJob:
    """Pack a job of kind `teach`; what it tells on the way is in its result."""
    told = {"phase": "waiting", "curve": [], "version": None, **found.result}
    told["phase"] = "over" if found.is_over else told["phase"]
    plain = {name: getattr(found, name) for name in s.Job.model_fields}
    return s.TeachJob(**plain, phase=told["phase"], curve=told["curve"], version=told["version"])
