"""Running ONNX: the network's own numbers, and its refusals as sentences."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from mindseye.errors import ModelError
from mindseye.models.registry import ZOO
from mindseye.models.session import Session


def test_a_convolution_is_the_slow_sum_of_products(folder):
    session = Session(folder / "model.onnx")
    picture = np.random.default_rng(4).random((1, 1, 28, 28), np.float32)
    answers = session.run(picture, ["conv1", "conv1.weight", "conv1.bias"])
    padded = np.pad(picture[0, 0], 1)
    for channel, y, x in ((0, 0, 0), (1, 13, 5), (3, 27, 27)):
        window = padded[y : y + 3, x : x + 3]
        expected = (window * answers["conv1.weight"][channel, 0]).sum() + answers["conv1.bias"][channel]
        assert answers["conv1"][0, channel, y, x] == pytest.approx(expected, abs=1e-5)


def test_a_batch_answers_as_its_pictures_one_by_one(folder):
    session = Session(folder / "model.onnx")
    batch = np.random.default_rng(5).random((3, 1, 28, 28), np.float32)
    together = session.run(batch, ["fc1"])["fc1"]
    alone = [session.run(picture[None], ["fc1"])["fc1"][0] for picture in batch]
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_an_unknown_output_lists_the_known_ones(folder):
    with pytest.raises(ModelError, match="no output called 'fc9'; it has conv1"):
        Session(folder / "model.onnx").run(np.zeros((1, 1, 28, 28), np.float32), ["fc9"])


def test_a_part_of_a_model_answers_as_the_whole_does_and_has_nothing_else(folder):
    picture = np.random.default_rng(6).random((2, 1, 28, 28), np.float32)
    whole, part = Session(folder / "model.onnx"), Session(folder / "model.onnx", part=("pool1", "relu1"))
    assert part.outputs == ("pool1", "relu1")
    for name, answer in part.run(picture, part.outputs).items():
        np.testing.assert_array_equal(answer, whole.run(picture, [name])[name])


def test_a_part_is_not_held_up_by_layers_that_it_does_not_need():
    path = ZOO / "face-detect" / "1" / "model.onnx"
    small = np.zeros((1, 3, 12, 12), np.float32)  # enough for the first of its three networks, not for the others
    with pytest.raises(ModelError, match="refuses an input"):
        Session(path).run(small, ["propose_score"])
    assert Session(path, part=("propose_score",)).run(small, ["propose_score"])["propose_score"].shape == (1, 1, 1, 1)


def test_a_part_that_is_not_in_the_model_lists_what_is(folder):
    with pytest.raises(ModelError, match="no output called 'fc9'; it has conv1"):
        Session(folder / "model.onnx", part=("fc9",))


def test_a_part_of_a_file_that_is_no_model_or_not_there_is_said(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    for path in (tmp_path / "model.onnx", tmp_path / "missing.onnx"):
        with pytest.raises(ModelError, match="is not a model that ONNX Runtime can load"):
            Session(path, part=("fc1",))


def test_an_input_of_the_wrong_shape_is_said_with_its_shape(folder):
    with pytest.raises(ModelError, match=r"refuses an input of shape \(1, 1, 5, 5\)"):
        Session(folder / "model.onnx").run(np.zeros((1, 1, 5, 5), np.float32), ["fc1"])


def test_a_model_with_two_inputs_takes_them_by_name_and_says_which_is_missing(tmp_path):
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("a", "b")]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("total", "twice")]
    nodes = [helper.make_node("Add", ["a", "b"], ["total"]), helper.make_node("Add", ["a", "a"], ["twice"])]
    graph = helper.make_graph(nodes, "sums", inputs, outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(tmp_path / "model.onnx"))
    one, two = np.array([1], np.float32), np.array([2], np.float32)
    session = Session(tmp_path / "model.onnx")
    assert session.run({"a": one, "b": two}, ["total"])["total"] == 3
    for given in ({"a": one}, one):
        with pytest.raises(ModelError, match="The model wants a, b, and was not given b"):
            session.run(given, ["total"])
    part = Session(tmp_path / "model.onnx", part=("twice",))
    assert part.inputs == ("a",)
    assert part.run({"a": two}, ["twice"])["twice"] == 4


def test_a_file_that_is_no_model_or_not_there_is_said(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"no model")
    for path in (tmp_path / "model.onnx", tmp_path / "gone.onnx"):
        with pytest.raises(ModelError, match="not a model that ONNX Runtime can load"):
            Session(path)


def test_a_part_may_be_a_plain_weight(tmp_path):
    weight = helper.make_tensor("weight", TensorProto.FLOAT, [2], [3.0, 4.0])
    taken, given = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [2]) for name in ("input", "sum"))
    told = helper.make_tensor_value_info("weight", TensorProto.FLOAT, [2])
    graph = helper.make_graph(
        [helper.make_node("Add", ["input", "weight"], ["sum"])], "g", [taken], [given, told], [weight]
    )
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(tmp_path / "m.onnx")
    )
    part = Session(tmp_path / "m.onnx", part=("weight",))
    assert part.inputs == ()
    np.testing.assert_array_equal(part.run({}, ["weight"])["weight"], [3.0, 4.0])
