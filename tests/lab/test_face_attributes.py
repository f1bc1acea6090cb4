"""The lab on faces: views, labels that are missing, the loss, a few steps of training, calibration and export."""

from __future__ import annotations

import dataclasses
import math
import os
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye.app import SAMPLES, MindsEye
from mindseye.benchmarks.attributes_data import LabelledFace
from mindseye.errors import DataError
from mindseye.models.card import read_card, write_card
from mindseye.models.registry import Models, check_folder
from mindseye.models.session import Session
from mindseye.settings import load_settings
from mindseye.tasks.faces.attributes import LABELS, age_of
from mindseye.tasks.faces.embedding import DIM

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

import torch

from mindseye.lab.data.faces import Faces, FaceViews, face_view, held_out, targets_of, wide_side
from mindseye.lab.data.genki import genki
from mindseye.lab.data.utkface import utkface
from mindseye.lab.face_attributes import FACES, Describer, accuracy, load_faces, mean_error, save_faces, train
from mindseye.lab.face_attributes_export import age_mass, calibrated, export_face_attributes
from mindseye.lab.face_gender import learn_gender, weighed
from mindseye.lab.face_quality import learn_quality, worsened
from mindseye.lab.losses.face_attributes import AGES, face_attributes
from mindseye.lab.nets import build_net, net
from mindseye.lab.nets.face_attributes import with_two_levels
from mindseye.lab.nets.face_resnet import FaceResNet
from mindseye.lab.recipe import Change, Recipe, load_recipe
from mindseye.lab.record import record
from tests import tiny

pytestmark = [
    pytest.mark.lab,
    # PyTorch's exporter warns about itself.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]
STILL = Change(area=1.0, turn=0.0, slant=0.0, light=0.0, tint=0.0, blur=0.3, erase=0.0)


@net("blank-face-attributes")
def blank_face_attributes(outputs: int) -> torch.nn.Sequential:
    """The network of the recipe without dlib's weights, which not every machine has."""
    return with_two_levels(FaceResNet(), outputs)


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return dataclasses.replace(
        load_recipe("face-attributes"), net="blank-face-attributes", epochs=2, batch_size=8, average=0.5
    )


def made_up(count: int = 32, side: int = 128) -> Faces:
    """Return faces of noise: the first half with age and gender, the others with smile, yaw and pitch."""
    rng, half = np.random.default_rng(6), count // 2
    targets = np.full((count, 5), np.nan, np.float32)
    targets[:half, 0], targets[:half, 1] = rng.uniform(0, 110, half), np.arange(half) % 2
    targets[half:, 2], targets[half:, 3:] = np.arange(half) % 2, rng.uniform(-30, 30, (half, 2))
    wide = rng.integers(0, 256, (count, wide_side(side), wide_side(side), 3), np.uint8)
    seen = rng.integers(0, 256, (count, side, side, 3), np.uint8)
    vectors = rng.normal(0, DIM**-0.5, (count, DIM)).astype(np.float32)
    vectors[half:] = np.nan
    return Faces(seen, wide, targets, np.zeros((count, 2), np.float32), np.arange(count) % 5 == 4, vectors)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, recipe: Recipe) -> Path:
    folder = tmp_path_factory.mktemp("runs") / recipe.name
    folder.mkdir()
    save_faces(made_up(), folder / FACES)
    trained_on_kept_faces(recipe, folder)
    return folder


def trained_on_kept_faces(recipe: Recipe, folder: Path, **options):
    """Train on the faces that lie in the folder: --resume does not look for faces again."""
    nowhere = Models(folder / "home", folder / "zoo")
    return train(recipe, nowhere, folder / "no data", folder, resume=True, workers=0, **options)


# ── data ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_absent_data_set_says_where_to_get_it(tmp_path):
    with pytest.raises(DataError, match=r"does not hold UTKFace: .*https://susanqq"):
        utkface(tmp_path)
    with pytest.raises(DataError, match=r"does not hold GENKI-4K: .*https://inc\.ucsd"):
        genki(tmp_path)


def test_what_is_not_known_of_a_face_is_not_a_number():
    one = targets_of(LabelledFace("a", Path("a"), age=30.0, gender="male"))
    other = targets_of(LabelledFace("b", Path("b"), smile=False, yaw=0.5, pitch=-0.25))
    np.testing.assert_array_equal(one, np.array([30, 1, np.nan, np.nan, np.nan], np.float32))
    np.testing.assert_allclose(other[2:], [0, math.degrees(0.5), math.degrees(-0.25)], rtol=1e-6)
    assert np.isnan(other[:2]).all()


