"""What many tests start from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from mindseye import MindsEye, load_settings
from mindseye.models.registry import Model, Models
from photos import write_photos
from tests import tiny

settings.register_profile("shared", deadline=None)  # machines are shared: no test is about how long it takes
settings.load_profile("shared")


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture
def folder(tmp_path: Path, scratch: Path) -> Path:
    """A whole model folder, outside of any installation."""
    return tiny.write_model(tmp_path / "outside", scratch)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory, scratch: Path) -> Models:
    """An installation whose zoo holds the tiny digit model; for tests that change nothing."""
    zoo = tmp_path_factory.mktemp("zoo")
    tiny.write_model(zoo, scratch)
    return Models(tmp_path_factory.mktemp("home"), zoo)


@pytest.fixture(scope="session")
def model(models: Models) -> Model:
    return models.get("tiny")


@pytest.fixture(scope="session")
def sample_photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with seven variants of each of the eleven sample photos."""
    folder = tmp_path_factory.mktemp("pictures") / "photos"
    write_photos(folder)
    return folder


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory, sample_photos: Path) -> MindsEye:
    """An installation that has indexed these photos; for tests that change nothing."""
    eye = MindsEye(load_settings({}, home=tmp_path_factory.mktemp("indexed")))
    eye.library.add_source(sample_photos)
    job = eye.library.jobs.run("index")
    assert job.state == "done", job.error
    return eye
