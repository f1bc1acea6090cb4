"""Indexing: what comes in, what is passed over, what leaves. On SQLite and PostgreSQL."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select, update

from mindseye import images
from mindseye.descriptors.spaces import space
from mindseye.errors import NotFoundError, RequestError
from mindseye.library import tables
from mindseye.library.records import Filter
from mindseye.tasks import embed
from tests.library.painting import contents, counts, ids_by_name, in_index, index, names, paint


def test_a_folder_is_indexed_with_all_below_it(library, album):
    job = index(library, album)
    assert counts(job) == (5, 0, 0, 0)
    assert (job.done, job.total, job.failures) == (5, 5, 0)
    assert sorted(names(library)) == ["a.jpg", "b.jpg", "c.png", "d.jpg", "e.jpg"]
    assert {picture.sha256 for picture in library.pictures().items} == contents(album)
    assert in_index(library) == set(ids_by_name(library).values())


def test_a_picture_says_what_is_known_about_it(library, album):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "2021:07:09 18:30:05"
    exif[274] = 6
    path = paint(album / "sea" / "Été.JPG", 77, exif=exif)
    index(library, album)
    (picture,) = library.pictures(Filter(text="été")).items
    assert (picture.name, picture.folder, picture.path) == ("Été.JPG", "photos/sea", "photos/sea/Été.JPG")
    assert (picture.width, picture.height, picture.format) == (32, 48, "JPEG")
    assert picture.bytes == path.stat().st_size
    assert picture.taken == datetime(2021, 7, 9, 18, 30, 5)
    assert (picture.copies, picture.removed) == (1, False)
    assert library.picture(picture.id) == picture
    assert library.data(picture.id) == (path.read_bytes(), "Été.JPG")
    assert library.read(picture.id).shape == (48, 32, 3)
    assert library.location(picture.id) == path
    assert library.find(path) == picture.id


def test_the_vector_is_that_of_the_picture(library, album):
    index(library, album)
    for name, number in ids_by_name(library).items():
        (path,) = album.rglob(name)
        wanted = embed.embed_picture(library.models, space("colour"), images.read(path, library.limits))
        assert np.allclose(library.vectors("colour", [number])[0], wanted, atol=1e-3)
    with pytest.raises(KeyError):
        library.vectors("colour", [10_000])


def test_a_second_run_reads_nothing(library, album):
    index(library, album)
    job = index(library)
    assert counts(job) == (0, 0, 0, 5)
    assert job.result["read"] == 0


def test_a_moved_file_keeps_its_number(library, album):
    index(library, album)
    before = ids_by_name(library)
    (album / "a.jpg").rename(album / "sea" / "z.jpg")
    assert counts(index(library)) == (0, 0, 0, 4)
    after = ids_by_name(library)
    assert after["z.jpg"] == before["a.jpg"]
    assert "a.jpg" not in after
    assert names(library, order="name")[-1] == "z.jpg"
    assert library.data(after["z.jpg"])[1] == "z.jpg"


def test_copies_are_one_picture_until_the_last_of_them_goes(library, album):
    shutil.copy(album / "a.jpg", album / "sea" / "copy.jpg")
    assert counts(index(library, album)) == (5, 0, 0, 0)
    summary = library.summary()
    assert (summary.pictures, summary.files) == (5, 6)
    (picture,) = library.pictures(Filter(ids=(library.find(album / "a.jpg"),))).items
    assert picture.copies == 2
    (album / "a.jpg").unlink()
    assert counts(index(library)) == (0, 0, 0, 5)
    assert (library.picture(picture.id).name, library.picture(picture.id).copies) == ("copy.jpg", 1)
    (album / "sea" / "copy.jpg").unlink()
    assert counts(index(library)) == (0, 1, 0, 4)
    assert picture.id not in in_index(library)
    with pytest.raises(NotFoundError, match=f"no picture {picture.id}"):
        library.picture(picture.id)


def test_a_changed_file_is_a_new_picture_and_the_old_one_leaves(library, album):
    index(library, album)
    old = library.find(album / "a.jpg")
    paint(album / "a.jpg", 99)
    assert counts(index(library)) == (1, 1, 0, 4)
    new = library.find(album / "a.jpg")
    assert new not in (old, None)
    assert in_index(library) == set(ids_by_name(library).values())


def test_numbers_are_never_given_twice(library, album):
    index(library, album)
    used = set(ids_by_name(library).values())
    shutil.rmtree(album / "sea")
    for name in ("a.jpg", "b.jpg", "c.png"):
        (album / name).unlink()
    assert counts(index(library)) == (0, 5, 0, 0)
    paint(album / "new.jpg", 50)
    index(library)
    assert not used & set(ids_by_name(library).values())


def test_a_removed_picture_stays_out_until_it_is_restored(library, album):
    index(library, album)
    number = library.find(album / "a.jpg")
    assert library.remove([number, 10_000]) == 1
    assert library.remove([number]) == 0
    assert number not in in_index(library)
    assert "a.jpg" not in names(library)
    assert names(library, where=Filter(removed=True)) == ["a.jpg"]
    assert library.pictures_of([number]) == {}
    os.utime(album / "a.jpg", (1, 1))  # read again, and recognised
    shutil.copy(album / "a.jpg", album / "again.jpg")
    assert counts(index(library)) == (0, 0, 0, 4)
    assert library.summary().removed == 1
    assert number not in in_index(library)
    assert library.restore([number]) == 1
    assert number in in_index(library)
    assert (album / "a.jpg").exists()


def test_a_removed_picture_whose_file_goes_is_remembered(library, album):
    index(library, album)
    number = library.find(album / "a.jpg")
    library.remove([number])
    data = (album / "a.jpg").read_bytes()
    (album / "a.jpg").unlink()
    index(library)
    assert library.summary().removed == 0  # there is nothing to restore
    (album / "back.jpg").write_bytes(data)
    index(library)
    assert names(library, where=Filter(removed=True)) == ["back.jpg"]


def test_an_unreadable_file_is_tried_again_only_when_it_changes(library, album):
    (album / "diary.jpg").write_text("dear diary, this is no picture at all")
    assert counts(index(library, album)) == (5, 0, 1, 0)
    (failure,) = library.failures().items
    assert (failure.source, failure.path) == ("photos", "photos/diary.jpg")
    assert failure.reason.startswith("diary.jpg is a text file, not a picture")
    job = index(library)
    assert (counts(job), job.result["read"]) == ((0, 0, 0, 6), 0)
    paint(album / "diary.jpg", 60)
    assert counts(index(library)) == (1, 0, 0, 5)
    assert library.failures().total == 0


def test_a_picture_that_is_damaged_later_leaves_and_is_said(library, album):
    index(library, album)
    (album / "a.jpg").write_bytes((album / "a.jpg").read_bytes()[:100])
    assert counts(index(library)) == (0, 1, 1, 4)
    assert "a.jpg" not in names(library)


def test_a_source_that_is_not_there_keeps_its_pictures(library, album, tmp_path):
    index(library, album)
    before = ids_by_name(library)
    album.rename(tmp_path / "unplugged")
    job = index(library)
    assert counts(job) == (0, 0, 0, 0)
    assert job.result["missing_sources"] == [str(album)]
    assert ids_by_name(library) == before
    assert not library.summary().sources[0].there
    (tmp_path / "unplugged").rename(album)
    job = index(library)
    assert (counts(job), job.result["read"]) == ((0, 0, 0, 5), 0)


def test_a_mount_point_without_its_drive_keeps_its_pictures(library, album):
    index(library, album)
    with library.catalogue.writing() as connection:  # as if it had lain on a drive of its own
        connection.execute(update(tables.sources).values(device="-1"))
    shutil.rmtree(album)
    album.mkdir()
    assert counts(index(library)) == (0, 0, 0, 0)
    assert library.summary().pictures == 5


def test_a_folder_that_was_emptied_is_empty(library, album):
    index(library, album)
    shutil.rmtree(album)
    album.mkdir()
    assert counts(index(library)) == (0, 5, 0, 0)


def test_only_the_part_that_was_named_is_looked_at(library, album):
    index(library, album)
    paint(album / "new.jpg", 70)
    paint(album / "sea" / "new too.jpg", 71)
    (album / "a.jpg").unlink()
    (album / "sea" / "d.jpg").unlink()
    assert counts(index(library, album / "sea")) == (1, 1, 0, 1)
    assert len(library.summary().sources) == 1
    assert counts(index(library)) == (1, 1, 0, 4)


def test_a_folder_around_a_known_one_takes_it_over(library, album):
    index(library, album / "sea")
    before = ids_by_name(library)
    assert library.folders()[0].path == "sea"
    job = index(library, album)
    assert (counts(job), job.result["read"]) == ((3, 0, 0, 2), 3)
    assert before.items() <= ids_by_name(library).items()
    assert [source.path for source in library.summary().sources] == [str(album)]
    assert [(f.path, f.pictures) for f in library.folders()] == [
        ("photos", 3),
        ("photos/sea", 1),
        ("photos/sea/deep", 1),
    ]


def test_two_folders_of_one_name_are_told_apart(library, album, tmp_path):
    paint(tmp_path / "other" / "photos" / "x.jpg", 80)
    index(library, album, tmp_path / "other" / "photos")
    assert {f.path.partition("/")[0] for f in library.folders()} == {"photos", "photos (2)"}
    assert names(library, where=Filter(folder="photos (2)")) == ["x.jpg"]


def test_single_files_are_a_source_of_their_folder_that_may_grow(library, album):
    index(library, album / "a.jpg", album / "b.jpg")
    (source,) = library.summary().sources
    assert (source.kind, source.files, source.path) == ("files", 2, str(album))
    before = ids_by_name(library)
    assert counts(index(library)) == (0, 0, 0, 2)
    (album / "b.jpg").unlink()
    assert counts(index(library)) == (0, 1, 0, 1)
    index(library, album)
    (source,) = library.summary().sources
    assert (source.kind, source.files) == ("folder", 4)
    assert ids_by_name(library)["a.jpg"] == before["a.jpg"]


def test_a_file_that_is_named_is_read_whatever_its_name_is(library, album):
    shutil.copy(album / "a.jpg", album / "picture")
    index(library, album / "picture")
    assert names(library) == ["picture"]


def test_a_path_that_is_not_there_is_said(library, tmp_path):
    with pytest.raises(RequestError, match=r"nowhere does not exist"):
        library.add_source(tmp_path / "nowhere")
    (tmp_path / "x.tar.gz").write_bytes(b"")
    with pytest.raises(RequestError, match="packed tar: unpack it"):
        library.add_source(tmp_path / "x.tar.gz")


def test_a_space_that_is_added_is_filled_and_kept_filled(library, album):
    index(library, album)
    job = index(library, space="colour-correlation")
    assert (job.result["filled"], job.result["added"]) == (5, 0)
    assert in_index(library, "colour-correlation") == in_index(library)
    paint(album / "new.jpg", 70)
    index(library)
    status = {s.name: (s.vectors, s.missing) for s in library.summary().spaces}
    assert status == {"colour": (6, 0), "colour-correlation": (6, 0)}
    with pytest.raises(NotFoundError, match="no space called 'smell'"):
        library.use_spaces(["smell"])


def test_vectors_of_an_older_model_are_made_anew(library, album):
    index(library, album)
    with library.catalogue.writing() as connection:
        old = tables.vectors.c.picture_id == library.find(album / "a.jpg")
        connection.execute(update(tables.vectors).where(old).values(version="older", vector=bytes(512)))
    assert library.summary().spaces[0].missing == 1
    library.indexes.rebuild("colour")
    assert len(in_index(library)) == 4
    assert index(library).result["filled"] == 1
    assert len(in_index(library)) == 5
    with library.catalogue.reading() as connection:
        assert len(set(connection.execute(select(tables.vectors.c.version)).scalars())) == 1


def test_forgetting_a_source_takes_its_pictures_along_but_no_copies_elsewhere(library, album, tmp_path):
    (tmp_path / "backup").mkdir()
    shutil.copy(album / "a.jpg", tmp_path / "backup" / "a2.jpg")
    index(library, album, tmp_path / "backup")
    assert library.forget_source(library.summary().sources[0].id) == 4
    assert names(library) == ["a2.jpg"]
    assert len(in_index(library)) == 1
    assert (album / "a.jpg").exists()
    with pytest.raises(NotFoundError, match="no source 77"):
        library.forget_source(77)


def test_the_home_folder_is_never_indexed_as_a_part_of_another(library, album, tmp_path):
    index(library, album)
    library.thumbnail(library.find(album / "a.jpg"))
    index(library, tmp_path)  # the home folder, with the thumbnail, lies in it
    assert sorted(names(library)) == ["a.jpg", "b.jpg", "c.png", "d.jpg", "e.jpg"]
    assert [Path(source.path) for source in library.summary().sources] == [tmp_path]
