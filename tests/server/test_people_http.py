"""People and face sets over HTTP, as a client meets them, with the models that ship."""

from __future__ import annotations

import base64
import io
import shutil
import time

import pytest
from PIL import Image

from mindseye import MindsEye, load_settings
from tests.people import faces
from tests.people.conftest import ADA, BOB, CY, ids_of, template  # noqa: F401 - a fixture
from tests.server.test_library_http import client_of, get, post, refusal


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    folder = tmp_path_factory.mktemp("photos")
    faces.write(folder, variants=("whole", "dark"))
    return folder


@pytest.fixture(scope="module")
def looked(tmp_path_factory, photos):
    """A client of an installation that was given the photos and asked for faces."""
    eye = MindsEye(load_settings({}, home=tmp_path_factory.mktemp("home"), spaces="colour"))
    client = client_of(eye)
    for path in sorted(photos.iterdir()):
        files = [(io.BytesIO(path.read_bytes()), path.name)]
        assert len(client.post("/api/v1/library/pictures", data={"files": files}).json["pictures"]) == 1
    assert get(client, "/people/status")["on"] is False
    wait(client, post(client, "/jobs", {"kind": "faces"})["id"])
    yield client
    eye.close()


def wait(client, number):
    for _ in range(1200):
        job = get(client, f"/jobs/{number}")
        if job["state"] not in ("queued", "running"):
            assert (job["state"], job["error"]) == ("done", None)
            return job
        time.sleep(0.05)
    raise AssertionError(job)


@pytest.fixture
def client(template, tmp_path):  # noqa: F811
    """A client of a library whose pictures show three people by vectors made up."""
    shutil.copytree(template / "home", tmp_path / "home")
    eye = MindsEye(load_settings({}, home=tmp_path / "home", spaces="colour"))
    client = client_of(eye)
    client.faces = {name: ids_of(eye.people, eye.library, name) for name in (ADA, BOB, CY)}
    yield client
    eye.close()


def test_unnamed_faces_are_named_confirmed_listed_and_taken_back(client):
    groups = get(client, "/people/groups")
    assert (groups["total"], [one["count"] for one in groups["groups"]]) == (3, [4, 4, 3])
    ada, first = client.faces[ADA], groups["groups"][0]
    assert get(client, f"/people/groups/{first['id']}", limit=2)["total"] == 4
    made = post(client, "/people", {"name": "Ada", "faces": ada[:2], "user_data": "x"})
    number = made["person"]["id"]
    assert (made["changed"], made["operation"]["words"]) == (2, "Ada is new, with 2 faces.")
    waiting = get(client, "/people/suggestions", person=number)
    assert {one["face"]["id"] for one in waiting["suggestions"]} == set(ada[2:])
    (best, *_) = waiting["suggestions"]
    assert best["confidence"] >= waiting["least"]
    assert best["like"]["person"] == {"id": number, "name": "Ada"}
    assert "total" in waiting["timings_ms"]
    assert waiting["models"]
    post(client, f"/people/{number}/confirm", {"faces": [ada[2]]})
    post(client, f"/people/{number}/reject", {"faces": [ada[3]]})
    assert get(client, "/people/suggestions")["total"] == 0
    listed = get(client, f"/people/{number}/faces", decided="person", limit=2)
    assert (listed["total"], len(listed["faces"])) == (3, 2)
    assert get(client, "/library/pictures", person=number)["total"] == 3
    status = get(client, "/people/status")
    assert (status["people"], status["named"], status["faces"], status["suggestions"]) == (1, 3, 11, 0)
    assert [one["kind"] for one in get(client, "/people/operations")["operations"]] == ["reject", "confirm", "create"]
    kinds = [post(client, "/people/undo", {})["operation"] for _ in range(4)]
    assert [one and one["kind"] for one in kinds] == ["reject", "confirm", "create", None]
    assert get(client, "/people")["total"] == 0


