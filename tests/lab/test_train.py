"""The lab, on a small real training set: one seed one result, resume, export."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import numpy as np
import pytest

from mindseye.errors import DataError, NotFoundError
from mindseye.models.registry import check_folder
from mindseye.models.session import Session
from tests import tiny

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

import torch

from mindseye.lab.export import export, served
from mindseye.lab.losses.outlier_exposure import OUTLIER, outlier_exposure
from mindseye.lab.nets import build_net
from mindseye.lab.recipe import Recipe, load_recipe
from mindseye.lab.train import train

pytestmark = [
    pytest.mark.lab,
    # PyTorch's exporter and multiprocessing warn about themselves.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mnist")
    tiny.write_mnist(folder, "train", *tiny.mnist_like(480))
    return folder


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return dataclasses.replace(load_recipe("digits-lenet5"), epochs=2, batch_size=32, average=0.9)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, recipe: Recipe, data: Path) -> Path:
    folder = tmp_path_factory.mktemp("runs") / recipe.name
    train(recipe, data, folder, workers=0)
    return folder


def weights(run: Path) -> dict[str, torch.Tensor]:
    return torch.load(run / "checkpoint.pt", weights_only=True)["average"]


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_one_seed_gives_one_result_whatever_the_number_of_workers(tmp_path, recipe, data, run):
    train(recipe, data, tmp_path / "again", workers=1)
    assert same(weights(tmp_path / "again"), weights(run))
    other_seed = dataclasses.replace(recipe, seed=2)
    train(other_seed, data, tmp_path / "other", workers=0)
    assert not same(weights(tmp_path / "other"), weights(run))


def test_a_resumed_run_ends_where_an_unbroken_one_does(tmp_path, recipe, data, run):
    class KilledError(Exception):
        pass

    def kill_in_the_second_epoch(progress):
        if progress.epoch == 2 and progress.batch == 3:
            raise KilledError

    with pytest.raises(KilledError):
        train(recipe, data, tmp_path / "run", workers=0, report=kill_in_the_second_epoch)
    assert len((tmp_path / "run" / "log.jsonl").read_text().splitlines()) == 1
    history = train(recipe, data, tmp_path / "run", workers=0, resume=True)
    assert [epoch.epoch for epoch in history] == [1, 2]
    assert same(weights(tmp_path / "run"), weights(run))


def test_a_checkpoint_of_another_recipe_is_refused(recipe, data, run):
    with pytest.raises(DataError, match="another recipe"):
        train(dataclasses.replace(recipe, learning_rate=0.1), data, run, resume=True, workers=0)


def test_the_log_has_a_line_an_epoch(run):
    lines = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [1, 2]
    assert all(0 <= line["validation_accuracy"] <= 1 for line in lines)


def test_an_export_answers_as_torch_does_at_every_layer(tmp_path, recipe, data, run):
    card = export(recipe, data, run, tmp_path)
    folder = tmp_path / card.name / card.version
    assert check_folder(folder) == card
    net = build_net(recipe.net).eval()
    stored = {k.removeprefix("module."): v for k, v in weights(run).items() if k.startswith("module.")}
    net.load_state_dict({k: v.half().float() if v.numel() > 16 else v for k, v in stored.items()})
    batch = np.load(folder / "example.npz")["input"]
    names = [layer.name for layer in card.layers]
    answers = Session(folder / "model.onnx").run(batch, names)
    x = torch.from_numpy(batch)
    for layer in card.layers:
        x = net.get_submodule(layer.name)(x)
        np.testing.assert_allclose(answers[layer.name], x.detach().numpy(), atol=2e-4)
        assert tuple(x.shape[1:]) == layer.shape
    assert card.parameters == sum(p.numel() for p in net.parameters())


def test_batch_normalisation_is_folded_away_without_changing_an_answer():
    torch.manual_seed(3)
    net = build_net("cnn")
    for _ in range(5):
        net(torch.rand(16, 1, 28, 28) * 3 + 1)  # so that the running means are not those of a new net
    batch = torch.rand(4, 1, 28, 28)
    folded = served(net.eval())
    assert [type(layer).__name__ for layer in folded][:4] == ["Conv2d", "ReLU", "MaxPool2d", "Conv2d"]
    torch.testing.assert_close(folded(batch), net(batch), atol=1e-4, rtol=1e-4)


def test_weights_are_stored_in_half_the_size(tmp_path, recipe, data, run):
    card = export(recipe, data, run, tmp_path)
    assert card.parameters * 2 < card.bytes < card.parameters * 2 + 20_000


def test_a_confident_answer_on_an_outlier_costs_more_than_doubt():
    doubt, confident = torch.zeros(1, 10), torch.tensor([[9.0] + [0.0] * 9])
    outlier = torch.tensor([OUTLIER])
    assert outlier_exposure(doubt, outlier) < outlier_exposure(confident, outlier)
    by_hand = 0.5 * -torch.log_softmax(confident, 1).mean()
    assert float(outlier_exposure(confident, outlier)) == pytest.approx(float(by_hand))
    member = torch.tensor([3])
    both = outlier_exposure(torch.cat([doubt, confident]), torch.cat([member, outlier]))
    assert float(both) == pytest.approx((float(np.log(10)) + float(by_hand)) / 2)


def test_unknown_names_list_the_known_ones():
    with pytest.raises(NotFoundError, match="digits-cnn, digits-fcn, digits-lenet5"):
        load_recipe("digits-vgg")
    with pytest.raises(NotFoundError, match=r"cnn, .*fcn, .*lenet5"):
        build_net("vgg")


def test_missing_data_says_where_to_get_it(tmp_path, recipe):
    with pytest.raises(DataError, match="MNIST's four files"):
        train(recipe, tmp_path, tmp_path / "run")
