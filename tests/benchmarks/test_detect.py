"""`mindseye bench detect`, on drawn scenes with finders whose answers are known."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye import images
from mindseye.benchmarks import detect, face_scenes
from mindseye.benchmarks.face_scenes import CHANGES, Scene, Scenes
from mindseye.errors import DataError, NotFoundError
from mindseye.models.registry import Models

PHOTOS = Path(images.__file__).parent / "samples" / "photos"


def written(folder, rows, pictures):
    (folder / "images").mkdir()
    (folder / "boxes.csv").write_text("image,x1,y1,x2,y2,kind\n" + "\n".join(rows) + "\n", encoding="utf-8")
    for name, rgb in pictures.items():
        (folder / "images" / name).write_bytes(images.encode_png(rgb))
    return folder


@pytest.fixture
def folder(tmp_path):
    grey = np.full((60, 80, 3), 120, np.uint8)
    rows = ["a.png,10,10,30,30,face", "a.png,50,10,70,30,face", "a.png,0,40,80,60,unclear", "b.png,,,,,none"]
    return written(tmp_path, rows, {"a.png": grey, "b.png": grey})


def test_faces_are_found_once_and_boxes_in_unclear_parts_are_not_false(folder):
    boxes = np.array([[10, 10, 30, 30], [11, 11, 31, 31], [60, 12, 79, 31], [5, 45, 15, 55]], np.float64)
    (row,) = detect.run({"known": lambda rgb: boxes}, Scenes(folder), "drawn").rows
    assert (row.model, row.count, row.setting) == ("known", 2, {})
    assert row.metrics["recall"] == 1.0  # the third box shares 0.35 with the second face
    assert row.metrics["false_faces"] == (1 + 4) / 2  # the second box of the same face; and all in the empty picture
    assert 0 <= row.metrics["latency_ms_p50"] <= row.metrics["latency_ms_p95"]


def test_a_finder_that_finds_nothing_has_no_recall_and_no_false_faces(folder):
    (row,) = detect.run({"blind": lambda rgb: np.empty((0, 4))}, Scenes(folder), "drawn").rows
    assert (row.metrics["recall"], row.metrics["false_faces"]) == (0, 0)


def test_overlap_is_counted_as_pixel_by_pixel():
    rng = np.random.default_rng(2)
    corners = rng.integers(0, 20, (12, 2))
    boxes = np.hstack([corners, corners + rng.integers(2, 15, (12, 2))]).astype(np.float64)
    told = detect.overlap(boxes[:5], boxes[5:])
    for i, a in enumerate(boxes[:5]):
        for j, b in enumerate(boxes[5:]):
            sheets = np.zeros((2, 40, 40), bool)
            for sheet, (x1, y1, x2, y2) in zip(sheets, (a.astype(int), b.astype(int)), strict=True):
                sheet[y1:y2, x1:x2] = True
            assert told[i, j] == pytest.approx(sheets.all(axis=0).sum() / sheets.any(axis=0).sum())


def test_the_parts_are_every_second_picture_and_make_up_the_whole(folder):
    assert [scene.name for scene in Scenes(folder, "validation")] == ["a.png"]
    assert [scene.name for scene in Scenes(folder, "test")] == ["b.png"]
    assert [scene.name for scene in Scenes(folder, most=1)] == ["a.png"]


def test_faces_of_lfw_are_in_the_middle_and_others_do_not_count(tmp_path):
    (tmp_path / "images" / "Some_One").mkdir(parents=True)
    sheet = np.full((250, 250, 3), 120, np.uint8)
    (tmp_path / "images" / "Some_One" / "Some_One_0001.png").write_bytes(images.encode_png(sheet))
    boxes = np.array([[82, 72, 168, 184], [0, 0, 30, 30]], np.float64)
    (row,) = detect.run({"known": lambda rgb: boxes}, Scenes(tmp_path), "drawn").rows
    assert (row.count, row.metrics["recall"], "false_faces" in row.metrics) == (1, 1, False)


def test_the_list_of_flickr8k_that_comes_along_has_faces_in_a_hundred_pictures(tmp_path):
    (tmp_path / "captions.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "images").mkdir()
    scenes = Scenes(tmp_path)
    assert len(scenes) == 103
    rows = face_scenes.LISTED.read_text(encoding="utf-8").splitlines()[1:]
    assert sum(row.endswith(",face") for row in rows) == 135


def test_a_folder_without_a_list_and_without_persons_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"boxes\.csv"):
        Scenes(tmp_path)


def test_a_list_with_other_columns_or_with_words_for_numbers_is_refused(tmp_path):
    written(tmp_path, ["a.png,left,10,30,30,face"], {"a.png": np.zeros((9, 9, 3), np.uint8)})
    with pytest.raises(DataError, match="not numbers"):
        list(Scenes(tmp_path))
    (tmp_path / "boxes.csv").write_text("file,box\n", encoding="utf-8")
    with pytest.raises(DataError, match="columns"):
        Scenes(tmp_path)


def test_an_unknown_change_lists_the_known_ones(folder):
    with pytest.raises(NotFoundError, match="turned-45"):
        detect.run({}, Scenes(folder), "drawn", ["upside-down"])


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_leaves_the_face_where_it_says_that_it_is(name):
    sheet = np.full((250, 250, 3), 250, np.uint8)
    cv2.ellipse(sheet, (125, 128), (40, 52), 0, 0, 360, (120, 80, 60), -1)
    scene = Scene("drawn", sheet, np.array([[85.0, 76.0, 165.0, 180.0]]), None)
    changed = CHANGES[name](scene)
    assert sheet[128, 125].tolist() == [120, 80, 60]  # the picture that was given stays
    (x1, y1, x2, y2) = changed.faces[0].round().astype(int)
    assert 0 <= x1 < x2 <= changed.rgb.shape[1]
    assert 0 <= y1 < y2 <= changed.rgb.shape[0]
    assert changed.rgb[(y1 + y2) // 2, x2 - (x2 - x1) // 4].max() < 130  # skin, not paper
    assert (changed.rgb.shape, changed.rgb.tobytes()) != (sheet.shape, sheet.tobytes())


def test_the_served_model_finds_the_face_of_a_folder(tmp_path):
    folder = written(tmp_path, ["astronaut.jpg,126,43,188,122,face"], {})
    shutil.copyfile(PHOTOS / "astronaut.jpg", folder / "images" / "astronaut.jpg")
    finder = detect.served(Models(tmp_path))
    rows = detect.run({"face-detect": finder}, Scenes(folder), "one photo", ["dark", "turned-30"]).rows
    assert [(row.setting.get("change"), row.metrics["recall"]) for row in rows] == [
        (None, 1),
        ("dark", 1),
        ("turned-30", 1),
    ]
