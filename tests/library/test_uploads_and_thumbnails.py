"""Uploads, which are kept at home, and thumbnails, which are cached there."""

from __future__ import annotations

import time

import numpy as np
import pytest

from mindseye import images
from mindseye.errors import ImageError, NotFoundError, RequestError
from mindseye.library.thumbnails import Thumbnails
from tests.library.painting import counts, in_index, index, names, paint


@pytest.fixture
def data(tmp_path):
    return paint(tmp_path / "one.png", 5).read_bytes()


def test_an_upload_is_kept_and_indexed_at_once(library, data):
    picture, was_known = library.upload("Sea side.png", data)
    assert not was_known
    assert picture.path == f"uploads/{time.strftime('%Y-%m')}/Sea side.png"
    assert library.location(picture.id).read_bytes() == data
    assert in_index(library) == {picture.id}
    assert counts(index(library)) == (0, 0, 0, 1)


def test_the_same_content_is_the_same_picture(library, data, album):
    index(library, album)
    known = library.find(album / "a.jpg")
    assert library.upload("b.jpg", (album / "a.jpg").read_bytes()) == (library.picture(known), True)
    first, _ = library.upload("a.png", data)
    assert library.upload("z.png", data) == (first, True)
    assert len(list((library.settings.home / "uploads").rglob("*.*"))) == 1


def test_a_removed_picture_comes_back_when_it_is_uploaded(library, data):
    picture, _ = library.upload("a.png", data)
    library.remove([picture.id])
    again, was_known = library.upload("b.png", data)
    assert (again.id, again.removed, was_known) == (picture.id, False, False)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\me\\x.png", "x.png"),
        ("/abs/olute.png", "olute.png"),
        (".hidden.png", "hidden.png"),
        ("", "picture"),
        ("...", "picture"),
        ("a\0b\n:*?.png", "a_b_.png"),
        ("é" * 300 + ".png", "é" * 96 + ".png"),
        ("CON", "CON"),
    ],
)
@pytest.mark.parametrize("catalogue_url", ["sqlite"], indirect=True)
def test_a_client_s_name_never_says_where_a_file_is_put(library, data, name, kept):
    picture, _ = library.upload(name, data)
    assert picture.name == kept
    assert library.location(picture.id).parent.parent == library.settings.home / "uploads"


def test_two_uploads_of_one_name_are_two_files(library, tmp_path):
    for seed in range(3):
        library.upload("photo.png", paint(tmp_path / "x.png", seed).read_bytes())
    assert names(library, order="name") == ["photo (2).png", "photo (3).png", "photo.png"]


def test_what_is_no_picture_is_refused_and_not_kept(library):
    with pytest.raises(ImageError, match=r"notes\.jpg is a text file"):
        library.upload("notes.jpg", b"some words")
    assert not (library.settings.home / "uploads").exists()
    assert library.summary().pictures == 0


@pytest.mark.parametrize("size", [128, 256, 512, 1024])
def test_a_thumbnail_has_the_wanted_size_and_the_colours(library, tmp_path, size):
    paint(tmp_path / "photos" / "wide.jpg", 8, 1200, 700, quality=95)
    index(library, tmp_path / "photos")
    number = library.find(tmp_path / "photos" / "wide.jpg")
    small = images.read(library.thumbnail(number, size), library.limits)
    assert small.shape == (round(size * 700 / 1200), size, 3)
    whole = images.shrink(library.read(number), size)
    assert np.abs(small.astype(int) - whole).mean() < 6


def test_a_small_picture_is_not_enlarged(library, album):
    index(library, album)
    path = library.thumbnail(library.find(album / "a.jpg"), 512)
    assert images.read(path, library.limits).shape == (32, 48, 3)


def test_a_thumbnail_is_made_once(library, album):
    index(library, album)
    number = library.find(album / "a.jpg")
    path = library.thumbnail(number)
    written = path.stat().st_ino
    assert library.thumbnail(number) == path
    assert path.stat().st_ino == written
    (album / "a.jpg").unlink()
    assert library.thumbnail(number).exists()  # as long as the picture is known
    with pytest.raises(ImageError, match=r"a\.jpg has gone"):
        library.thumbnail(number, 128)


def test_what_cannot_be_had_is_said(library, album):
    index(library, album)
    with pytest.raises(RequestError, match="sizes: 128, 256, 512, 1024"):
        library.thumbnail(1, 100)
    with pytest.raises(NotFoundError, match="no picture 99"):
        library.thumbnail(99)
    with pytest.raises(NotFoundError, match="no picture 99"):
        library.read(99)


def test_the_least_recently_used_thumbnails_go_first(library, album):
    index(library, album)
    paths = [library.thumbnail(number) for number in sorted(in_index(library))]
    library.thumbnail(1)  # used again
    thumbnails = Thumbnails(library.settings.home, library.limits)
    gone, freed = thumbnails.clean(sum(path.stat().st_size for path in paths) - 1)
    assert (gone, freed > 0) == (1, True)
    assert [path.exists() for path in paths].count(False) == 1
    assert library.thumbnail(1) == paths[0]
    assert thumbnails.clean()[0] == 4
