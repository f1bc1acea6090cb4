"""The HTTP interface, as a client meets it: real models, real pictures, a temporary home."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import zipfile
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate as validate_openapi

from mindseye import MindsEye, load_settings
from mindseye.models.registry import check_folder
from mindseye.server.factory import create_app

MODELS = ["digits-cnn", "digits-fcn", "digits-lenet5"]


class WholeReplies(FlaskClient):
    """Reads each reply to its end, so that files are closed."""

    def open(self, *arguments, buffered=True, **options):
        return super().open(*arguments, buffered=buffered, **options)


def client_of(home: Path, **settings: object) -> FlaskClient:
    app = create_app(MindsEye(load_settings({}, home=home, **settings)))
    app.test_client_class = WholeReplies
    return app.test_client()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(tmp_path_factory.mktemp("home"))


def drawn(text: str, width: int = 560) -> bytes:
    sheet = np.full((280, width, 3), 255, np.uint8)
    cv2.putText(sheet, text, (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 5, (0, 0, 0), 16, cv2.LINE_AA)
    return cv2.imencode(".png", sheet)[1].tobytes()


def as_json(picture: bytes, **more: object) -> dict[str, object]:
    return {"image": base64.b64encode(picture).decode(), **more}


def test_every_model_reads_a_number_from_left_to_right(client):
    reply = client.post("/api/v1/digits", json=as_json(drawn("37")))
    assert reply.status_code == 200
    assert {m["model"]: m["reading"] for m in reply.json["models"]} == dict.fromkeys(MODELS, "37")
    three, seven = reply.json["models"][0]["glyphs"]
    assert three["box"]["x2"] < seven["box"]["x2"]
    assert sum(three["probabilities"]) == pytest.approx(1.0)
    assert three["probability"] == max(three["probabilities"]) == three["probabilities"][3]
    assert reply.json["previews"] is None


def test_a_file_a_data_url_and_base64_give_the_same_answer(client):
    picture = drawn("5")
    encoded = base64.b64encode(picture).decode()
    as_file = client.post("/api/v1/digits", data={"image": (io.BytesIO(picture), "five.png"), "models": "digits-cnn"})
    as_url = client.post("/api/v1/digits", json={"image": f"data:image/png;base64,{encoded}", "models": ["digits-cnn"]})
    plain = client.post("/api/v1/digits", json={"image": encoded.rstrip("="), "models": ["digits-cnn"]})
    answers = [r.json["models"][0]["glyphs"] for r in (as_file, as_url, plain)]
    assert answers[0] == answers[1] == answers[2]


def test_preview_shows_what_the_network_sees(client):
    reply = client.post("/api/v1/digits", data={"image": (io.BytesIO(drawn("3")), "3.png"), "preview": "true"})
    png = base64.b64decode(reply.json["previews"][0]["png"].partition(",")[2])
    seen = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert seen.shape == (28, 28)
    rows, columns = np.nonzero(seen > 25)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20  # MNIST's box


def test_preview_false_in_a_form_means_no(client):
    reply = client.post("/api/v1/digits", data={"image": (io.BytesIO(drawn("3")), "3.png"), "preview": "false"})
    assert reply.json["previews"] is None


def test_a_blank_sheet_is_nothing_drawn_and_no_digit(client):
    blank = cv2.imencode(".png", np.full((280, 280, 3), 255, np.uint8))[1].tobytes()
    reply = client.post("/api/v1/digits", json=as_json(blank))
    assert reply.json["nothing_drawn"] is True
    assert [m["reading"] for m in reply.json["models"]] == ["", "", ""]


def test_a_letter_is_refused_but_the_best_guess_is_told(client):
    sheet = np.full((280, 280, 3), 255, np.uint8)
    cv2.putText(sheet, "K", (60, 220), cv2.FONT_HERSHEY_SIMPLEX, 6, (0, 0, 0), 18, cv2.LINE_AA)
    reply = client.post("/api/v1/digits", json=as_json(cv2.imencode(".png", sheet)[1].tobytes(), models=["digits-cnn"]))
    cnn = reply.json["models"][0]
    assert cnn["reading"] == "?"
    assert cnn["glyphs"][0]["probability"] < cnn["threshold"]
    assert 0 <= cnn["glyphs"][0]["digit"] <= 9


def bomb() -> bytes:
    """A valid PNG header of 20,000 × 15,000 px and next to no data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 15_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


