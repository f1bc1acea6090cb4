"""Whatever lies in a folder: it is read, passed over, or recorded with a reason; nothing stops the indexing."""

from __future__ import annotations

import os
import struct
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mindseye.library.library import Library
from mindseye.library.records import Filter
from mindseye.models.registry import Models
from mindseye.settings import load_settings
from tests.library.painting import counts, index, names, paint

WEIRD = os.fsdecode(b"caf\xe9 \xff.jpg")  # Latin-1, and no UTF-8


def png_of(width: int, height: int) -> bytes:
    """Return a PNG whose header promises a size that its data does not have."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")


def jpeg(tmp_path: Path) -> bytes:
    return paint(tmp_path / "whole.jpg", 1, 200, 200).read_bytes()


BROKEN = {
    "empty.jpg": (lambda _: b"", "empty.jpg is empty (0 bytes)."),
    "text.jpg": (lambda _: b"no picture at all, just words", "text.jpg is a text file, not a picture"),
    "page.png": (lambda _: b"%PDF-1.7 ...", "page.png is a PDF"),
    "bomb.png": (lambda _: png_of(20_000, 15_000), "bomb.png is 300 MP (20000 × 15000); the limit is 100 MP."),
    "cut.jpg": (lambda tmp: jpeg(tmp)[:700], "cut.jpg is damaged or ends too early"),
    "head.jpg": (lambda tmp: jpeg(tmp)[:12], "head.jpg has a damaged header"),
    "heavy.bmp": (lambda _: bytes(2_100_000), "heavy.bmp is 2 MB; the limit is 2 MB."),
    "noise.webp": (lambda _: np.random.default_rng(1).bytes(500), "noise.webp is of an unknown format"),
}


def test_every_broken_file_is_recorded_with_its_reason(library, album, tmp_path):
    small = Library(
        load_settings({}, home=tmp_path / "small", spaces="colour", max_upload_mb=2), Models(tmp_path / "small")
    )
    for name, (data, _) in BROKEN.items():
        (album / name).write_bytes(data(tmp_path))
    job = index(small, album)
    assert counts(job) == (5, 0, len(BROKEN), 0)
    reasons = {failure.path.partition("/")[2]: failure.reason for failure in small.failures().items}
    for name, (_, words) in BROKEN.items():
        assert reasons[name].startswith(words)
        assert "\n" not in reasons[name]
    assert counts(index(small)) == (0, 0, 0, 5 + len(BROKEN))
    small.close()


def test_a_file_that_was_too_large_is_tried_again_when_the_limit_is_raised(library, album, tmp_path):
    Image.fromarray(np.zeros((1100, 1000, 3), np.uint8)).save(album / "large.png")

    def opened(limit: int) -> Library:
        home = tmp_path / "limits"
        return Library(load_settings({}, home=home, spaces="colour", max_megapixels=limit), Models(home))

    found = []
    for limit in (1, 1, 2, 2):
        limited = opened(limit)
        found.append(counts(index(limited, album)))
        limited.close()
    assert found == [(5, 0, 1, 0), (0, 0, 0, 6), (1, 0, 0, 5), (0, 0, 0, 6)]


def test_odd_pictures_are_read(library, tmp_path):
    folder = tmp_path / "odd"
    rgb = Image.open(paint(tmp_path / "x.png", 3))
    folder.mkdir()
    rgb.convert("CMYK").save(folder / "cmyk.jpg")
    rgb.convert("L").save(folder / "grey.png")
    rgb.convert("P").save(folder / "palette.gif")
    rgb.save(folder / "moving.gif", save_all=True, append_images=[rgb.rotate(90), rgb.rotate(180)])
    rgb.resize((1, 1)).save(folder / "dot.png")
    rgb.resize((3000, 2)).save(folder / "thread.png")
    rgb.save(folder / "really a png.jpg", "PNG")
    job = index(library, folder)
    assert counts(job) == (7, 0, 0, 0)
    kinds = {picture.name: picture.format for picture in library.pictures().items}
    assert kinds["really a png.jpg"] == "PNG"
    assert kinds["moving.gif"] == "GIF"


def test_a_name_that_is_not_utf_8_is_found_again(library, album):
    try:
        paint(album / "x.jpg", 9).rename(album / WEIRD)
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    assert counts(index(library, album)) == (6, 0, 0, 0)
    (picture,) = library.pictures(Filter(text="caf")).items
    assert picture.name == "caf� �.jpg"
    assert library.location(picture.id) == album / WEIRD
    assert library.data(picture.id)[0] == (album / WEIRD).read_bytes()
    assert library.find(album / WEIRD) == picture.id
    assert counts(index(library)) == (0, 0, 0, 6)
    assert counts(index(library, album / WEIRD)) == (0, 0, 0, 1)
    (album / WEIRD).unlink()
    assert counts(index(library)) == (0, 1, 0, 5)


def test_hidden_things_are_passed_over(library, album):
    for name in (".hidden.jpg", "._a.jpg", ".cache/x.jpg", "__MACOSX/a.jpg", "@eaDir/a.jpg", "sea/.git/y.jpg"):
        paint(album / name, len(name) + 100)
    assert counts(index(library, album)) == (5, 0, 0, 0)


def test_other_files_are_no_failures(library, album):
    for name in ("notes.txt", "film.mp4", "README", "a.jpg.part"):
        (album / name).write_bytes(b"something else")
    assert counts(index(library, album)) == (5, 0, 0, 0)


def test_circles_of_links_end_and_no_folder_is_entered_twice(library, album):
    (album / "sea" / "deep" / "up").symlink_to(album, target_is_directory=True)
    (album / "again").symlink_to(album / "sea", target_is_directory=True)
    (album / "self").symlink_to(album / "self")
    assert counts(index(library, album)) == (5, 0, 0, 0)
    assert library.summary().files == 5


def test_links_out_of_the_folder_are_followed(library, album, tmp_path):
    paint(tmp_path / "far" / "f.jpg", 40)
    (album / "far").symlink_to(tmp_path / "far", target_is_directory=True)
    (album / "one.jpg").symlink_to(tmp_path / "far" / "f.jpg")
    assert counts(index(library, album)) == (6, 0, 0, 0)
    (picture,) = library.pictures(Filter(text="one.jpg")).items or library.pictures(Filter(text="f.jpg")).items
    assert picture.copies == 2


def test_what_only_looks_like_a_picture_is_said(library, album):
    (album / "nothing.jpg").symlink_to(album / "nowhere.jpg")
    os.mkfifo(album / "pipe.jpg")
    (album / "folder.jpg").mkdir()
    assert counts(index(library, album)) == (5, 0, 2, 0)
    assert {failure.reason for failure in library.failures().items} == {
        "nothing.jpg is a link to something that does not exist.",
        "pipe.jpg is not a plain file.",
    }
    paint(album / "nowhere.jpg", 41)
    (album / "pipe.jpg").unlink()
    index(library)
    assert library.failures().total == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="The administrator may read everything.")
def test_what_may_not_be_read_is_said_and_known_pictures_below_stay(library, album):
    index(library, album)
    (album / "b.jpg").chmod(0)
    os.utime(album / "b.jpg", (1, 1))
    (album / "sea").chmod(0)
    try:
        job = index(library)
        reasons = {failure.reason for failure in library.failures().items}
        assert "b.jpg may not be read: ask for permission with chmod +r." in reasons
        assert any("cannot be listed" in reason for reason in reasons)
        assert counts(job)[1] == 0
        assert {"b.jpg", "d.jpg", "e.jpg"} <= set(names(library))
    finally:
        (album / "sea").chmod(0o755)
    (album / "b.jpg").chmod(0o644)  # which changes neither its size nor its time
    assert counts(index(library)) == (0, 0, 0, 4)
    assert library.failures().total == 0


def test_files_that_go_while_they_are_read_are_no_crash(library, tmp_path):
    folder = tmp_path / "many"
    for seed in range(150):
        paint(folder / f"{seed % 10}" / f"{seed}.jpg", seed)
    watching = threading.Event()

    def sweep() -> None:
        watching.wait(10)
        for path in sorted(folder.rglob("*.jpg"))[::2]:
            path.unlink()

    thread = threading.Thread(target=sweep)
    thread.start()
    watching.set()
    index(library, folder)
    thread.join()
    index(library)
    assert sorted(names(library, limit=1000)) == sorted(path.name for path in folder.rglob("*.jpg"))
    assert library.failures().total == 0
