"""The digits benchmark on a tiny model: every figure is worked out again, picture by picture."""

from __future__ import annotations

import base64
import json
import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye import images
from mindseye.benchmarks import marks as benchmark
from mindseye.benchmarks import result as results
from mindseye.benchmarks.labelled_pictures import LabelledPictures
from mindseye.benchmarks.result import Result
from mindseye.errors import DataError
from mindseye.models.registry import Model, Models
from mindseye.tasks import marks
from mindseye.types import ImageLimits
from tests import tiny

COUNT = 60
REJECT = 0.9


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty turned digits, two blank sheets, and a 3 beside a 4."""
    folder = tmp_path_factory.mktemp("data")
    pictures, labels = tiny.mnist_like(COUNT, seed=21)
    blank, pair = np.zeros((28, 28), np.uint8), np.zeros((28, 28), np.uint8)
    pair[4:24, 2:12] = cv2.resize(pictures[labels == 3][0], (10, 20))
    pair[4:24, 16:26] = cv2.resize(pictures[labels == 4][0], (10, 20))
    tiny.write_mnist(folder, "t10k", np.stack([*pictures, blank, blank, pair]), np.array([*labels, 0, 8, 3], np.uint8))
    return folder


@pytest.fixture(scope="module")
def strict(model: Model) -> Model:
    return replace(model, card=replace(model.card, name="strict", thresholds={"reject": REJECT}))


@pytest.fixture(scope="module")
def measured(models: Models, model: Model, strict: Model, data: Path) -> Result:
    return benchmark.run(models, "digits", [model, strict], LabelledPictures(data), "drawn digits")


@pytest.fixture(scope="module")
def truth(models: Models, model: Model, data: Path) -> list[tuple[int, list[float] | None, int]]:
    """For each picture its label, its ten probabilities (None if it is blank), and how many marks it shows."""
    found = []
    for picture in LabelledPictures(data):
        if not picture.rgb.any():
            found.append((int(picture.label), None, 0))
            continue
        seen = images.prepare(picture.rgb, tiny.SPEC)
        logits = models.session(model).run(seen[None], ["fc1"])["fc1"][0].astype(float)
        powers = [math.exp(v - max(logits)) for v in logits]
        pieces = len(marks.find_marks(picture.rgb).marks)
        found.append((int(picture.label), [v / sum(powers) for v in powers], pieces))
    return found


def is_right(label: int, odds: list[float] | None) -> bool:
    return odds is not None and odds.index(max(odds)) == label


def test_the_data_holds_what_these_tests_need(truth):
    pieces = [count for _, _, count in truth]
    assert (pieces.count(0), pieces.count(2), len(pieces)) == (2, 1, COUNT + 3)
    right = sum(is_right(label, odds) for label, odds, _ in truth)
    assert 40 < right < COUNT  # some mistakes, not too many


def test_accuracy_counts_a_blank_sheet_as_wrong(measured, truth):
    row = measured.rows[0]
    assert (row.model, row.count) == ("tiny", COUNT + 3)
    assert row.metrics["accuracy"] == pytest.approx(sum(is_right(y, odds) for y, odds, _ in truth) / len(truth))


def test_log_loss_is_the_mean_surprise_and_a_blank_sheet_is_a_guess(measured, truth):
    losses = [-math.log(odds[label] if odds else 0.1) for label, odds, _ in truth]
    assert measured.rows[0].metrics["log_loss"] == pytest.approx(sum(losses) / len(losses), rel=1e-4)


def test_failures_are_pictures_that_would_not_be_answered_with_one_digit(measured, truth):
    for row, threshold in zip(measured.rows, (0.5, REJECT), strict=True):
        refused = [odds is None or max(odds) < threshold for _, odds, _ in truth]
        failed = [no or pieces != 1 for no, (_, _, pieces) in zip(refused, truth, strict=True)]
        assert row.metrics["false_rejects"] == pytest.approx(sum(refused) / len(truth))
        assert row.metrics["failures"] == pytest.approx(sum(failed) / len(truth))
    assert measured.rows[1].metrics["failures"] > measured.rows[0].metrics["failures"] > 0


def test_the_confusion_matrix_has_every_picture_in_the_row_of_its_label(measured, truth):
    counts = np.array(measured.rows[0].confusion)
    assert counts.sum(axis=1).tolist() == [sum(label == d for label, _, _ in truth) for d in range(10)]
    assert np.trace(counts) == sum(is_right(label, odds) for label, odds, _ in truth)


def test_mistakes_are_the_wrong_answers_with_what_the_network_saw_the_surest_first(measured, truth):
    mistakes = measured.rows[0].mistakes
    wrong = {f"#{i}": (label, odds) for i, (label, odds, _) in enumerate(truth) if not is_right(label, odds)}
    assert {mistake.name for mistake in mistakes} == set(wrong)
    sure = [mistake.probability for mistake in mistakes]
    assert sure == sorted(sure, reverse=True)
    for mistake in mistakes:
        label, odds = wrong[mistake.name]
        assert mistake.truth == str(label) != mistake.answer
        assert odds is None or mistake.answer == str(odds.index(max(odds)))
        png = base64.b64decode(mistake.png.removeprefix("data:image/png;base64,"))
        assert images.decode(png, ImageLimits()).shape == (28, 28, 3)


def test_what_the_card_says_of_size_and_work_is_in_the_row(measured, model):
    figures = measured.rows[0].metrics
    assert (figures["parameters"], figures["multiply_adds"]) == (40 + 7_850, 28_224 + 7_840)
    assert figures["bytes"] == model.onnx.stat().st_size
    assert measured.rows[0].setting == {"version": "1"}
    assert 0 < figures["latency_ms_p50"] <= figures["latency_ms_p95"]


def test_the_result_says_where_and_with_what_it_was_measured(measured):
    told = json.loads(json.dumps(measured.as_json()))
    assert (told["bench"], told["data"]) == ("digits", "drawn digits")
    assert told["version"].startswith("0.")
    assert told["machine"]["cores"] >= 1
    assert set(told["rows"][0]) == {"model", "count", "metrics", "setting", "confusion", "mistakes", "reliability"}


def test_progress_counts_every_picture_once(models, model, data):
    steps = []
    benchmark.run(
        models, "digits", [model], LabelledPictures(data), "it", lambda done, total: steps.append((done, total))
    )
    assert steps == [(i + 1, COUNT + 3) for i in range(COUNT + 3)]


def write(path: Path, picture: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), picture)


def test_catches_are_the_strangers_that_a_model_refuses(models, model, tmp_path):
    write(tmp_path / "digits" / "7" / "7.png", tiny.drawn("7"))
    shown = {"letters/a.png": "A", "letters/w.png": "W", "letters/m.png": "M", "digits/2.png": "2"}
    for name, text in shown.items():
        write(tmp_path / "others" / name, tiny.drawn(text))
    firm = replace(model, card=replace(model.card, thresholds={"reject": 0.98}))
    steps: list[tuple[int, int]] = []
    row = benchmark.run(
        models, "digits", [firm], LabelledPictures(tmp_path / "digits"), "it", lambda *step: steps.append(step),
        LabelledPictures(tmp_path / "others"),
    ).rows[0]  # fmt: skip
    best = [marks.read_sheet(models, model, marks.whole_as_one(tiny.drawn(text))).glyphs[0] for text in shown.values()]
    assert best[3].probability > 0.98
    assert row.metrics["catches"] == sum(glyph.probability < 0.98 for glyph in best) / 4 > 0
    assert (row.setting["others"], row.count) == (4, 1)
    assert steps == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_a_folder_that_is_no_digit_is_refused(models, model, tmp_path):
    write(tmp_path / "seven" / "a.png", tiny.drawn("7"))
    with pytest.raises(DataError, match=r"seven/a\.png is labelled 'seven'; this benchmark wants folders named 0 to 9"):
        benchmark.run(models, "digits", [model], LabelledPictures(tmp_path), "it")


def test_pictures_none_of_which_can_be_read_are_an_error_that_says_why(models, model, tmp_path):
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "a.png").write_text("no picture")
    with pytest.raises(DataError, match=r"No picture of it could be read\. a\.png is a text file"):
        benchmark.run(models, "digits", [model], LabelledPictures(tmp_path), "it")


def test_latency_is_measured_as_often_as_asked_for_every_model(models, model, strict):
    times = benchmark.latency(models, [model, strict], 12)
    assert {name: len(measured) for name, measured in times.items()} == {"tiny": 12, "strict": 12}
    assert all(0 < t < 1000 for measured in times.values() for t in measured)


def test_the_newest_result_is_kept_and_a_damaged_one_is_told_of(measured, tmp_path):
    assert results.newest("digits", tmp_path) is None
    results.save(replace(measured, data="older"), tmp_path)
    results.save(measured, tmp_path)
    assert results.newest("digits", tmp_path) == json.loads(json.dumps(measured.as_json()))
    assert [path.name for path in (tmp_path / "benchmarks").iterdir()] == ["digits.json"]
    (tmp_path / "benchmarks" / "digits.json").write_text("{")
    with pytest.raises(DataError, match=r"digits\.json is damaged: delete it and run the benchmark again"):
        results.newest("digits", tmp_path)
