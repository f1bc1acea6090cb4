"""Library, search and jobs over HTTP, as a client meets them."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image

from mindseye import MindsEye, load_settings
from mindseye.server.factory import create_app
from tests.server.test_http import WholeReplies


def client_of(eye: MindsEye) -> FlaskClient:
    app = create_app(eye)
    app.test_client_class = WholeReplies
    return app.test_client()


@pytest.fixture
def reading(indexed: MindsEye) -> FlaskClient:
    """A client of the indexed photos; for tests that change nothing."""
    return client_of(indexed)


@pytest.fixture
def empty(tmp_path: Path) -> FlaskClient:
    """A client of a new installation."""
    return client_of(MindsEye(load_settings({}, home=tmp_path / "home")))


def get(client: FlaskClient, path: str, **query: object) -> dict:
    reply = client.get(f"/api/v1{path}", query_string=query)
    assert reply.status_code == 200, reply.text
    return reply.json


def post(client: FlaskClient, path: str, body: object) -> dict:
    reply = client.post(f"/api/v1{path}", json=body)
    assert reply.status_code == 200, reply.text
    return reply.json


def refusal(reply) -> tuple[int, str]:
    assert reply.content_type == "application/problem+json"
    return reply.status_code, reply.json["detail"]


def number_of(client: FlaskClient, name: str) -> int:
    (found,) = get(client, "/library/pictures", text=name)["pictures"]
    return found["id"]


def jpeg(colour: tuple[int, int, int] = (200, 40, 40), size: tuple[int, int] = (120, 90)) -> io.BytesIO:
    buffer = io.BytesIO()
    pixels = np.full((size[1], size[0], 3), colour, np.uint8)
    pixels[: size[1] // 2, : size[0] // 2] = 255 - np.array(colour)
    Image.fromarray(pixels).save(buffer, "JPEG")
    buffer.seek(0)
    return buffer


def upload(client: FlaskClient, *files: tuple[io.BytesIO, str]) -> dict:
    reply = client.post("/api/v1/library/pictures", data={"files": list(files)})
    assert reply.status_code == 200, reply.text
    return reply.json


def test_the_library_says_what_it_holds(reading):
    found = get(reading, "/library")
    assert (found["pictures"], found["files"], found["removed"], found["unreadable"]) == (77, 77, 0, 0)
    assert [source["name"] for source in found["sources"]] == ["photos"]
    assert {space["name"]: space["missing"] for space in found["spaces"]} == {
        "photo": 0,
        "sketch": 0,
        "words": 0,
        "layout": 0,
    }


def test_pages_follow_each_other_without_gap_or_repeat(reading):
    pages = [get(reading, "/library/pictures", offset=start, limit=20)["pictures"] for start in range(0, 80, 20)]
    ids = [picture["id"] for page in pages for picture in page]
    assert len(ids) == len(set(ids)) == 77
    taken = [picture["taken"] for page in pages for picture in page]
    assert taken == sorted(taken, reverse=True)


def test_folders_and_months_count_every_picture_once(reading):
    assert sum(folder["pictures"] for folder in get(reading, "/library/folders")["folders"]) == 77
    assert sum(month["pictures"] for month in get(reading, "/library/months")["months"]) == 77


def test_what_pictures_show_is_told_and_filtered_by(reading):
    labels = get(reading, "/library/labels", model="photo")["labels"]
    cats = next(one for one in labels if one["kind"] == "group" and one["name"] == "cat")
    found = get(reading, "/library/pictures", label="cat")
    assert found["total"] == cats["pictures"]
    assert found == get(reading, "/library/pictures", label="photo:猫")
    assert [one["pictures"] for one in labels] == sorted((one["pictures"] for one in labels), reverse=True)
    details = get(reading, f"/library/pictures/{found['pictures'][0]['id']}")
    assert details["labels"][0]["name_zh"] == "猫"
    assert all(0.1 <= label["probability"] <= 1 for label in details["labels"])
    (status,) = get(reading, "/library")["labels"]
    assert (status["model"], status["pictures"], status["missing"]) == ("photo", 77, 0)
    body = {"terms": [{"picture": number_of(reading, "rocket whole")}], "k": 77, "where": {"label": "cat"}}
    hits = post(reading, "/search", body)["hits"]
    assert {hit["picture"]["id"] for hit in hits} == {picture["id"] for picture in found["pictures"]}


def test_a_filter_in_the_address_may_be_empty(reading):
    assert get(reading, "/library/pictures", folder="", text="", since="", label="")["total"] == 77


@pytest.mark.parametrize(("size", "longest"), [("128", 128), ("512", 360)])
def test_a_thumbnail_is_upright_small_and_never_enlarged(reading, size, longest):
    reply = reading.get(f"/api/v1/library/pictures/{number_of(reading, 'cat whole')}/thumbnail?size={size}")
    assert reply.content_type == "image/webp"
    with Image.open(io.BytesIO(reply.data)) as thumbnail:
        assert max(thumbnail.size) == longest


def test_a_file_comes_back_byte_for_byte(reading, sample_photos):
    reply = reading.get(f"/api/v1/library/pictures/{number_of(reading, 'cat whole')}/file")
    assert reply.data == (sample_photos / "2024 Space" / "cat whole.jpg").read_bytes()
    assert "cat whole.jpg" in reply.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/library/pictures/99999", 404, "99999"),
        ("/library/pictures/99999/thumbnail", 404, "99999"),
        ("/library/pictures?limit=0", 422, "limit"),
        ("/library/pictures?since=yesterday", 422, "since"),
        ("/library/pictures?colour=red", 422, "colour"),
        ("/library/pictures?label=dgo", 404, "did you mean"),
        ("/library/pictures?label=nobody:dog", 404, "known: "),
        ("/library/pictures/1/thumbnail?size=7", 422, "size"),
        ("/jobs/99999", 404, "99999"),
        ("/search/pictures/nothing", 404, "drop it once more"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(reading, path, status, words):
    code, detail = refusal(reading.get(f"/api/v1{path}"))
    assert code == status
    assert words in detail


def test_an_upload_is_indexed_at_once_and_known_by_its_content(empty):
    first = upload(empty, (jpeg(), "red.jpg"), (io.BytesIO(b"hello"), "note.jpg"))
    assert [picture["name"] for picture in first["pictures"]] == ["red.jpg"]
    assert (first["known"], [refused["name"] for refused in first["refused"]]) == (0, ["note.jpg"])
    assert "a text file" in first["refused"][0]["reason"]
    again = upload(empty, (jpeg(), "other name.jpg"))
    assert (again["known"], again["pictures"][0]["id"]) == (1, first["pictures"][0]["id"])
    found = empty.post("/api/v1/search", data={"image": (jpeg(), "query.jpg"), "k": "5"}).json
    assert [round(hit["score"], 2) for hit in found["hits"]] == [1.0]


@pytest.mark.parametrize("name", ["../../evil.jpg", "C:\\evil.jpg", "\x00.jpg", "a" * 300 + ".jpg", ".jpg", "图片.jpg"])
def test_no_uploaded_name_leads_out_of_the_uploads(empty, tmp_path, name):
    reply = upload(empty, (jpeg(), name))
    assert len(reply["pictures"]) == 1
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == jpeg().getvalue()]
    assert [path.parent.parent for path in kept] == [tmp_path / "home" / "uploads"]


def test_a_removed_picture_is_neither_listed_nor_found_until_it_is_restored(empty):
    red, blue = (upload(empty, (jpeg(colour), "a.jpg"))["pictures"][0]["id"] for colour in [(200, 9, 9), (9, 9, 200)])
    assert post(empty, "/library/remove", {"ids": [red]}) == {"changed": 1}
    assert [p["id"] for p in get(empty, "/library/pictures")["pictures"]] == [blue]
    assert [p["id"] for p in get(empty, "/library/pictures", removed="true")["pictures"]] == [red]
    hits = empty.post("/api/v1/search", data={"image": (jpeg((200, 9, 9)), "q.jpg")}).json["hits"]
    assert [hit["picture"]["id"] for hit in hits] == [blue]
    assert post(empty, "/library/restore", {"ids": [red]}) == {"changed": 1}
    assert get(empty, "/library/pictures")["total"] == 2


def test_a_kept_query_is_a_link(reading):
    data = reading.get(f"/api/v1/library/pictures/{number_of(reading, 'rocket whole')}/file").data
    kept = reading.post("/api/v1/search/pictures", data={"image": (io.BytesIO(data), "q.jpg")}).json
    assert (kept["width"], kept["height"]) == (360, 240)
    shown = reading.get(f"/api/v1/search/pictures/{kept['upload']}")
    assert shown.content_type == "image/webp"
    found = post(reading, "/search", {"terms": [{"upload": kept["upload"]}], "k": 3})
    assert found["hits"][0]["picture"]["name"] == "rocket whole.jpg"


def test_a_search_says_how_it_was_done_and_how_long_it_took(reading):
    body = {"terms": [{"picture": number_of(reading, "cat whole")}], "rerank": "alpha-qe", "k": 5}
    found = post(reading, "/search", body)
    assert (found["space"], found["rerank"], found["considered"]) == ("photo", "alpha-qe", 77)
    assert found["models"] == {"photo": "1"}
    assert {"search", "rerank", "total"} <= set(found["timings_ms"])
    assert {hit["band"] for hit in found["hits"]} <= {"strong", "weak", "none"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"terms": []}, "terms"),
        ({"terms": [{}]}, "exactly one"),
        ({"terms": [{"picture": 1, "upload": "x"}]}, "exactly one"),
        ({"terms": [{"image": "no base64!"}]}, "base64"),
        ({"terms": [{"picture": 1}], "space": "nope"}, "nope"),
        ({"terms": [{"picture": 1}], "k": 0}, "k"),
        ({"terms": [{"picture": 1, "box": {"x1": 5, "y1": 5, "x2": 5, "y2": 9}}]}, "box"),
    ],
)
def test_a_senseless_search_is_refused_in_a_sentence(reading, body, words):
    code, detail = refusal(reading.post("/api/v1/search", json=body))
    assert code in (404, 422)
    assert words in detail


def test_why_shows_where_the_score_comes_from(reading):
    body = {"terms": [{"picture": number_of(reading, "cat whole")}], "picture": number_of(reading, "cat left")}
    found = post(reading, "/search/why", body)
    assert found["hit"]["count"] == found["query"]["count"] == 1
    assert (found["query_width"], found["query_height"]) == (360, 239)
    assert len(found["points"]) >= 15


def test_the_options_tell_how_far_each_space_is_filled(reading):
    spaces = {space["name"]: space for space in get(reading, "/search/options")["spaces"]}
    assert spaces["photo"]["missing"] == 0
    assert spaces["crow"]["missing"] == 77
    assert all(space["paper"] for space in spaces.values())


def test_duplicates_are_grouped_with_the_largest_first(reading):
    found = get(reading, "/library/duplicates", least=0.96)
    assert found["compared"] == 77
    coffee = next(g for g in found["groups"] if g["pictures"][0]["name"] == "coffee whole.jpg")
    assert coffee["best"] == coffee["pictures"][0]["id"]
    assert {"coffee small.jpg", "coffee dark.jpg"} <= {picture["name"] for picture in coffee["pictures"]}


def test_a_job_looks_at_the_sources_again(tmp_path, sample_photos):
    folder = tmp_path / "few"
    folder.mkdir()
    (folder / "one.jpg").write_bytes((sample_photos / "2024 Space" / "cat whole.jpg").read_bytes())
    eye = MindsEye(load_settings({}, home=tmp_path / "home"))
    eye.library.add_source(folder)
    client = client_of(eye)
    job = post(client, "/jobs", {"kind": "index"})
    for _ in range(200):
        job = get(client, f"/jobs/{job['id']}")
        if job["state"] not in ("queued", "running"):
            break
        time.sleep(0.1)
    assert (job["state"], job["done"], job["error"]) == ("done", 1, None)
    assert get(client, "/jobs")["jobs"][0]["id"] == job["id"]
    assert get(client, "/library")["pictures"] == 1
    refused = client.post(f"/api/v1/jobs/{job['id']}/resume")
    assert (refused.status_code, "nothing to resume" in refused.json["detail"]) == (422, True)


def test_labels_are_forgotten_and_made_again_by_a_job(empty):
    number = upload(empty, (jpeg(), "red.jpg"))["pictures"][0]["id"]
    before = get(empty, f"/library/pictures/{number}")["labels"]
    assert empty.delete("/api/v1/library/labels/photo").json == {"changed": 1}
    assert get(empty, f"/library/pictures/{number}")["labels"] == []
    assert get(empty, "/library")["labels"][0]["missing"] == 1
    assert empty.delete("/api/v1/library/labels/photo").status_code == 404
    job = post(empty, "/jobs", {"kind": "label", "model": "photo"})
    for _ in range(200):
        job = get(empty, f"/jobs/{job['id']}")
        if job["state"] not in ("queued", "running"):
            break
        time.sleep(0.1)
    assert (job["state"], job["title"], job["done"], job["error"]) == ("done", "Labelling", 1, None)
    assert get(empty, f"/library/pictures/{number}")["labels"] == before


def test_a_forgotten_source_takes_its_pictures_along_and_leaves_its_files(tmp_path, sample_photos):
    folder = tmp_path / "few"
    folder.mkdir()
    (folder / "one.jpg").write_bytes((sample_photos / "2024 Space" / "cat whole.jpg").read_bytes())
    eye = MindsEye(load_settings({}, home=tmp_path / "home"))
    source = eye.library.add_source(folder)
    eye.library.jobs.run("index")
    assert client_of(eye).delete(f"/api/v1/library/sources/{source.id}").json == {"changed": 1}
    assert eye.library.summary().pictures == 0
    assert (folder / "one.jpg").exists()
