"""`mindseye search` by a drawing: what it prints and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest
from click.testing import CliRunner, Result

from mindseye import MindsEye
from mindseye.app import SAMPLES
from mindseye.cli import root
from tests.library.test_sketch_search import clock


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("drawings") / "clock.png"
    cv2.imwrite(str(path), clock())
    return str(path)


def search(eye: MindsEye, *arguments: str | Path) -> Result:
    return CliRunner().invoke(root, ["--home", str(eye.settings.home), "search", *map(str, arguments)])


def test_a_drawing_is_searched_by_and_distances_can_be_printed(indexed, drawing):
    found = json.loads(search(indexed, "--sketch", drawing, "-k", "3", "--json").stdout)
    assert (found["space"], len(found["hits"])) == ("sketch", 3)
    done = search(indexed, "--sketch", drawing, "-k", "3", "--distance")
    assert "It looks like: " + found["looks_like"][0]["name"] in done.stdout
    assert "distance" in done.stdout
    for hit in found["hits"]:
        assert f"{hit['distance']:.3f}" in done.stdout


def test_a_drawing_and_a_photo_are_mixed_by_their_weights(indexed, drawing):
    photo = SAMPLES / "photos" / "coffee.jpg"
    mostly = [
        json.loads(search(indexed, *terms, "-k", "1", "--json").stdout)["hits"][0]["picture"]["name"]
        for terms in (
            ["--sketch", f"0.1:{drawing}", photo],
            ["--sketch", drawing, f"0.001:{photo}"],
            ["--sketch", drawing],
        )
    ]
    assert mostly[0].startswith("coffee")
    assert mostly[1] == mostly[2]


def test_a_photo_as_a_drawing_is_said_and_searched(indexed):
    done = search(indexed, "--sketch", SAMPLES / "photos" / "cat.jpg", "-k", "1", "--paths")
    assert "cat.jpg is a photo, no sketch: searched as a photo." in done.stderr
    assert Path(done.stdout.strip()).name.startswith("cat")


def test_nothing_to_search_by_is_wrong_usage(indexed):
    nothing = search(indexed)
    assert (nothing.exit_code, "a drawing with --sketch" in nothing.stderr) == (2, True)


def test_a_space_that_is_not_filled_is_offered(indexed):
    done = search(indexed, "#1", "--space", "crow")
    assert "77 of 77 pictures" in done.stderr
    assert "`mindseye index --space crow`" in done.stderr


def test_words_are_searched_by_and_what_is_not_understood_is_said(indexed):
    found = json.loads(search(indexed, "--words", "a man in the water", "-k", "3", "--json").stdout)
    assert (found["spaces"], len(found["hits"])) == (["words"], 3)
    done = search(indexed, "--words", "coffee qwertz", "-k", "3")
    assert "Not understood, and in no caption, label or name: qwertz." in done.stderr
    assert "found in" in done.stdout
    assert "name" in done.stdout


def test_words_are_mixed_with_drawings_and_taken_away(indexed, drawing):
    mixed = json.loads(search(indexed, "--words", "0.1:water", "--sketch", drawing, "-k", "3", "--json").stdout)
    assert mixed["spaces"] == ["words", "sketch"]
    assert search(indexed, "--words", "", "-k", "3").exit_code == 1
    plain, without = (
        json.loads(search(indexed, "--words", "grass", *more, "-k", "77", "--json").stdout)["hits"]
        for more in ((), ("--without", "a man"))
    )
    assert [hit["picture"]["id"] for hit in plain] != [hit["picture"]["id"] for hit in without]
