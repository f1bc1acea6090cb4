"""dlib's network file read without dlib, and its network without its weights."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mindseye.errors import ModelError
from mindseye.lab.dlib_file import read_face_network

pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")


def whole(value: int) -> bytes:
    """A whole number as dlib writes it: how many bytes with the sign, then these, the least first."""
    size = max(1, (abs(value).bit_length() + 7) // 8)
    return bytes([size | (0x80 if value < 0 else 0)]) + abs(value).to_bytes(size, "little")


def fraction(value: float) -> bytes:
    mantissa, exponent = math.frexp(value)
    return whole(int(mantissa * 2**24)) + whole(exponent - 24)


def text(words: str) -> bytes:
    return whole(len(words)) + words.encode()


def wholes(*values: int) -> bytes:
    return b"".join(map(whole, values))


def tensor(values: np.ndarray, *sizes: int) -> bytes:
    return wholes(2, *sizes) + values.astype("<f4").tobytes()


TRAINING = b"110" + 3 * tensor(np.empty(0), 0, 0, 0, 0)  # flags, gradients and output that end each layer
RNG = np.random.default_rng(9)
WEIGHT, BIAS = RNG.normal(size=(4, 3, 5, 5)).astype(np.float32), RNG.normal(size=4).astype(np.float32)
FACTOR, OFFSET = RNG.normal(size=4).astype(np.float32), RNG.normal(size=4).astype(np.float32)
LINEAR = RNG.normal(size=(4, 6)).astype(np.float32)


def network() -> bytes:
    """A convolution with stride 2, an affine layer, a pooling, and a linear layer, as dlib would write them."""
    head = wholes(1) + text("loss_metric_2") + fraction(0.04) + fraction(0.6) + wholes(2, 1, 2, 2, 3)
    entry = text("input_rgb_image_sized") + b"".join(map(fraction, (122.782, 117.001, 104.298))) + wholes(150, 150)
    convolution = text("con_4") + tensor(np.concatenate([WEIGHT.ravel(), BIAS]), 304, 1, 1, 1)
    convolution += wholes(4, 5, 5, 2, 2, 0, 0) + wholes(1, 4, 3, 5, 5) + wholes(1, 1, 4, 1, 1) + 4 * fraction(1.0)
    affine = (
        text("affine_") + tensor(np.concatenate([FACTOR, OFFSET]), 8, 1, 1, 1) + 2 * wholes(1, 1, 4, 1, 1) + whole(0)
    )
    pooling = text("max_pool_2") + wholes(3, 3, 2, 2, 0, 0)
    linear = text("fc_2") + wholes(6, 4) + tensor(LINEAR, 4, 6, 1, 1) + wholes(1, 4, 6, 1, 1) + wholes(1, 0, 0, 0, 0)
    linear += whole(1) + 4 * fraction(1.0)
    layers = (affine, text("relu_"), pooling, text("add_prev_"), linear)
    return head + entry + convolution + TRAINING + whole(1) + b"".join(layer + TRAINING for layer in layers)


def test_the_file_gives_means_side_convolutions_and_linear_layer():
    read = read_face_network(network())
    assert np.allclose(read.mean, (122.782, 117.001, 104.298), atol=1e-4)
    assert read.side == 150
    (convolution,) = read.convolutions
    assert (convolution.stride, convolution.padding) == (2, 0)
    assert np.array_equal(read.linear, LINEAR)


def test_the_affine_layer_is_folded_into_the_convolution_before_it():
    (convolution,) = read_face_network(network()).convolutions
    patch = RNG.normal(size=(3, 5, 5))
    for channel in range(4):
        plain = float((WEIGHT[channel] * patch).sum() + BIAS[channel])
        folded = float((convolution.weight[channel] * patch).sum() + convolution.bias[channel])
        assert folded == pytest.approx(FACTOR[channel] * plain + OFFSET[channel], abs=1e-4)


@pytest.mark.parametrize("data", [b"", b"\x01\x01\x01\x05hello", b"\xff" * 40, network()[:-7], network()[:700]])
def test_another_file_is_refused_in_words(data):
    with pytest.raises(ModelError, match="not dlib's face recognition network"):
        read_face_network(data)


def test_a_network_of_other_sizes_is_refused():
    from mindseye.lab.nets.face_resnet import from_dlib

    with pytest.raises(ModelError, match="1 convolutions are not those"):
        from_dlib(read_face_network(network()))


@pytest.mark.parametrize("side", [8, 9])
def test_a_halving_block_adds_the_mean_of_its_input_and_pads_with_zeros(side):
    import torch

    from mindseye.lab.nets.face_resnet import Residual

    torch.manual_seed(3)
    block = Residual(3, 5, 2).eval()
    x = torch.randn(1, 3, side, side)
    with torch.inference_mode():
        changed, out = block.second(torch.relu(block.first(x)))[0].numpy(), block(x)[0].numpy()
    half = side // 2
    assert out.shape == (5, half, half)
    for channel, row, column in np.ndindex(out.shape):
        value = 0.0
        if row < changed.shape[1] and column < changed.shape[2]:  # without padding a convolution may lose a row
            value += changed[channel, row, column]
        if channel < 3:
            value += float(x[0, channel, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2].mean())
        assert out[channel, row, column] == pytest.approx(max(0.0, value), abs=1e-5)
