"""Captions over HTTP, as a client meets them."""

from __future__ import annotations

import base64
import csv
import io
import time

import numpy as np
import pytest
from PIL import Image

from mindseye import MindsEye, images, load_settings
from mindseye.models.registry import Models
from tests.captioner import sentence, wall, write_captioner, write_walls
from tests.server.test_library_http import client_of, get, post, refusal

PNG = images.encode_png(wall("green"))


@pytest.fixture(scope="module")
def eye(tmp_path_factory):
    """An installation with two indexed walls and the model that tells their colours."""
    folder = tmp_path_factory.mktemp("captions")
    write_captioner(folder / "zoo")
    write_walls(folder / "photos", {"a.png": "red", "b.png": "blue"})
    eye = MindsEye(load_settings({}, home=folder / "home", spaces="colour"), Models(folder / "home", folder / "zoo"))
    eye.library.add_source(folder / "photos")
    assert eye.library.jobs.run("index").state == "done"
    yield eye
    eye.close()


@pytest.fixture(scope="module")
def client(eye):
    return client_of(eye)


def as_json(**more: object) -> dict:
    return {"image": base64.b64encode(PNG).decode(), **more}


def done(client, job: dict) -> dict:
    while job["state"] in ("queued", "running"):
        time.sleep(0.02)
        job = get(client, f"/jobs/{job['id']}")
    assert job["state"] == "done", job["error"]
    return job


def number_of(client, name: str) -> int:
    return get(client, "/library/pictures", text=name)["pictures"][0]["id"]


def test_a_picture_is_described_with_a_map_for_each_word(client):
    found = post(client, "/captions", as_json())
    assert (found["width"], found["height"], found["model"], found["sure"], found["note"]) == (
        128, 96, "caption", True, "",
    )  # fmt: skip
    best = found["captions"][0]
    assert best["text"] == sentence("green")
    assert [word["text"] for word in best["words"]] == ["a", "green", "wall", "is", "here"]
    maps = np.array([word["attention"] for word in best["words"]])
    assert maps.shape == (5, 4, 4)
    np.testing.assert_allclose(maps.sum(axis=(1, 2)), 1, atol=1e-4)
    assert len(found["captions"]) == len({one["text"] for one in found["captions"]}) == 3
    falling = [one["log_probability"] for one in found["captions"]]
    assert falling == sorted(falling, reverse=True)


def test_the_chinese_pieces_are_the_chinese_sentence(client):
    for one in post(client, "/captions", as_json())["captions"]:
        assert "".join(piece["text"] for piece in one["words_zh"]) == one["text_zh"]
        assert {piece["word"] for piece in one["words_zh"]} <= {None, *range(len(one["words"]))}


def test_a_form_is_answered_as_json_is_and_a_picture_of_the_library_too(client):
    form = client.post("/api/v1/captions", data={"image": (io.BytesIO(PNG), "x.png"), "count": "2", "start": "a red"})
    begun = [one["text"] for one in form.json["captions"]]
    assert (begun[0], len(begun), {text[:6] for text in begun}) == (sentence("red"), 2, {"A red "})
    there = post(client, "/captions", {"picture": number_of(client, "b.png"), "count": 1, "beam": 1})
    assert [one["text"] for one in there["captions"]] == [sentence("blue")]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"count": 11}, "`count` is not acceptable"),
        ({"beam": 0}, "`beam` is not acceptable"),
        ({"start": "a purple wall"}, "does not know: purple"),
        ({"start": "a " * 11}, "11 words; it may have 10"),
        ({"model": "nope"}, "no model called 'nope'"),
        ({"picture": 1}, "exactly one of"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(client, more, reason):
    status, detail = refusal(client.post("/api/v1/captions", json=as_json(**more)))
    assert status == (404 if "model" in more else 422)
    assert reason in detail


@pytest.mark.parametrize("kind", ["webp", "gif"])
def test_a_moving_picture_shows_the_chosen_sentence(client, kind):
    reply = client.post("/api/v1/captions/animation", json=as_json(choice=1, format=kind))
    assert (reply.status_code, reply.content_type) == (200, f"image/{kind}")
    assert Image.open(io.BytesIO(reply.data)).n_frames == 5
    assert refusal(client.post("/api/v1/captions/animation", json=as_json(choice=10)))[0] == 422


def test_a_person_has_the_last_word_in_the_library(client, eye):
    number = number_of(client, "a.png")
    assert get(client, f"/library/pictures/{number}")["caption"] is None
    job = done(client, post(client, "/library/captions", {}))
    assert (job["kind"], job["done"], job["total"]) == ("caption", 2, 2)
    assert get(client, f"/library/pictures/{number}")["caption"]["text"] == sentence("red")
    reply = client.put(f"/api/v1/library/pictures/{number}/caption", json={"text": "Our wall."})
    mine = reply.json["caption"]
    assert (mine["text"], mine["by"], mine["said"], mine["text_zh"]) == ("Our wall.", "person", sentence("red"), "")
    done(client, post(client, "/library/captions", {"again": True}))
    assert get(client, f"/library/pictures/{number}")["caption"] == mine
    assert get(client, "/library")["captions"] == {
        "model": "caption", "pictures": 2, "by_person": 1, "older": 0, "missing": 0,
    }  # fmt: skip
    done(client, post(client, "/library/captions/sidecars", {}))
    assert b"Our wall." in (eye.library.location(number).parent / "a.png.xmp").read_bytes()
    table = client.get("/api/v1/library/captions.csv")
    assert table.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"), newline="")))
    assert [row["caption"] for row in rows if row["picture"] == str(number)] == ["Our wall."]
    back = client.delete(f"/api/v1/library/pictures/{number}/caption").json["caption"]
    assert (back["text"], back["by"]) == (sentence("red"), "model")
    assert client.delete(f"/api/v1/library/pictures/{number}/caption").json == {"caption": None}
    assert done(client, post(client, "/library/captions", {"pictures": [number]}))["done"] == 1


def test_what_is_not_there_cannot_be_described(client):
    assert refusal(client.put("/api/v1/library/pictures/999/caption", json={"text": "x"}))[0] == 404
    assert refusal(client.put("/api/v1/library/pictures/1/caption", json={"text": ""}))[0] == 422
    assert refusal(client.post("/api/v1/library/captions", json={"model": "nope"}))[0] == 404
