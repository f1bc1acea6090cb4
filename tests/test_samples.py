"""The sample pictures: each is there, is what its script draws, and reads as its title says."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from mindseye import MindsEye, images, load_settings
from mindseye.app import SAMPLES, Sample
from mindseye.types import ImageLimits

SCRIPT = Path(__file__).parent.parent / "scripts" / "draw_samples.py"
WORDS = {"letter-r": "R", "letter-eye": "EYE", "letter-mind": "MIND", "letter-chalk": "Q", "letter-paper": "K"}
NUMBERS = {"seven": "7", "three": "3", "year": "2026", "chalk": "8", "thin": "63", "thick": "2", "paper": "37"}


@pytest.fixture(scope="module")
def eye(tmp_path_factory: pytest.TempPathFactory) -> MindsEye:
    return MindsEye(load_settings({}, home=tmp_path_factory.mktemp("home")))


def test_every_listed_picture_is_there_and_every_picture_is_listed(eye):
    listed = {sample.file for sample in eye.samples()}
    drawn = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.png")}
    photos = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.jpg")}
    assert drawn <= listed <= drawn | photos
    assert all(sample.title and sample.title_zh for sample in eye.samples())
    assert sum(sample.path.stat().st_size for sample in eye.samples()) < 400_000


def test_the_pictures_are_what_the_script_draws(eye):
    script = SimpleNamespace(**runpy.run_path(str(SCRIPT)))
    drawn = {sample.name: script.colour(script.write(sample), sample.paper) for sample in script.SAMPLES}
    for sample in (sample for sample in eye.samples() if sample.name in drawn):
        stored = images.read(sample.path, ImageLimits())[..., ::-1]  # the script draws blue first
        assert np.abs(stored.astype(int) - drawn[sample.name]).mean() < 1.0


def readings(eye: MindsEye, sample: Sample) -> list[str]:
    answer = eye.read_digits(images.read(sample.path, ImageLimits()))
    return [reading.reading for reading in answer.readings]


def test_every_shipped_network_reads_the_digits_in_the_samples(eye):
    for name, number in NUMBERS.items():
        assert readings(eye, eye.sample(name)) == [number] * 3, name


def test_the_shipped_network_reads_the_letters_in_the_samples_and_refuses_the_digit(eye):
    for name, word in {**WORDS, "letter-digit": "?"}.items():
        (reading,) = eye.read_letters(images.read(eye.sample(name).path, ImageLimits())).readings
        assert reading.reading == word, name


def test_what_is_no_digit_is_refused_by_most(eye):
    for name in ("letter", "scribble"):
        assert readings(eye, eye.sample(name)).count("?") >= 2, name
