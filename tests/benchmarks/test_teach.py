"""The benchmark of lessons: real lessons about the sample photos."""

from __future__ import annotations

import json
import shutil

import pytest

from mindseye.benchmarks import teach
from mindseye.benchmarks.label_folders import LabelFolders
from mindseye.errors import DataError
from mindseye.models.registry import Models

SUBJECTS = ("cat", "coffee", "rocket", "photographer")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, sample_photos):
    folder = tmp_path_factory.mktemp("subjects")
    for subject in SUBJECTS:
        (folder / subject).mkdir()
        for path in sample_photos.rglob(f"{subject} *"):
            shutil.copy(path, folder / subject)
    return folder


def test_a_lesson_about_different_things_is_learned_and_strangers_are_refused(folder, tmp_path):
    told = []
    plan = teach.Plan(lessons=2, classes=3, examples=4)
    result = teach.run(
        Models(tmp_path), LabelFolders(folder), "photos", plan, None, lambda done, total: told.append((done, total))
    )
    assert [row.setting["rule"] for row in result.rows] == ["likeness", "probability", "logit"]
    likeness = result.rows[0].metrics
    assert likeness["accuracy"] > 0.8
    assert likeness["auroc"] > 0.9
    assert 0.0 <= likeness["catches"] <= 1.0
    assert told[-1] == (28, 28)
    json.dumps(result.as_json())


def test_too_few_pictures_are_said_with_the_cure(folder, tmp_path):
    with pytest.raises(DataError, match="0 classes with more than 40 pictures; 5 are needed: take fewer"):
        teach.run(Models(tmp_path), LabelFolders(folder), "photos", teach.Plan())
