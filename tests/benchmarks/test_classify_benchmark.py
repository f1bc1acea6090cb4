"""The benchmark of classifying models: every figure is worked out again, picture by picture."""

from __future__ import annotations

import base64
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from mindseye import MindsEye, images, load_settings
from mindseye.benchmarks.label_names import places_of
from mindseye.errors import DataError, NotFoundError
from mindseye.models.registry import Models
from mindseye.types import ImageLimits
from tests import tiny
from tests.benchmarks.naming_model import shade, write_naming_model, write_shades

SHADES = {"Cats": [0.1, 0.3, 0.45, 0.7, 0.8], "dogs": [0.2, 0.55, 0.9]}


@pytest.fixture
def eye(tmp_path: Path, scratch: Path) -> MindsEye:
    settings = load_settings({}, home=tmp_path / "home")
    write_naming_model(tmp_path / "zoo")
    write_naming_model(tmp_path / "zoo", "strict", thresholds={"reject": 0.9})
    write_naming_model(tmp_path / "zoo", "colours", labels=("red", "blue"), labels_zh=())
    tiny.write_model(tmp_path / "zoo", scratch)
    return MindsEye(settings, Models(settings.home, tmp_path / "zoo"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_shades(tmp_path / "data", SHADES)
    return tmp_path / "data"


def odds_of(value: float) -> list[float]:
    """Return the probabilities of cat and dog: their logits differ by 12 times the brightness above a half."""
    mean = float(shade(value).mean() / 255)
    dog = 1 / (1 + math.exp(-12 * (mean - 0.5)))
    return [1 - dog, dog]


def told(shades: dict[str, list[float]]) -> list[tuple[int, list[float]]]:
    return [(place, odds_of(value)) for place, label in enumerate(("Cats", "dogs")) for value in shades[label]]


def test_accuracy_loss_and_confusion_are_those_of_the_pictures(eye, data):
    row = eye.bench_classify(data, "shades", ["shades"]).rows[0]
    truth = told(SHADES)
    right = [odds[place] > 0.5 for place, odds in truth]
    assert (row.model, row.count) == ("shades", 8)
    assert row.metrics["accuracy"] == sum(right) / 8 == 5 / 8
    losses = [-math.log(odds[place]) for place, odds in truth]
    assert row.metrics["log_loss"] == pytest.approx(sum(losses) / 8, rel=1e-4)
    assert row.confusion == [[3, 2], [1, 2]]


def test_calibration_is_the_mean_gap_of_confidence_and_accuracy(eye, data):
    row = eye.bench_classify(data, "shades", ["shades"]).rows[0]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for place, odds in told(SHADES):
        bins.setdefault(int(max(odds) * 15), []).append((max(odds), odds[place] > 0.5))
    gaps = [abs(sum(c for c, _ in own) - sum(r for _, r in own)) for own in bins.values()]
    assert row.metrics["ece"] == pytest.approx(sum(gaps) / 8, abs=1e-4)
    assert [count for count, _, _ in row.reliability] == [len(own) for _, own in sorted(bins.items())]
    assert all(0.5 <= sure <= 1 and 0 <= right <= 1 for _, sure, right in row.reliability)


def test_a_threshold_counts_what_would_be_refused(eye, data):
    row = eye.bench_classify(data, "shades", ["strict"]).rows[0]
    refused = [max(odds) < 0.9 for _, odds in told(SHADES)]
    assert row.metrics["false_rejects"] == sum(refused) / 8
    assert row.metrics["accuracy"] == 5 / 8  # whether or not it would have refused


def test_size_work_and_time_are_in_the_row(eye, data):
    row = eye.bench_classify(data, "shades", ["shades"]).rows[0]
    onnx = eye.models.get("shades").onnx
    assert [row.metrics[name] for name in ("parameters", "multiply_adds", "bytes")] == [98, 96, onnx.stat().st_size]
    assert 0 < row.metrics["latency_ms_p50"] <= row.metrics["latency_ms_p95"]
    assert {name: len(times) for name, times in eye.latency(["shades", "strict"], 7).items()} == {
        "shades": 7, "strict": 7
    }  # fmt: skip


def test_mistakes_are_small_pictures_the_surest_first(eye, data):
    mistakes = eye.bench_classify(data, "shades", ["shades"]).rows[0].mistakes
    assert [(m.name, m.truth, m.answer) for m in mistakes] == [
        ("Cats/4.png", "cat", "dog"), ("dogs/0.png", "dog", "cat"), ("Cats/3.png", "cat", "dog")
    ]  # fmt: skip
    for mistake, value in zip(mistakes, (0.8, 0.2, 0.7), strict=True):
        assert mistake.probability == pytest.approx(max(odds_of(value)), abs=1e-4)
        kept = images.decode(base64.b64decode(mistake.png.partition(",")[2]), ImageLimits())
        assert kept.shape == (24, 32, 3)
        assert abs(float(kept.mean()) / 255 - value) < 0.03


def test_without_names_every_model_with_these_labels_takes_part_and_the_result_is_kept(eye, data):
    result = eye.bench_classify(data, "shades")
    assert [row.model for row in result.rows] == ["shades", "strict"]
    assert eye.newest_result("classify") == json.loads(json.dumps(result.as_json()))


def test_folders_that_are_no_label_are_left_out_and_said(eye, data):
    write_shades(data, {"birds": [0.5, 0.6], "Hunde": [0.1]})
    said: list[str] = []
    row = eye.bench_classify(data, "shades", ["shades"], told=said.append).rows[0]
    assert said == ["The folders Hunde, birds (3 pictures) are left out: shades has only the labels cat, dog."]
    assert (row.count, row.setting["left_out"]) == (8, "Hunde, birds")
    with pytest.raises(DataError, match="No model has all of the labels Cats, Hunde, birds, dogs: name one"):
        eye.bench_classify(data, "shades")


def test_a_folder_above_the_labels_is_refused_with_the_cure(eye, data):
    write_shades(data.parent, {"home": [0.1], "zoo": [0.1]})
    with pytest.raises(DataError, match="None of the folders data, home, zoo is a label of shades, which has cat, dog"):
        eye.bench_classify(data.parent, "shades", ["shades"])


def test_what_is_no_picture_is_passed_over_and_said(eye, data):
    (data / "Cats" / "broken.jpg").write_bytes(b"no picture")
    (data / "Cats" / "._0.png").write_bytes(b"hidden")
    (data / "Cats" / "notes.txt").write_text("no picture")
    (data / ".cache").mkdir()
    said: list[str] = []
    row = eye.bench_classify(data, "shades", ["shades"], told=said.append).rows[0]
    assert row.count == 8
    assert [sentence.partition(" ")[0] for sentence in said] == ["broken.jpg"]


def test_nothing_to_measure_is_one_sentence(eye, tmp_path):
    (tmp_path / "empty" / "cats").mkdir(parents=True)
    with pytest.raises(DataError, match="has no sub-folders with pictures: it needs one for each label"):
        eye.bench_classify(tmp_path / "empty", "it")
    with pytest.raises(DataError, match="is not a folder"):
        eye.bench_classify(tmp_path / "nowhere", "it")
    (tmp_path / "empty" / "cats" / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"No picture of it that shades has a label for could be read. a.jpg is"):
        eye.bench_classify(tmp_path / "empty", "it", ["shades"])
    with pytest.raises(NotFoundError, match="tiny"):
        eye.bench_classify(tmp_path / "empty", "it", ["tiny"])


@pytest.mark.parametrize(
    ("folder", "label"),
    [("cat", 0), ("Cats", 0), ("CAT", 0), ("猫", 0), ("dog", 1), ("Guide_Dogs", 2), ("guide-dog", 2), ("foxes", 3),
     ("puppies", 4), ("bird", None), ("s", None), ("glass", 5), ("glasses", 5)],
)  # fmt: skip
def test_a_folder_means_the_label_of_its_name(tmp_path, folder, label):
    labels = ("cat", "dog", "guide dog", "fox", "puppy", "glass")
    card = write_naming_model(tmp_path)
    card = replace(card, labels=labels, labels_zh=("猫", "狗", "导盲犬", "狐狸", "小狗", "玻璃"))
    assert places_of(card, [folder]) == ({} if label is None else {folder: label})


def test_a_name_that_may_mean_two_labels_means_the_one_that_is_written_so_or_none(tmp_path):
    card = replace(write_naming_model(tmp_path), labels=("glass", "glasses", "axe", "ax"), labels_zh=())
    assert places_of(card, ["glass", "glasses", "axes"]) == {"glass": 0, "glasses": 1}
