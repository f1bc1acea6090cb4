"""Pages, filters, folders and months: against the same question asked in plain Python."""

from __future__ import annotations

import itertools
import os
from datetime import date, datetime

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from mindseye.errors import RequestError
from mindseye.library import browsing, tables
from mindseye.library.records import ORDERS, Filter
from tests.library.painting import index, names, paint

NAMES = ("Beach 100%.jpg", "beach_2.jpg", "BEACH.jpg", "Straße.jpg", "[x].jpg", "sea's.jpg", "10.jpg", "9.jpg")
FOLDERS = ("", "2023", "2023/may", "2023 may", "2024")


@pytest.fixture
def many(library, tmp_path):
    """Forty pictures: each name in each folder, taken on the first ten days of a few months, some without a date."""
    for seed, (folder, name) in enumerate(itertools.product(FOLDERS, NAMES)):
        exif = Image.Exif()
        if seed % 3:
            exif.get_ifd(0x8769)[36867] = f"{2020 + seed % 4}:{1 + seed % 12:02}:{1 + seed % 10:02} 23:59:59"
        path = paint(tmp_path / "all" / folder / name, seed, exif=exif)
        os.utime(path, (1_600_000_000 + 86_400 * seed,) * 2)
    index(library, tmp_path / "all")
    library.remove([3, 17])
    return library


def everything(library):
    """Return all pictures with the date that they count for."""
    found = []
    for picture in library.pictures(limit=1000).items:
        written = datetime.fromtimestamp(library.location(picture.id).stat().st_mtime)
        found.append((picture, picture.taken or written))
    return found


def test_pages_follow_on_each_other_in_every_order(many):
    for order in ORDERS:
        whole = many.pictures(limit=1000, order=order).items
        pages = [many.pictures(offset=offset, limit=7, order=order) for offset in range(0, 42, 7)]
        assert tuple(picture for page in pages for picture in page.items) == whole
        assert {page.total for page in pages} == {38}
        assert len({picture.id for picture in whole}) == 38
    assert many.pictures(offset=1000).items == ()


def test_orders_are_what_they_say(many):
    dates = {picture.id: when.replace(microsecond=0) for picture, when in everything(many)}
    newest = [dates[picture.id] for picture in many.pictures(limit=100).items]
    assert newest == sorted(newest, reverse=True)
    oldest = [dates[picture.id] for picture in many.pictures(limit=100, order="oldest").items]
    assert oldest == sorted(oldest)
    assert names(many, limit=100, order="name") == sorted(names(many, limit=100), key=str.casefold)
    added = [picture.id for picture in many.pictures(limit=100, order="added").items]
    assert added == sorted(added, reverse=True)
    with pytest.raises(RequestError, match="known orders: newest, oldest, added, name"):
        many.pictures(order="prettiest")


FILTERS = {
    "a folder with its sub-folders": (
        Filter(folder="all/2023"),
        lambda p, d: p.folder in ("all/2023", "all/2023/may"),
    ),
    "the whole source": (Filter(folder="all"), lambda p, d: True),
    "a folder that is not there": (Filter(folder="all/202"), lambda p, d: False),
    "from a day on": (Filter(since=date(2022, 3, 3)), lambda p, d: d.date() >= date(2022, 3, 3)),
    "up to a day, that day too": (Filter(until=date(2021, 5, 4)), lambda p, d: d.date() <= date(2021, 5, 4)),
    "a part of the name, in capitals or not": (Filter(text="bEaCh"), lambda p, d: "beach" in p.name.lower()),
    "a percent sign is itself": (Filter(text="100%"), lambda p, d: "100%" in p.name),
    "an underscore is itself": (Filter(text="_"), lambda p, d: "_" in p.name),
    "what folds to more letters": (Filter(text="STRASSE"), lambda p, d: p.name == "Straße.jpg"),
    "a quote": (Filter(text="sea's"), lambda p, d: p.name == "sea's.jpg"),
    "chosen numbers": (Filter(ids=(1, 2, 3, 999)), lambda p, d: p.id in (1, 2)),
    "no numbers at all": (Filter(ids=()), lambda p, d: False),
    "a source": (Filter(source=1), lambda p, d: True),
    "another source": (Filter(source=2), lambda p, d: False),
    "all at once": (
        Filter(folder="all/2023", since=date(2020, 1, 1), until=date(2023, 1, 1), text="e", source=1),
        lambda p, d: p.folder.startswith("all/2023") and d.year < 2023 and "e" in p.name.casefold() and
        not p.folder.startswith("all/2023 "),
    ),
}  # fmt: skip


def test_filters_mean_what_they_say(many):
    known = everything(many)
    for words, (where, means) in FILTERS.items():
        wanted = {picture.id for picture, when in known if means(picture, when)}
        assert {picture.id for picture in many.pictures(where, limit=1000).items} == wanted, words
        assert many.pictures(where).total == len(wanted), words
        assert np.array_equal(many.ids(where), sorted(wanted)), words
    assert many.ids(Filter()) is None


def test_removed_pictures_are_a_list_of_their_own(many):
    assert {picture.id for picture in many.pictures(Filter(removed=True)).items} == {3, 17}
    assert all(picture.removed for picture in many.pictures(Filter(removed=True)).items)


def test_folders_and_months_count_what_is_there(many):
    known = everything(many)
    counted = {folder.path: folder.pictures for folder in many.folders()}
    assert counted == {path: sum(p.folder == path for p, _ in known) for path in {p.folder for p, _ in known}}
    assert list(counted) == sorted(counted)
    months = {month.month: month.pictures for month in many.months()}
    wanted = [when.strftime("%Y-%m") for _, when in known]
    assert months == {month: wanted.count(month) for month in wanted}
    assert list(months) == sorted(months, reverse=True)


def test_a_copy_counts_in_each_of_its_folders(library, album):
    (album / "sea" / "copy.jpg").write_bytes((album / "a.jpg").read_bytes())
    index(library, album)
    assert library.pictures(Filter(folder="photos/sea")).total == 3
    assert library.pictures(Filter(folder="photos")).total == 5


def test_the_summary_counts_what_is_there(library, album):
    (album / "bad.jpg").write_text("bad")
    index(library, album)
    library.remove([library.find(album / "a.jpg")])
    found = library.summary()
    assert (found.pictures, found.files, found.removed, found.unreadable) == (4, 5, 1, 1)
    assert found.bytes == sum(p.stat().st_size for p in album.rglob("*.*g") if p.name not in ("a.jpg", "bad.jpg"))
    (space,) = found.spaces
    assert (space.name, space.dim, space.vectors, space.missing, space.engine) == ("colour", 256, 4, 0, "flat")
    (source,) = found.sources
    assert (source.kind, source.name, source.pictures, source.files, source.unreadable) == ("folder", "photos", 5, 5, 1)
    assert source.there
    assert source.indexed is not None


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("catalogue_url", ["sqlite"], indirect=True)
def test_a_page_is_read_from_an_index_without_sorting(library, order):
    query = browsing.ids_page([tables.pictures.c.removed.is_(False)], order, 99_900, 100)
    statement = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with library.catalogue.reading() as connection:
        plan = " ".join(row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert "TEMP B-TREE" not in plan
    assert "USING COVERING INDEX" in plan
