"""The sketch benchmark on shapes drawn here: who is asked, what is right, what is counted, what is kept."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye import MindsEye, images, load_settings
from mindseye.app import SAMPLES
from mindseye.benchmarks import kept, sketch, sketch_look, sketch_towers
from mindseye.benchmarks.sketch_data import COLUMNS, read_pairs
from mindseye.benchmarks.sketch_towers import Towers
from mindseye.descriptors.spaces import SPACES
from mindseye.errors import DataError, NotFoundError
from mindseye.models.registry import Models
from mindseye.tasks import embed

SHAPES = {"house": False, "fish": False, "kite": True}
HEADS = ("path", "kind", "category", "photo_id", "split", "zero_shot")


@pytest.fixture(scope="module")
def zoo() -> Models:
    return Models(Path("/nonexistent"))


def outline(shape: str, number: int, pen: int, ink: tuple[int, ...], paper: tuple[int, ...]) -> np.ndarray:
    """A shape, each number a little shifted, as (96, 96, 3)."""
    sheet, off = np.full((96, 96, 3), paper, np.uint8), 3 * number
    if shape == "fish":
        cv2.ellipse(sheet, (44 + off, 48), (30, 16), 0, 0, 360, ink, pen, cv2.LINE_AA)
    else:
        corners = {"house": [(20, 80), (20, 40), (45, 15), (70, 40), (70, 80)], "kite": [(48, 8), (88, 40), (40, 88)]}
        cv2.polylines(sheet, [np.add(corners[shape], (off, 0))], True, ink, pen, cv2.LINE_AA)
    return sheet


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Three photos and two drawings of each of three things; the first photo of each was drawn. One row of training."""
    place, rows = tmp_path_factory.mktemp("drawn"), []
    for shape, unseen in SHAPES.items():
        words = "unseen" if unseen else "seen"
        for number in range(3):
            photo = outline(shape, number, -1 if shape == "fish" else 9, (40, 90, 160), (200, 220, 190))
            rows.append((write(place, f"photo/{shape}{number}.png", photo), "photo", shape, f"{shape}{number}", words))
        for number in range(2):
            drawing = outline(shape, number, 2, (0, 0, 0), (255, 255, 255))
            rows.append((write(place, f"sketch/{shape}{number}.png", drawing), "sketch", shape, f"{shape}0", words))
    with (place / "split.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADS)
        table.writerows((path, kind, shape, own, "test", words) for path, kind, shape, own, words in rows)
        table.writerow(("photo/never-read.png", "photo", "house", "x", "train", "seen"))
    return place


def write(place: Path, name: str, rgb: np.ndarray) -> str:
    (place / name).parent.mkdir(exist_ok=True)
    (place / name).write_bytes(images.encode_png(rgb))
    return name


def towers(models: Models, space: str, trained: bool) -> Towers:
    """Two towers that are one descriptor, which no network is needed for."""
    where = SPACES[space]
    return Towers(space, "1", trained, where, lambda rgb: (embed.embed_picture(models, where, rgb), False))


@pytest.fixture(scope="module")
def ran(zoo, folder):
    tiles = sketch_look.Tiles()
    both = [towers(zoo, "layout", True), towers(zoo, "colour", False)]
    return *sketch.run(zoo, folder, both, watch=tiles.add), tiles


def test_each_part_asks_its_own_drawings_among_its_own_photos(ran):
    result, _, _ = ran
    asked = {
        (row.setting["part"], row.setting["towers"]): (row.count, row.setting["gallery"], row.setting["categories"])
        for row in result.rows
        if not row.setting["strokes"]
    }
    for kind in ("trained", "untrained"):
        assert asked["seen", kind] == (4, 6, 2)
        assert asked["unseen", kind] == (2, 3, 1)
        assert asked["instance", kind] == (6, 3, 3)
    assert "five" not in {part for part, _ in asked}


def test_only_the_trained_are_asked_again_with_other_strokes(ran):
    result, _, _ = ran
    again = [row for row in result.rows if row.setting["strokes"]]
    assert {row.setting["towers"] for row in again} == {"trained"}
    assert {row.setting["part"] for row in again} == {"seen"}
    assert len(again) == 6
    json.dumps(result.as_json())


def test_figures_are_those_of_counting_by_hand(ran, folder):
    result, (found, _), _ = ran
    pairs = read_pairs(folder)
    row = next(row for row in result.rows if (row.setting["part"], row.setting["rerank"]) == ("seen", "none"))
    precisions, firsts, sixes, threes = [], [], [], []
    for vector, query in zip(found.sketches[""], pairs.sketches, strict=True):
        if query.unseen:
            continue
        seen = [(float(vector @ other), photo) for other, photo in zip(found.photos, pairs.photos, strict=True)]
        hits = [photo for _, photo in sorted(seen, key=lambda pair: -pair[0]) if not photo.unseen]
        right = [photo.category == query.category for photo in hits]
        precisions.append(sum(sum(right[: n + 1]) / (n + 1) for n in range(len(right)) if right[n]) / sum(right))
        firsts.append(right[0])
        sixes.append(sum(right[:6]))
        threes.append(sum(right[:3]))
    assert row.metrics["map"] == pytest.approx(np.mean(precisions))
    assert row.metrics["recall@1"] == pytest.approx(np.mean(firsts))
    assert row.metrics["precision@6"] == pytest.approx(np.mean(sixes) / 3)  # each class has three photos
    assert row.metrics["r_precision"] == pytest.approx(np.mean(threes) / 3)
    assert row.metrics["precision@6_strict"] == pytest.approx(np.mean(sixes) / 6)


def test_in_the_instance_part_only_the_photo_that_was_drawn_is_right(folder):
    pairs = read_pairs(folder)
    part = next(part for part in sketch.parts(pairs) if part.name == "instance")
    assert part.right.sum(axis=1).tolist() == [1] * 6
    for query, right in zip(part.queries, part.right, strict=True):
        assert pairs.photos[part.gallery[right][0]].photo_id == pairs.sketches[query].photo_id


def test_a_run_can_be_looked_at_and_is_found_again(ran, folder, tmp_path):
    result, (after, before), tiles = ran
    sprite = tiles.sprite()
    look = sketch_look.look_at(result, folder, before, after, sprite)
    assert [point.kind for point in look.points] == ["photo"] * 9 + ["sketch"] * 6
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in look.points)
    for one in look.asked:
        assert look.points[one.point].kind == "sketch"
        assert {look.points[hit].kind for hit in one.after + one.before} == {"photo"}
        assert {look.points[hit].unseen for hit in one.after} == {look.points[one.point].unseen}
    assert [look.points[one.own].category for one in look.asked] == [look.points[o.point].category for o in look.asked]
    assert sum(c.count * c.after for c in look.categories if not c.unseen) / 4 == pytest.approx(
        result.rows[0].metrics["map"], abs=1e-3
    )
    kept.save("sketch", look, sprite, tmp_path)
    assert kept.newest("sketch", tmp_path) == json.loads(json.dumps(dataclasses.asdict(look)))
    assert kept.sprite_file("sketch", tmp_path).read_bytes() == sprite
    kept.save("sketch", dataclasses.replace(look, sprite="0.webp"), sprite, tmp_path)
    assert len(list((tmp_path / "benchmarks" / "sketch").glob("*.webp"))) == 1


