"""From the library's results to the schemas: nothing is decided here."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from werkzeug.datastructures import FileStorage

from mindseye.app import MindsEye
from mindseye.errors import ImageError
from mindseye.library.duplicates import Duplicates
from mindseye.library.records import Filter, Picture, PictureCaption, PictureLabel, Summary
from mindseye.server import captions_replies
from mindseye.server import schemas as s


def filter_of(wanted: s.Filter) -> Filter:
    """Return the library's filter for what a request asks for."""
    return Filter(**{name: getattr(wanted, name) for name in s.Filter.model_fields})


def summary(found: Summary) -> s.LibraryReply:
    """Pack what the library holds."""
    return s.LibraryReply.model_validate(found)


def uploaded(eye: MindsEye, files: list[FileStorage]) -> s.UploadReply:
    """Add uploaded files to the library; one that cannot be read does not keep the others out."""
    pictures, refused, known = [], [], 0
    for file in files:
        name = PurePosixPath(file.filename or "").name or "picture"
        try:
            picture, was_known = eye.library.upload(name, file.read())
        except ImageError as error:
            refused.append(s.Refused(name=name, reason=str(error)))
            continue
        pictures.append(s.Picture.model_validate(picture))
        known += was_known
    eye.people.follow()
    eye.library.follow_captions()
    return s.UploadReply(pictures=pictures, known=known, refused=refused)


def details(picture: Picture, labels: tuple[PictureLabel, ...], caption: PictureCaption | None) -> s.PictureDetails:
    """Pack one picture with its labels and its caption."""
    known = s.Picture.model_validate(picture).model_dump()
    shown = [s.PictureLabel.model_validate(label) for label in labels]
    return s.PictureDetails(**known, labels=shown, caption=captions_replies.of_picture(caption))


def failure(item: Any) -> s.Failure:
    """Pack one file that could not be read."""
    return s.Failure(path=item.path, reason=item.reason, when=item.when)


def duplicates(eye: MindsEye, found: Duplicates, limit: int) -> s.DuplicatesReply:
    """Pack the first `limit` groups."""
    groups = []
    for group in found.groups[:limit]:
        pictures = [s.Picture.model_validate(eye.library.picture(number)) for number in group.ids]
        groups.append(
            s.DuplicateGroup(pictures=pictures, best=group.best, reason=group.reason, least_score=group.least_score)
        )
    return s.DuplicatesReply(groups=groups, total=len(found.groups), least=found.least, compared=found.compared)