def test_a_seventh_of_each_decade_gender_and_smile_is_held_out():
    faces = [LabelledFace("", Path(), age=float(a), gender=g) for a in (3, 7, 44) for g in ("male", "female")] * 7
    faces += [LabelledFace("", Path(), smile=s) for s in (True, False)] * 14
    held = held_out(faces)
    kept = [face for face, is_held in zip(faces, held, strict=True) if is_held]
    assert sum(f.gender == "male" and f.age < 10 for f in kept) == 2
    assert sum(f.gender == "female" and f.age == 44 for f in kept) == 1
    assert sum(f.smile is True for f in kept) == 2
    assert (held == held_out(faces)).all()


def test_without_a_change_a_view_is_the_middle_of_the_wide_chip_or_its_mirror_image():
    wide = np.pad(tiny.photo(128, 128), ((17, 17), (17, 17), (0, 0)), mode="edge")
    assert wide.shape[0] == wide_side(128)
    worn = [face_view(wide, STILL, 128, mirrored=False, rng=np.random.default_rng(seed)) for seed in range(8)]
    least = min(np.abs(view.astype(int) - tiny.photo(128, 128)).mean() for view in worn)
    assert least < 0.6  # some are compressed, none is moved
    other = [face_view(wide, STILL, 128, mirrored=True, rng=np.random.default_rng(seed)) for seed in range(8)]
    assert min(np.abs(view[:, ::-1].astype(int) - tiny.photo(128, 128)).mean() for view in other) < 0.6


def test_a_mirrored_view_turns_the_head_the_other_way(recipe):
    faces = made_up()
    views = FaceViews(faces, recipe)
    assert len(views) == 26
    last = len(views) - 1
    true, seen = faces.targets[views.places[last]], []
    for epoch in range(12):
        views.epoch = epoch
        seen.append(views[last][1].numpy())
    assert {round(float(target[3] / true[3])) for target in seen} == {-1, 1}
    assert all(target[4] == true[4] and np.isnan(target[0]) for target in seen)
    torch.testing.assert_close(views[3][0], views[3][0])


def test_faces_come_back_from_their_file_as_they_were(tmp_path):
    faces = dataclasses.replace(made_up(8, 16), failures=3)
    save_faces(faces, tmp_path / FACES)
    kept = load_faces(tmp_path / FACES)
    assert kept.failures == 3
    np.testing.assert_array_equal(kept.wide, faces.wide)
    np.testing.assert_array_equal(kept.targets, faces.targets)
    assert "7 faces changed at random for training, 1 held out" in kept.words


# ── loss ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_loss_is_the_sum_of_what_is_known_and_the_rest_teaches_nothing():
    rng = np.random.default_rng(2)
    answers = torch.from_numpy(rng.normal(0, 1, (2, len(LABELS))).astype(np.float32)).requires_grad_()
    nan = math.nan
    targets = torch.tensor([[40.0, 1.0, nan, nan, nan], [nan, nan, 0.0, 10.0, nan]])
    told = face_attributes(answers, targets)
    told.backward()
    rows = answers.detach().double().numpy()

    def shares(logits):
        powers = [math.exp(v) for v in logits]
        return [p / sum(powers) for p in powers]

    ages, wanted = shares(rows[0, :AGES]), shares([-((y - 40) ** 2) / (2 * 2.7**2) for y in range(AGES)])
    by_hand = -sum(w * math.log(s) for w, s in zip(wanted, ages, strict=True))
    by_hand += 0.15 * abs(sum(y * s for y, s in enumerate(ages)) - 40)
    for row, first, label in ((0, AGES, 1), (1, AGES + 2, 0)):
        two = shares(rows[row, first : first + 2])
        by_hand -= 2.0 * (0.975 * math.log(two[label]) + 0.025 * math.log(two[1 - label]))
    by_hand += 0.05 * abs(rows[1, AGES + 4] - 10)
    assert float(told) == pytest.approx(by_hand / 2, rel=1e-4)
    taught = answers.grad != 0
    assert not taught[1, : AGES + 2].any()
    assert not taught[0, AGES + 2 :].any()
    assert not taught[1, AGES + 5]


# ── training and export ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_resumed_run_ends_where_an_unbroken_one_does(tmp_path, recipe, run):
    class KilledError(Exception):
        pass

    def kill_in_the_second_epoch(progress):
        if progress.epoch == 2:
            raise KilledError

    save_faces(made_up(), tmp_path / FACES)
    with pytest.raises(KilledError):
        trained_on_kept_faces(recipe, tmp_path, report=kill_in_the_second_epoch)
    assert len(trained_on_kept_faces(recipe, tmp_path)) == 2
    one, other = (torch.load(folder / "checkpoint.pt", weights_only=True)["average"] for folder in (tmp_path, run))
    assert all(torch.equal(one[name], other[name]) for name in other)


