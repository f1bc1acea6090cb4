"""The lab on photographs: views, splits, teachers, calibration, and what is served of a net that looks twice."""

from __future__ import annotations

import dataclasses
import os
from collections import OrderedDict
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye.errors import DataError
from mindseye.models.registry import Models, check_folder
from mindseye.models.session import Session
from mindseye.tasks import classify
from tests import tiny
from tests.benchmarks.naming_model import write_naming_model

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

import torch
from torch import nn

from mindseye.lab.calibration import fold, temperature
from mindseye.lab.data import load_data
from mindseye.lab.data.catsdogs import held_out
from mindseye.lab.data.views import erased, square_view
from mindseye.lab.distillation import Pupil, lessons_of
from mindseye.lab.distillation import train as train_with_teacher
from mindseye.lab.export import export, served
from mindseye.lab.mirrored import mirrored_layers, write_mirrored
from mindseye.lab.nets import build_net
from mindseye.lab.recipe import Change, Recipe, load_recipe
from mindseye.types import InputSpec

pytestmark = [
    pytest.mark.lab,
    # PyTorch's exporter warns about itself.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]
EACH = 24  # cats are discs, dogs are frames


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, rng = tmp_path_factory.mktemp("pets"), np.random.default_rng(4)
    for name in ("cats", "dogs"):
        (folder / "training_set" / name).mkdir(parents=True)
        for number in range(EACH):
            sheet = np.full((40, 52, 3), rng.integers(120, 256, 3), np.uint8)
            x, y = (int(v) for v in rng.integers(14, 26, 2))
            if name == "cats":
                cv2.circle(sheet, (x, y), 9, (20, 20, 20), -1, cv2.LINE_AA)
            else:
                cv2.rectangle(sheet, (x - 9, y - 9), (x + 9, y + 9), (20, 20, 20), 2)
            cv2.imwrite(str(folder / "training_set" / name / f"{number:02}.jpg"), sheet)
    return folder


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return dataclasses.replace(load_recipe("catsdogs-classic"), epochs=1, batch_size=14, average=0.5)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    place = tmp_path_factory.mktemp("zoo")
    write_naming_model(place, "photo")
    return Models(tmp_path_factory.mktemp("home"), place)


# ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_change_a_view_is_the_picture_or_its_mirror_image_squeezed():
    rgb = tiny.photo(48, 64)
    still = Change(area=1.0, aspect=1.0, turn=0.0, slant=0.0, light=0.0, tint=0.0, blur=0.3)
    plain = cv2.resize(rgb, (32, 32), interpolation=cv2.INTER_CUBIC).astype(int)
    seen = [square_view(rgb, still, 32, np.random.default_rng(seed)).astype(int) for seed in range(12)]
    straight = [np.abs(view - plain).mean() < 2 for view in seen]
    turned = [np.abs(view - plain[:, ::-1]).mean() < 2 for view in seen]
    assert all(one != other for one, other in zip(straight, turned, strict=True))
    assert 0 < sum(turned) < 12


def test_a_part_of_half_of_the_views_is_covered():
    rgb = np.full((20, 20, 3), 128, np.uint8)
    how = Change(erase=0.5)
    changed = [(erased(rgb, how, np.random.default_rng(seed)) != 128).any(axis=2).mean() for seed in range(60)]
    covered = [share for share in changed if share]
    assert 15 < len(covered) < 45
    assert 0.01 < min(covered) <= max(covered) <= 0.25
    assert (rgb == 128).all()


# ── data ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_eighth_of_each_label_is_held_out_the_same_for_all_recipes(data, recipe):
    held = held_out(np.repeat([0, 1], [24, 16]))
    assert (held[:24].sum(), held[24:].sum()) == (3, 2)
    one = load_data(recipe, data)
    other = load_data(dataclasses.replace(load_recipe("cats-dogs"), input=recipe.input), data)
    assert (len(one.train), len(one.validation)) == (42, 6)
    for (mine, label), (theirs, same) in zip(one.validation, other.validation, strict=True):
        assert label == same
        torch.testing.assert_close(mine, theirs)


def test_a_view_depends_on_seed_epoch_and_number_alone_and_small_ones_come_first(data, recipe):
    longer = dataclasses.replace(recipe, epochs=10)
    one, other = load_data(longer, data).train, load_data(longer, data).train
    torch.testing.assert_close(one[5][0], other[5][0])
    assert one[5][0].shape == (3, 96, 96)
    first = one[5][0]
    one.epoch = 1
    assert not torch.equal(one[5][0], first)
    one.epoch = 8
    assert one[5][0].shape == (3, 112, 112)


def test_missing_pictures_say_where_to_get_them(tmp_path, recipe):
    with pytest.raises(DataError, match="does not hold the cats and dogs: give a folder with training_set/cats"):
        load_data(recipe, tmp_path)


# ── the classic net, and its teacher ────────────────────────────────────────────────────────────────────────────────


def test_the_classic_net_has_one_sigmoid_unit_that_answers_for_two_labels():
    net = build_net("catsdogs-classic").eval()
    x = torch.rand(2, 3, 112, 112)
    z = net[:-1](x)
    odds = torch.softmax(net(x), dim=1)
    torch.testing.assert_close(odds[:, 1:], torch.sigmoid(z))
    pools = [type(layer).__name__ for layer in net if "Pool" in type(layer).__name__]
    assert pools == ["MaxPool2d", "MaxPool2d", "AvgPool2d", "MaxPool2d", "AvgPool2d"]
    with pytest.raises(ValueError, match="one sigmoid unit tells two labels apart"):
        build_net("catsdogs-classic", 3)


def test_a_teacher_looks_at_each_picture_and_its_mirror_image(data, recipe, models):
    told: list[tuple[str, int, int]] = []
    training = load_data(recipe, data).train
    lessons = lessons_of(models, "photo", training, lambda *step: told.append(step))
    assert lessons.shape == (42, 2)
    assert told == [("photo", 42, 42)]
    mean = training.pictures[3].mean() / 255
    assert float(lessons[3, 1]) == pytest.approx(6 * mean - 3, abs=0.02)  # brightness is the same in the mirror


def test_a_pupil_learns_the_labels_and_aside_what_the_teacher_says(data, recipe):
    splits = load_data(recipe, data)
    lessons = torch.randn(42, 5)
    pupil = Pupil(dataclasses.replace(recipe, lesson=2.0), splits, 1, 0, lessons)
    inputs, targets, numbers = next(iter(pupil.loader()))
    torch.manual_seed(1)
    loss, logits, _ = pupil.examine([inputs, targets, numbers])
    labels = torch.nn.functional.cross_entropy(logits, targets, label_smoothing=0.05)
    wanted = torch.softmax(lessons[numbers] / 2, 1)
    answer = torch.softmax(pupil.aside(pupil._hidden) / 2, 1)
    apart = (wanted * (wanted.log() - answer.log())).sum(1).mean() * 4
    assert float(loss) == pytest.approx(float(labels + 2 * apart), rel=1e-4)


def test_training_with_a_teacher_resumes_and_its_export_is_served(tmp_path, data, recipe, models):
    train_with_teacher(recipe, models, data, tmp_path / "run", workers=0)
    again = train_with_teacher(recipe, models, data, tmp_path / "run", workers=0, resume=True)
    assert [epoch.epoch for epoch in again] == [1]
    card = export(recipe, data, tmp_path / "run", tmp_path / "zoo")
    assert check_folder(tmp_path / "zoo" / card.name / "1") == card
    assert classify.suits(card)
    assert (card.labels, card.labels_zh, card.thresholds) == (("cat", "dog"), ("猫", "狗"), {})
    assert {metric.metric for metric in card.metrics} == {"accuracy", "log_loss", "ece"}
    assert [layer.name for layer in card.layers][-4:] == ["fc1", "relu6", "sigmoid", "logits"]
    assert "Logits divided by" in card.provenance.notes


# ── calibration ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_temperature_is_the_best_of_many():
    torch.manual_seed(2)
    targets = torch.randint(0, 3, (400,))
    logits = 5 * (torch.nn.functional.one_hot(targets, 3) + torch.randn(400, 3))  # far too sure
    losses = {t / 100: float(nn.functional.cross_entropy(logits / (t / 100), targets)) for t in range(20, 500)}
    best = min(losses, key=losses.__getitem__)
    assert best > 2
    assert temperature(logits, targets) == pytest.approx(best, abs=0.02)


@pytest.mark.parametrize("name", ["catsdogs-classic", "fcn"])
def test_folding_the_temperature_divides_the_logits(name):
    net = build_net(name).eval()
    x = torch.rand(2, *((3, 112, 112) if name == "catsdogs-classic" else (1, 28, 28)))
    before = net(x).detach()
    fold(net, 2.5)
    torch.testing.assert_close(net(x), before / 2.5, atol=1e-5, rtol=1e-4)


# ── looking twice ───────────────────────────────────────────────────────────────────────────────────────────────────


def small_net() -> nn.Sequential:
    torch.manual_seed(5)
    return served(
        nn.Sequential(
            OrderedDict(
                stem=nn.Sequential(nn.Conv2d(3, 6, 3, stride=2, padding=1), nn.ReLU6()),
                map=nn.Sequential(nn.Conv2d(6, 20, 3, stride=2, padding=1), nn.ReLU6()),
                pooled=nn.AdaptiveAvgPool2d(1),
                flatten=nn.Flatten(),
                dropout=nn.Dropout(0.2),
                logits=nn.Linear(20, 2),
            )
        )
    )


def test_the_graph_of_both_flips_equals_flipping_by_hand(tmp_path):
    net, rng = small_net(), np.random.default_rng(6)
    batch = rng.normal(size=(3, 3, 16, 24)).astype(np.float32)
    write_mirrored(net, batch[:2], tmp_path / "model.onnx")
    session = Session(tmp_path / "model.onnx")
    told = session.run(batch, ["map", "pooled", "logits", "classifier.weight"])
    with torch.inference_mode():
        both = [net(torch.from_numpy(np.ascontiguousarray(x))).numpy() for x in (batch, batch[..., ::-1])]
        maps = [net[:2](torch.from_numpy(np.ascontiguousarray(x))).numpy() for x in (batch, batch[..., ::-1])]
    np.testing.assert_allclose(told["logits"], (both[0] + both[1]) / 2, atol=2e-3)  # weights are stored as float16
    np.testing.assert_allclose(told["map"], (maps[0] + maps[1][..., ::-1]) / 2, atol=5e-3)
    np.testing.assert_allclose(told["pooled"], told["map"].mean(axis=(2, 3)), atol=1e-5)
    evidence = np.einsum("kc,ncyx->nkyx", told["classifier.weight"], told["map"]).mean(axis=(2, 3))
    np.testing.assert_allclose(evidence + net.logits.bias.detach().numpy(), told["logits"], atol=1e-3)
    mirrored = session.run(np.ascontiguousarray(batch[..., ::-1]), ["logits"])["logits"]
    np.testing.assert_allclose(mirrored, told["logits"], atol=1e-4)


def test_a_card_counts_the_work_of_both_looks():
    net = small_net()
    layers = mirrored_layers(net, InputSpec(24, 16))
    assert [(layer.name, layer.kind, layer.shape) for layer in layers] == [
        ("stem", "conv", (6, 8, 12)), ("map", "conv", (20, 4, 6)), ("pooled", "avgpool", (20,)),
        ("logits", "linear", (2,)),
    ]  # fmt: skip
    assert [layer.multiply_adds for layer in layers] == [2 * 27 * 6 * 96, 2 * 54 * 20 * 24, 0, 40]
    assert sum(layer.parameters for layer in layers) == sum(p.numel() for p in net.parameters())
