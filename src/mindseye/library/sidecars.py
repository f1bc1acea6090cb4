"""The job that writes captions into XMP sidecars, small files beside the pictures which other programs read.

A picture's own file is never touched. A sidecar that is there keeps all that it has; a description in it that was not
written from here stays, too, unless somebody asks to replace it.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update

from mindseye.library import browsing, captions, tables, xmp
from mindseye.library.jobs import Running, job_kind
from mindseye.library.locks import held
from mindseye.library.records import PictureCaption
from mindseye.library.sources import shown, to_text

if TYPE_CHECKING:
    from mindseye.library.library import Library

c = tables.captions.c
KIND = "sidecars"
NAMED = 3  # folders in the job's sentence; its result has all


@job_kind(KIND, "Writing sidecars")
def write(library: Library, job: Running, arguments: dict[str, Any]) -> None:
    """Write the captions beside the pictures' files: a person's, and those that the model is sure of.

    `unsure` also writes the others, and `replace` also where somebody else has written a description.
    """
    with held(library.catalogue.locks, KIND, job.check):
        run = Writing(library, job, bool(arguments.get("replace")), bool(arguments.get("unsure")))
        try:
            run.run()
        finally:
            run.tell()


class Writing:
    """One run of the job."""

    def __init__(self, library: Library, job: Running, replace: bool, unsure: bool) -> None:
        self._library, self._job, self._replace, self._unsure = library, job, replace, unsure
        self._counts: Counter[str] = Counter()
        self._folders: Counter[str] = Counter()
        self._reasons: dict[str, str] = {}
        self._started = time.monotonic()

    def run(self) -> None:
        """Write all of them, page by page; Cancelled is raised between two pictures."""
        catalogue = self._library.catalogue
        self._job.total = captions.count(catalogue)
        for page in captions.pages(catalogue):
            done: list[dict[str, Any]] = []
            try:
                for one in page:
                    if self._write(one):
                        done.append({"number": one.picture, "stands": one.text})
                    self._job.report(self._job.done + 1, self._job.total, self._counts["failed"])
            finally:
                self._remember(done)

    def tell(self) -> None:
        """Leave the counts and a sentence with the job."""
        names = ("written", "unchanged", "kept", "unsure", "in_archives", "failed")
        self._job.result = {name: self._counts[name] for name in names} | {
            "folders": dict(self._folders),
            "reasons": dict(list(self._reasons.items())[:20]),
            "seconds": round(time.monotonic() - self._started, 3),
        }
        words = {"unchanged": "as they were", "kept": "with a description of somebody else's",
                 "unsure": "left out as unsure", "in_archives": "inside archives", "failed": "not written"}  # fmt: skip
        written = self._counts["written"]
        parts = [f"{written:,} {'sidecar' if written == 1 else 'sidecars'} written"]
        parts += [f"{self._counts[name]:,} {word}" for name, word in words.items() if self._counts[name]]
        self._job.message = f"{', '.join(parts)}.{self._where()}"

    def _where(self) -> str:
        """Return in which folders sidecars could not be written, and why in the first case."""
        if not self._folders:
            return ""
        listed = [f"{folder} ({count:,})" for folder, count in self._folders.most_common(NAMED)]
        more = len(self._folders) - NAMED
        listed += [f"{more:,} more folders"] if more > 0 else []
        name, reason = next(iter(self._reasons.items()))
        return f" Not written in {', '.join(listed)}; {name}: {reason}."

    def _write(self, one: PictureCaption) -> bool:
        """Write one caption beside each file of its picture; return whether it stands in one now."""
        if one.by == "model" and not one.sure and not self._unsure:
            self._counts["unsure"] += 1
            return False
        stands = False
        for entry in browsing.files_of(self._library.catalogue, one.picture):
            if entry.archive is not None:
                self._counts["in_archives"] += 1
                continue
            what = self._beside(Path(entry.location), one)
            self._counts[what] += 1
            stands |= what in ("written", "unchanged")
        return stands

    def _beside(self, picture: Path, one: PictureCaption) -> str:
        """Write one sidecar; return what became of it."""
        path = sidecar(picture)
        try:
            data = path.read_bytes() if path.exists() else None
            known = None if data is None else xmp.description(data)
            if known == one.text:
                return "unchanged"
            if known and known != one.sidecar and not self._replace:
                return "kept"
            _put(path, xmp.with_description(xmp.NEW if data is None else data, one.text))
        except (OSError, xmp.SidecarError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            self._folders[shown(to_text(str(path.parent)))] += 1
            self._reasons[shown(to_text(path.name))] = reason
            return "failed"
        return "written"

    def _remember(self, done: list[dict[str, Any]]) -> None:
        if done:
            statement = update(tables.captions).where(c.picture_id == bindparam("number"))
            with self._library.catalogue.writing() as connection:
                connection.execute(statement.values(sidecar=bindparam("stands")), done)


def sidecar(picture: Path) -> Path:
    """Return where a picture's sidecar is, or would be: `photo.jpg.xmp`, which tells photo.jpg from photo.png.

    A `photo.xmp` that is there already is taken instead, if no other file but this picture can be meant by it.
    """
    own, short = picture.with_name(f"{picture.name}.xmp"), picture.with_suffix(".xmp")
    if own.exists() or not short.exists():
        return own
    others = (name for name in os.listdir(picture.parent) if name not in (picture.name, short.name))
    return own if any(os.path.splitext(name)[0] == picture.stem for name in others) else short


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; one that is there keeps its permissions."""
    real = Path(os.path.realpath(path))
    new = real.with_name(f".{real.name}.{os.getpid()}.new")
    try:
        with new.open("xb") as file:
            file.write(data)
        if real.exists():
            new.chmod(real.stat().st_mode)
        new.replace(real)
    except OSError:
        new.unlink(missing_ok=True)
        raise