def test_the_stem_and_the_first_blocks_stay_and_all_others_learn(recipe, run):
    blank = Describer(recipe, load_faces(run / FACES), 2, 0).net.state_dict()
    trained = torch.load(run / "checkpoint.pt", weights_only=True)["net"]
    still = {name.split(".")[0] for name in blank if torch.equal(blank[name], trained[name])}
    assert still == {"stem", "block1", "block2", "block3"}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, recipe: Recipe, run: Path) -> Path:
    target = tmp_path_factory.mktemp("exported")
    export_face_attributes(recipe, run, target)
    return target / "face-attributes" / "1"


def test_an_exported_model_is_whole_and_its_card_says_what_it_is(exported):
    card = check_folder(exported)
    assert (card.task, card.labels, len(card.history)) == ("face-attributes", LABELS, 2)
    assert 0.01 <= card.thresholds["age_mass"] <= 0.99
    assert [(m.metric, m.data.split(":")[0]) for m in card.metrics][:3] == [
        ("accuracy", "gender"), ("accuracy", "smile"), ("mae_years", "age")]  # fmt: skip
    assert card.parameters == sum(p.numel() for p in build_net("blank-face-attributes", len(LABELS)).parameters())
    assert str(exported.parent.parent.parent) not in (exported / "model.onnx").read_bytes().decode("latin-1")


def test_the_exported_model_answers_a_mirror_image_with_the_opposite_yaw(exported):
    rng = np.random.default_rng(5)
    batch = rng.normal(0, 0.3, (3, 3, 128, 128)).astype(np.float32)
    session = Session(exported / "model.onnx")
    plain, mirrored = (session.run(np.ascontiguousarray(x), ["logits"])["logits"] for x in (batch, batch[..., ::-1]))
    sign = np.ones(len(LABELS))
    sign[LABELS.index("yaw")] = -1
    assert np.abs(plain).max() > 0.01
    np.testing.assert_allclose(plain, mirrored * sign, atol=1e-4)


def test_calibration_makes_answers_as_sure_as_they_are_right_and_changes_the_network_alike():
    torch.manual_seed(1)
    n, targets = 1500, torch.full((1500, 5), math.nan)
    targets[:, 1] = (torch.rand(n) < 0.5).float()
    targets[:, 2] = targets[:, 1]
    targets[:, 0] = 40.0 + 5 * torch.randn(n)
    answers = torch.zeros(n, len(LABELS))
    clue = 2 * targets[:, 1] - 1 + 1.5 * torch.randn(n)  # Bayes' logit of it is clue · 2 / 1.5², …
    answers[:, AGES + 1] = 4 * clue * 2 / 1.5**2  # … here four times too sure
    answers[:, AGES + 3] = 3 * clue * 2 / 1.5**2
    answers[:, :AGES] = -3 * (torch.arange(AGES) - 40.0) ** 2 / (2 * 5**2)
    linear = torch.nn.Linear(6, len(LABELS))
    before = linear.weight.detach().clone()
    vectors = torch.randn(n, DIM)  # that know the gender as well, by clues of their own
    vectors[:, 7] = 2 * targets[:, 1] - 1 + 1.5 * torch.randn(n)
    held = np.arange(2 * n) >= n
    none = np.zeros((2 * n, 1, 1, 3), np.uint8)
    rows, own = torch.cat([targets, targets]).numpy(), torch.cat([vectors, vectors]).numpy()
    faces = Faces(none, none, rows, np.zeros((2 * n, 2), np.float32), held, own)
    divisors, told, (weight, bias) = calibrated(torch.nn.Sequential(linear), answers, targets, faces)
    assert divisors["smile"] == pytest.approx(3, rel=0.15)
    assert divisors["age"] == pytest.approx(3, rel=0.15)
    assert divisors["gender"] == pytest.approx(4, rel=0.2)
    assert weight[7] == pytest.approx(2 / 1.5**2, rel=0.3)
    assert np.abs(np.delete(weight, 7)).max() < weight[7] / 2
    expected = answers[:, AGES + 1] / divisors["gender"] + vectors @ torch.from_numpy(weight).float() + bias
    torch.testing.assert_close(told[:, AGES + 1] - told[:, AGES], expected, atol=1e-4, rtol=1e-4)
    assert accuracy(told, targets, "gender") > accuracy(answers, targets, "gender") + 0.05
    torch.testing.assert_close(linear.weight[AGES] * divisors["gender"], before[AGES])
    torch.testing.assert_close(linear.weight[-2:], before[-2:])
    mass = age_mass(told, targets)
    ranges = [age_of(row.numpy().astype(float), mass, 0.8) for row in told[:, :AGES]]
    inside = [one.low <= year <= one.high for one, year in zip(ranges, targets[:, 0].tolist(), strict=True)]
    assert np.mean(inside) == pytest.approx(0.8, abs=0.03)


