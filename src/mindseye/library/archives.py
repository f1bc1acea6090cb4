"""Pictures inside .tar shards (webdataset style) and .zip files: listed once, then read straight from their place."""

from __future__ import annotations

import functools
import os
import tarfile
import threading
import zipfile
import zlib
from dataclasses import dataclass

from mindseye.errors import ImageError

SUFFIXES = (".tar", ".zip")
PACKED = (".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst")
OPEN_AT_ONCE = 8
ZIP_ERRORS = (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive. `offset` is where its bytes begin in a .tar; −1 in a .zip, which finds them itself."""

    name: str
    size: int
    offset: int = -1


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of an archive by name, and what is wrong with it, or an empty text."""

    members: dict[str, Member]
    problem: str = ""


class Archive:
    """One opened archive. Safe to use from several threads at once."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._zip: zipfile.ZipFile | None = None
        is_zip = path.lower().endswith(".zip")
        self.listing = self._list_zip() if is_zip else _list_tar(path)

    def read(self, name: str, most: int) -> bytes:
        """Return a member's bytes, at most `most` + 1 of them. Raises ImageError."""
        member = self.listing.members.get(name)
        if member is None:
            raise ImageError(f"{os.path.basename(self._path)} holds no {name} any more.")
        try:
            if self._zip is not None:
                with self._zip.open(name) as file:
                    return file.read(most + 1)
            with open(self._path, "rb") as tar:
                tar.seek(member.offset)
                data = tar.read(min(member.size, most + 1))
        except ZIP_ERRORS as error:
            raise ImageError(f"{os.path.basename(name)} cannot be unpacked: {_reason(error)}.") from error
        if len(data) < min(member.size, most + 1):
            raise ImageError(f"{os.path.basename(name)} is cut off: its archive ends too early.")
        return data

    def _list_zip(self) -> Listing:
        try:
            self._zip = zipfile.ZipFile(self._path)
        except ZIP_ERRORS as error:
            return Listing({}, f"{os.path.basename(self._path)} cannot be opened as a zip: {_reason(error)}.")
        infos = (info for info in self._zip.infolist() if not info.is_dir())
        return Listing({info.filename: Member(info.filename, info.file_size) for info in infos})


def opened(path: str) -> Archive:
    """Return an archive, listed; kept open for a while. A changed file is opened anew. Raises OSError if it is gone."""
    stat = os.stat(path)
    with _LOCK:
        return _opened(path, stat.st_size, stat.st_mtime_ns)


_LOCK = threading.Lock()


@functools.lru_cache(maxsize=OPEN_AT_ONCE)
def _opened(path: str, _size: int, _mtime_ns: int) -> Archive:
    return Archive(path)


def _list_tar(path: str) -> Listing:
    """List a .tar; of one that ends too early, what comes before."""
    members: dict[str, Member] = {}
    name = os.path.basename(path)
    try:
        end = os.path.getsize(path)
        with tarfile.open(path, "r:") as tar:
            for info in tar:
                if info.offset_data + info.size > end:
                    return Listing(members, f"{name} ends too early, in {info.name}: save or copy it again.")
                if info.isreg() and not info.issparse():
                    members[info.name] = Member(info.name, info.size, info.offset_data)
                tar.members = []  # type: ignore[attr-defined]  # tarfile keeps every header otherwise
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        return Listing(members, f"{name} cannot be read as a tar to its end: {_reason(error)}.")
    return Listing(members, "" if _has_end(path) else f"{name} ends too early: save or copy it again.")


def _has_end(path: str) -> bool:
    """Return whether a tar ends as POSIX wants it, with a block of zeros; one that was cut off nearly never does."""
    with open(path, "rb") as tar:
        tar.seek(-512, os.SEEK_END)
        return not any(tar.read(512))


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or " ".join(str(error).split())
    return (text or type(error).__name__).rstrip(".")
