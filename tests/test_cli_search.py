"""`mindseye search` by a drawing, as a person runs it."""

from __future__ import annotations

import json

import cv2
import pytest

from mindseye.app import SAMPLES
from tests.library.test_sketch_search import clock
from tests.test_cli import run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory):
    """A home that has indexed three photos."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "photos").mkdir()
    for name in ("cat", "clock", "coffee"):
        (folder / "photos" / f"{name}.jpg").write_bytes((SAMPLES / "photos" / f"{name}.jpg").read_bytes())
    cv2.imwrite(str(folder / "drawing.png"), clock())
    assert run(folder / "home", "index", str(folder / "photos")).returncode == 0
    return folder / "home"


def test_a_drawing_is_searched_by_and_distances_can_be_printed(home):
    drawing = home.parent / "drawing.png"
    found = json.loads(run(home, "search", "--sketch", str(drawing), "--json").stdout)
    assert (found["space"], len(found["hits"])) == ("sketch", 3)
    done = run(home, "search", "--sketch", str(drawing), "--distance")
    assert "It looks like: " + found["looks_like"][0]["name"] in done.stdout
    assert "distance" in done.stdout
    for hit in found["hits"]:
        assert f"{hit['distance']:.3f}" in done.stdout


def test_a_photo_as_a_drawing_is_said_and_nothing_to_search_by_is_wrong_usage(home):
    done = run(home, "search", "--sketch", str(home.parent / "photos" / "cat.jpg"), "--paths")
    assert "cat.jpg is a photo, no sketch: searched as a photo." in done.stderr
    assert done.stdout.splitlines()[0].endswith("cat.jpg")
    nothing = run(home, "search")
    assert (nothing.returncode, "a drawing with --sketch" in nothing.stderr) == (2, True)


def test_a_space_that_is_not_filled_is_offered(home):
    done = run(home, "search", "#1", "--space", "crow")
    assert "3 of 3 pictures" in done.stderr
    assert "`mindseye index --space crow`" in done.stderr
