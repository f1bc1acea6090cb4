"""What a request carries: the parsed schema, the uploaded picture, the files of a data set."""

from __future__ import annotations

import base64
import binascii
import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import FileStorage

from mindseye.app import MindsEye
from mindseye.errors import DataError, RequestError
from mindseye.server.problems import refuse_invalid
from mindseye.types import RGB

IDX_NAME = re.compile(r"(t10k|train)-(images|labels)[.-]idx[13]-ubyte(\.gz)?")
MOST_FILES = 200_000
MOST_UNPACKED = 4_000_000_000  # bytes


def asked() -> Any:
    """Return the request as the schema that the view declared, from JSON or from a form."""
    context: Any = request.context  # type: ignore[attr-defined]
    return context.json or context.form


def asked_query(kind: type[BaseModel] | None = None) -> Any:
    """Return what follows the `?` as the schema that the view declared; a raw view names the schema."""
    if kind is None:
        return request.context.query  # type: ignore[attr-defined]
    try:
        return kind.model_validate(request.args.to_dict())
    except ValidationError as error:
        return refuse_invalid(request, None, error)


def picture(eye: MindsEye, schema: BaseModel) -> RGB:
    """Return the request's picture, decoded within the limits."""
    return eye.picture(*picture_bytes(schema))


def picture_of_two(eye: MindsEye, schema: BaseModel, which: str = "") -> RGB:
    """Return the request's picture, carried along or of the library; `which` ends both names."""
    number: int | None = getattr(schema, f"picture{which}")
    if number is not None:
        return eye.library.read(number)
    if getattr(schema, f"image{which}") is None:
        raise RequestError(
            f"The request lacks a picture: send `image{which}`, or `picture{which}`, a number of the library."
        )
    return eye.picture(*picture_bytes(schema, f"image{which}"))


def picture_bytes(schema: BaseModel, field: str = "image") -> tuple[bytes, str]:
    """Return the request's picture as it was sent, and its name."""
    image: FileStorage | str = getattr(schema, field)
    if isinstance(image, str):
        return from_base64(image, field), "The picture"
    return image.read(), PurePosixPath(image.filename or "").name or "The picture"


def from_base64(text: str, field: str = "image") -> bytes:
    """Return the bytes of base64 or of a data URL in a field, forgiving spaces and missing padding."""
    body = re.sub(r"\s+", "", text.partition(",")[2] if text.startswith("data:") else text)
    try:
        return base64.b64decode(body.rstrip("=") + "=" * (-len(body.rstrip("=")) % 4), altchars=None, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestError(f"`{field}` is not base64: send the picture's bytes as base64 or as a data URL.") from error


def save_data_set(files: list[FileStorage], folder: Path) -> str:
    """Put uploaded MNIST files or one zip of folders below `folder`; return what they are, in words.

    Nothing that the client sends names a path: idx files keep their well-known names, zip members are numbered.
    """
    if len(files) == 1 and zipfile.is_zipfile(files[0].stream):
        _unpack(files[0], folder)
        return PurePosixPath(files[0].filename or "upload.zip").name
    for file in files:
        name = IDX_NAME.search(PurePosixPath(file.filename or "").name)
        if name is None:
            raise DataError(
                f"{file.filename!r} is neither a .zip nor one of MNIST's idx files: send one .zip with a folder of "
                "pictures per label; for digits, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz do as well."
            )
        file.save(folder / name[0])
    return "MNIST files, as uploaded"


def _unpack(upload: FileStorage, folder: Path) -> None:
    """Unpack `LABEL/picture` members; anything else in the zip is passed over."""
    upload.stream.seek(0)
    try:
        with zipfile.ZipFile(upload.stream) as zipped:
            members = [m for m in zipped.infolist() if not m.is_dir() and "__MACOSX" not in m.filename]
            if len(members) > MOST_FILES or sum(m.file_size for m in members) > MOST_UNPACKED:
                raise DataError(
                    f"The zip holds more than {MOST_FILES} files or {MOST_UNPACKED / 1e9:g} GB: send a smaller one."
                )
            for number, member in enumerate(members):
                path = PurePosixPath(member.filename)
                label = path.parent.name
                if re.fullmatch(r"\w[\w -]{0,60}", label):
                    (folder / label).mkdir(exist_ok=True)
                    with (
                        zipped.open(member) as packed,
                        (folder / label / f"{number:06}{path.suffix}").open("wb") as file,
                    ):
                        shutil.copyfileobj(packed, file)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise DataError(f"The zip is damaged or has a password ({error}): pack it again.") from error