def test_an_opinion_that_knows_nothing_weighs_nothing_and_none_counts_against():
    rng = np.random.default_rng(9)
    labels = rng.integers(0, 2, 2000).astype(float)
    knows, guesses = (2 * labels - 1) * 0.8 + rng.normal(0, 1, 2000), rng.normal(0, 1, 2000)
    first, second = weighed(knows, guesses, labels)
    assert first == pytest.approx(1.6, rel=0.15)  # Bayes' logit
    assert 0 <= second < 0.12
    assert weighed(knows, -knows + 0.1 * guesses, labels)[1] >= 0
    assert weighed(-guesses, knows, labels)[1] == pytest.approx(first, rel=0.1)


def test_gender_is_learned_only_from_faces_that_are_not_held_out():
    faces = made_up(64, 8)
    one = learn_gender(faces)
    faces.vectors[faces.held] = 5.0
    other = learn_gender(faces)
    np.testing.assert_array_equal(one[0], other[0])
    assert one[1] == other[1]


def test_accuracy_and_error_count_only_what_is_known():
    answers, nan = torch.zeros(4, len(LABELS)), math.nan
    answers[:, 30] = 50.0  # all are told to be 30
    answers[:3, AGES + 1] = 1.0  # three men
    targets = torch.tensor([[20, 1, nan, 0, 0], [50, 0, 1, 0, 0], [nan, 1, nan, 0, 0], [nan, nan, 0, 0, 0]])
    assert accuracy(answers, targets, "gender") == pytest.approx(2 / 3)
    assert accuracy(answers, targets, "smile") == 0.5
    assert mean_error(answers, targets) == pytest.approx(15)


# ── quality ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_worsened_pictures_differ_each_time_and_keep_the_shape():
    rgb = tiny.photo(60, 80)
    seen = [worsened(rgb, np.random.default_rng(seed)) for seed in range(20)]
    assert all(one.shape[1] / one.shape[0] == pytest.approx(80 / 60, abs=0.4) for one in seen)
    assert len({one.shape for one in seen}) > 10
    assert all(one.dtype == np.uint8 for one in seen)


def test_too_few_people_are_refused(tmp_path):
    (tmp_path / "images" / "One").mkdir(parents=True)
    for name in ("a.jpg", "b.jpg"):
        cv2.imwrite(str(tmp_path / "images" / "One" / name), tiny.photo())
    with pytest.raises(DataError, match="has 1 people with several pictures, at least 20 are needed"):
        learn_quality(Models(tmp_path / "home"), tmp_path)


# ── record ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_figures_of_all_faces_and_of_each_group_are_written_into_the_card_once(tmp_path):
    folder, home = tmp_path / "faces", tmp_path / "home"
    (folder / "images").mkdir(parents=True)
    shutil.copyfile(SAMPLES / "photos" / "astronaut.jpg", folder / "images" / "a.jpg")
    lines = [f"a.jpg,{age},female,{group}" for age, group in [(41, "x")] * 5 + [(42, "y")] * 5]
    (folder / "labels.csv").write_text("\n".join(["image,age,gender,group", *lines]), encoding="utf-8")
    shipped, copied = Models(home).get("face-attributes"), home / "models" / "face-attributes" / "99"
    shutil.copytree(shipped.folder, copied)
    write_card(dataclasses.replace(shipped.card, version="99", metrics=()), copied)
    eye = MindsEye(load_settings({}, home=home))
    for _ in range(2):
        told = record(eye, "face-attributes", folder, "one portrait", confusion=False)
    own = [(m.metric, m.data) for m in told.metrics if m.data.startswith("one portrait")]
    assert len(own) == len(set(own))
    assert ("accuracy", "one portrait, gender (10 faces)") in own
    assert sum("age, group x (5 faces; 95 % interval" in data for _, data in own) == 2  # error and bias
    error = next(m.value for m in told.metrics if m.metric == "mae_years" and m.data == "one portrait, age (10 faces)")
    by_group = [m.value for m in told.metrics if m.metric == "mae_years" and "one portrait, age, group" in m.data]
    assert error == pytest.approx(sum(by_group) / 2, abs=1e-3)
    assert read_card(eye.models.get("face-attributes").folder) == told
