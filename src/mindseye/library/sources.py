"""Where pictures come from: folders with all that lies below them, single files, and archives, which act as folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from mindseye.errors import ImageError, ImageTooLargeError
from mindseye.library import archives
from mindseye.types import ImageLimits

SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .mpo .png .webp .gif .bmp .dib .tif .tiff .heic .heif .hif .avif".split()  # noqa: SIM905
)
IGNORED = frozenset({"__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information"})  # made by machines
STAND_INS = 0x10FE00  # private code points that stand for bytes which are not UTF-8


class UnreachableError(ImageError):
    """A file that could not be read for a reason that is not its own: no permission, a disk that does not answer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that may be a picture. `path` is below `root`, as text; a member's path is ARCHIVE/MEMBER."""

    root: str
    path: str
    size: int
    mtime_ns: int
    archive: str | None = None

    @property
    def name(self) -> str:
        return shown(self.path.rpartition("/")[2])

    @property
    def is_archive(self) -> bool:
        return self.archive is None and self.path.lower().endswith(archives.SUFFIXES)

    @property
    def location(self) -> str:
        """The path of the file on the disk; of the archive, for a member."""
        return os.path.join(self.root, from_text(self.archive or self.path))

    def read(self, limits: ImageLimits) -> bytes:
        """Return the file's bytes. Raises ImageError in one sentence, whatever is wrong."""
        if self.size > limits.max_bytes:
            raise too_large(self.name, self.size, limits)
        try:
            if self.archive is not None:
                member = from_text(self.path[len(self.archive) + 1 :])
                return archives.opened(self.location).read(member, limits.max_bytes)
            with open(self.location, "rb") as file:
                return file.read(limits.max_bytes + 1)
        except FileNotFoundError as error:
            raise UnreachableError(f"{self.name} has gone: it was moved or deleted.") from error
        except PermissionError as error:
            raise UnreachableError(f"{self.name} may not be read: ask for permission with chmod +r.") from error
        except OSError as error:
            raise UnreachableError(f"{self.name} cannot be read from the disk: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class Refused:
    """Something on the way that cannot be looked at, and why; `is_folder`: what lies below it is not known."""

    path: str
    reason: str
    is_folder: bool = False


def walk(root: str, below: str = "", known: Collection[str] = (),
         avoid: Path | None = None) -> Iterator[Entry | Refused]:  # fmt: skip
    """Give the pictures and archives of `root` at or below the path `below`, in no order; hidden ones are passed over.

    `known` paths are given whatever their names are. `avoid` is a folder not to enter. Links are followed, after all
    that is not a link, and no folder is entered twice, so that circles of links end.
    """
    start = os.path.join(root, from_text(below)) if below else root
    if below and not os.path.isdir(start):
        if (entry := look_at(root, below)) is not None:
            yield entry
        return
    visited = {_identity(avoid)} if avoid and avoid.is_dir() and not _is_inside(start, str(avoid)) else set()
    plain, linked = [below], list[str]()
    while plain or linked:
        folder = plain.pop() if plain else linked.pop(0)
        try:
            identity = _identity(os.path.join(root, from_text(folder)))
            if identity in visited:
                continue
            visited.add(identity)
            with os.scandir(os.path.join(root, from_text(folder)) if folder else root) as found:
                items = list(found)
        except FileNotFoundError:
            continue  # it went while we looked
        except OSError as error:
            yield Refused(
                folder, f"The folder {shown(folder) or shown(root)} cannot be listed: {error.strerror}.", True
            )
            continue
        for item in items:
            path = f"{folder}/{to_text(item.name)}" if folder else to_text(item.name)
            if _is_folder(item):
                if not is_ignored(item.name):
                    (linked if item.is_symlink() else plain).append(path)
            elif path in known or (wanted(item.name) and not is_ignored(item.name)):
                entry = look_at(root, path, item)
                if entry is not None:
                    yield entry


def look_at(root: str, path: str, item: os.DirEntry[str] | None = None) -> Entry | Refused | None:
    """Return one file as an entry, or why it cannot be one; None if it is not there."""
    try:
        found = item.stat() if item else os.stat(os.path.join(root, from_text(path)))
    except FileNotFoundError:
        is_link = item is not None and item.is_symlink()
        return Refused(path, f"{_name(path)} is a link to something that does not exist.") if is_link else None
    except NotADirectoryError:
        return None
    except OSError as error:
        return Refused(path, f"{_name(path)} cannot be looked at: {error.strerror or error}.")
    if not stat.S_ISREG(found.st_mode):
        return Refused(path, f"{_name(path)} is not a plain file.")
    return Entry(root, path, found.st_size, found.st_mtime_ns)


def members(archive: Entry) -> tuple[list[Entry], str]:
    """Return the pictures inside an archive, and what is wrong with it, or an empty text.

    Their time is the archive's: a changed archive is read again whole.
    """
    try:
        listing = archives.opened(archive.location).listing
    except OSError as error:
        return [], f"{archive.name} cannot be read from the disk: {error.strerror or error}."
    found = [
        Entry(archive.root, f"{archive.path}/{to_text(member.name)}", member.size, archive.mtime_ns, archive.path)
        for member in listing.members.values()
        if wanted(member.name) and not member.name.lower().endswith(archives.SUFFIXES) and not _is_hidden(member.name)
    ]
    return found, listing.problem


def wanted(name: str) -> bool:
    """Return whether a file's name is that of a picture or of an archive."""
    ending = os.path.splitext(name)[1].lower()
    return ending in SUFFIXES or ending in archives.SUFFIXES


def is_ignored(name: str) -> bool:
    """Return whether a file or folder is passed over: hidden, or made by machines for themselves."""
    return name.startswith(".") or name in IGNORED


def to_text(name: str) -> str:
    """Return a file's name as text that every database takes: bytes that are not UTF-8 become private code points."""
    return "".join(chr(STAND_INS + ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in name) \
        if not name.isascii() else name  # fmt: skip


def from_text(text: str) -> str:
    """Return the file's name for `to_text`'s text."""
    if text.isascii():
        return text
    return "".join(chr(0xDC00 + ord(c) - STAND_INS) if 0x80 <= ord(c) - STAND_INS <= 0xFF else c for c in text)


def shown(text: str) -> str:
    """Return a path for people: what is not UTF-8 becomes �."""
    if text.isascii():
        return text
    return "".join("�" if 0x80 <= ord(c) - STAND_INS <= 0xFF or "\udc80" <= c <= "\udcff" else c for c in text)


def too_large(name: str, size: int, limits: ImageLimits) -> ImageTooLargeError:
    """Return the error for a file over the limit of bytes."""
    return ImageTooLargeError(
        f"{name} is {size / 1e6:.0f} MB; the limit is {limits.max_bytes / 1e6:g} MB. "
        "Make it smaller or raise MINDSEYE_MAX_UPLOAD_MB."
    )


def _name(path: str) -> str:
    return shown(path.rpartition("/")[2])


def _is_hidden(member: str) -> bool:
    return any(is_ignored(part) for part in member.split("/") if part != ".")


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        return False


def _identity(path: str | Path) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_dev, found.st_ino


def _is_inside(path: str, folder: str) -> bool:
    return os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)
