"""Pictures inside .tar shards and .zip files, alone and inside folders."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from mindseye.errors import ImageError
from mindseye.library.records import Filter
from tests.library.painting import counts, in_index, index, names, paint


def pack_tar(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def pack_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


PACKERS = {"shard.tar": pack_tar, "album.zip": pack_zip}


@pytest.fixture
def drawn(tmp_path: Path) -> dict[str, bytes]:
    """Three pictures, as a shard holds them, among other things."""
    pictures = {
        name: paint(tmp_path / "scratch.png", seed).read_bytes()
        for seed, name in enumerate(["000.png", "001.png", "sub/002.png"])
    }
    return {**pictures, "000.txt": b"a caption", "001.json": b"{}", "__MACOSX/._000.png": b"none"}


@pytest.mark.parametrize("name", PACKERS)
def test_an_archive_acts_as_a_folder(library, tmp_path, drawn, name):
    (tmp_path / "photos").mkdir()
    path = PACKERS[name](tmp_path / "photos" / name, drawn)
    assert counts(index(library, tmp_path / "photos")) == (3, 0, 0, 0)
    assert [folder.path for folder in library.folders()] == [f"photos/{name}", f"photos/{name}/sub"]
    for picture in library.pictures().items:
        inner = picture.path.removeprefix(f"photos/{name}/")
        assert library.data(picture.id)[0] == drawn[inner]
        assert library.location(picture.id) == path / inner
    job = index(library)
    assert (counts(job), job.result["read"]) == ((0, 0, 0, 0), 0)


@pytest.mark.parametrize("name", PACKERS)
def test_a_changed_archive_is_looked_through_again(library, tmp_path, drawn, name):
    path = PACKERS[name](tmp_path / name, drawn)
    index(library, path)
    before = {picture.name: picture.id for picture in library.pictures().items}
    fewer = {inner: data for inner, data in drawn.items() if inner != "001.png"}
    more = paint(tmp_path / "new.png", 50).read_bytes()
    PACKERS[name](path, {**fewer, "more.png": more})
    os.utime(path, (1, 1))
    assert counts(index(library)) == (1, 1, 0, 0)
    after = {picture.name: picture.id for picture in library.pictures().items}
    assert sorted(after) == ["000.png", "002.png", "more.png"]
    assert after["000.png"] == before["000.png"]
    assert in_index(library) == set(after.values())


@pytest.mark.parametrize("name", PACKERS)
def test_an_archive_that_goes_takes_its_pictures_along(library, tmp_path, drawn, name):
    path = PACKERS[name](tmp_path / name, drawn)
    index(library, path)
    (picture, *_) = library.pictures().items
    path.unlink()
    with pytest.raises(ImageError, match="has gone: it was moved or deleted"):
        library.data(picture.id)
    assert counts(index(library)) == (0, 3, 0, 0)
    assert library.summary().files == 0


def test_a_picture_in_a_folder_and_in_an_archive_is_one(library, tmp_path, drawn):
    (tmp_path / "photos").mkdir()
    pack_zip(tmp_path / "photos" / "a.zip", drawn)
    (tmp_path / "photos" / "loose.png").write_bytes(drawn["000.png"])
    assert counts(index(library, tmp_path / "photos")) == (3, 0, 0, 0)
    assert [picture.copies for picture in library.pictures(order="name").items if picture.copies > 1] == [2]
    assert library.pictures(Filter(folder="photos/a.zip")).total == 3


def test_a_damaged_archive_is_said_once_and_gives_what_it_has(library, tmp_path, drawn):
    folder = tmp_path / "photos"
    folder.mkdir()
    whole = pack_tar(
        folder / "cut.tar", {f"{i}.png": paint(tmp_path / "x.png", i, 200, 200).read_bytes() for i in range(9)}
    )
    whole.write_bytes(whole.read_bytes()[:5000])
    (folder / "none.zip").write_bytes(b"PK\x03\x04 and then nothing")
    (folder / "empty.tar").write_bytes(b"")
    job = index(library, folder)
    reasons = sorted(failure.reason for failure in library.failures().items)
    begins = ("cut.tar ends too early", "empty.tar cannot be read as a tar", "none.zip cannot be opened as a zip")
    assert len(reasons) == 3
    assert all(reason.startswith(words) for reason, words in zip(reasons, begins, strict=True))
    assert job.result["added"] >= 1
    assert counts(index(library))[2] == 0


def test_a_locked_zip_member_is_said(library, tmp_path):
    path = pack_zip(tmp_path / "locked.zip", {"a.png": paint(tmp_path / "a.png", 1).read_bytes()})
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1  # marked as encrypted
    path.write_bytes(bytes(data))
    assert counts(index(library, path)) == (0, 0, 1, 0)
    assert "a.png cannot be unpacked" in library.failures().items[0].reason


def test_many_members_are_read_by_several_threads(library, tmp_path):
    files = {f"{i:03}.png": paint(tmp_path / "x.png", i).read_bytes() for i in range(60)}
    index(library, pack_zip(tmp_path / "many.zip", files), pack_tar(tmp_path / "many.tar", files))
    assert names(library, order="name", limit=100) == sorted(files)
    assert {picture.copies for picture in library.pictures(limit=100).items} == {2}
