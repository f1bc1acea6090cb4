"""Naming photos and teaching classes over HTTP, as a client meets them."""

from __future__ import annotations

import base64
import io
import time
import zipfile

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from mindseye import MindsEye, load_settings
from tests.server.test_library_http import client_of, get, jpeg, post, refusal
from tests.teach.conftest import SUBJECTS


@pytest.fixture
def client(tmp_path):
    eye = MindsEye(load_settings({}, home=tmp_path / "home"))
    yield client_of(eye)
    eye.close()


@pytest.fixture(scope="module")
def cat(sample_photos) -> bytes:
    return (sample_photos / "2024 Space" / "cat whole.jpg").read_bytes()


def upload(client, number, *files):
    form = {"files": [(io.BytesIO(data), name) for name, data in files]}
    reply = client.post(f"/api/v1/teach/mine/classes/{number}/examples", data=form)
    assert reply.status_code == 200, reply.text
    return reply.json


def photos(sample_photos, subject):
    return [(path.name, path.read_bytes()) for path in sorted(sample_photos.rglob(f"{subject} *"))]


@pytest.fixture
def lesson(client, sample_photos):
    """A lesson called mine with the three subjects as classes."""
    post(client, "/teach", {"title": "Mine"})
    for subject in SUBJECTS:
        made = post(client, "/teach/mine/classes", {"name": subject})
        upload(client, made["class_list"][-1]["id"], *photos(sample_photos, subject))
    return get(client, "/teach/mine")


def taught(client):
    number = post(client, "/teach/mine/teach", {})["id"]
    phases = []
    for _ in range(1200):
        job = get(client, "/teach/mine/teaching")
        phases.append(job["phase"])
        if job["state"] not in ("queued", "running"):
            assert (job["id"], job["state"], job["error"]) == (number, "done", None)
            return job
        time.sleep(0.1)
    raise AssertionError(phases)


def test_a_photo_is_named_from_an_upload_and_from_base64_alike(client, cat):
    form = client.post("/api/v1/classify", data={"image": (io.BytesIO(cat), "cat.jpg"), "top": 2}).json
    body = post(client, "/classify", {"image": base64.b64encode(cat).decode(), "top": 2})
    assert form["namings"][0]["labels"] == body["namings"][0]["labels"]
    (naming,) = body["namings"]
    assert naming["model"] == "photo"
    assert len(naming["labels"]) == 2
    assert naming["groups"][0]["name"] == "cat"
    assert naming["labels"][0]["name_zh"]
    assert set(body["timings_ms"]) == {"decode", "photo", "total"}


def test_a_picture_of_the_library_is_named_by_its_number(client, cat):
    added = client.post("/api/v1/library/pictures", data={"files": [(io.BytesIO(cat), "cat.jpg")]}).json
    body = post(client, "/classify", {"picture": added["pictures"][0]["id"]})
    assert "cat" in body["namings"][0]["labels"][0]["name"]


def test_a_picture_is_needed_and_only_one(client, cat):
    assert refusal(client.post("/api/v1/classify", json={}))[0] == 422
    both = {"image": base64.b64encode(cat).decode(), "picture": 1}
    assert "exactly one" in refusal(client.post("/api/v1/classify", json=both))[1]
    assert "lacks a picture" in refusal(client.post("/api/v1/classify", data={"top": 1}))[1]


def test_an_unknown_model_lists_the_known_ones(client, cat):
    body = {"image": base64.b64encode(cat).decode(), "models": ["nothing"]}
    status, sentence = refusal(client.post("/api/v1/classify", json=body))
    assert (status, "photo" in sentence) == (404, True)


def test_why_gives_a_map_over_the_whole_picture(client, cat):
    index = post(client, "/classify", {"image": base64.b64encode(cat).decode()})["namings"][0]["labels"][0]["index"]
    why = client.post("/api/v1/classify/why", data={"image": (io.BytesIO(cat), "c.jpg"), "label": index}).json
    raster = why["raster"]
    assert len(base64.b64decode(raster["data"])) == raster["height"] * raster["width"]
    assert raster["maximum"] > 0 > raster["minimum"] or raster["minimum"] >= 0
    assert refusal(client.post("/api/v1/classify/why", json={"image": "x", "label": 1}))[0] == 422


def test_models_that_name_photos_are_listed(client):
    models = get(client, "/classify/models")["models"]
    photo = next(model for model in models if model["name"] == "photo")
    assert (len(photo["labels"]), len(photo["labels_zh"]), photo["taught"], photo["explains"]) == (
        1000,
        1000,
        False,
        True,
    )
    assert not any(model["name"].startswith("digits") for model in models)