def test_small_pictures_stand_in_the_order_of_the_points(ran, folder):
    sheet = images.decode(ran[2].sprite(), images.ImageLimits())
    side = sketch_look.TILE
    for number, picture in enumerate([*read_pairs(folder).photos, *read_pairs(folder).sketches]):
        tile = sheet[:side, number * side : (number + 1) * side].astype(int)
        own = cv2.resize(images.read(picture.path, images.ImageLimits()), (side, side), interpolation=cv2.INTER_AREA)
        assert np.abs(tile - own).mean() < 12  # WebP is lossy


def test_a_run_of_all_models_measures_the_served_towers_and_is_kept(folder, tmp_path):
    eye = MindsEye(load_settings({}, home=tmp_path))
    result, look, _ = eye.bench_sketch(folder)
    rows = {(row.model, row.setting["towers"]) for row in result.rows}
    assert rows == {("sketch", "trained"), ("photo", "untrained")}
    assert eye.newest_result("sketch") == json.loads(json.dumps(result.as_json()))
    assert eye.newest_look("sketch")["model"] == look.model == "sketch"
    assert eye.look_sprite("sketch").is_file()
    towers = sketch_towers.chosen(eye.models, ["sketch"])[0]
    pairs, space, limits = read_pairs(folder), SPACES["sketch"], images.ImageLimits()
    photos = [photo for photo in pairs.photos if not photo.unseen]
    vectors = [embed.embed_picture(eye.models, space, images.read(photo.path, limits)) for photo in photos]
    right = []
    for drawing in (one for one in pairs.sketches if not one.unseen):
        query, as_photo = towers.embed_drawing(images.read(drawing.path, limits))
        assert not as_photo
        right.append(photos[int(np.argmax(np.stack(vectors) @ query))].category == drawing.category)
    row = next(r for r in result.rows if (r.setting["towers"], r.setting["rerank"]) == ("trained", "none"))
    assert row.metrics["recall@1"] == np.mean(right)