def test_people_are_changed_merged_split_and_deleted(client):
    ada, cy = client.faces[ADA], client.faces[CY]
    one = post(client, "/people", {"name": "Ada", "faces": [*ada, cy[0]]})["person"]["id"]
    parts = get(client, f"/people/{one}/parts")["parts"]
    assert [sorted(part["face_ids"]) for part in parts] == [ada, [cy[0]]]
    two = post(client, "/people", {"name": "Cy", "faces": parts[1]["face_ids"]})["person"]["id"]
    merged = post(client, f"/people/{one}/merge", {"people": [two]})
    assert (merged["person"]["faces"], merged["operation"]["kind"]) == (5, "merge")
    post(client, "/people/undo", {})
    assert get(client, f"/people/{two}")["faces"] == 1
    changed = client.patch(f"/api/v1/people/{one}", json={"name": "Ada L.", "hidden": True, "cover": ada[1]}).json
    assert (changed["person"]["cover"], changed["person"]["hidden"]) == (ada[1], True)
    assert [found["id"] for found in get(client, "/people")["people"]] == [two]
    assert [found["name"] for found in get(client, "/people", hidden="true", text="ada")["people"]] == ["Ada L."]
    gone = client.delete(f"/api/v1/people/{one}").json
    assert (gone["people"], gone["faces"]) == (1, 4)
    face = get(client, f"/faces/{ada[0]}")
    assert (face["forgotten"], face["person"]) == (True, None)
    assert client.delete("/api/v1/faces").json["people"] == 1
    assert get(client, "/people/status")["faces"] == 0


def test_what_makes_no_sense_is_said(client):
    ada, bob = client.faces[ADA], client.faces[BOB]
    number = post(client, "/people", {"name": "Ada", "faces": ada[:1]})["person"]["id"]
    refused = post(client, f"/people/{number}/confirm", {"faces": [bob[0]]})
    assert refused["changed"] == 0
    assert refused["operation"] is None
    assert "two faces are never one person" in refused["refused"][0]["reason"]
    assert refusal(client.get("/api/v1/people/99"))[0] == 404
    assert refusal(client.get("/api/v1/people/groups/99"))[0] == 404
    assert refusal(client.get("/api/v1/library/pictures?person=99"))[0] == 404
    assert refusal(client.post("/api/v1/people", json={"name": "ADA"})) == (
        422,
        f"Ada is person {number} already: confirm the faces for them, or merge.",
    )
    nothing = refusal(client.post(f"/api/v1/people/{number}/confirm", json={}))
    assert nothing == (422, "`The body` is not acceptable: Value error, give `faces` or `groups`.")
    both = refusal(client.post("/api/v1/faces/search", json={"picture": 1, "face": 2}))
    assert "give exactly one of `image`, `picture` and `face`" in both[1]
    neither = refusal(client.post("/api/v1/faces/search", data={"top": "3"}))
    assert neither[1].startswith("The request lacks a picture")


def test_faces_of_real_pictures_are_shown_and_searched_for(looked, photos):
    status = get(looked, "/people/status")
    assert (status["on"], status["pictures"], status["faces"], status["groups"]) == (True, 4, 4, 2)
    (picture, *_) = get(looked, "/library/pictures", text="astronaut")["pictures"]
    shown = get(looked, f"/library/pictures/{picture['id']}/faces")
    assert shown["looked"] is True
    (face,) = shown["faces"]
    assert face["landmarks"]["left_eye"]["x"] < face["landmarks"]["right_eye"]["x"]
    reply = looked.get(f"/api/v1/faces/{face['id']}/picture?size=64")
    assert (reply.status_code, reply.mimetype) == (200, "image/webp")
    assert "private" in reply.headers["Cache-Control"]
    assert Image.open(io.BytesIO(reply.data)).size == (64, 64)
    number = post(looked, "/people", {"name": "Eileen", "groups": [face["group"]]})["person"]["id"]
    data = (photos / "astronaut dark.png").read_bytes()
    found = post(looked, "/faces/search", {"image": base64.b64encode(data).decode(), "top": 2})
    assert found["faces"][0]["candidates"][0]["person"] == {"id": number, "name": "Eileen"}
    assert set(found["timings_ms"]) == {"decode", "detect", "embed", "search", "total"}
    assert found["models"].keys() == {"face-detect", "face-embed"}
    assert (found["considered"], [one["rate"] for one in found["thresholds"]]) == (2, ["1e-3", "1e-4", "1e-5"])
    form = {"image": (io.BytesIO(data), "a.png"), "unnamed": "true", "top": "50"}
    every = looked.post("/api/v1/faces/search", data=form).json
    assert len(every["faces"][0]["candidates"]) == 3
    own = post(looked, "/faces/search", {"face": face["id"]})
    assert own["faces"][0]["candidates"][0]["person"]["id"] == number
    assert own["considered"] == 1
    post(looked, "/people/undo", {})


