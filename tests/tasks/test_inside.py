"""Looking inside: gradients against small steps, slow loops and PyTorch, sums against the ONNX file's own output."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import cv2
import numpy as np
import pytest

from mindseye.errors import NotFoundError, RequestError
from mindseye.models.card import Layer
from mindseye.models.registry import Model, Models
from mindseye.models.session import Session
from mindseye.tasks import inside, marks
from tests import tiny

SHAPE = (2, 11, 9)
DEEP = (  # every kind of layer; strides, borders and windows that do not divide the map
    Layer("c1", "conv", (3, 11, 9), 57, kernel=3, stride=1, padding=1),
    Layer("r1", "relu", (3, 11, 9)),
    Layer("s1", "maxpool", (3, 5, 4), kernel=3, stride=2, padding=0),  # windows overlap; one column is left over
    Layer("c2", "conv", (4, 3, 2), 304, kernel=5, stride=2, padding=2),
    Layer("r2", "relu", (4, 3, 2)),
    Layer("s2", "maxpool", (4, 1, 1), kernel=2, stride=2, padding=0),
    Layer("flat", "flatten", (4,)),
    Layer("fc1", "linear", (24,), 120),
    Layer("r3", "relu", (24,)),
    Layer("fc2", "linear", (5,), 125),
    Layer("odds", "softmax", (5,)),
)
KINDS = {layer.kind: layer.name for layer in DEEP}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, dict[str, np.ndarray]]:
    path = tmp_path_factory.mktemp("deep") / "model.onnx"
    weights = tiny.random_weights(DEEP, SHAPE, seed=2)
    return Session(tiny.write_onnx(path, DEEP, weights, SHAPE)), weights


def opened(session: Session, weights: dict[str, np.ndarray], seed: int = 3, layers: int = 10) -> inside.Inside:
    tensor = np.random.default_rng(seed).normal(0.3, 1, SHAPE).astype(np.float32)
    values = session.run(tensor[None], [layer.name for layer in DEEP])
    return inside.Inside(DEEP[:layers], {"input": tensor, **{n: v[0] for n, v in values.items()}}, weights)


@pytest.fixture(scope="module")
def deep(network: tuple[Session, dict[str, np.ndarray]]) -> inside.Inside:
    return opened(*network)


@pytest.fixture(scope="module")
def seven(models: Models, model: Model) -> inside.Inside:
    tensor = marks.see(model, marks.whole_as_one(tiny.drawn("7")).marks[0].ink)
    return inside.open_up(models, model, tensor)


def test_opening_up_keeps_every_layer_and_every_weight(seven, models, model):
    session = models.session(model)
    assert list(seven.values) == ["input", "conv1", "relu1", "pool1", "flatten", "fc1"]
    for layer in tiny.LAYERS:
        assert seven.values[layer.name].shape == layer.shape
        again = session.run(seven.values["input"][None], [layer.name])[layer.name][0]
        assert np.array_equal(again, seven.values[layer.name])
    shapes = {name: weight.shape for name, weight in seven.weights.items()}
    assert shapes == {"conv1.weight": (4, 1, 3, 3), "conv1.bias": (4,), "fc1.weight": (10, 784), "fc1.bias": (10,)}
    assert seven.answer.argmax() == 7


def test_a_card_without_layers_cannot_be_looked_into(models, model):
    closed = replace(model, card=replace(model.card, layers=()))
    with pytest.raises(RequestError, match="lists no layers, so it cannot be looked into"):
        inside.open_up(models, closed, np.zeros((1, 28, 28), np.float32))


# ── gradients ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layers", [10, 11], ids=["to the logits", "through softmax"])
def test_the_gradient_is_what_a_small_change_of_each_input_changes(network, layers):
    session, weights = network
    look = opened(session, weights, layers=layers)
    picture, last, step = look.values["input"], DEEP[layers - 1].name, 1e-2
    for label in (0, 3):
        slope = inside.gradient(look, label)
        changed = np.repeat(picture[None], 2 * picture.size, axis=0)
        for i in range(picture.size):
            changed[2 * i].reshape(-1)[i] += step
            changed[2 * i + 1].reshape(-1)[i] -= step
        answers = session.run(changed, [last])[last][:, label].reshape(-1, 2).astype(np.float64)
        numeric = ((answers[:, 0] - answers[:, 1]) / (2 * step)).reshape(picture.shape)
        off = np.abs(slope - numeric) > 2e-3 * max(1.0, np.abs(numeric).max())
        assert off.mean() < 0.05  # where a step crosses the corner of a ReLU or another window's winner
        assert slope.any()


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("at", ["input", "r1", "s1", "c2", "s2", "r3"])
def test_the_gradient_is_pytorch_s(deep, at):
    import torch

    weights = {name: torch.from_numpy(weight) for name, weight in deep.weights.items()}
    values = torch.from_numpy(deep.values["input"])[None].requires_grad_()
    kept = {"input": values}
    for layer in deep.layers:
        if layer.kind == "conv":
            weight, bias = weights[f"{layer.name}.weight"], weights[f"{layer.name}.bias"]
            values = torch.nn.functional.conv2d(values, weight, bias, layer.stride, layer.padding)
        elif layer.kind == "linear":
            values = torch.nn.functional.linear(values, weights[f"{layer.name}.weight"], weights[f"{layer.name}.bias"])
        elif layer.kind == "maxpool":
            values = torch.nn.functional.max_pool2d(values, layer.kernel, layer.stride)
        else:
            values = values.relu() if layer.kind == "relu" else values.flatten(1)
        values.retain_grad()
        kept[layer.name] = values
    values[0, 4].backward()
    assert np.allclose(inside.gradient(deep, 4, at), kept[at].grad[0].numpy(), atol=1e-6)


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(3, 1, 0), (3, 2, 1), (5, 1, 2), (2, 2, 0), (5, 3, 2)])
def test_the_way_back_through_a_convolution_is_the_slow_one(kernel, stride, padding):
    rng = np.random.default_rng(kernel + stride)
    source = rng.normal(0, 1, (2, 9, 8)).astype(np.float32)
    weight = rng.normal(0, 1, (3, 2, kernel, kernel)).astype(np.float32)
    rows, columns = ((n + 2 * padding - kernel) // stride + 1 for n in source.shape[1:])
    slope = rng.normal(0, 1, (3, rows, columns)).astype(np.float32)
    expected = np.zeros((2, 9, 8))
    for o, y, x, i, dy, dx in np.ndindex(3, rows, columns, 2, kernel, kernel):
        row, column = y * stride + dy - padding, x * stride + dx - padding
        if 0 <= row < 9 and 0 <= column < 8:
            expected[i, row, column] += weight[o, i, dy, dx] * slope[o, y, x]
    layer = Layer("c", "conv", slope.shape, kernel=kernel, stride=stride, padding=padding)
    assert np.allclose(inside._back_through_conv(weight, layer, source, slope), expected, atol=1e-4)


def test_pooling_passes_the_gradient_to_the_winner_alone():
    source = np.array([[[1, 5, 0, 2, 9], [3, 4, 8, 1, 9], [7, 7, 7, 7, 7]]], np.float32)
    slope = np.array([[[10.0, 20.0]]], np.float32)
    back = inside._back_through_pool(Layer("p", "maxpool", (1, 1, 2), kernel=2, stride=2), source, slope)
    assert back.tolist() == [[[0, 10, 0, 0, 0], [0, 0, 20, 0, 0], [0, 0, 0, 0, 0]]]  # what the windows miss gets none


def test_a_maximum_that_several_share_sends_its_gradient_to_one_of_them():
    layer = Layer("pool", "maxpool", (1, 1, 1), kernel=2, stride=2, padding=0)
    values = {"input": np.zeros((1, 2, 2), np.float32), "pool": np.zeros((1, 1, 1), np.float32)}
    back = inside._back(inside.Inside((layer,), values, {}), layer, np.full((1, 1, 1), 5, np.float32))
    assert back.tolist() == [[[5, 0], [0, 0]]]


def test_evidence_is_gradient_times_input_and_grad_cam(seven):
    first, second = inside.evidence(seven, 7)
    assert (first.method, first.layer) == ("gradient × input", "input")
    assert np.allclose(first.values, inside.gradient(seven, 7)[0] * seven.values["input"][0])
    assert (second.method, second.layer) == ("Grad-CAM", "relu1")
    assert first.values.shape == second.values.shape == (28, 28)
    assert not first.values[seven.values["input"][0] == 0].any()


def test_gradient_times_input_adds_up_to_the_logit_of_a_network_without_biases(seven):
    """A piecewise linear function through the origin is the sum of its inputs times its slopes (Euler)."""
    plain = inside.Inside(seven.layers, dict(seven.values), {n: w * ("weight" in n) for n, w in seven.weights.items()})
    values = plain.values
    conv = np.stack([cv2.filter2D(values["input"][0], -1, k[0], borderType=cv2.BORDER_CONSTANT)
                     for k in plain.weights["conv1.weight"]])  # fmt: skip
    values["conv1"], values["relu1"] = conv, np.maximum(conv, 0)
    values["pool1"] = values["relu1"].reshape(4, 14, 2, 14, 2).max(axis=(2, 4))
    logit = float(plain.weights["fc1.weight"][7] @ values["pool1"].reshape(-1))
    assert float(inside.evidence(plain, 7)[0].values.sum()) == pytest.approx(logit, rel=1e-4)


def test_grad_cam_weighs_each_map_by_its_mean_gradient_and_keeps_what_speaks_for_the_label(deep):
    maps, against = deep.values["r1"], 0
    for label in range(5):
        slope, expected = inside.gradient(deep, label, "r1"), np.zeros((11, 9))
        for k, y, x in np.ndindex(3, 11, 9):
            expected[y, x] += float(slope[k].sum()) / (11 * 9) * float(maps[k, y, x])
        against += (expected < 0).sum()
        assert np.allclose(inside.grad_cam(deep, label, "r1"), np.maximum(expected, 0), atol=1e-6)
    assert against > 50
    assert inside.grad_cam(deep, 2, "r2").shape == (11, 9)


def test_a_network_without_maps_gives_no_grad_cam(deep):
    flat = Layer("flat", "flatten", (8,)), Layer("fc", "linear", (2,), 18)
    values = {"input": np.ones((1, 2, 4), np.float32), "flat": np.ones(8, np.float32), "fc": np.ones(2, np.float32)}
    look = inside.Inside(flat, values, {"fc.weight": np.ones((2, 8), np.float32), "fc.bias": np.zeros(2, np.float32)})
    assert [found.method for found in inside.evidence(look, 0)] == ["gradient × input"]


# ── arithmetic ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [layer.name for layer in DEEP if layer.kind in ("conv", "linear")])
def test_the_terms_the_rest_and_the_bias_add_up_to_the_output(deep, name):
    layer = next(layer for layer in DEEP if layer.name == name)
    for place in np.ndindex((*layer.shape, 1, 1)[:3]):
        sums = inside.arithmetic(deep, name, *place)
        assert (sums.layer, sums.position) == (layer, place)
        total = sum(term.subtotal for term in sums.terms) + sums.rest + sums.bias
        assert total == pytest.approx(sums.output, abs=1e-5)
        assert sums.output == deep.values[name].reshape((*layer.shape, 1, 1)[:3])[place]
        for term in sums.terms:
            assert term.subtotal == pytest.approx(sum(map(float, (term.inputs * term.weights).ravel())), abs=1e-5)


def test_terms_of_a_convolution_name_the_window_of_each_map(deep):
    for term in inside.arithmetic(deep, "c2", 1, 1, 1).terms:
        assert (term.y, term.x) == (0, 0)  # 1 · stride 2 − padding 2
        i = int(term.source.removeprefix("s1[").removesuffix("]"))
        window = np.zeros((5, 5))
        window[:, :4] = deep.values["s1"][i]  # the map is 5 × 4; beyond it lie zeros
        assert np.array_equal(term.inputs, window)
        assert np.array_equal(term.weights, deep.weights["c2.weight"][1, i])


def test_at_the_border_the_window_begins_outside_and_sees_zeros(deep):
    for term in inside.arithmetic(deep, "c1", 0, 0, 0).terms:
        assert (term.y, term.x) == (-1, -1)
        assert not term.inputs[0].any()
        assert not term.inputs[:, 0].any()
        assert term.inputs[1:, 1:].all()


def test_only_the_weightiest_terms_are_listed_and_the_others_are_the_rest(seven):
    sums = inside.arithmetic(seven, "fc1", 2, 0, 0)
    weights, inputs = seven.weights["fc1.weight"][2], seven.values["flatten"]
    products = sorted((float(w * v) for w, v in zip(weights, inputs, strict=True)), key=abs, reverse=True)
    assert sums.terms_total == 784
    assert [term.subtotal for term in sums.terms] == pytest.approx(products[:16])
    assert sums.rest == pytest.approx(sum(products[16:]), abs=1e-4)


def test_pooling_shows_its_window_and_takes_the_largest(deep):
    sums = inside.arithmetic(deep, "s1", 2, 3, 1)
    (term,) = sums.terms
    assert (term.source, term.y, term.x, term.weights, sums.bias) == ("r1[2]", 6, 2, None, None)
    assert np.array_equal(term.inputs, deep.values["r1"][2, 6:9, 2:5])
    assert term.subtotal == sums.output == max(float(v) for v in term.inputs.ravel())


def test_relu_and_flatten_show_the_one_value_they_take(deep):
    for place in ((0, 4, 4), (1, 0, 8), (2, 10, 0)):
        (term,) = inside.arithmetic(deep, "r1", *place).terms
        assert (term.source, term.y, term.x) == (f"c1[{place[0]}]", *place[1:])
        assert term.inputs[0, 0] == deep.values["c1"][place]
        assert term.subtotal == inside.arithmetic(deep, "r1", *place).output == max(0.0, float(term.inputs[0, 0]))
    (unit,) = inside.arithmetic(deep, "r3", 5, 0, 0).terms
    assert (unit.source, unit.y, unit.x) == ("fc1[5]", None, None)


def test_flatten_counts_maps_then_rows_then_columns(seven):
    (term,) = inside.arithmetic(seven, "flatten", 2 * 196 + 5 * 14 + 9, 0, 0).terms
    assert (term.source, term.y, term.x) == ("pool1[2]", 5, 9)
    assert term.subtotal == seven.values["pool1"][2, 5, 9]


@pytest.mark.parametrize("place", [(3, 0, 0), (0, 11, 0), (0, 0, 9), (-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_a_place_outside_the_layer_is_refused_with_its_size(deep, place):
    with pytest.raises(RequestError, match="c1 is 3 × 11 × 9: it has no value at"):
        inside.arithmetic(deep, "c1", *place)


def test_an_unknown_layer_lists_the_known_ones(deep):
    with pytest.raises(NotFoundError, match="no layer called 'c9'; known: c1, r1, s1, c2"):
        inside.arithmetic(deep, "c9", 0, 0, 0)


def test_softmax_is_no_sum(network):
    with pytest.raises(RequestError, match="odds is a softmax, which is not a sum"):
        inside.arithmetic(opened(*network, layers=11), "odds", 0, 0, 0)
