"""From a folder to a served model: looking, learning, judging, saving; and what happens when it is disturbed."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from mindseye import images
from mindseye.descriptors import projections
from mindseye.models.registry import check_folder
from mindseye.teach.looking import Looker, signature
from mindseye.teach.teaching import classes_of
from mindseye.types import ImageLimits
from tests import tiny
from tests.teach.conftest import SUBJECTS, run


def picture(subjects, name):
    return images.read(next(subjects.rglob(name + ".*")), ImageLimits())


def test_a_folder_of_folders_becomes_a_model_that_names_its_classes(taught, subjects):
    for subject in SUBJECTS:
        found = taught.classify(picture(subjects, f"{subject} whole"), ["three"])[0]
        assert found.labels[0].name == subject
        assert found.accepted


def test_a_picture_of_something_else_is_none_of_these(taught, sample_photos):
    found = taught.classify(picture(sample_photos, "astronaut whole"), ["three"])[0]
    assert not found.accepted


def test_the_model_passes_the_check_that_every_model_must_pass(taught):
    model = taught.models.get("three")
    assert check_folder(model.folder).labels == SUBJECTS
    assert model.card.task == "classify"


def test_the_heat_map_s_cells_add_up_to_what_the_head_says(taught, subjects):
    rgb = picture(subjects, "cat whole")
    model = taught.models.get("three")
    answers = taught.models.session(model).run(images.prepare(rgb, model.card.input)[None], ["logits", "pooled"])
    length = np.linalg.norm(answers["pooled"][0])
    sums = [taught.why_label(rgb, "three", place).cells.mean() / length for place in range(3)]
    bias = [logit - total for logit, total in zip(answers["logits"][0], sums, strict=True)]
    other = picture(subjects, "coffee whole")
    again = taught.models.session(model).run(images.prepare(other, model.card.input)[None], ["logits", "pooled"])
    length = np.linalg.norm(again["pooled"][0])
    for place in range(3):
        total = taught.why_label(other, "three", place).cells.mean() / length
        assert again["logits"][0][place] - total == pytest.approx(bias[place], abs=2e-3)


def test_the_served_likeness_is_the_cosine_with_the_likest_class(taught, subjects):
    """Worked out again from the features in the catalogue, by numpy."""
    looker = Looker(taught.models)
    seen = {s: [looker.look(images.read(p, ImageLimits())) for p in sorted((subjects / s).iterdir())] for s in SUBJECTS}
    rgb = tiny.photo(200, 300)
    model = taught.models.get("three")
    batch = images.prepare(rgb, model.card.input)[None]
    mine = looker.look(rgb).signature
    cosines = []
    for subject in SUBJECTS:
        mean = np.mean([one.signature for one in seen[subject]], axis=0)
        cosines.append(float(mine @ mean / np.linalg.norm(mean)))
    served = taught.models.session(model).run(batch, ["likeness"])["likeness"][0]
    assert served == pytest.approx(max(cosines), abs=5e-3)


def test_a_signature_is_a_projection_of_roots(taught):
    rng = np.random.default_rng(1)
    pooled, logits = rng.random(1280).astype(np.float32), rng.normal(size=1000).astype(np.float32)
    chances = np.exp(logits) / np.exp(logits).sum()
    parts = np.concatenate([np.sqrt(pooled) / np.sqrt(pooled.sum()), 0.5 * np.sqrt(chances)])
    learned = projections.load("photo-256")
    expected = learned.axes @ (parts / np.linalg.norm(parts)) + learned.offset
    np.testing.assert_allclose(signature(pooled, logits), expected / np.linalg.norm(expected), atol=1e-5)


def test_the_report_counts_every_example_once(taught):
    report = taught.lessons.report("three")
    assert report.examples == 21
    assert [sum(row) for row in report.confusion] == [7, 7, 7]
    right = sum(report.confusion[place][place] for place in range(3))
    assert report.accuracy == pytest.approx(right / 21)
    assert report.accuracy_low < report.accuracy <= report.accuracy_high
    assert len(report.mistakes) == 21 - right
    assert [one.recall for one in report.classes] == [report.confusion[place][place] / 7 for place in range(3)]


def test_teaching_again_looks_at_nothing_twice(eye, subjects):
    eye.lessons.begin("a", "a")
    assert run(eye, "a", subjects).done == 21
    again = run(eye, "a", subjects)
    assert (again.done, again.result["version"]) == (0, "2")
    assert [one.version for one in eye.lessons.get("a").versions] == ["2", "1"]
    assert eye.models.get("a").card.version == "2"


def test_a_new_file_is_learned_and_an_unreadable_one_is_told(eye, subjects, tmp_path):
    folder = shutil.copytree(subjects, tmp_path / "mine")
    eye.lessons.begin("a", "a")
    run(eye, "a", folder)
    (folder / "cat" / "broken.jpg").write_text("words")
    shutil.copy(next(folder.glob("coffee/*")), folder / "coffee" / "again.jpg")
    images_before = eye.lessons.get("a").examples
    job = run(eye, "a", folder)
    assert job.failures == 1
    assert "broken.jpg is a text file" in job.result["refused"][0]
    assert eye.lessons.get("a").examples == images_before  # the same content again is no new example


def test_a_folder_that_has_gone_does_no_harm_to_what_was_seen(eye, subjects, tmp_path):
    folder = shutil.copytree(subjects, tmp_path / "mine")
    eye.lessons.begin("a", "a")
    run(eye, "a", folder)
    shutil.rmtree(folder)
    assert run(eye, "a").state == "done"


def test_a_cancelled_job_leaves_no_model_and_keeps_what_it_saw(eye, subjects):
    eye.lessons.begin("a", "a")

    def stop(job):
        if job.result.get("phase") == "fitting" or job.done:
            eye.library.jobs.cancel(job.id)

    job = eye.library.jobs.run("teach", stop, lesson="a", folder=str(subjects))
    if job.state == "cancelled":  # it may have been faster than the one who wanted to stop it
        assert eye.lessons.get("a").versions == ()
        assert not (eye.settings.home / "models" / "a").exists()
    assert run(eye, "a", subjects).state == "done"


def test_a_picture_in_two_classes_is_not_learned_from(eye, subjects, tmp_path):
    folder = shutil.copytree(subjects, tmp_path / "mine")
    shutil.copy(folder / "cat" / sorted(p.name for p in (folder / "cat").iterdir())[0], folder / "rocket")
    eye.lessons.begin("a", "a")
    run(eye, "a", folder)
    report = eye.lessons.report("a")
    assert (report.examples, report.left_out) == (20, 2)
    (warning,) = [one for one in eye.lessons.get("a").warnings if one.kind == "same_in_two"]
    assert "1 picture is an example of several classes (cat, rocket)" in warning.detail
    assert len(warning.examples) == 2


@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        ({"a": 3}, "There must be two classes at least"),
        ({"a": 3, "b": 1}, "b has 1 pictures to learn from; 2 are needed at least"),
    ],
)
def test_too_little_to_learn_from_is_said(eye, tmp_path, sample_photos, classes, sentence):
    photos = iter(sorted(sample_photos.rglob("*.*")))
    for name, count in classes.items():
        (tmp_path / "x" / name).mkdir(parents=True)
        for _ in range(count):
            shutil.copy(next(photos), tmp_path / "x" / name)
    eye.lessons.begin("a", "a")
    job = run(eye, "a", tmp_path / "x")
    assert job.state == "failed"
    assert sentence in job.error


def test_a_folder_without_classes_is_said(eye, tmp_path):
    tiny_folder = tmp_path / "flat"
    tiny_folder.mkdir()
    eye.lessons.begin("a", "a")
    assert "has no sub-folder with pictures" in run(eye, "a", tiny_folder).error
    assert "cannot be listed" in run(eye, "a", tmp_path / "nowhere").error


def test_classes_are_sub_folders_whatever_they_are_called(tmp_path, sample_photos):
    for name in ("😀 faces", "a  b", ".hidden"):
        (tmp_path / name / "deeper").mkdir(parents=True)
        shutil.copy(next(sample_photos.rglob("cat *")), tmp_path / name / "deeper" / "x.jpg")
    assert [label for label, _ in classes_of(str(tmp_path))] == ["a b", "😀 faces"]


def test_pictures_of_one_pixel_can_be_learned_from(eye, tmp_path):
    from PIL import Image

    for place, name in enumerate(("dark", "light")):
        (tmp_path / "x" / name).mkdir(parents=True)
        for shade in range(3):
            grey = 60 * shade + 100 * place
            Image.new("RGB", (1, 1), (grey, grey, grey)).save(tmp_path / "x" / name / f"{shade}.png")
    eye.lessons.begin("a", "a")
    job = run(eye, "a", tmp_path / "x")
    assert (job.state, eye.lessons.report("a").examples) == ("done", 6)
