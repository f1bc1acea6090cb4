"""The job that looks for faces, with the models that ship, on photos of two people."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import func, select

from mindseye import MindsEye, load_settings
from mindseye.library import tables
from tests.people import faces


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    """An installation that has looked at the photos; for tests that change nothing."""
    folder = tmp_path_factory.mktemp("looked")
    faces.write(folder / "photos", variants=("whole", "dark", "mirror"))
    faces.write_beside(folder / "photos")
    (folder / "photos" / "broken.jpg").write_bytes(b"\xff\xd8 not a picture")
    eye = MindsEye(load_settings({}, home=folder / "home", spaces="colour"))
    eye.library.add_source(folder / "photos")
    assert eye.library.jobs.run("index").state == "done"
    assert eye.people.status().missing == 7
    assert not eye.people.is_on()
    job = eye.library.jobs.run("faces")
    assert (job.state, job.error, job.done, job.result["faces"]) == ("done", None, 7, 8)
    yield eye
    eye.close()


def test_the_faces_of_two_people_fall_into_two_groups(looked):
    groups = looked.people.groups(1).items
    names = [sorted({looked.library.picture(face.picture).name for face in one.faces}) for one in groups]
    assert sorted(names) == [
        [f"{person} {variant}.png" for variant in ("dark", "mirror", "whole")] + ["both.png"]
        for person in sorted(faces.PEOPLE)
    ]
    status = looked.people.status()
    assert (status.on, status.pictures, status.missing, status.faces, status.groups) == (True, 7, 0, 8, 2)
    assert status.models.keys() >= {"face-detect", "face-embed"}


def test_a_picture_tells_its_faces_and_their_portraits(looked):
    (both,) = looked.library.pictures(where=_named("both")).items
    was_looked_at, found = looked.people.of_picture(both.id)
    assert was_looked_at
    assert len(found) == 2
    for face in found:
        box = face.face.box
        assert 0 <= box.x1 < box.x2 <= 640
        assert face.size == round(min(box.width, box.height))
        assert (face.face.landmarks.left_eye[0] < face.face.landmarks.right_eye[0]) is True
        cut = np.asarray(Image.open(looked.people.portrait(face.id, 64)))
        assert cut.shape == (64, 64, 3)
        original = np.asarray(Image.open(faces_path(looked, both.id)))
        middle = original[round((box.y1 + box.y2) / 2), round((box.x1 + box.x2) / 2)]
        assert np.abs(cut[32, 32].astype(int) - middle.astype(int)).max() < 60  # the middle of the cut is the box's


def _named(text):
    from mindseye.library.records import Filter

    return Filter(text=text)


def faces_path(eye, number):
    return eye.library.location(number)


def test_who_is_it(looked):
    from mindseye import images

    rgb = images.read(faces.SAMPLES / "photos" / "astronaut.jpg", looked.settings.image_limits)
    unnamed = looked.people.search(rgb, unnamed=True, top=50)
    (found,) = unnamed.faces
    listed = [looked.library.picture(one.picture).name for one in found.candidates]
    assert unnamed.considered == 8
    assert {name.split()[0] for name in listed[:3]} <= {"astronaut", "both.png"}
    assert found.candidates[0].confidence > 95
    assert found.candidates[0].verdict == "same"
    assert set(unnamed.timings_ms) == {"detect", "embed", "search"}
    assert [one.rate for one in unnamed.thresholds] == ["1e-3", "1e-4", "1e-5"]
    assert looked.people.search(rgb).faces[0].candidates == ()


def test_nothing_is_looked_for_before_somebody_asks_and_new_pictures_afterwards(tmp_path):
    eye = MindsEye(load_settings({}, home=tmp_path / "home", spaces="colour"))
    photos = tmp_path / "photos"
    faces.write(photos, variants=("whole",))
    eye.library.add_source(photos)
    assert "followed_by" not in eye.library.jobs.run("index").result
    assert eye.people.status().missing == 2
    assert eye.library.jobs.run("faces").result["faces"] == 2
    faces.write(photos, people=("astronaut",), variants=("dark",))
    (follower,) = eye.library.jobs.run("index").result["followed_by"]
    eye.library.jobs.wait(follower)
    assert (eye.people.status().faces, eye.people.status().missing) == (3, 0)
    eye.people.switch(False)
    faces.write(photos, people=("admiral",), variants=("dark",))
    assert "followed_by" not in eye.library.jobs.run("index").result
    assert (eye.people.status().faces, eye.people.status().missing) == (3, 1)
    ada = eye.people.create("Ada", groups=[eye.people.groups(2).items[0].id]).person
    eye.people.look_again()
    assert eye.library.jobs.run("faces").result["faces"] == 4
    assert (eye.people.get(ada.id).confirmed, eye.people.status().faces) == (2, 4)
    eye.close()


def test_a_job_that_was_cancelled_goes_on_where_it_stopped(tmp_path):
    eye = MindsEye(load_settings({}, home=tmp_path / "home", spaces="colour"))
    faces.write(tmp_path / "photos")
    eye.library.add_source(tmp_path / "photos")
    eye.library.jobs.run("index")
    job = eye.library.jobs.start("faces")
    while eye.people.status().pictures == 0:
        time.sleep(0.02)
    eye.library.jobs.cancel(job.id)
    stopped = eye.library.jobs.wait(job.id)
    before = eye.people.status().pictures
    assert stopped.done == before
    if stopped.state == "cancelled":
        assert eye.library.jobs.resume(job.id).done == 8 - before
    assert eye.people.status().pictures == eye.people.status().faces == 8
    eye.close()


def test_a_kill_in_the_middle_loses_and_doubles_nothing(tmp_path):
    eye = MindsEye(load_settings({}, home=tmp_path / "home", spaces="colour"))
    faces.write(tmp_path / "photos")
    eye.library.add_source(tmp_path / "photos")
    eye.library.jobs.run("index")
    command = [sys.executable, "-m", "mindseye", "--home", str(tmp_path / "home"), "faces", "look", "--json"]
    process = subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while eye.people.status().pictures == 0 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert eye.library.jobs.list()[0].state in ("interrupted", "done")
    assert eye.library.jobs.run("faces").state == "done"
    with eye.library.catalogue.reading() as connection:
        f = tables.faces.c
        counted = connection.execute(select(func.count(), func.count(f.picture_id.distinct()))).one()
    assert tuple(counted) == (8, 8)
    eye.close()
