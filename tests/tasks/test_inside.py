"""Looking inside: gradients against numeric differences and torch, sums against the network's own numbers."""

from __future__ import annotations

import numpy as np
import pytest

from mindseye import images
from mindseye.errors import NotFoundError, RequestError
from mindseye.models.card import Layer
from mindseye.tasks import inside as look
from tests import tiny


@pytest.fixture(scope="module")
def tensor():
    return images.prepare(tiny.drawn("5"), tiny.SPEC)


@pytest.fixture(scope="module")
def opened(models, model, tensor):
    return look.open_up(models, model, tensor)


def logits(models, model, tensor):
    return models.session(model).run(tensor[None], ["fc1"])["fc1"][0]


def test_every_layer_is_kept_in_the_shape_its_card_says(opened, model):
    assert [opened.values[layer.name].shape for layer in model.card.layers] == [x.shape for x in model.card.layers]
    assert opened.answer.argmax() == 5


def test_the_gradient_agrees_with_small_steps(models, model, tensor):
    rng = np.random.default_rng(3)
    rough = tensor + rng.normal(0, 0.3, tensor.shape).astype(np.float32)  # equal neighbours tie in pooling: no slope
    slope = look.gradient(look.open_up(models, model, rough), 5)
    assert slope.shape == tensor.shape
    direction, step = slope / np.linalg.norm(slope), 2e-3
    ahead, behind = (logits(models, model, rough + sign * step * direction)[5] for sign in (1, -1))
    assert float(np.linalg.norm(slope)) == pytest.approx((ahead - behind) / (2 * step), rel=0.05)


def test_the_gradient_agrees_with_torch(opened, tensor):
    torch = pytest.importorskip("torch", reason="a second opinion on gradients needs PyTorch")
    weights = {name: torch.from_numpy(value) for name, value in opened.weights.items()}
    x = torch.from_numpy(tensor[None]).requires_grad_()
    middle = torch.relu(torch.nn.functional.conv2d(x, weights["conv1.weight"], weights["conv1.bias"], padding=1))
    middle.retain_grad()
    flat = torch.nn.functional.max_pool2d(middle, 2).flatten(1)
    (flat @ weights["fc1.weight"].T + weights["fc1.bias"])[0, 2].backward()
    np.testing.assert_allclose(look.gradient(opened, 2), x.grad[0].numpy(), atol=1e-4)
    np.testing.assert_allclose(look.gradient(opened, 2, "relu1"), middle.grad[0].numpy(), atol=1e-4)


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
    np.testing.assert_allclose(look._back_through_conv(weight, layer, source, slope), expected, atol=1e-4)


def test_pooling_passes_the_gradient_to_the_winner_alone():
    source = np.array([[[1, 5, 0, 2, 9], [3, 4, 8, 1, 9], [7, 7, 7, 7, 7]]], np.float32)
    slope = np.array([[[10.0, 20.0]]], np.float32)
    back = look._back_through_pool(Layer("p", "maxpool", (1, 1, 2), kernel=2, stride=2), source, slope)
    assert back.tolist() == [[[0, 10, 0, 0, 0], [0, 0, 20, 0, 0], [0, 0, 0, 0, 0]]]  # what the windows miss gets none


def test_grad_cam_is_the_mean_gradient_times_the_maps(opened):
    maps, slope = opened.values["relu1"], look.gradient(opened, 5, "relu1")
    expected = np.zeros(maps.shape[1:])
    for channel in range(len(maps)):
        expected += slope[channel].mean() * maps[channel]
    np.testing.assert_allclose(look.grad_cam(opened, 5, "relu1"), np.maximum(expected, 0), atol=1e-4)


def test_evidence_lies_where_ink_is(opened, tensor):
    by_gradient, by_cam = look.evidence(opened, 5)
    assert (by_gradient.method, by_cam.method, by_cam.layer) == ("gradient × input", "Grad-CAM", "relu1")
    assert by_gradient.values.shape == by_cam.values.shape == (28, 28)
    assert not by_gradient.values[tensor[0] == 0].any()


@pytest.mark.parametrize("name", ["conv1", "relu1", "pool1", "flatten", "fc1"])
@pytest.mark.parametrize("place", [(0, 0, 0), (3, 13, 13), (2, 7, 6)])
def test_the_arithmetic_gives_the_networks_own_number(opened, name, place):
    values = opened.values[name]
    channel, y, x = place if values.ndim == 3 else (place[0] + place[1] // 2, 0, 0)
    worked = look.arithmetic(opened, name, channel, y, x)
    own = float(values[channel, y, x] if values.ndim == 3 else values[channel])
    assert worked.output == pytest.approx(own)
    listed = sum(term.subtotal for term in worked.terms)
    assert listed + worked.rest + (worked.bias or 0.0) == pytest.approx(own, abs=1e-4)


def test_a_window_at_the_border_is_padded_with_zeros(opened, tensor):
    worked = look.arithmetic(opened, "conv1", 1, 0, 0)
    (term,) = worked.terms
    assert (term.source, term.y, term.x) == ("input[0]", -1, -1)
    assert not term.inputs[0].any()
    assert not term.inputs[:, 0].any()
    np.testing.assert_array_equal(term.inputs[1:, 1:], tensor[0, :2, :2])


def test_the_largest_terms_are_listed_and_the_rest_is_summed(opened):
    worked = look.arithmetic(opened, "fc1", 3, 0, 0)
    assert (len(worked.terms), worked.terms_total) == (look.MOST_TERMS, 784)
    products = opened.values["flatten"] * opened.weights["fc1.weight"][3]
    largest = sorted(np.abs(products), reverse=True)[: look.MOST_TERMS]
    assert [abs(term.subtotal) for term in worked.terms] == pytest.approx(largest)


def test_what_is_not_there_is_said(opened):
    with pytest.raises(NotFoundError, match="known: conv1, relu1, pool1, flatten, fc1"):
        look.arithmetic(opened, "conv9", 0, 0, 0)
    with pytest.raises(RequestError, match="4 × 14 × 14: it has no value at 4, 0, 0"):
        look.arithmetic(opened, "pool1", 4, 0, 0)
    with pytest.raises(RequestError, match="it has no value at 0, 1, 0"):
        look.arithmetic(opened, "fc1", 0, 1, 0)
