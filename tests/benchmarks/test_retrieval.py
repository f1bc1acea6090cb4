"""The retrieval benchmark on drawn pictures: layouts, protocol, settings."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye import images, metrics, ranking
from mindseye.benchmarks import retrieval
from mindseye.benchmarks.retrieval_data import Query, pictures_in, read_collection
from mindseye.descriptors.spaces import DEFAULT, space
from mindseye.errors import DataError, NotFoundError
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.types import Box
from tests import tiny


@pytest.fixture(scope="module")
def zoo() -> Models:
    return Models(Path("/nonexistent"))


def variant(digit: str, number: int) -> np.ndarray:
    """A coloured digit on a coloured ground, each number a little different."""
    ink = tuple(int(v) for v in np.random.default_rng(int(digit)).integers(0, 120, 3))
    sheet = tiny.drawn(digit, 16 + 2 * number, ink=ink, paper=(200 + 10 * number, 240, 250 - 20 * int(digit)))
    return cv2.resize(sheet, (96, 96), interpolation=cv2.INTER_AREA)


def write(path: Path, picture: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(images.encode_png(picture))


@pytest.fixture(scope="module")
def fours(tmp_path_factory) -> Path:
    """Three groups of four pictures and a ground truth like UKBench's."""
    folder = tmp_path_factory.mktemp("fours")
    names = {digit: [f"{digit}{n}.png" for n in range(4)] for digit in "159"}
    for digit, group in names.items():
        for number, name in enumerate(group):
            write(folder / "images" / name, variant(digit, number))
    everyone = [name for group in names.values() for name in group]
    queries = [
        {"query": name, "box": None, "positives": [other for other in group if other != name], "junk": []}
        for group in names.values()
        for name in group
    ]
    (folder / "ground_truth.json").write_text(json.dumps({"database": everyone, "queries": queries}))
    return folder


@pytest.fixture(scope="module")
def strangers(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("strangers")
    for number in range(3):
        write(folder / "deep" / f"{number}.png", tiny.photo(50 + 10 * number, 80))
    (folder / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    (folder / "words.txt").write_text("not looked at")
    return folder


def test_by_default_it_runs_what_a_search_uses(zoo, fours):
    told = []
    result = retrieval.run(zoo, fours, report=lambda done, total: told.append((done, total)))
    (row,) = result.rows
    assert (result.bench, row.model, row.count) == ("retrieval", "photo", 12)
    assert (row.setting["descriptor"], row.setting["rerank"]) == (DEFAULT, ranking.DEFAULT)
    assert row.metrics["map"] > 0.8
    assert row.metrics["ns_score"] > 3.3
    assert told[-1] == (24, 24)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    json.dumps(result.as_json())


def test_figures_are_those_of_a_slow_search(zoo, fours):
    where = space("gem")
    (row,) = retrieval.run(zoo, fours, ["gem"], ["none"]).rows
    collection = read_collection(fours)
    vectors = {
        n: embed.embed_picture(zoo, where, cv2.imread(str(collection.folder / n))[..., ::-1])
        for n in collection.database
    }
    precisions = []
    for query in collection.queries:
        others = [name for name in collection.database if name != query.name]
        ranked = sorted(others, key=lambda name: -float(vectors[name] @ vectors[query.name]))
        hits = [rank for rank, name in enumerate(ranked, start=1) if name in query.positives]
        precisions.append(sum(found / rank for found, rank in enumerate(hits, start=1)) / 3)
    assert row.metrics["map"] == pytest.approx(np.mean(precisions), abs=1e-6)


def test_each_space_with_each_method_is_a_row(zoo, fours):
    result = retrieval.run(zoo, fours, ["photo", "colour", "photo"], ["none", "aqe"])
    settings = [(row.setting["descriptor"], row.setting["rerank"]) for row in result.rows]
    assert settings == [("photo", "none"), ("photo", "aqe"), ("colour", "none"), ("colour", "aqe")]
    assert result.rows[2].model == "colour"


def test_distractors_join_the_database_and_unreadable_ones_are_passed_over(zoo, fours, strangers):
    alone, crowded = (retrieval.run(zoo, fours, ["photo"], ["none"], folder).rows[0] for folder in (None, strangers))
    assert crowded.setting["distractors"] == 3
    assert crowded.setting["database"] == 12
    assert crowded.metrics["map"] <= alone.metrics["map"] + 1e-9


def test_classes_of_a_ground_truth_and_sub_folders_are_the_same_question(zoo, fours, tmp_path):
    for path in (fours / "images").iterdir():
        write(tmp_path / "folders" / path.name[0] / path.name, images.read(path, tiny_limits()))
    collection = read_collection(tmp_path / "folders")
    assert collection.by_class
    assert collection.groups_of_four
    by_folder = retrieval.run(zoo, tmp_path / "folders", ["photo"], ["none"]).rows[0].metrics
    by_truth = retrieval.run(zoo, fours, ["photo"], ["none"]).rows[0].metrics
    assert by_folder["map"] == pytest.approx(by_truth["map"])
    assert "precision@20" in by_folder
    assert "precision@20" not in by_truth


def tiny_limits():
    from mindseye.types import ImageLimits

    return ImageLimits()


def test_a_query_s_box_is_what_is_searched_for(zoo, tmp_path):
    one, five = variant("1", 0), variant("5", 0)
    write(tmp_path / "images" / "both.png", np.hstack([one, five]))
    write(tmp_path / "images" / "one.png", one)
    write(tmp_path / "images" / "five.png", five)
    truth = {
        "database": ["one.png", "five.png"],
        "queries": [{"query": "both.png", "box": [96, 0, 192, 96], "positives": ["five.png"], "junk": []}],
    }
    (tmp_path / "ground_truth.json").write_text(json.dumps(truth))
    (row,) = retrieval.run(zoo, tmp_path, ["photo"], ["none"]).rows
    assert row.metrics["recall@1"] == 1.0


def test_junk_neither_helps_nor_hurts(zoo, tmp_path):
    for name, picture in (("q", variant("1", 0)), ("same", variant("1", 0)), ("other", variant("1", 3))):
        write(tmp_path / "images" / f"{name}.png", picture)
    truth = {
        "database": ["q.png", "same.png", "other.png"],
        "queries": [{"query": "q.png", "positives": ["other.png"], "junk": ["same.png"]}],
    }
    (tmp_path / "ground_truth.json").write_text(json.dumps(truth))
    assert retrieval.run(zoo, tmp_path, ["photo"], ["none"]).rows[0].metrics["map"] == 1.0


def test_the_query_itself_is_left_out_before_re_ranking():
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 2]]
    for method in ("none", "aqe"):
        order, _ = retrieval.search(vectors[0], vectors, method, own=0)
        assert order[0] == 1
        assert sorted(order.tolist()) == [1, 2, 3]


