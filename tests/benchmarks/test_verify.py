"""The benchmark `verify` on a tiny set of faces: layout, protocol, failures, report."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye import images, metrics
from mindseye.benchmarks import verify
from mindseye.benchmarks.verify_data import read_faces
from mindseye.benchmarks.verify_report import write_report
from mindseye.benchmarks.verify_speed import sample
from mindseye.errors import DataError
from mindseye.models.registry import Models
from mindseye.tasks.faces.embedding import model_of
from mindseye.types import ImageLimits
from tests import tiny

PHOTOS = Path(images.__file__).parent / "samples" / "photos"
PAIRS = """2 2
Sky 1 2
Sky 1 3
Sky 1 Sea 1
Sky 2 Sea 2
Sea 1 2
Sky 2 3
Sky 3 Sea 1
Nobody 1 Sea 2
"""


@pytest.fixture(scope="module")
def zoo() -> Models:
    return Models(Path("/nonexistent"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Three pictures of one person, two of another, and one without a face, with two folds of four pairs."""
    place = tmp_path_factory.mktemp("faces")
    sky, sea = (images.read(PHOTOS / f"{name}.jpg", ImageLimits()) for name in ("astronaut", "admiral"))
    pictures = {
        "Sky_0001": sky,
        "Sky_0002": cv2.resize(sky[:, ::-1], None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA),
        "Sky_0003": np.clip(sky[:250, 40:300] * 1.15, 0, 255).astype(np.uint8),
        "Sea_0001": sea,
        "Sea_0002": cv2.resize(sea, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA),
        "Nobody_0001": tiny.photo(100, 120),
    }
    for stem, picture in pictures.items():
        path = place / "images" / stem.partition("_")[0] / f"{stem}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(images.encode_png(np.ascontiguousarray(picture)))
    (place / "pairs.txt").write_text(PAIRS)
    return place


@pytest.fixture(scope="module")
def result(zoo, folder):
    return verify.run(zoo, folder)


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pairs_are_read_with_fold_and_kind(folder):
    faces = read_faces(folder)
    told = [(faces.pictures[p.first].stem, faces.pictures[p.second].stem, p.is_same, p.fold) for p in faces.pairs]
    assert told[0] == ("Sky_0001", "Sky_0002", True, 0)
    assert told[2] == ("Sky_0001", "Sea_0001", False, 0)
    assert told[-1] == ("Nobody_0001", "Sea_0002", False, 1)
    assert [fold for *_, fold in told] == [0] * 4 + [1] * 4
    assert faces.people.count("Sky") == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must begin with"),
        ("two 2\n", "must begin with"),
        ("2 3\nSky 1 2\n", "promises 2 folds of twice 3 pairs"),
        ("1 1\nSky 1 2\nSky 1 Sea 1\n", "two folds or more"),
        (PAIRS.replace("Sea 1 2", "Sea 1 9"), "Sea/Sea_0009, which is not below images"),
        (PAIRS.replace("Sea 1 2", "Sea 1"), "Pair 5"),
    ],
)
def test_a_bad_list_is_refused_in_words(folder, tmp_path, text, words):
    (tmp_path / "images").symlink_to(folder / "images")
    (tmp_path / "pairs.txt").write_text(text)
    with pytest.raises(DataError, match=words):
        read_faces(tmp_path)


def test_a_folder_of_another_layout_is_refused(tmp_path):
    with pytest.raises(DataError, match="needs images"):
        read_faces(tmp_path)


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pairs_are_told_apart_and_no_pair_is_left_out(result):
    pairs = result.rows[0]
    assert (result.bench, pairs.model, pairs.count) == ("verify", "face-embed", 8)
    assert pairs.metrics["accuracy"] == 1.0
    assert pairs.metrics["accuracy_std"] == 0.0
    assert pairs.metrics["failures"] == pytest.approx(1 / 6)
    json.dumps(result.as_json())


def test_all_pictures_are_compared_with_each_other(result):
    everything = result.rows[1]
    assert everything.setting["part"] == "all pairs"
    assert everything.count == 15
    assert everything.setting["impostor_pairs"] == 15 - 3 - 1


def test_each_stage_is_timed_where_a_face_was_found(result):
    stages = {
        row.setting["stage"]: row
        for row in result.rows
        if row.setting.get("picture") is None and "stage" in row.setting
    }
    assert list(stages) == ["detect", "embed"]
    assert stages["detect"].count == 5
    assert 0 < stages["detect"].metrics["latency_ms_p50"] <= stages["detect"].metrics["latency_ms_p95"]


def test_a_picture_of_a_known_size_is_timed_through_all_stages(result):
    stages = {str(row.setting["stage"]): row for row in result.rows if row.setting.get("picture")}
    assert [*stages][:2] == ["detect", "embed"]
    assert [*stages][-1] == "total"
    assert stages["total"].metrics["latency_ms_p50"] > stages["embed"].metrics["latency_ms_p50"]
    assert sample().shape == (480, 640, 3)


