"""From pictures to vectors, with the backbone that ships."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from mindseye import images
from mindseye.descriptors import projections
from mindseye.descriptors.colour import histogram
from mindseye.descriptors.spaces import SPACES, space
from mindseye.errors import RequestError
from mindseye.models.registry import Models
from mindseye.models.session import Session
from mindseye.tasks import embed
from mindseye.types import Box
from tests import tiny

EVERY = list(SPACES.values())
OF_MAP = [name for name, listed in SPACES.items() if listed.model]


@pytest.fixture(scope="module")
def zoo() -> Models:
    return Models(Path("/nonexistent"))


@pytest.fixture(scope="module")
def picture():
    return np.ascontiguousarray(np.hstack([tiny.photo(120, 100), tiny.drawn("5")[40:160, 40:160]]))


@pytest.mark.parametrize("name", SPACES)
def test_a_vector_has_its_space_s_dim_and_length_one(zoo, picture, name):
    vector = embed.embed_picture(zoo, space(name), picture)
    assert vector.shape == (space(name).dim,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_one_look_serves_all_spaces_alike(zoo, picture):
    seen = embed.look(zoo, picture, EVERY)
    for listed in EVERY:
        alone = embed.embed_picture(zoo, listed, picture)
        np.testing.assert_allclose(embed.embed(zoo, listed, seen), alone, atol=1e-5)


def test_a_look_takes_only_what_is_wanted(zoo, picture):
    assert embed.look(zoo, picture, [space("colour")]).map is None
    seen = embed.look(zoo, picture, [space("gem")])
    assert seen.map is not None
    assert seen.map.shape[2] == 1280
    assert seen.colours is None
    assert seen.logits is None
    np.testing.assert_array_equal(embed.look(zoo, picture, [space("colour")]).colours, histogram(picture))


def test_the_map_keeps_the_picture_s_aspect(zoo):
    rows, cols, _ = embed.look(zoo, tiny.photo(60, 240), [space("fc")]).map.shape
    assert cols > 2 * rows


@pytest.mark.parametrize("name", OF_MAP)
def test_what_cells_add_is_the_score(zoo, picture, name):
    where = space(name)
    query = embed.embed_picture(zoo, where, tiny.photo(90, 90))
    score = float(query @ embed.embed_picture(zoo, where, picture))
    cells = embed.explain(zoo, where, query, picture)
    assert cells.shape == embed.look(zoo, picture, [where]).map.shape[:2]
    assert cells.sum() == pytest.approx(score, abs=2e-4)


def test_the_half_that_matches_adds_more(zoo):
    sign, noise = tiny.drawn("8", pen=20), np.random.default_rng(0).integers(90, 160, (200, 200, 3)).astype(np.uint8)
    query = embed.embed_picture(zoo, space("fc"), sign)
    cells = embed.explain(zoo, space("fc"), query, np.hstack([noise, sign]))
    half = cells.shape[1] // 2
    assert cells[:, half:].sum() > cells[:, :half].sum()


def test_colours_have_no_regions(zoo, picture):
    with pytest.raises(RequestError, match="colour cannot say which region"):
        embed.explain(zoo, space("colour"), np.ones(256, np.float32), picture)


def test_only_weighted_sums_are_called_linear():
    sums = [name for name in OF_MAP if SPACES[name].descriptor in ("fc", "spoc", "crow", "cam", "pwa")]
    assert [name for name in OF_MAP if embed.is_linear(space(name))] == sums


def test_a_part_is_seen_alone_and_among_its_surroundings(zoo, picture):
    where, box = space("photo"), Box(100.0, 0.0, 220.0, 120.0)
    alone = embed.embed_picture(zoo, where, picture[:, 100:220])
    seen = embed.look(zoo, picture, EVERY)
    rows, cols, _ = seen.map.shape
    assert (rows, cols) == (6, 11)
    cells = seen.map[:, 5:]  # 100 of 220 px is cell 5.0
    logits = seen.logits + seen.classifier @ (cells.mean(axis=(0, 1)) - seen.map.mean(axis=(0, 1)))
    among = embed.embed(zoo, where, replace(seen, map=cells, logits=logits))
    expected = (alone + among) / np.linalg.norm(alone + among)
    np.testing.assert_allclose(embed.embed_picture(zoo, where, picture, box), expected, atol=1e-5)


@pytest.mark.parametrize("name", SPACES)
def test_a_box_round_everything_is_the_whole_picture(zoo, picture, name):
    whole = embed.embed_picture(zoo, space(name), picture)
    part = embed.embed_picture(zoo, space(name), picture, Box(-5.0, 0.0, 220.0, 130.0))
    np.testing.assert_allclose(part, whole, atol=1e-4)


def test_a_part_without_a_backbone_is_cut_out(zoo, picture):
    part = embed.embed_picture(zoo, space("colour"), picture, Box(100.0, 0.0, 220.0, 120.0))
    np.testing.assert_allclose(part, np.sqrt(histogram(np.ascontiguousarray(picture[:, 100:]))), atol=1e-6)


@pytest.mark.parametrize("box", [Box(-50, -50, -40, -40), Box(500, 10, 600, 20), Box(3.2, 3.3, 3.4, 3.5)])
def test_a_box_outside_or_tiny_still_holds_a_pixel(zoo, picture, box):
    assert np.isfinite(embed.embed_picture(zoo, space("photo"), picture, box)).all()
    cut = embed.cropped(picture, box)
    assert cut.shape[0] >= 1
    assert cut.shape[1] >= 1


def test_spaces_of_two_backbones_need_two_looks(zoo, picture):
    with pytest.raises(RequestError, match="need a look each"):
        embed.look(zoo, picture, [space("fc"), replace(space("fc"), model="other")])


def test_versions_differ_by_space_and_stay(zoo):
    versions = [embed.version(zoo, listed) for listed in EVERY]
    assert len(set(versions)) == len(EVERY)
    assert versions == [embed.version(Models(Path("/nonexistent")), listed) for listed in EVERY]


def test_another_projection_or_dim_is_another_version(zoo):
    changed = replace(space("fc"), projection=space("gem").projection)
    assert embed.version(zoo, changed) != embed.version(zoo, space("fc"))
    assert embed.version(zoo, replace(space("colour"), dim=64)) != embed.version(zoo, space("colour"))


def write_linear(folder: Path, axes: np.ndarray, offset: np.ndarray) -> None:
    """Write a whole model folder whose `projection` is axes · unit(input) + offset."""
    folder.mkdir(parents=True)
    weights = {"projection.weight": axes.T, "projection.bias": offset, "tiny": np.array(1e-9), "axis": np.array([1])}
    kinds = {name: np.int64 if name == "axis" else np.float32 for name in weights}
    stored = [numpy_helper.from_array(np.ascontiguousarray(w, kinds[n]), n) for n, w in weights.items()]
    nodes = [
        helper.make_node("ReduceL2", ["input", "axis"], ["length"], keepdims=1),
        helper.make_node("Max", ["length", "tiny"], ["some"]),
        helper.make_node("Div", ["input", "some"], ["unit"]),
        helper.make_node("Gemm", ["unit", "projection.weight", "projection.bias"], ["projection"]),
    ]
    taken = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", axes.shape[1]])
    given = helper.make_tensor_value_info("projection", TensorProto.FLOAT, ["n", axes.shape[0]])
    graph = helper.make_graph(nodes, "linear", [taken], [given], stored)
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10), str(folder / "model.onnx")
    )
    spec = replace(tiny.SPEC, width=axes.shape[1], height=1, fit="stretch", box=0)
    card = tiny.card_of(folder, "mine")
    tiny.write_card(replace(card, task="projection", input=spec, answer="projection"), folder)


def test_a_model_may_be_a_space_s_projection(tmp_path, picture):
    rng = np.random.default_rng(5)
    axes = rng.normal(size=(8, 1280)).astype(np.float32)
    offset = rng.normal(size=8).astype(np.float32) / 10
    write_linear(tmp_path / "models" / "mine" / "1", axes, offset)
    there = Models(tmp_path)
    mine = replace(space("fc"), name="mine", projection="mine", dim=8)
    pooled = embed.look(there, picture, [mine]).map.mean(axis=(0, 1))
    turned = axes @ (pooled / np.linalg.norm(pooled)) + offset
    vector = embed.embed_picture(there, mine, picture)
    np.testing.assert_allclose(vector, turned / np.linalg.norm(turned), atol=1e-4)
    assert embed.explain(there, mine, vector, picture).sum() == pytest.approx(1.0, abs=1e-3)
    card = there.get("mine").card
    assert Session(there.get("mine").onnx).outputs == (card.answer,)
    assert "mine" not in projections.names()


def test_pictures_are_seen_at_the_size_that_was_chosen(zoo):
    seen = embed.look(zoo, tiny.photo(100, 100), [space("fc")])
    assert seen.map.shape[:2] == (256 // images.STEP, 256 // images.STEP)
