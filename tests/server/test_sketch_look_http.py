"""Looking at a run of the sketch benchmark over HTTP."""

from __future__ import annotations

import shutil

import pytest

from mindseye import MindsEye, load_settings
from mindseye.benchmarks import kept, result
from mindseye.benchmarks.sketch_look import Asked, CategoryFigures, Look, Point
from mindseye.server.factory import create_app

SPRITE = b"RIFF\x00\x00\x00\x00WEBP"
LOOK = Look(
    "sketch",
    "1",
    "drawn",
    "2026-01-31T12:00:00+00:00",
    64,
    32,
    "0a.webp",
    (Point(0.0, 1.0, "photo", "cat", True), Point(1.0, 0.0, "sketch", "cat", True)),
    (Asked(1, "unseen", None, (0,), (0,), 0.5, 1.0),),
    (CategoryFigures("cat", True, 1, 0.5, 1.0),),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return home, create_app(MindsEye(load_settings({}, home=home))).test_client()


@pytest.fixture
def home(server):
    """A home without results; making a server takes seconds, so all tests share one."""
    shutil.rmtree(server[0] / "benchmarks", ignore_errors=True)
    return server[0]


@pytest.fixture
def client(server, home):
    return server[1]


def test_before_the_first_run_there_is_nothing_to_look_at_and_the_command_is_told(client):
    assert client.get("/api/v1/benchmarks/sketch").json == {"result": None}
    assert client.get("/api/v1/benchmarks/sketch/look").json == {"look": None}
    reply = client.get("/api/v1/benchmarks/sketch/sprite")
    assert reply.status_code == 404
    assert "mindseye bench sketch" in reply.json["detail"]


def test_a_kept_run_comes_back_whole(client, home):
    kept.save("sketch", LOOK, SPRITE, home)
    row = result.Row("sketch", 1, {"map": 1.0}, {"part": "unseen", "towers": "trained", "strokes": ""})
    result.save(result.Result("sketch", "drawn", [row]), home)
    assert client.get("/api/v1/benchmarks/sketch").json["result"]["rows"][0]["setting"]["part"] == "unseen"
    look = client.get("/api/v1/benchmarks/sketch/look").json["look"]
    assert look["points"][1] == {"x": 1.0, "y": 0.0, "kind": "sketch", "category": "cat", "unseen": True}
    asked = {"point": 1, "part": "unseen", "own": None, "before": [0], "after": [0]}
    assert look["asked"] == [{**asked, "precision_before": 0.5, "precision_after": 1.0}]
    with client.get("/api/v1/benchmarks/sketch/sprite") as reply:
        assert (reply.mimetype, reply.data) == ("image/webp", SPRITE)


def test_it_cannot_be_run_on_an_upload(client):
    reply = client.post("/api/v1/benchmarks/sketch", data={})
    assert reply.status_code == 404
    assert "digits, letters, classify" in reply.json["detail"]
