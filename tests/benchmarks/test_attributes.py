"""The benchmark of face attributes: its labels, its protocol and its figures, on pictures of one sample portrait."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from mindseye import images
from mindseye.app import SAMPLES
from mindseye.benchmarks import attributes as bench
from mindseye.benchmarks.attributes_data import read_labels
from mindseye.benchmarks.one_face import one_face
from mindseye.cli import root
from mindseye.errors import DataError
from mindseye.models.registry import Models
from mindseye.tasks.faces.attributes import describe
from mindseye.types import ImageLimits

COLUMNS = ("image", "age", "gender", "smile", "yaw", "race", "split")
ROWS = [
    ("plain.png", "42", "female", "1", "0.1", "a", "val"),
    ("mirrored.png", "42", "female", "1", "-0.1", "a", "val"),
    ("blurred.png", "42", "male", "0", "", "b", "val"),
    ("nothing.png", "30", "", "", "", "b", "val"),
    ("plain.png", "1", "male", "0", "", "b", "train"),
]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return Models(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a face, itself in a mirror, itself blurred, and a sheet of paper."""
    folder = tmp_path_factory.mktemp("faces")
    (folder / "images").mkdir()
    portrait = images.read(SAMPLES / "photos" / "astronaut.jpg", ImageLimits())
    face = cv2.resize(portrait[:300, 80:380], (180, 180), interpolation=cv2.INTER_AREA)
    pictures = {
        "plain": face,
        "mirrored": face[:, ::-1],
        "blurred": cv2.GaussianBlur(face, (0, 0), 3),
        "nothing": np.full((120, 120, 3), 240, np.uint8),
    }
    for name, picture in pictures.items():
        cv2.imwrite(str(folder / "images" / f"{name}.png"), picture[..., ::-1])
    write(folder, ROWS)
    return folder


def write(folder: Path, rows: list[tuple[str, ...]], columns: tuple[str, ...] = COLUMNS) -> None:
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


@pytest.fixture(scope="module")
def result(models, data):
    return bench.run(models, data, examples=True)


def row(result, attribute: str):
    return next(row for row in result.rows if row.setting["attribute"] == attribute)


# ── labels ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_labels_are_read_as_they_are_and_what_is_not_there_is_not_known(data):
    faces, part = read_labels(data)
    assert (part, len(faces)) == ("val", 4)
    assert (faces[0].age, faces[0].gender, faces[0].smile, faces[0].yaw, faces[0].group) == (
        42,
        "female",
        True,
        0.1,
        "a",
    )
    assert (faces[3].age, faces[3].gender, faces[3].smile, faces[3].yaw) == (30, None, None, None)
    assert faces[3].path == data / "images" / "nothing.png"
    assert read_labels(data, "train")[0][0].gender == "male"


def test_without_a_part_called_val_all_rows_count_and_pictures_may_lie_beside_the_labels(tmp_path):
    (tmp_path / "a.png").write_bytes(b"")
    write(tmp_path, [("a.png", "0"), ("a.png", "1")], ("image", "smile"))
    faces, part = read_labels(tmp_path)
    assert (part, [face.smile for face in faces]) == ("", [False, True])


@pytest.mark.parametrize(
    ("columns", "line", "words"),
    [
        (("image", "mood"), ("a.png", "good"), "columns image, mood"),
        (("image", "age"), ("a.png", "old"), "Line 2 .* label that is none"),
        (("image", "age"), ("a.png", "nan"), "Line 2 .* not finite"),
        (("image", "gender"), ("a.png", "0"), "'0' is none of female"),
        (("image", "age"), ("b.png", "3"), "'b.png', which is no picture"),
        (("image", "age"), ("../a.png", "3"), "no picture of that folder"),
    ],
)
def test_labels_that_make_no_sense_are_refused_in_a_sentence(tmp_path, columns, line, words):
    folder = tmp_path / "faces"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"")
    (tmp_path / "a.png").write_bytes(b"")
    write(folder, [line], columns)
    with pytest.raises(DataError, match=words):
        read_labels(folder)


def test_a_folder_without_labels_or_without_the_part_says_what_is_needed(tmp_path, data):
    with pytest.raises(DataError, match=r"no labels\.csv: give a folder"):
        read_labels(tmp_path)
    with pytest.raises(DataError, match="no part 'test': it has train, val"):
        read_labels(data, "test")


# ── protocol ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_where_no_face_is_found_one_that_fills_the_picture_is_described(models):
    face, found = one_face(models, np.full((120, 90, 3), 240, np.uint8))
    assert not found
    assert (face.box.width, face.box.height) == (90, 120)
    assert (face.landmarks.points >= 0).all()
    assert (face.landmarks.points <= (90, 120)).all()


