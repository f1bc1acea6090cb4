"""Lessons about the sample photos: small, but with the real backbone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mindseye import MindsEye, load_settings
from mindseye.library.sources import to_text
from mindseye.teach.lessons import Lessons

SUBJECTS = ("cat", "coffee", "rocket")


@pytest.fixture(scope="session")
def subjects(tmp_path_factory, sample_photos) -> Path:
    """A folder with one sub-folder for each of three subjects, seven pictures each."""
    folder = tmp_path_factory.mktemp("subjects")
    for subject in SUBJECTS:
        (folder / subject).mkdir()
        for path in sorted(sample_photos.rglob(f"{subject} *")):
            shutil.copy(path, folder / subject)
    return folder


@pytest.fixture
def eye(tmp_path):
    eye = MindsEye(load_settings({}, home=tmp_path / "home"))
    yield eye
    eye.close()


@pytest.fixture
def lessons(eye) -> Lessons:
    return eye.lessons


@pytest.fixture(scope="session")
def taught(tmp_path_factory, subjects) -> MindsEye:
    """An installation that was taught the three subjects; for tests that change nothing."""
    eye = MindsEye(load_settings({}, home=tmp_path_factory.mktemp("taught")))
    eye.lessons.begin("Three subjects", "three")
    job = run(eye, "three", subjects)
    assert job.state == "done", job.error
    return eye


def run(eye: MindsEye, name: str, folder: Path | None = None):
    arguments = {"folder": to_text(str(folder))} if folder else {}
    return eye.library.jobs.run("teach", lesson=name, **arguments)