def test_all_pairs_are_those_of_two_loops():
    rng = np.random.default_rng(4)
    vectors = rng.normal(size=(40, 8)).astype(np.float32)
    people = [f"person {n}" for n in rng.integers(0, 9, 40)]
    genuine, impostor = [], []
    for i in range(40):
        for j in range(i):
            (genuine if people[i] == people[j] else impostor).append(float(vectors[i] @ vectors[j]))
    found = verify.all_pairs(vectors, people)
    assert np.allclose(np.sort(found[0]), np.sort(genuine), atol=1e-5)
    assert np.allclose(np.sort(found[1]), np.sort(impostor), atol=1e-5)


def test_all_pairs_of_many_blocks_are_those_of_one(monkeypatch):
    vectors = np.random.default_rng(5).normal(size=(30, 8)).astype(np.float32)
    people = [str(number // 3) for number in range(30)]
    whole = [np.sort(scores) for scores in verify.all_pairs(vectors, people)]
    monkeypatch.setattr(verify, "BLOCK", 7)
    for one, other in zip(whole, verify.all_pairs(vectors, people), strict=True):
        assert np.allclose(one, np.sort(other), atol=1e-5)


def test_of_several_faces_the_one_in_the_middle_is_compared(zoo, folder):
    sky = images.read(PHOTOS / "astronaut.jpg", ImageLimits())
    three = np.hstack([sky[:240, 60:260]] * 3)
    from mindseye.tasks.faces.detection import detect

    faces = detect(zoo, three).faces
    middle = verify.middle_face(faces, three)
    assert len(faces) == 3
    assert middle is not None
    assert 200 < middle.box.x1 < middle.box.x2 < 400
    assert verify.middle_face([], three) is None


def test_without_any_candidate_the_middle_of_the_picture_is_compared(zoo):
    face = verify.best_guess(zoo, np.full((100, 200, 3), 128, np.uint8))
    assert face.score == 0.0
    assert (face.box.x1 + face.box.x2, face.box.y1 + face.box.y2) == (200, 100)


# ── thresholds and rates, a second and slower way ───────────────────────────────────────────────────────────────────


def slow_best(scores, same) -> float:
    """The largest number of right answers that any threshold gives."""
    tried = [*scores, max(scores) + 1]
    return max(float(((scores >= threshold) == same).mean()) for threshold in tried)


@pytest.mark.parametrize("seed", range(6))
def test_the_best_threshold_is_right_as_often_as_any(seed):
    rng = np.random.default_rng(seed)
    same = rng.random(60) < 0.5
    scores = np.round(rng.normal(size=60) + same, 1)  # rounded: many are equal
    found = metrics.best_threshold(scores, same)
    assert ((scores >= found) == same).mean() == slow_best(scores, same)


def test_the_best_threshold_lies_in_the_middle_of_a_gap():
    assert metrics.best_threshold(
        np.array([0.1, 0.2, 0.6, 0.8]), np.array([False, False, True, True])
    ) == pytest.approx(0.4)


def test_a_folds_threshold_is_chosen_on_the_others():
    rng = np.random.default_rng(8)
    same, folds = rng.random(90) < 0.5, np.arange(90) // 30
    scores = rng.normal(size=90) + 2 * same + folds
    thresholds = metrics.thresholds_of_others(scores, same, folds)
    for fold in range(3):
        here = folds == fold
        assert len(set(thresholds[here])) == 1
        others = (scores[~here] >= thresholds[here][0]) == same[~here]
        assert others.mean() == slow_best(scores[~here], same[~here])


@pytest.mark.parametrize("far", [0.0, 0.004, 0.01, 0.1, 0.5, 1.0])
def test_a_threshold_lets_no_more_impostors_pass_than_it_may(far):
    rng = np.random.default_rng(2)
    impostor, genuine = rng.normal(size=500).astype(np.float32), rng.normal(size=300).astype(np.float32) + 1
    threshold = metrics.threshold_at(far, impostor)
    passed = sum(float(score) >= threshold for score in impostor)
    assert passed == int(far * 500)
    assert metrics.tar_at(far, genuine, impostor) == sum(float(s) >= threshold for s in genuine) / 300


def test_equal_impostors_are_refused_together():
    impostor = np.array([0.5, 0.5, 0.5, 0.1])
    assert metrics.threshold_at(0.25, impostor) > 0.5


def test_the_curve_rises_and_agrees_with_single_rates():
    rng = np.random.default_rng(6)
    genuine, impostor = rng.normal(size=80) + 1.5, rng.normal(size=400)
    curve = metrics.roc(genuine, impostor)
    assert [tar for _, tar in curve] == sorted(tar for _, tar in curve)
    assert curve[-1] == (1.0, 1.0)
    assert all(tar == metrics.tar_at(far, genuine, impostor) for far, tar in curve)


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_figures_curve_and_wrong_pairs(zoo, folder, result, tmp_path):
    faces, card = read_faces(folder), model_of(zoo).card
    wrong = verify._mistake(faces, faces.pairs[-1], np.float32(0.97), card, ImageLimits())
    result.rows[0].mistakes.append(wrong)
    page = write_report(result, card, tmp_path).read_text(encoding="utf-8")
    result.rows[0].mistakes.clear()
    assert "100.00 %" in page
    assert "all pairs" in page
    assert "Nobody_0001.png, Sea_0002.png: two people, taken for one person" in page
    assert "1e-5" in page
    assert page.count("<svg") == 1
    assert "mathdefault" not in page  # Matplotlib's way of writing powers, which no browser reads
    assert "http://" not in page
    assert "https://" not in page