def test_a_run_of_named_models_is_not_kept_and_only_models_of_sketches_can_be_named(folder, tmp_path):
    eye = MindsEye(load_settings({}, home=tmp_path))
    with pytest.raises(NotFoundError, match="no sketch model called 'photo'; known: sketch"):
        eye.bench_sketch(folder, ["photo"])
    eye.bench_sketch(folder, ["sketch"])
    assert eye.newest_result("sketch") is eye.newest_look("sketch") is eye.look_sprite("sketch") is None


def test_a_photo_among_the_drawings_is_searched_as_one_and_counted(zoo):
    towers = sketch_towers.chosen(zoo, ["sketch"])[0]
    photo = images.read(SAMPLES / "photos" / "cat.jpg", images.ImageLimits())
    vector, as_photo = towers.embed_drawing(photo)
    assert as_photo
    assert np.allclose(vector, embed.embed_picture(zoo, SPACES["sketch"], photo))


@pytest.mark.parametrize("column", COLUMNS)
def test_a_word_that_the_list_must_not_have_is_named(folder, tmp_path, column):
    line = {"path": "a.png", "kind": "photo", "category": "a", "photo_id": "", "split": "test", "zero_shot": "seen"}
    rows = [HEADS, [{**line, column: "perhaps"}[head] for head in HEADS]]
    (tmp_path / "split.csv").write_text("\n".join(",".join(row) for row in rows))
    with pytest.raises(DataError, match=f"Line 2 .* 'perhaps' for {column}; it must be"):
        read_pairs(tmp_path)


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        (None, "has no split.csv: give a folder with"),
        ("path,kind\na.png,photo", "lacks the columns category, photo_id, split, zero_shot"),
        (",".join(HEADS), "has 0 photos and 0 sketches for testing"),
        (f"{','.join(HEADS)}\n../a.png,photo,a,,test,seen", "names '../a.png', which is no picture in"),
        (f"{','.join(HEADS)}\nhere.png,photo,a,,test,seen\nhere.png,sketch,b,,test,seen", "test sketches of 'b' but"),
    ],
)
def test_another_layout_is_one_clear_sentence(tmp_path, listed, words):
    (tmp_path / "here.png").write_bytes(b"")
    if listed is not None:
        (tmp_path / "split.csv").write_text(listed)
    with pytest.raises(DataError, match=words):
        read_pairs(tmp_path)


def test_a_picture_that_cannot_be_read_stops_the_run(zoo, tmp_path):
    (tmp_path / "here.png").write_bytes(b"no picture")
    rows = ["here.png,photo,a,,test,seen", "here.png,sketch,a,,test,seen"]
    (tmp_path / "split.csv").write_text("\n".join([",".join(HEADS), *rows]))
    with pytest.raises(DataError, match=r"here\.png is in the list but cannot be read"):
        sketch.run(zoo, tmp_path, [towers(zoo, "layout", False)])
