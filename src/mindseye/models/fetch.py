"""Brings a model folder from where a person keeps it: a folder, a .zip, or an https URL to one."""

from __future__ import annotations

import http.client
import shutil
import urllib.error
import urllib.request
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from mindseye.errors import ModelError


def unpacked(source: str, scratch: Path, most_mb: int) -> Path:
    """Return a folder with card.json in it; zips and downloads are unpacked below `scratch`."""
    if source.startswith(("http://", "https://")):
        return _unzip(_download(source, scratch / "download.zip", most_mb), scratch, most_mb)
    path = Path(source).expanduser()
    if path.is_dir():
        return path
    if path.is_file():
        return _unzip(path, scratch, most_mb)
    raise ModelError(f"{source} is neither a folder, nor a .zip, nor a URL.")


def _download(url: str, target: Path, most_mb: int) -> Path:
    if not url.startswith("https://"):
        raise ModelError(f"{url} is not encrypted: models are fetched over https only.")
    try:
        with urllib.request.urlopen(url, timeout=30) as answer, target.open("wb") as file:
            if not answer.url.startswith("https://"):
                raise ModelError(f"{url} leads to {answer.url}, which is not encrypted: give an https address.")
            size = 0
            while block := answer.read(1 << 20):
                size += len(block)
                if size > most_mb * 1_000_000:
                    raise ModelError(f"{url} is larger than {most_mb} MB, the limit for a model.")
                file.write(block)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise ModelError(f"{url} cannot be fetched: {error}.") from error
    return target


def _unzip(archive: Path, scratch: Path, most_mb: int) -> Path:
    """Unpack plain files only, none outside `scratch`, none that unpacks to more than the limit."""
    try:
        with zipfile.ZipFile(archive) as zipped:
            members = [m for m in zipped.infolist() if not m.is_dir()]
            if sum(m.file_size for m in members) > most_mb * 1_000_000:
                raise ModelError(f"{archive.name} unpacks to more than {most_mb} MB, the limit for a model.")
            cards = [PurePosixPath(m.filename) for m in members if PurePosixPath(m.filename).name == "card.json"]
            if len(cards) != 1:
                raise ModelError(f"{archive.name} must hold exactly one card.json; it holds {len(cards)}.")
            folder = scratch / "model"
            folder.mkdir()
            for member in members:
                path = PurePosixPath(member.filename)
                if path.parent == cards[0].parent:
                    with zipped.open(member) as packed, (folder / path.name).open("wb") as file:
                        shutil.copyfileobj(packed, file)
            return folder
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ModelError(f"{archive.name} is not a whole .zip: {str(error) or 'it ends too early'}.") from error
