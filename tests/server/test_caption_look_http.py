"""Looking at a run of the caption benchmark over HTTP."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from mindseye import MindsEye, load_settings
from mindseye.benchmarks import caption, caption_look, kept, result
from mindseye.benchmarks.caption_data import read_pictures
from mindseye.server.factory import create_app
from mindseye.types import ImageLimits
from tests.benchmarks.sentences import teller, write_folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def client(home):
    return create_app(MindsEye(load_settings({}, home=home))).test_client()


def test_before_the_first_run_the_command_is_told_and_then_the_run_comes_back_whole(client, home, tmp_path):
    assert client.get("/api/v1/benchmarks/caption").json == {"result": None}
    assert client.get("/api/v1/benchmarks/words").json == {"result": None}
    assert client.get("/api/v1/benchmarks/caption/look").json == {"look": None}
    reply = client.get("/api/v1/benchmarks/caption/sprite")
    assert reply.status_code == 404
    assert "mindseye bench caption" in reply.json["detail"]

    pictures = read_pictures(write_folder(tmp_path / "data"))
    measured, found = caption.run([teller()], pictures, "colours")
    look, sprite = caption_look.look_at(measured, found[0], pictures, ImageLimits())
    result.keep(measured, home)
    kept.keep("caption", look, sprite, home)
    row = client.get("/api/v1/benchmarks/caption").json["result"]["rows"][0]
    assert row["setting"] == {"beam": 3, "version": "1"}
    assert row["metrics"] == measured.rows[0].metrics
    told = client.get("/api/v1/benchmarks/caption/look").json["look"]
    assert [one["text"] for one in told["examples"]] == [one.text for one in look.examples]
    assert told["examples"][0]["words"][0]["attention"] == [[1.0, 1.0], [1.0, 1.0]]
    assert set(told) == set(asdict(look))
    with client.get("/api/v1/benchmarks/caption/sprite") as reply:
        assert (reply.mimetype, reply.data) == ("image/webp", sprite)