def test_verification_puts_convincing_hits_first(zoo, tmp_path):
    rng = np.random.default_rng(8)
    textures = [cv2.GaussianBlur(rng.integers(0, 256, (240, 240, 3)).astype(np.uint8), (0, 0), 1.6) for _ in range(4)]
    textures = [cv2.normalize(t, None, 0, 255, cv2.NORM_MINMAX) for t in textures]
    for number, texture in enumerate(textures):
        write(tmp_path / "images" / f"{number}.png", texture)
    turned = cv2.warpAffine(textures[2], cv2.getRotationMatrix2D((120, 120), 25, 0.8), (240, 240))
    write(tmp_path / "images" / "query.png", turned)
    truth = {
        "database": [f"{n}.png" for n in range(4)],
        "queries": [{"query": "query.png", "positives": ["2.png"], "junk": []}],
    }
    (tmp_path / "ground_truth.json").write_text(json.dumps(truth))
    (row,) = retrieval.run(zoo, tmp_path, ["colour"], ["none"], verify=4).rows
    assert row.metrics["recall@1"] == 1.0
    assert row.setting["verify"] == 4


def test_examples_are_strips_of_the_worst_queries(zoo, fours):
    (row,) = retrieval.run(zoo, fours, ["colour"], ["none"], examples=True).rows
    assert 1 <= len(row.mistakes) <= retrieval.MOST_EXAMPLES
    precisions = [mistake.probability for mistake in row.mistakes]
    assert precisions == sorted(precisions)
    assert all(mistake.png.startswith("data:image/png;base64,") for mistake in row.mistakes)


def test_unknown_names_are_refused_before_any_work(zoo, fours):
    for name in ("sift", "points"):
        with pytest.raises(NotFoundError, match="no space of vectors called"):
            retrieval.run(zoo, fours, [name])
    with pytest.raises(NotFoundError, match="no re-ranking called"):
        retrieval.run(zoo, fours, ["photo"], ["magic"])


BROKEN = {
    "not json": ("{", "is not a ground truth"),
    "a list": ("[]", "is not a ground truth"),
    "no queries": ('{"database": []}', "KeyError"),
    "a stranger": (
        '{"database": ["a"], "queries": [{"query": "a", "positives": ["b"], "junk": []}]}',
        "b, which is not in the database",
    ),
    "nothing to find": ('{"database": ["a"], "queries": [{"query": "a", "positives": []}]}', "has no positives"),
    "one class": ('{"classes": {"a": ["1", "2"]}}', "two classes or more"),
    "twice": ('{"classes": {"a": ["1", "2"], "b": ["1"]}}', "each picture in one"),
    "alone": ('{"classes": {"a": ["1"], "b": ["2"]}}', "nothing to find"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_ground_truth_that_makes_no_sense_is_refused_in_a_sentence(tmp_path, name):
    text, words = BROKEN[name]
    (tmp_path / "ground_truth.json").write_text(text)
    with pytest.raises(DataError, match=words):
        read_collection(tmp_path)


def test_folders_without_pictures_are_refused(tmp_path):
    with pytest.raises(DataError, match="is not a folder"):
        read_collection(tmp_path / "nowhere")
    with pytest.raises(DataError, match="two classes"):
        read_collection(tmp_path)
    with pytest.raises(DataError, match="no pictures that could distract"):
        pictures_in(tmp_path)


def test_a_missing_picture_of_the_ground_truth_is_named(zoo, tmp_path):
    (tmp_path / "images").mkdir()
    truth = {"database": ["a.png", "b.png"], "queries": [{"query": "a.png", "positives": ["b.png"], "junk": []}]}
    (tmp_path / "ground_truth.json").write_text(json.dumps(truth))
    with pytest.raises(DataError, match=r"a\.png is in the ground truth but cannot be read"):
        retrieval.run(zoo, tmp_path, ["colour"])


def test_the_query_is_not_a_positive_of_itself(tmp_path):
    truth = {"database": ["a", "b"], "queries": [{"query": "a", "box": [1, 2, 3, 4], "positives": ["a", "b"]}]}
    (tmp_path / "ground_truth.json").write_text(json.dumps(truth))
    assert read_collection(tmp_path).queries == (Query("a", Box(1, 2, 3, 4), frozenset({"b"})),)


def test_n_s_score_of_a_perfect_search_is_four():
    assert metrics.ns_score(np.array([3, 1, 2, 0]), np.array([1, 2, 3])) == 4.0
