"""Faces over HTTP, as a client meets them: real models, real faces, a temporary home."""

from __future__ import annotations

import base64
import io

import cv2
import numpy as np
import pytest
from flask.testing import FlaskClient

from mindseye.app import SAMPLES
from tests.server.test_http import as_json, client_of

PHOTOS = SAMPLES / "photos"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(tmp_path_factory.mktemp("home"))


def photo(name: str) -> bytes:
    return (PHOTOS / f"{name}.jpg").read_bytes()


def pixels(name: str) -> np.ndarray:
    return cv2.imread(str(PHOTOS / f"{name}.jpg"))


def png(sheet: np.ndarray) -> bytes:
    return cv2.imencode(".png", sheet)[1].tobytes()


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_a_face_has_a_box_landmarks_inside_it_and_attributes(client):
    reply = client.post("/api/v1/faces/detect", json=as_json(photo("astronaut"))).json
    (face,) = reply["faces"]
    box, points = face["box"], face["landmarks"]
    assert all(box["x1"] < p["x"] < box["x2"] and box["y1"] < p["y"] < box["y2"] for p in points.values())
    assert points["left_eye"]["x"] < points["nose"]["x"] < points["right_eye"]["x"]
    assert points["left_eye"]["y"] < points["nose"]["y"] < points["mouth_left"]["y"]
    told = face["attributes"]
    assert told["gender"]["value"] == "female"
    assert told["age"]["low"] <= told["age"]["value"] <= told["age"]["high"]
    assert told["smile"]["value"] >= told["smile"]["threshold"]  # she smiles
    assert set(reply["models"]) == {"face-detect", "face-attributes", "face-gender", "face-embed"}
    assert set(reply["timings_ms"]) == {"decode", "detect", "attributes", "total"}
    assert reply["nearest_score"] is None


def test_the_square_box_has_the_same_middle_and_equal_sides(client):
    face = client.post("/api/v1/faces/detect", json=as_json(photo("admiral"), attributes=False)).json["faces"][0]
    box, square = face["box"], face["square"]
    assert square["x2"] - square["x1"] == pytest.approx(square["y2"] - square["y1"])
    assert square["x2"] - square["x1"] == pytest.approx(max(box["x2"] - box["x1"], box["y2"] - box["y1"]))
    assert square["x1"] + square["x2"] == pytest.approx(box["x1"] + box["x2"])
    assert square["y1"] + square["y2"] == pytest.approx(box["y1"] + box["y2"])
    assert face["attributes"] is None


def test_a_form_and_json_give_the_same_faces(client):
    sent = {"image": (io.BytesIO(photo("astronaut")), "a.jpg"), "attributes": "false", "most": "1"}
    as_form = client.post("/api/v1/faces/detect", data=sent).json
    in_json = client.post("/api/v1/faces/detect", json=as_json(photo("astronaut"), attributes=False, most=1)).json
    assert as_form["faces"] == in_json["faces"]


def test_where_there_is_no_face_it_says_which_score_would_find_one(client):
    blurred = cv2.GaussianBlur(pixels("photographer"), (0, 0), 2.0)
    strict = client.post("/api/v1/faces/detect", json=as_json(png(blurred), attributes=False, min_score=1.0)).json
    assert strict["faces"] == []
    nearest = strict["nearest_score"]
    assert 0 < nearest <= 1
    asked = as_json(png(blurred), attributes=False, min_score=nearest)
    assert len(client.post("/api/v1/faces/detect", json=asked).json["faces"]) == 1
    blank = client.post("/api/v1/faces/detect", json=as_json(png(np.full((200, 300, 3), 200, np.uint8)))).json
    assert (blank["faces"], blank["nearest_score"]) == ([], None)


def test_the_same_person_in_two_pictures_is_told_from_the_same_picture(client):
    whole = pixels("astronaut")
    darker = png(np.clip(whole[10:180, 70:250] * 0.7 + 10, 0, 255).astype(np.uint8)[:, ::-1])
    same = client.post("/api/v1/faces/compare", json=pair(photo("astronaut"), darker)).json
    assert same["verdict"] in ("same", "probably_same")
    assert same["confidence"] >= same["thresholds"][1]["confidence"]
    small = png(cv2.resize(whole, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA))
    copied = client.post("/api/v1/faces/compare", json=pair(photo("astronaut"), small)).json
    assert copied["verdict"] == "same_picture"
    assert copied["picture_likeness"] >= copied["same_picture_from"]
    other = client.post("/api/v1/faces/compare", json=pair(photo("astronaut"), photo("admiral"))).json
    assert other["verdict"] == "different"
    assert other["confidence"] < other["thresholds"][0]["confidence"]


def test_every_face_is_compared_with_every_face(client):
    astronaut, admiral = (cv2.resize(pixels(name), (300, 300)) for name in ("astronaut", "admiral"))
    both = png(np.concatenate([astronaut, admiral], 1))
    reply = client.post("/api/v1/faces/compare", json=pair(both, photo("admiral"))).json
    faces = reply["picture1"]["faces"]
    assert (len(faces), [len(row) for row in reply["matrix"]]) == (2, [1, 1])
    right = max(range(2), key=lambda place: faces[place]["box"]["x1"])
    assert reply["best"] == {"face1": right, "face2": 0, "confidence": pytest.approx(reply["confidence"])}
    assert reply["matrix"][right][0] > reply["matrix"][1 - right][0]
    assert [one["rate"] for one in reply["thresholds"]] == ["1e-3", "1e-4", "1e-5"]


def test_a_picture_without_a_face_is_no_reason_to_fail(client):
    reply = client.post("/api/v1/faces/compare", json=pair(photo("astronaut"), photo("coffee"))).json
    assert (reply["verdict"], reply["best"], reply["confidence"], reply["matrix"]) == ("no_face", None, None, [[]])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"image1": "AAAA"}, "give exactly one of `image1` and `picture1`"),
        ({"image1": "!", "image2": "AAAA"}, "`image1` is not base64"),
        ({"image1": base64_of(b"no picture at all"), "picture2": 7}, "a text file, not a picture"),
        ({"image1": base64_of((PHOTOS / "cat.jpg").read_bytes()), "picture2": 7}, "no picture"),
    ],
)
def test_a_request_that_lacks_something_is_answered_in_a_sentence(client, body, words):
    reply = client.post("/api/v1/faces/compare", json=body)
    assert reply.status_code in (400, 404, 422)
    assert words in reply.json["detail"]


def pair(first: bytes, second: bytes) -> dict[str, object]:
    return {"image1": base64_of(first), "image2": base64_of(second)}
