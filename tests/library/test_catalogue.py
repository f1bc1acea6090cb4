"""The catalogue itself: opened by several at once, by another version, without room, without a server."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, update

from mindseye.errors import SettingsError
from mindseye.library import tables
from mindseye.library.catalogue import Catalogue, CatalogueError
from mindseye.library.library import Library
from mindseye.models.registry import Models
from mindseye.settings import Settings
from tests.library.painting import counts, index, paint


def test_many_may_make_it_at_the_same_time(settings):
    opened, errors = [], []

    def make() -> None:
        try:
            opened.append(Library(settings, Models(settings.home)))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(opened), errors) == (5, [])
    with opened[0].catalogue.reading() as connection:
        assert connection.execute(select(tables.schema.c.version)).scalars().all() == [tables.NUMBER]
    for library in opened:
        library.close()


def test_a_catalogue_of_a_newer_program_is_left_alone(library, settings):
    with library.catalogue.writing() as connection:
        connection.execute(update(tables.schema).values(version=99))
    with pytest.raises(CatalogueError, match="is of schema 99, made by a newer Mind's Eye; this one knows 4: update"):
        Library(settings, library.models)


def test_an_older_schema_is_led_forward_once(library, settings, monkeypatch):
    step = ("ALTER TABLE pictures ADD COLUMN stars INTEGER", "UPDATE pictures SET stars = 3")
    newer = tables.NUMBER + 1
    monkeypatch.setattr(tables, "NUMBER", newer)
    monkeypatch.setattr(tables, "MIGRATIONS", {newer - 1: step})
    for _ in range(2):
        again = Library(settings, library.models)
        with again.catalogue.reading() as connection:
            assert connection.execute(select(tables.schema.c.version)).scalar() == newer
            assert connection.exec_driver_sql("SELECT stars FROM pictures").all() == []
        again.close()


def test_a_transaction_is_kept_whole_or_not_at_all(library, album):
    index(library, album)

    def give_up() -> None:
        with library.catalogue.writing() as connection:
            connection.execute(tables.files.delete())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    assert library.summary().files == 5


def test_writers_take_turns(library, album):
    """Two threads that each read a number and write one more, at once, lose nothing."""
    index(library, album)

    def rise() -> None:
        for _ in range(8):
            with library.catalogue.writing() as connection:
                now = connection.execute(select(tables.spaces.c.added)).scalar_one()
                connection.execute(update(tables.spaces).values(added=now + 1))

    with library.catalogue.writing() as connection:
        connection.execute(update(tables.spaces).values(added=0))
    threads = [threading.Thread(target=rise) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with library.catalogue.reading() as connection:
        assert connection.execute(select(tables.spaces.c.added)).scalar_one() == 24


@pytest.mark.parametrize("catalogue_url", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_and_loses_nothing(library, album, tmp_path):
    index(library, album)
    with library.catalogue.reading() as connection:  # SQLite's own limit raises what a full disk raises
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    library.catalogue.close()

    from sqlalchemy import event

    @event.listens_for(library.catalogue._engine, "connect")
    def _(connection, _record):
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    for seed in range(200):
        paint(tmp_path / "more" / f"{seed}.jpg", 300 + seed)
    job = library.jobs.run("index", paths=[str(tmp_path / "more")])
    assert job.state in ("failed", "interrupted", "running")
    assert not job.error or "is full: make room and run it again; what was committed is kept." in job.error
    again = Library(library.settings, library.models)
    assert again.summary().pictures >= 5
    assert counts(index(again, tmp_path / "more"))[0] + again.summary().pictures >= 205
    assert again.summary().pictures == 205
    again.close()


@pytest.mark.parametrize("catalogue_url", ["sqlite"], indirect=True)
def test_a_damaged_file_is_said(library, settings):
    library.close()
    (settings.home / "library" / "catalogue.sqlite").write_bytes(b"this is no database at all, sorry" * 100)
    for rest in ("-wal", "-shm"):
        (settings.home / "library" / f"catalogue.sqlite{rest}").unlink(missing_ok=True)
    with pytest.raises(CatalogueError, match="is damaged: put it back from a copy"):
        Library(settings, library.models)


@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("mysql://host/name", SettingsError, "begin with postgresql://, not 'mysql'"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", CatalogueError, "does not answer"),
        ("postgresql://host:port/name", SettingsError, "is not a URL such as"),
    ],
)
def test_a_wrong_url_is_said_without_its_password(tmp_path, url, error, words):
    with pytest.raises(error, match=words) as caught:
        Catalogue(url, tmp_path)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_home_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(CatalogueError, match="cannot be made"):
        Library(Settings(home=tmp_path / "file"), Models(tmp_path))