def test_new_uploads_are_looked_at_once_somebody_asked(looked):
    buffer = io.BytesIO()
    Image.open(faces.SAMPLES / "photos" / "photographer.jpg").save(buffer, "PNG")
    buffer.seek(0)
    looked.post("/api/v1/library/pictures", data={"files": [(buffer, "new.png")]})
    for _ in range(1200):
        if get(looked, "/people/status")["missing"] == 0:
            break
        time.sleep(0.05)
    assert get(looked, "/people/status")["faces"] == 5
    assert looked.patch("/api/v1/people/status", json={"on": False}).json["on"] is False
    looked.patch("/api/v1/people/status", json={"on": True})


def test_a_face_set_of_another_program(looked, photos):
    made = post(looked, "/facesets", {"external_id": "crew", "name": "Crew", "tags": ["nasa", "old"]})
    assert (made["external_id"], made["tags"], made["faces"]) == ("crew", ["nasa", "old"], 0)
    assert refusal(looked.post("/api/v1/facesets", json={"external_id": "crew"}))[0] == 422
    assert get(looked, "/facesets", tag="nas")["total"] == 0
    assert get(looked, "/facesets", tag="old")["total"] == 1
    for name in ("astronaut", "admiral"):
        data = io.BytesIO((photos / f"{name} whole.png").read_bytes())
        form = {"image": (data, "a.png"), "external_id": f"id {name}", "user_data": name.upper()}
        added = looked.post("/api/v1/facesets/crew/faces", data=form)
        assert added.status_code == 200, added.text
        assert [one["external_id"] for one in added.json["faces"]] == [f"id {name}"]
        assert (added.json["found"], added.json["faces"][0]["current"]) == (1, True)
    again = {"image": base64.b64encode((photos / "admiral dark.png").read_bytes()).decode()}
    taken = refusal(looked.post("/api/v1/facesets/crew/faces", json=again | {"external_id": "id admiral"}))
    assert taken == (422, "The face set 'crew' has a face 'id admiral' already: choose another id.")
    page = get(looked, "/facesets/crew/faces", limit=1, offset=1)
    assert (page["total"], [one["external_id"] for one in page["faces"]]) == (2, ["id admiral"])
    found = post(looked, "/facesets/crew/search", again)["faces"][0]["candidates"]
    best = found[0]
    assert (best["external_id"], best["user_data"], best["faceset"]) == ("id admiral", "ADMIRAL", "crew")
    assert len(found) == 2
    mixed = post(looked, "/faces/search", again | {"facesets": ["crew"], "top": 1})
    assert mixed["faces"][0]["candidates"][0]["external_id"] == "id admiral"
    assert looked.delete("/api/v1/facesets/crew/faces/id admiral").json == {"changed": 1}
    assert refusal(looked.delete("/api/v1/facesets/crew/faces/id admiral"))[0] == 404
    assert [one["external_id"] for one in post(looked, "/facesets/crew/search", again)["faces"][0]["candidates"]] == [
        "id astronaut"
    ]
    blank = io.BytesIO()
    Image.new("RGB", (64, 64)).save(blank, "PNG")
    blank.seek(0)
    empty = refusal(looked.post("/api/v1/facesets/crew/faces", data={"image": (blank, "b.png")}))
    assert (empty[0], empty[1][:27]) == (422, "The picture shows no face: ")
    changed = looked.patch("/api/v1/facesets/crew", json={"name": "The crew", "tags": []}).json
    assert (changed["name"], changed["tags"], changed["faces"]) == ("The crew", [], 1)
    assert looked.delete("/api/v1/facesets/crew").json == {"changed": 1}
    assert refusal(looked.get("/api/v1/facesets/crew"))[0] == 404
