"""The catalogue: SQLite in the home folder, or PostgreSQL by URL. Opening, transactions, schema, and their errors."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, exc, inspect, select, update
from sqlalchemy.engine import make_url

from mindseye.errors import MindsEyeError, MissingExtraError, SettingsError
from mindseye.library import tables
from mindseye.library.locks import LOCK_CLASS, FileLocks, Locks, PostgresLocks

BUSY_S = 60  # how long a writer waits for another process's transaction before it gives up


class CatalogueError(MindsEyeError):
    """A catalogue that cannot be opened, read or written: a full disk, a server that is gone, a damaged file."""


class Catalogue:
    """Connections to one catalogue. Safe to use from several threads and processes at once.

    Every connection commits by itself, so that a read is one statement; `writing` makes a transaction by hand.
    """

    def __init__(self, url: str, folder: Path) -> None:
        """Open the catalogue at a URL, or `folder/catalogue.sqlite` for an empty one; made if it is not there."""
        self.is_sqlite = not url
        self.locks: Locks
        try:
            if self.is_sqlite:
                folder.mkdir(parents=True, exist_ok=True)
                self.where = str(folder / "catalogue.sqlite")
                self._engine = _sqlite(folder / "catalogue.sqlite")
                self.locks = FileLocks(folder)
            else:
                self._engine = _postgresql(url)
                self.where = self._engine.url.render_as_string(hide_password=True)
                self.locks = PostgresLocks(self._engine)
        except OSError as error:
            raise CatalogueError(f"The library's folder {folder} cannot be made: {error.strerror}.") from error
        try:
            with self._said():
                self._prepare()
        except MindsEyeError:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection; each statement sees what is committed."""
        with self._said(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside a transaction: all of it is kept, or nothing. Writers take turns."""
        with self._said(), self._engine.connect() as connection:
            self._begin(connection)
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                with contextlib.suppress(exc.SQLAlchemyError):  # the engine may have rolled back, or gone, already
                    connection.exec_driver_sql("ROLLBACK")
                raise

    def insert(self, table: Table) -> Any:
        """Return an INSERT that knows ON CONFLICT, which both engines have but SQLAlchemy names apart."""
        if self.is_sqlite:
            from sqlalchemy.dialects.sqlite import insert as sqlite_insert

            return sqlite_insert(table)
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(table)

    def shrink(self) -> None:
        """Let what was deleted leave SQLite's log, too; PostgreSQL sees to that by itself."""
        if self.is_sqlite:
            with self.reading() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._engine.dispose()

    def _begin(self, connection: Connection) -> None:
        if self.is_sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # one writer at a time, as in SQLite: numbers of changes then become visible in their order
            connection.exec_driver_sql("BEGIN")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, 0)", (LOCK_CLASS,))

    def _prepare(self) -> None:
        """Make the tables, or lead them to this schema."""
        with self._engine.connect() as connection:
            if inspect(connection).has_table("schema"):
                version = connection.execute(select(tables.schema.c.version)).scalar()
                if version == tables.NUMBER:
                    return
        with self.writing() as connection:  # looked at again: another process may have been faster
            if not inspect(connection).has_table("schema"):
                tables.metadata.create_all(connection)
                connection.execute(tables.schema.insert().values(version=tables.NUMBER))
                return
            self._migrate(connection, connection.execute(select(tables.schema.c.version)).scalar() or 0)

    def _migrate(self, connection: Connection, version: int) -> None:
        if version > tables.NUMBER:
            raise CatalogueError(
                f"The catalogue {self.where} is of schema {version}, made by a newer Mind's Eye; this one knows "
                f"{tables.NUMBER}: update it with `pip install --upgrade mindseye`."
            )
        for step in range(version, tables.NUMBER):
            for statement in tables.MIGRATIONS[step]:
                connection.exec_driver_sql(statement)
        tables.metadata.create_all(connection)  # those that are new
        connection.execute(update(tables.schema).values(version=tables.NUMBER))

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Turn the engine's errors into sentences."""
        try:
            yield
        except exc.DatabaseError as error:
            raise CatalogueError(_sentence(error, self.where)) from error


def _sqlite(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": BUSY_S},
        pool_size=16,
        max_overflow=64,
    )

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # one commit a second: what is done survives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -32000")  # 32 MB

    return engine


def _postgresql(url: str) -> Engine:
    if not url.startswith(("postgresql://", "postgresql+psycopg://")):
        raise SettingsError(
            f"MINDSEYE_CATALOGUE must be empty for SQLite or begin with postgresql://, not {url.partition(':')[0]!r}."
        )
    try:
        made = make_url(url).set(drivername="postgresql+psycopg")
        return create_engine(made, isolation_level="AUTOCOMMIT", pool_size=16, max_overflow=64, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise MissingExtraError("PostgreSQL needs psycopg: pip install 'mindseye[postgresql]'.") from error
    except (exc.ArgumentError, ValueError) as error:
        raise SettingsError("MINDSEYE_CATALOGUE is not a URL such as postgresql://user:password@host/name.") from error


def _sentence(error: exc.DatabaseError, where: str) -> str:
    """Return what went wrong in the engine, what it means, and what helps."""
    text = " ".join(str(error.orig).split())
    if "disk is full" in text or "No space left" in text:
        return f"The disk of the catalogue {where} is full: make room and run it again; what was committed is kept."
    if "locked" in text:
        return f"The catalogue {where} has been locked by another process for {BUSY_S} s: wait for it, or end it."
    if "readonly" in text or "unable to open" in text:
        may = "may be written" if os.path.exists(where) else "can be made"
        return f"The catalogue {where} cannot be opened for writing: see that it {may} by you ({text})."
    if "malformed" in text or "not a database" in text:
        return f"The catalogue {where} is damaged: put it back from a copy, or delete it and index again ({text})."
    return f"The catalogue {where} does not answer as it should: {text[:300]}."
