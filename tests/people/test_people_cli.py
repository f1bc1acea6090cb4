"""mindseye faces find, look and people, as a person types them."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from mindseye.cli import root
from mindseye.errors import NotFoundError
from tests.people.conftest import ADA, SHOWN
from tests.people.faces import SAMPLES


@pytest.fixture
def run(template, tmp_path):
    """Run a command on a library whose pictures show three people, and return what it prints."""
    shutil.copytree(template / "home", tmp_path / "home")

    def run(*words, typed=None, fails=False):
        result = CliRunner().invoke(root, ["--home", str(tmp_path / "home"), *words], input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert (result.exit_code != 0) is fails, result.output
        return result.output

    return run


def test_a_group_is_named_listed_renamed_hidden_merged_and_taken_back(run):
    groups = json.loads(run("faces", "people", "groups", "--json"))["groups"]
    assert [one["count"] for one in groups] == [4, 4, 3]
    assert run("faces", "people", "name", str(groups[0]["id"]), "Ada") == "Ada is new, with 4 faces.\n"
    assert run("faces", "people", "name", str(groups[2]["id"]), "Cy") == "Cy is new, with 3 faces.\n"
    listed = json.loads(run("faces", "people", "list", "--json"))
    assert [(one["name"], one["faces"]) for one in listed["people"]] == [("Ada", 4), ("Cy", 3)]
    assert run("faces", "people", "show", "ada", "--paths").count(".png") == sum(ADA in names for names in SHOWN)
    assert json.loads(run("library", "list", "--person", "Ada", "--json"))["total"] == 4
    assert "Ada is called Ada L. now" in run("faces", "people", "rename", "Ada", "Ada L.")
    assert "Cy is hidden" in run("faces", "people", "hide", "cy")
    assert "became part of Ada L., with 3 faces" in run("faces", "people", "merge", "Ada L.", "Cy")
    assert run("faces", "people", "undo").startswith("Undone: Cy became part of Ada L.")
    assert json.loads(run("faces", "people", "undo", "--json"))["operation"]["words"] == "Cy is hidden."
    status = json.loads(run("faces", "people", "status", "--json"))
    assert (status["people"], status["named"], status["groups"]) == (2, 7, 1)
    assert "People: 2; their named faces: 7; groups without a name: 1; suggestions: 0" in run(
        "faces", "people", "status"
    )
    with pytest.raises(NotFoundError, match="There is nobody called 'Eve'"):
        run("faces", "people", "show", "Eve")


def test_nobody_is_forgotten_by_accident(run):
    (group, *_) = json.loads(run("faces", "people", "groups", "--json"))["groups"]
    run("faces", "people", "name", str(group["id"]), "Ada")
    assert "Forget Ada and 4 faces? This cannot be undone." in run(
        "faces", "people", "forget", "Ada", typed="n\n", fails=True
    )
    assert "Name a person, or give --everything." in run("faces", "people", "forget", fails=True)
    assert "Ada is deleted for ever" in run("faces", "people", "forget", "Ada", typed="y\n")
    assert json.loads(run("faces", "people", "forget", "--everything", "--yes", "--json"))["faces"] == 11
    assert run("faces", "people", "undo") == "There is nothing to undo.\n"


def test_pictures_are_searched_and_looking_is_switched_off(run):
    photo = str(SAMPLES / "photos" / "astronaut.jpg")
    assert "Nobody is known here yet" in run("faces", "find", photo)
    found = json.loads(run("faces", "find", photo, "--unnamed", "--top", "2", "--json"))
    assert len(found["faces"][0]["candidates"]) == 2
    assert "no face" in run("faces", "find", str(SAMPLES / "photos" / "bricks.jpg"))
    assert json.loads(run("faces", "look", "--json"))["state"] == "done"
    assert "New pictures are looked at." in run("faces", "people", "status")
    assert "not looked at for faces any more" in run("faces", "look", "--off")
    assert json.loads(run("faces", "people", "status", "--json"))["on"] is False