def test_a_lesson_from_beginning_to_export_and_import(client, lesson, cat, tmp_path):
    assert [(one["name"], one["examples"]) for one in lesson["class_list"]] == [(name, 7) for name in SUBJECTS]
    job = taught(client)
    assert (job["version"], len(job["curve"])) == ("1", 11)
    report = get(client, "/teach/mine/report")
    assert (report["examples"], report["labels"]) == (21, list(SUBJECTS))
    named = post(client, "/classify", {"image": base64.b64encode(cat).decode(), "models": ["mine"]})["namings"][0]
    assert (named["labels"][0]["name"], named["accepted"]) == ("cat", True)
    assert named["likeness"] >= named["least_likeness"]
    summary = get(client, "/teach")["lessons"][0]
    assert (summary["version"], summary["stale"], summary["job"]) == ("1", False, None)

    zipped = client.get("/api/v1/models/mine/export").data
    assert {path.rpartition("/")[2] for path in zipfile.ZipFile(io.BytesIO(zipped)).namelist()} == {
        "card.json", "model.onnx", "example.npz", "LICENCE"}  # fmt: skip
    elsewhere = MindsEye(load_settings({}, home=tmp_path / "elsewhere"))
    other = client_of(elsewhere)
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(zipped), "mine.zip")})  # no file left open
    added = other.post("/api/v1/models", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert added.json["name"] == "mine"
    again = post(other, "/classify", {"image": base64.b64encode(cat).decode(), "models": ["mine"]})["namings"][0]
    assert again["labels"] == named["labels"]
    assert other.delete("/api/v1/models/mine").json["version"] == "1"
    assert refusal(other.get("/api/v1/models/mine"))[0] == 404
    elsewhere.close()


def test_what_cannot_be_read_is_refused_and_the_rest_is_kept(client):
    post(client, "/teach", {"title": "Mine"})
    number = post(client, "/teach/mine/classes", {"name": "a"})["class_list"][0]["id"]
    reply = upload(client, number, ("a.jpg", jpeg().getvalue()), ("b.jpg", b"words"), ("a2.jpg", jpeg().getvalue()))
    assert (len(reply["examples"]), reply["known"]) == (2, 1)
    assert reply["refused"][0]["name"] == "b.jpg"


def test_examples_are_listed_shown_moved_removed_and_restored(client, lesson):
    first, second = (one["id"] for one in lesson["class_list"][:2])
    page = get(client, "/teach/mine/examples", class_id=first, limit=3)
    ids = [one["id"] for one in page["examples"]]
    assert (page["total"], len(ids)) == (7, 3)
    shown = client.get(f"/api/v1/teach/mine/examples/{ids[0]}/thumbnail")
    assert (shown.status_code, shown.content_type) == (200, "image/webp")
    assert post(client, "/teach/mine/examples/remove", {"ids": ids})["changed"] == 3
    assert get(client, "/teach/mine/examples", class_id=first)["total"] == 4
    assert post(client, "/teach/mine/examples/restore", {"ids": ids})["changed"] == 3
    assert post(client, "/teach/mine/examples/move", {"ids": ids, "class_id": second})["changed"] == 3
    assert get(client, "/teach/mine/examples", class_id=second)["total"] == 10


def test_classes_and_lessons_are_renamed_and_deleted(client, lesson):
    number = lesson["class_list"][0]["id"]
    renamed = client.patch(f"/api/v1/teach/mine/classes/{number}", json={"name": "猫"}).json
    assert renamed["class_list"][0]["name"] == "猫"
    assert len(client.delete(f"/api/v1/teach/mine/classes/{number}").json["class_list"]) == 2
    assert client.patch("/api/v1/teach/mine", json={"title": "Ours"}).json["title"] == "Ours"
    assert client.delete("/api/v1/teach/mine").json["changed"] == 14
    assert refusal(client.get("/api/v1/teach/mine"))[0] == 404


def test_pictures_of_the_library_become_examples(client, lesson, cat):
    added = client.post("/api/v1/library/pictures", data={"files": [(io.BytesIO(jpeg((1, 2, 3)).getvalue()), "x.jpg")]})
    number = added.json["pictures"][0]["id"]
    to = lesson["class_list"][1]["id"]
    reply = post(client, f"/teach/mine/classes/{to}/library", {"pictures": [number]})
    assert reply["examples"][0]["origin"] == "library"
    assert reply["examples"][0]["picture"] == number
    filtered = post(client, f"/teach/mine/classes/{to}/library", {"where": {"text": "x.jpg"}})
    assert filtered["known"] == 1


def test_teaching_twice_at_once_is_refused(client, lesson):
    number = post(client, "/teach/mine/teach", {})["id"]
    reply = client.post("/api/v1/teach/mine/teach", json={})
    if reply.status_code != 200:  # it may be over already
        assert f"Job {number} is teaching mine already" in refusal(reply)[1]
    post(client, f"/jobs/{number}/cancel", {})


def test_what_does_not_exist_is_said(client):
    assert refusal(client.get("/api/v1/teach/none"))[0] == 404
    assert refusal(client.get("/api/v1/teach/none/report"))[0] == 404
    assert refusal(client.post("/api/v1/teach/none/teach", json={}))[0] == 404
    assert refusal(client.post("/api/v1/teach", json={"title": "x", "name": "A/B"}))[0] == 422
    bad = client.post("/api/v1/models", data={"file": (io.BytesIO(b"no zip"), "m.zip")})
    assert refusal(bad)[0] == 422
