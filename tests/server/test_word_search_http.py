"""Search by words over HTTP: as JSON, as a form and as a term, mixed, explained, and refused in a sentence."""

from __future__ import annotations

import io

import pytest

from mindseye import MindsEye
from mindseye.app import SAMPLES
from tests.server.test_library_http import client_of, number_of, post, refusal
from tests.server.test_sketch_search_http import CLOCK, ids

TEXT = "a man in the water"


@pytest.fixture(scope="module")
def client(indexed: MindsEye):
    return client_of(indexed)


def test_words_find_as_json_as_a_form_and_as_a_term_alike(client):
    plain = post(client, "/search", {"words": TEXT, "k": 9})
    form = client.post("/api/v1/search", data={"words": TEXT, "k": "9", "space": ""}).json
    term = post(client, "/search", {"terms": [{"text": TEXT}], "k": 9})
    assert ids(plain) == ids(form) == ids(term)
    assert (plain["space"], plain["spaces"], plain["notes"], len(plain["hits"])) == ("words", ["words"], [], 9)
    assert {"embed", "search", "texts", "total"} <= set(plain["timings_ms"])


def test_words_a_photo_and_a_drawing_are_one_query(client):
    number = number_of(client, "coffee whole")
    terms = [{"picture": number, "weight": 0.5}, {"image": CLOCK, "kind": "sketch"}, {"text": TEXT, "weight": 2}]
    found = post(client, "/search", {"terms": terms, "k": 9})
    assert (found["spaces"], len(found["hits"])) == (["words", "sketch"], 9)
    photo = (io.BytesIO((SAMPLES / "photos" / "coffee.jpg").read_bytes()), "coffee.jpg")
    form = client.post("/api/v1/search", data={"words": TEXT, "image": photo}).json
    assert form["spaces"] == ["words", "photo"]


def test_what_is_not_understood_is_told_with_its_place(client):
    found = post(client, "/search", {"terms": [{"picture": 1}], "words": "qwertz 2024", "k": 3})
    assert found["notes"] == [
        {"code": "words-as-text", "term": 1, "words": ["2024"]},
        {"code": "words-unknown", "term": 1, "words": ["qwertz"]},
    ]
    assert "name" in found["hits"][0]["matched"]


def test_words_are_explained_by_cells_by_words_and_by_texts(client):
    number = number_of(client, "cat whole")
    found = post(client, "/search/why", {"terms": [{"text": "a cat on the grass"}], "picture": number})
    assert (found["query"], found["hit"]["count"]) == (None, 1)
    assert {word["text"] for word in found["words"]} <= {"a", "cat", "on", "the", "grass"}
    assert [text["kind"] for text in found["texts"] if text["text"].endswith("cat whole.jpg")] == ["name"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"words": "dog " * 60}, "200"),
        ({"words": "?!"}, "no words"),
        ({"terms": [{"text": "a dog", "picture": 1}]}, "exactly one"),
        ({"terms": [{"kind": "words", "picture": 1}]}, "given as `text`"),
        ({"terms": [{"text": "a dog", "box": {"x1": 0, "y1": 0, "x2": 9, "y2": 9}}]}, "no region"),
        ({"words": "a dog", "space": "colour"}, "only be compared in the space words"),
        ({}, "nothing to search by"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(client, body, sentence):
    status, detail = refusal(client.post("/api/v1/search", json=body))
    assert (status, sentence in detail) == (422, True), detail