def test_a_picture_cut_off_at_the_face_is_searched_with_a_border_and_told_in_its_own_pixels(models, data):
    whole = images.read(data / "images" / "plain.png", ImageLimits())
    expected = one_face(models, whole)[0].landmarks.points
    left, top = (int(v) for v in expected.min(axis=0) - np.array([18, 22]))
    right, bottom = (int(v) for v in expected.max(axis=0) + np.array([18, 14]))
    face, found = one_face(models, whole[top:bottom, left:right].copy())
    assert found
    assert np.abs(face.landmarks.points + np.array([left, top]) - expected).max() < 6


def test_each_attribute_has_a_row_of_the_faces_whose_label_is_known(result):
    assert [(r.setting["attribute"], r.count) for r in result.rows] == [
        ("smile", 3),
        ("gender", 3),
        ("age", 4),
        ("yaw", 2),
    ]
    assert {r.setting["part"] for r in result.rows} == {"val"}
    assert row(result, "age").metrics["failures"] == 0.25
    assert row(result, "smile").metrics["failures"] == 0.0
    assert row(result, "age").metrics["latency_ms_p50"] > 0


def test_figures_are_those_of_what_is_told_about_each_face(models, data, result):
    told = {}
    for name in ("plain", "mirrored", "blurred", "nothing"):
        rgb = images.read(data / "images" / f"{name}.png", ImageLimits())
        told[name] = describe(models, rgb, [one_face(models, rgb)[0]])[0]
    years = [
        abs(told[name].age.years - age)
        for name, age in (("plain", 42), ("mirrored", 42), ("blurred", 42), ("nothing", 30))
    ]
    assert row(result, "age").metrics["mae_years"] == pytest.approx(sum(years) / 4, abs=1e-3)
    inside = [
        told[n].age.low <= age <= told[n].age.high
        for n, age in (("plain", 42), ("mirrored", 42), ("blurred", 42), ("nothing", 30))
    ]
    assert row(result, "age").metrics["coverage"] == sum(inside) / 4
    right = [
        told["plain"].gender.name == "female",
        told["mirrored"].gender.name == "female",
        told["blurred"].gender.name == "male",
    ]
    assert row(result, "gender").metrics["accuracy"] == pytest.approx(sum(right) / 3)
    smiles = [told["plain"].smile.is_over, told["mirrored"].smile.is_over, not told["blurred"].smile.is_over]
    assert row(result, "smile").metrics["accuracy"] == pytest.approx(sum(smiles) / 3)
    turns = [abs(told[n].pose.yaw - math.degrees(yaw)) for n, yaw in (("plain", 0.1), ("mirrored", -0.1))]
    assert row(result, "yaw").metrics["mae_degrees"] == pytest.approx(sum(turns) / 2, abs=1e-3)


def test_errors_are_told_for_each_band_and_group_that_is_large_enough(models, data, tmp_path):
    rows = [
        (*ROWS[i % 2][:1], str(age), "female", "1", "", group, "val")
        for i, (age, group) in enumerate([(25, "a")] * 5 + [(45, "a")] * 5 + [(45, "b")] * 6 + [(70, "c")])
    ]
    (tmp_path / "images").symlink_to(data / "images")
    write(tmp_path, rows)
    result = bench.run(models, tmp_path)
    age = row(result, "age")
    assert [(p.by, p.name, p.count) for p in age.parts] == [
        ("age", "20–29", 5), ("age", "40–49", 11), ("group", "a", 10), ("group", "b", 6)]  # fmt: skip
    whole = sum(p.metrics["mae_years"] * p.count for p in age.parts if p.by == "age")
    assert all(p.metrics["low"] <= p.metrics["mae_years"] <= p.metrics["high"] for p in age.parts)
    assert whole < age.metrics["mae_years"] * 17
    smile = row(result, "smile")
    share = next(p for p in smile.parts if p.name == "b")
    assert 0 <= share.metrics["low"] <= share.metrics["accuracy"] <= share.metrics["high"] <= 1


# ── command and report ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_prints_one_object_and_writes_a_page_that_needs_nothing_else(data, tmp_path):
    pytest.importorskip("matplotlib", reason="the report needs matplotlib")
    folder = tmp_path / "report"
    options = ["--data", str(data), "--json", "--report", str(folder)]
    told = CliRunner().invoke(root, ["--home", str(tmp_path / "home"), "bench", "attributes", *options])
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert found["bench"] == "attributes"
    assert [r["setting"]["attribute"] for r in found["rows"]] == ["smile", "gender", "age", "yaw"]
    assert "parts" in found["rows"][0]
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "http" not in page.replace("http://www.w3.org", "")
    assert "estimates, not truths" in page
    assert "data:image/webp;base64," in page