BAD_PICTURES = {
    "empty": (b"", 422, "0 bytes"),
    "a text file called .jpg": (b"dear diary, today " * 10, 422, "text file"),
    "truncated": (drawn("8")[:300], 422, "ends too early"),
    "a 300-megapixel bomb": (bomb(), 413, "300 MP"),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_a_bad_picture_gets_one_sentence(client, name):
    data, status, words = BAD_PICTURES[name]
    reply = client.post("/api/v1/digits", data={"image": (io.BytesIO(data), "photo.jpg")})
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"
    problem = json.loads(reply.data)
    assert words in problem["detail"]
    assert "\n" not in problem["detail"]
    assert set(problem) == {"type", "title", "status", "detail", "code"}


def test_a_one_pixel_and_a_needle_picture_are_read_as_nothing(client):
    for shape in ((1, 1, 3), (20_000, 1, 3)):
        picture = cv2.imencode(".png", np.full(shape, 200, np.uint8))[1].tobytes()
        assert client.post("/api/v1/digits", json=as_json(picture)).json["nothing_drawn"] is True


BAD_REQUESTS = {
    "no picture": ({}, 422, "lacks `image`"),
    "no base64": ({"image": "%%%"}, 422, "not base64"),
    "unknown model": (as_json(drawn("1"), models=["digits-vgg"]), 404, "digits-cnn, digits-fcn, digits-lenet5"),
    "unknown field": (as_json(drawn("1"), modell="x"), 422, "unknown field `modell`"),
    "wrong type": (as_json(drawn("1"), models=7), 422, "`models` is not acceptable"),
}


@pytest.mark.parametrize("name", BAD_REQUESTS)
def test_a_bad_request_gets_one_sentence(client, name):
    body, status, words = BAD_REQUESTS[name]
    reply = client.post("/api/v1/digits", json=body)
    assert reply.status_code == status
    assert words in json.loads(reply.data)["detail"]


def test_too_large_an_upload_is_refused_with_the_limit(tmp_path):
    small = client_of(tmp_path, max_upload_mb=1)
    noise = np.random.default_rng(0).integers(0, 255, (900, 900, 3), np.uint8)
    picture = cv2.imencode(".bmp", noise)[1].tobytes()
    reply = small.post("/api/v1/digits", json=as_json(picture))
    assert reply.status_code == 413
    assert "limit" in json.loads(reply.data)["detail"]
    assert "MINDSEYE_MAX_UPLOAD_MB" in json.loads(reply.data)["detail"]


def test_inside_shows_every_layer_and_its_maps(client):
    reply = client.post("/api/v1/digits/inside", json=as_json(drawn("7"), model="digits-lenet5"))
    layers = reply.json["layers"]
    assert [layer["kind"] for layer in layers][:3] == ["conv", "relu", "maxpool"]
    assert layers[0]["shape"] == [6, 28, 28]
    assert (layers[0]["filters"]["count"], layers[0]["filters"]["height"]) == (6, 5)
    for layer in layers:
        maps = layer["maps"]
        assert len(base64.b64decode(maps["data"])) == maps["count"] * maps["height"] * maps["width"]
    assert reply.json["digit"] == 7
    assert {m["method"] for m in reply.json["evidence"]} == {"gradient × input", "Grad-CAM"}


@pytest.mark.parametrize("layer", ["conv2", "relu2", "pool2", "flatten", "fc1", "fc2"])
def test_the_arithmetic_adds_up(client, layer):
    body = as_json(drawn("2"), model="digits-cnn", layer=layer, channel=5)
    worked = client.post("/api/v1/digits/arithmetic", json=body).json
    if worked["kind"] in ("conv", "linear"):
        total = sum(t["subtotal"] for t in worked["terms"]) + worked["rest"] + worked["bias"]
        by_hand = sum(float(np.sum(np.array(t["inputs"]) * np.array(t["weights"]))) for t in worked["terms"])
        assert by_hand == pytest.approx(sum(t["subtotal"] for t in worked["terms"]), abs=1e-3)
    else:
        total = max(0.0, float(np.max(worked["terms"][0]["inputs"])))
    assert total == pytest.approx(worked["output"], abs=1e-3)


def test_looking_into_a_mark_or_layer_that_is_not_there_is_said(client):
    missing = client.post("/api/v1/digits/inside", json=as_json(drawn("7"), model="digits-cnn", glyph=4))
    assert "1 marks" in missing.json["detail"] if missing.is_json else json.loads(missing.data)["detail"]
    layer = client.post("/api/v1/digits/arithmetic", json=as_json(drawn("7"), model="digits-cnn", layer="conv9"))
    assert layer.status_code == 404
    assert "conv1, relu1" in json.loads(layer.data)["detail"]


def test_a_word_is_read_letter_by_letter(client):
    reply = client.post("/api/v1/letters", json=as_json(drawn("EYE", 840), preview=True)).json
    (model,) = reply["models"]
    assert (model["model"], model["reading"], len(reply["previews"])) == ("letters-cnn", "EYE", 3)
    first = model["glyphs"][0]
    assert (first["label"], first["index"], first["digit"], len(first["probabilities"])) == ("E", 4, None, 26)
    assert first["probability"] == first["probabilities"][4] == max(first["probabilities"])


def test_a_digit_keeps_its_number_beside_its_label(client):
    glyph = client.post("/api/v1/digits", json=as_json(drawn("7"))).json["models"][0]["glyphs"][0]
    assert (glyph["digit"], glyph["index"], glyph["label"], len(glyph["probabilities"])) == (7, 7, "7", 10)


def test_a_letter_network_is_looked_into_for_any_letter(client):
    body = as_json(drawn("K"), model="letters-cnn")
    own = client.post("/api/v1/letters/inside", json=body).json
    assert (own["labels"][own["index"]], len(own["labels"]), own["digit"]) == ("K", 26, None)
    assert own["layers"][-1]["shape"] == [26]
    other = client.post("/api/v1/letters/inside", json=body | {"index": 23}).json
    assert other["labels"][other["index"]] == "X"
    assert other["probability"] < own["probability"]
    assert other["evidence"] != own["evidence"]
    worked = client.post("/api/v1/letters/arithmetic", json=body | {"layer": "fc2", "channel": 25}).json
    total = sum(t["subtotal"] for t in worked["terms"]) + worked["rest"] + worked["bias"]
    assert total == pytest.approx(worked["output"], abs=1e-3)


def test_a_letter_that_is_not_there_and_a_network_of_digits_are_said(client):
    body = as_json(drawn("K"), model="letters-cnn", index=26)
    assert "26 labels, A to Z" in json.loads(client.post("/api/v1/letters/inside", json=body).data)["detail"]
    wrong = client.post("/api/v1/letters", json=as_json(drawn("K"), models=["digits-cnn"]))
    assert wrong.status_code == 404
    assert "no letter model called 'digits-cnn'; known: letters-cnn" in json.loads(wrong.data)["detail"]


def test_old_clients_still_get_num_and_pro(client):
    url = "data:image/png;base64," + base64.b64encode(drawn("9")).decode()
    reply = client.post("/recognition", json={"image_data": url})
    assert (reply.json["status"], reply.json["result"]["num"]) == (1, 9)
    assert reply.json["result"]["pro"] > 0.5
    blank = cv2.imencode(".png", np.zeros((50, 50, 3), np.uint8))[1].tobytes()
    reply = client.post("/recognition", data={"image_data": base64.b64encode(blank).decode()})
    assert (reply.json["status"], reply.json["result"]) == (-3, None)


def test_models_are_listed_with_their_cards(client):
    names = [model["name"] for model in client.get("/api/v1/models").json["models"]]
    assert {*MODELS, "letters-cnn", "photo"} <= set(names)
    card = client.get("/api/v1/models/digits-lenet5").json
    assert card["parameters"] == sum(layer["parameters"] for layer in card["layers"]) == 61_706
    assert card["labels"] == list("0123456789")


def test_an_exported_model_can_be_added_elsewhere(client, tmp_path):
    archive = zipfile.ZipFile(io.BytesIO(client.get("/api/v1/models/digits-fcn/export").data))
    archive.extractall(tmp_path)
    assert check_folder(tmp_path / "digits-fcn").name == "digits-fcn"


def test_a_model_of_another_shape_does_not_upset_the_digits(tmp_path):
    """A card may say `digits` and still give three answers; it is listed, but not asked."""
    zoo = Path(__import__("mindseye").__file__).parent / "zoo" / "digits-fcn" / "1"
    folder = tmp_path / "models" / "three" / "1"
    folder.mkdir(parents=True)
    for file in zoo.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    card = json.loads((folder / "card.json").read_text(encoding="utf-8")) | {"name": "three", "labels": ["a", "b", "c"]}
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    client = client_of(tmp_path)
    assert "three" in [model["name"] for model in client.get("/api/v1/models").json["models"]]
    reply = client.post("/api/v1/digits", json=as_json(drawn("3")))
    assert [model["model"] for model in reply.json["models"]] == MODELS
    refused = client.post("/api/v1/digits", json=as_json(drawn("3"), models=["three"]))
    assert "no digit model called 'three'" in json.loads(refused.data)["detail"]


def test_an_architecture_is_drawn_as_svg(client):
    reply = client.get("/api/v1/models/digits-cnn/architecture.svg")
    assert reply.mimetype == "image/svg+xml"
    assert b"conv2" in reply.data


def test_latency_is_measured_for_each_model(client):
    reply = client.post("/api/v1/models/latency", json={"models": MODELS, "runs": 10})
    assert [row["model"] for row in reply.json["rows"]] == MODELS
    assert all(0 < row["latency_ms_p50"] <= row["latency_ms_p95"] for row in reply.json["rows"])


def zip_of_digits(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        for name in names:
            zipped.writestr(name, drawn(Path(name).parent.name[:1] or "0", width=280))
    return packed.getvalue()


def test_a_benchmark_streams_progress_and_is_kept(tmp_path):
    client = client_of(tmp_path)
    upload = zip_of_digits("set/3/a.png", "set/3/b.png", "set/7/c.png", "__MACOSX/3/x.png")
    reply = client.post("/api/v1/benchmarks/digits", data={"files": (io.BytesIO(upload), "mine.zip")})
    lines = [json.loads(line) for line in reply.data.splitlines()]
    result = lines[-1]["result"]
    assert [row["count"] for row in result["rows"]] == [3, 3, 3]
    assert result["rows"][0]["metrics"]["accuracy"] == 1.0
    assert client.get("/api/v1/benchmarks/digits").json["result"] == result


def test_a_benchmark_on_wrong_labels_says_so(tmp_path):
    client = client_of(tmp_path)
    upload = zip_of_digits("cats/a.png")
    reply = client.post("/api/v1/benchmarks/digits", data={"files": (io.BytesIO(upload), "mine.zip")})
    assert "wants folders named 0 to 9" in json.loads(reply.data.splitlines()[-1])["problem"]["detail"]
    assert client.get("/api/v1/benchmarks/digits").json["result"] is None


def test_an_upload_cannot_name_a_path(tmp_path):
    client = client_of(tmp_path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("../../../../tmp/escaped/3/../x.png", drawn("3"))
        zipped.writestr("../3/inside.png", drawn("3", width=280))
    reply = client.post("/api/v1/benchmarks/digits", data={"files": (io.BytesIO(packed.getvalue()), "evil.zip")})
    assert json.loads(reply.data.splitlines()[-1])["result"]["rows"][0]["count"] == 1
    bad = client.post("/api/v1/benchmarks/digits", data={"files": (io.BytesIO(b"x"), "../../etc/passwd")})
    assert bad.status_code == 422


def test_samples_can_be_seen_and_are_read_or_refused_honestly(client):
    samples = client.get("/api/v1/samples").json["samples"]
    assert len(samples) >= 6
    for sample in samples:
        picture = client.get(sample["url"]).data
        assert cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) is not None
        assert sample["title"] != sample["title_zh"]
    assert client.get("/api/v1/samples/..%2f..%2fcard").status_code == 404


def test_the_openapi_document_is_valid_and_complete(client):
    document = client.get("/api/openapi.json").json
    validate_openapi(document)
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule))
        for rule in client.application.url_map.iter_rules()
        if str(rule).startswith(("/api/v1", "/recognition"))
    }
    assert set(document["paths"]) == routes
    body = document["paths"]["/api/v1/digits"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json", "multipart/form-data"}
    assert b"swagger" in client.get("/api/docs/").data.lower()


def test_other_web_sites_are_kept_out_unless_listed(tmp_path):
    strict, open_to_one = client_of(tmp_path), client_of(tmp_path, cors_origins=("https://friend.example",))
    assert strict.get("/api/v1/status", headers={"Origin": "https://friend.example"}).status_code == 403
    allowed = open_to_one.get("/api/v1/status", headers={"Origin": "https://friend.example"})
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://friend.example"
    assert open_to_one.get("/api/v1/status", headers={"Origin": "https://foe.example"}).status_code == 403
    assert strict.get("/api/v1/status", headers={"Host": "rebound.example"}).status_code == 400


def test_a_token_is_asked_for_where_one_is_set(tmp_path):
    guarded = client_of(tmp_path, token="s3cret-enough", host="0.0.0.0")
    assert guarded.get("/api/v1/status").status_code == 401
    assert guarded.get("/api/v1/status", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get("/api/v1/status", headers={"Authorization": "Bearer s3cret-enough"}).status_code == 200
    assert guarded.post("/recognition", json={"image_data": ""}).status_code == 401


def test_a_browser_opens_the_studio_with_the_token_once(tmp_path):
    guarded = client_of(tmp_path, token="s3cret-enough", host="0.0.0.0")
    assert "Set-Cookie" not in guarded.get("/?token=wrong").headers
    assert guarded.get("/api/v1/status").status_code == 401
    entered = guarded.get("/?token=s3cret-enough")
    assert entered.headers["Location"] == "/"
    assert {"HttpOnly", "SameSite=Strict"} <= set(entered.headers["Set-Cookie"].split("; "))
    assert guarded.get("/api/v1/status").status_code == 200


def test_every_page_of_the_studio_is_its_index(client):
    assert client.get("/").data == client.get("/lab/digits-cnn").data
    assert b"<div id=" in client.get("/").data
    assert "default-src 'self'" in client.get("/").headers["Content-Security-Policy"]
    assert client.get("/assets/none.js").status_code == 404
    assert client.get("/../../etc/passwd").data == client.get("/").data
