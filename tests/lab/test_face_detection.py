"""MTCNN in torch, with random weights in the layout in which they come."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from mindseye.errors import DataError, ModelError
from mindseye.models.registry import ZOO, Models

torch = pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

from mindseye.lab import face_detection  # noqa: E402
from mindseye.lab.nets import mtcnn  # noqa: E402

pytestmark = pytest.mark.lab
CONVOLUTIONS = {  # of each net: number, from, to, kernel
    "propose": [(1, 3, 10, 3), (2, 10, 16, 3), (3, 16, 32, 3)],
    "refine": [(1, 3, 28, 3), (2, 28, 48, 3), (3, 48, 64, 2)],
    "place": [(1, 3, 32, 3), (2, 32, 64, 3), (3, 64, 64, 3), (4, 64, 128, 2)],
}
DENSE = {"refine": (4, 576, 128), "place": (5, 1152, 256)}


def stored(seed=3):
    """Return random weights of the three nets as facenet-pytorch names and shapes them."""
    random = torch.Generator().manual_seed(seed)

    def some(*shape):
        return torch.randn(shape, generator=random) * (2 / np.prod(shape[1:] or (100,))) ** 0.5

    parts = {}
    for part, convolutions in CONVOLUTIONS.items():
        weights = {}
        for number, narrow, wide, kernel in convolutions:
            weights[f"conv{number}.weight"], weights[f"conv{number}.bias"] = (
                some(wide, narrow, kernel, kernel),
                some(wide),
            )
            weights[f"prelu{number}.weight"] = some(wide)
        if part in DENSE:
            number, narrow, wide = DENSE[part]
            weights[f"dense{number}.weight"], weights[f"dense{number}.bias"] = some(wide, narrow), some(wide)
            weights[f"prelu{number}.weight"] = some(wide)
        kind, last = ("dense", number + 1) if part in DENSE else ("conv", number + 1)
        for head, outputs in ((1, 2), (2, 4), (3, 10)) if part == "place" else ((1, 2), (2, 4)):
            shape = (outputs, wide) if part in DENSE else (outputs, wide, 1, 1)
            weights[f"{kind}{last}_{head}.weight"], weights[f"{kind}{last}_{head}.bias"] = some(*shape), some(outputs)
        parts[part] = weights
    return parts


def as_published(weights, part, x):
    """The net as its paper draws it: dense layers on what is left of the face, softmax over two classes."""
    F = torch.nn.functional  # noqa: N806
    pools = {"propose": {1: 2}, "refine": {1: 3, 2: 3}, "place": {1: 3, 2: 3, 3: 2}}[part]
    for number, *_ in CONVOLUTIONS[part]:
        x = F.conv2d(x, weights[f"conv{number}.weight"], weights[f"conv{number}.bias"])
        x = F.prelu(x, weights[f"prelu{number}.weight"])
        x = F.max_pool2d(x, pools[number], 2, ceil_mode=True) if number in pools else x
    x = x.permute(0, 3, 2, 1).flatten(1)
    if part in DENSE:
        number = DENSE[part][0]
        x = F.linear(x, weights[f"dense{number}.weight"], weights[f"dense{number}.bias"])
        x = F.prelu(x, weights[f"prelu{number}.weight"])
    kind, last = ("dense", number + 1) if part in DENSE else ("conv", number + 1)
    heads = [name.removesuffix(".weight") for name in weights if name.startswith(f"{kind}{last}_") and "weight" in name]
    answers = [F.linear(x, weights[f"{head}.weight"].flatten(1), weights[f"{head}.bias"]) for head in sorted(heads)]
    return [torch.softmax(answers[0], 1)[:, 1:], *answers[1:]]


@pytest.mark.parametrize(("part", "side"), [("propose", 12), ("refine", 24), ("place", 48)])
@torch.inference_mode()
def test_each_net_computes_what_its_paper_draws(part, side):
    weights = stored()
    net = mtcnn.loaded(weights)
    x = torch.randn(3, 3, side, side, generator=torch.Generator().manual_seed(1))
    seen = getattr(net, part)(x)
    expected = as_published(weights[part], part, x)
    heads = [name for name in mtcnn.OUTPUTS if name.startswith(part)]
    assert len(heads) == len(expected)
    for name, wanted in zip(heads, expected, strict=True):
        told = net.heads[name](seen).flatten(1)
        told = torch.sigmoid(told) if name.endswith("score") else told
        torch.testing.assert_close(told, wanted, atol=1e-4, rtol=1e-4)


@torch.inference_mode()
def test_the_proposing_net_answers_for_every_window_of_a_picture():
    net = mtcnn.loaded(stored())
    picture = torch.randn(1, 3, 60, 72, generator=torch.Generator().manual_seed(2))
    score, shift, *_ = net(picture)
    assert score.shape == (1, 1, 25, 31)
    for row, column in ((0, 0), (7, 11), (24, 30)):
        window = picture[:, :, 2 * row : 2 * row + 12, 2 * column : 2 * column + 12]
        alone = as_published(stored()["propose"], "propose", window)
        torch.testing.assert_close(score[:, :, row, column], alone[0], atol=1e-5, rtol=1e-4)
        torch.testing.assert_close(shift[:, :, row, column], alone[1], atol=1e-5, rtol=1e-4)


def wheel_of(path, parts):
    with zipfile.ZipFile(path, "w") as archive:
        for part, weights in parts.items():
            held = io.BytesIO()
            torch.save(weights, held)
            archive.writestr(f"facenet_pytorch/data/{face_detection.FILES[part]}", held.getvalue())
    return path


def test_the_weights_are_read_from_the_wheel(tmp_path):
    parts = stored()
    found = face_detection.weights_in(wheel_of(tmp_path / "some.whl", parts))
    assert found.keys() == parts.keys()
    assert torch.equal(found["place"]["dense6_3.weight"], parts["place"]["dense6_3.weight"])


def test_another_file_than_the_wheel_is_refused_with_how_to_get_it(tmp_path):
    (tmp_path / "other.whl").write_bytes(b"nothing")
    for path in (tmp_path / "other.whl", tmp_path / "missing.whl", wheel_of(tmp_path / "part.whl", {})):
        with pytest.raises(DataError, match="pip download facenet-pytorch"):
            face_detection.weights_in(path)


def test_weights_of_another_shape_are_refused_by_name():
    parts = stored()
    parts["refine"]["conv2.weight"] = torch.zeros(48, 28, 5, 5)
    with pytest.raises(ModelError, match=r"refine\.conv2\.weight is \(48, 28, 5, 5\)"):
        mtcnn.loaded(parts)


def test_the_card_of_the_model_that_ships_describes_the_layers():
    card = Models(ZOO / "no-home-folder").get("face-detect").card
    layers = face_detection.layers_of(mtcnn.loaded(stored()))
    assert card.layers == layers
    assert card.parameters == sum(weight.numel() for part in stored().values() for weight in part.values()) - 3 - sum(
        (32, 128, 256)
    )  # the scores need one output instead of two
