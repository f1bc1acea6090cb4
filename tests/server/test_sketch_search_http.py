"""Search by a sketch over HTTP: as JSON and as a form, alone, beside a photo, and what is wrong in a sentence."""

from __future__ import annotations

import base64
import io

import pytest

from mindseye import MindsEye, images
from mindseye.app import SAMPLES
from tests.library.test_sketch_search import clock
from tests.server.test_library_http import client_of, number_of, post, refusal

SHEET = images.encode_png(clock())
CLOCK = base64.b64encode(SHEET).decode()
COFFEE = base64.b64encode((SAMPLES / "photos" / "coffee.jpg").read_bytes()).decode()


@pytest.fixture(scope="module")
def client(indexed: MindsEye):
    return client_of(indexed)


def ids(reply: dict) -> list[int]:
    return [hit["picture"]["id"] for hit in reply["hits"]]


def test_a_sketch_finds_as_json_as_a_form_and_as_a_term_alike(client):
    plain = post(client, "/search", {"sketch": f"data:image/png;base64,{CLOCK}", "k": 9})
    form = client.post("/api/v1/search", data={"sketch": (io.BytesIO(SHEET), "clock.png"), "k": "9", "space": ""}).json
    term = post(client, "/search", {"terms": [{"image": CLOCK, "kind": "sketch"}], "k": 9})
    assert ids(plain) == ids(form) == ids(term)
    assert (plain["space"], plain["notes"], len(plain["hits"])) == ("sketch", [], 9)
    for hit in plain["hits"]:
        assert hit["distance"] == pytest.approx((2 - 2 * hit["score"]) ** 0.5, abs=1e-6)
    assert {"read", "embed", "search", "facet", "total"} <= set(plain["timings_ms"])


def test_what_a_sketch_looks_like_is_told_in_english_and_chinese(client, indexed):
    card = indexed.models.get("sketch").card
    found = post(client, "/search", {"sketch": CLOCK, "k": 1})["looks_like"]
    assert len(found) == 5
    for label in found:
        assert label["name"] == card.labels[label["index"]]
        assert label["name_zh"] == card.labels_zh[label["index"]]


def test_a_kept_upload_can_be_a_sketch(client):
    kept = client.post("/api/v1/search/pictures", data={"image": (io.BytesIO(SHEET), "clock.png")}).json
    found = post(client, "/search", {"terms": [{"upload": kept["upload"], "kind": "sketch"}], "k": 5})
    assert found["space"] == "sketch"
    assert found["looks_like"]


def test_a_sketch_and_a_photo_are_one_query(client):
    number = number_of(client, "coffee whole")
    both = post(client, "/search", {"sketch": CLOCK, "image": COFFEE, "terms": [{"picture": number}], "k": 9})
    terms = [{"picture": number}, {"image": COFFEE}, {"image": CLOCK, "kind": "sketch"}]
    assert ids(both) == ids(post(client, "/search", {"terms": terms, "k": 9}))
    assert both["space"] == "sketch"
    files = {"sketch": (io.BytesIO(SHEET), "s.png"), "image": (io.BytesIO(base64.b64decode(COFFEE)), "c.jpg")}
    form = client.post("/api/v1/search", data={**files, "k": "9"}).json
    assert ids(form) == ids(post(client, "/search", {"sketch": CLOCK, "image": COFFEE, "k": 9}))


def test_a_photo_as_a_sketch_is_noted_with_its_place(client):
    found = post(client, "/search", {"image": COFFEE, "sketch": COFFEE, "k": 3})
    assert found["notes"] == [{"code": "photo-not-sketch", "term": 1, "words": []}]
    assert (found["space"], found["looks_like"]) == ("photo", [])


def test_the_facet_filters_as_it_counts(client):
    labels = post(client, "/search", {"image": COFFEE, "k": 77})["labels"]
    one = next(label for label in labels if label["pictures"] < 60)
    where = {"label": f"{one['model']}:{one['name']}"}
    filtered = post(client, "/search", {"image": COFFEE, "k": 77, "where": where})
    assert len(filtered["hits"]) == one["pictures"]


def test_why_shows_the_cells_of_the_drawing_in_its_square(client):
    number = number_of(client, "clock whole")
    found = post(client, "/search/why", {"terms": [{"image": CLOCK, "kind": "sketch"}], "picture": number})
    box, raster = found["query_box"], found["query"]
    assert raster["height"] == raster["width"] >= 4
    assert box["x1"] <= 40 < 280 <= box["x2"]
    assert (found["query_width"], found["points"]) == (320, [])
    photo = post(client, "/search/why", {"terms": [{"picture": number}], "picture": 1})
    assert photo["query_box"] is None


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ({"sketch": "%%%"}, 422, "`sketch` is not base64"),
        ({"sketch": base64.b64encode(b"scribble").decode()}, 422, "a text file"),
        ({"sketch": ""}, 422, "is empty"),
        ({}, 422, "there is nothing to search by"),
        ({"sketch": CLOCK, "verify": True}, 422, "a sketch has none"),
        ({"sketch": CLOCK, "space": "photo"}, 422, "can only be compared in the space sketch"),
        ({"sketch": CLOCK, "space": "scetch"}, 404, "no space called 'scetch'"),
        ({"terms": [{"image": CLOCK, "kind": "doodle"}]}, 422, "kind"),
        ({"sketch": base64.b64encode(images.encode_png(clock() * 0 + 255)).decode()}, 422, "blank"),
    ],
    ids=["no base64", "text", "empty", "nothing", "verify", "space", "unknown space", "unknown kind", "blank"],
)
def test_a_senseless_sketch_is_refused_in_a_sentence(client, body, code, words):
    found, detail = refusal(client.post("/api/v1/search", json=body))
    assert (found, words in detail) == (code, True), detail


def test_a_form_without_a_picture_is_refused(client):
    code, detail = refusal(client.post("/api/v1/search", data={"k": "3"}))
    assert (code, "send a photo as `image`, a drawing as `sketch`" in detail) == (422, True)
