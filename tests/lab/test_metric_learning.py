"""Learning distances: losses and mining against slow loops; runs on small real groups fall, resume and find."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from mindseye.cli import root
from mindseye.errors import DataError
from mindseye.lab.recipe import Change, MetricRecipe, load_recipe
from tests import tiny

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

import torch

from mindseye.descriptors.pooling import unit
from mindseye.descriptors.whitening import Whitening
from mindseye.lab.data.features import Views
from mindseye.lab.data.photo_groups import Source, load_groups
from mindseye.lab.data.views import cut, view
from mindseye.lab.losses.contrastive import contrastive
from mindseye.lab.losses.triplet import batch_hard, semi_hard, triplet_batch_hard, triplet_semi_hard
from mindseye.lab.metric_learning import MetricLearner, draw, nearest_is_alike, search_figures, train
from mindseye.lab.nets import net
from mindseye.lab.projection import export_projection
from mindseye.lab.train import go
from mindseye.models.registry import Models, check_folder
from mindseye.models.session import Session

pytestmark = pytest.mark.lab
CHANNELS, DIM = 96, 24


@net("small-projection")
def small_projection() -> torch.nn.Sequential:
    return torch.nn.Sequential(torch.nn.Linear(CHANNELS, DIM))


def batch(seed: int = 4) -> tuple[torch.Tensor, torch.Tensor]:
    """Fourteen unit vectors in groups of 4, 3, 3, 2, 1, 1: also groups without a pair."""
    rng = np.random.default_rng(seed)
    groups = np.array([5, 5, 5, 5, 2, 2, 2, 7, 7, 7, 1, 1, 0, 9])
    order = rng.permutation(len(groups))
    return torch.from_numpy(unit(rng.normal(size=(14, 3)).astype(np.float32))), torch.from_numpy(groups[order])


def distance(vectors: torch.Tensor, i: int, j: int) -> float:
    return float(np.sqrt(sum((float(a) - float(b)) ** 2 for a, b in zip(vectors[i], vectors[j], strict=True))))


# ── losses ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("margin", [0.3, 1.0, 1.6])
def test_contrastive_loss_is_that_of_a_loop_over_all_pairs(margin):
    vectors, groups = batch()
    alike, unlike = [], []
    for i in range(14):
        for j in range(i):
            d = distance(vectors, i, j)
            if groups[i] == groups[j]:
                alike.append(0.5 * d**2)
            else:
                unlike.append(0.5 * max(0.0, margin - d) ** 2)
    expected = sum(alike) / len(alike) + sum(unlike) / len(unlike)
    assert float(contrastive(vectors, groups, margin)) == pytest.approx(expected, rel=1e-5)


def semi_hard_by_hand(vectors: torch.Tensor, groups: torch.Tensor) -> list[tuple[int, int, int]]:
    triplets = []
    for a in range(len(groups)):
        for p in range(len(groups)):
            others = [n for n in range(len(groups)) if groups[n] != groups[a]]
            if p == a or groups[p] != groups[a]:
                continue
            farther = [n for n in others if distance(vectors, a, n) > distance(vectors, a, p)]
            nearest_farther = min(farther, key=lambda n, a=a: distance(vectors, a, n), default=None)
            farthest = max(others, key=lambda n, a=a: distance(vectors, a, n))
            triplets.append((a, p, farthest if nearest_farther is None else nearest_farther))
    return triplets


def batch_hard_by_hand(vectors: torch.Tensor, groups: torch.Tensor) -> list[tuple[int, int, int]]:
    triplets = []
    for a in range(len(groups)):
        own = [p for p in range(len(groups)) if p != a and groups[p] == groups[a]]
        others = [n for n in range(len(groups)) if groups[n] != groups[a]]
        if own:
            farthest = max(own, key=lambda p, a=a: distance(vectors, a, p))
            triplets.append((a, farthest, min(others, key=lambda n, a=a: distance(vectors, a, n))))
    return triplets


@pytest.mark.parametrize("seed", range(8))
def test_mining_picks_what_a_search_of_all_triplets_picks(seed):
    vectors, groups = batch(seed)
    distances = torch.cdist(vectors.double(), vectors.double())
    assert semi_hard(distances, groups).tolist() == [list(t) for t in semi_hard_by_hand(vectors, groups)]
    assert batch_hard(distances, groups).tolist() == [list(t) for t in batch_hard_by_hand(vectors, groups)]


def test_semi_hard_takes_the_farthest_negative_where_all_are_nearer_than_the_positive():
    vectors = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])  # the pair is as far apart as can be
    groups = torch.tensor([0, 0, 1, 2])
    assert semi_hard(torch.cdist(vectors, vectors), groups).tolist() == [[0, 1, 3], [1, 0, 2]]


@pytest.mark.parametrize("margin", [0.1, 0.5])
def test_triplet_losses_are_those_of_a_loop_over_the_mined_triplets(margin):
    vectors, groups = batch()
    squared = [
        max(0.0, distance(vectors, a, p) ** 2 - distance(vectors, a, n) ** 2 + margin)
        for a, p, n in semi_hard_by_hand(vectors, groups)
    ]
    plain = [
        max(0.0, distance(vectors, a, p) - distance(vectors, a, n) + margin)
        for a, p, n in batch_hard_by_hand(vectors, groups)
    ]
    assert float(triplet_semi_hard(vectors, groups, margin)) == pytest.approx(sum(squared) / len(squared), rel=1e-4)
    assert float(triplet_batch_hard(vectors, groups, margin)) == pytest.approx(sum(plain) / len(plain), rel=1e-4)


@pytest.mark.parametrize("loss", [contrastive, triplet_semi_hard, triplet_batch_hard])
def test_a_loss_of_nothing_to_learn_from_is_zero_and_of_equal_vectors_has_a_slope(loss):
    alone = torch.eye(3)
    assert float(loss(alone, torch.tensor([0, 1, 2]), 0.5)) == 0.0  # no pair; all apart by more than the margin
    same = torch.ones(4, 3, requires_grad=True)
    loss(same, torch.tensor([0, 0, 1, 1]), 0.5).backward()
    assert same.grad is not None
    assert bool(torch.isfinite(same.grad).all())


# ── groups, views, batches ──────────────────────────────────────────────────────────────────────────────────────────


def photos(folder: Path, groups: int, members: int) -> Path:
    """Write a folder for each group: pictures of one colour and number of discs, each in other places."""
    rng = np.random.default_rng(8)
    for group in range(groups):
        (folder / f"group{group:02}").mkdir(parents=True)
        for member in range(members):
            picture = np.full((72, 96, 3), 230, np.uint8)
            for _ in range(3 + group % 4):
                centre = tuple(int(v) for v in rng.integers(12, 60, 2))
                colour = tuple(int(v) for v in np.random.default_rng(group).integers(0, 200, 3))
                cv2.circle(picture, centre, 6 + group, colour, -1, cv2.LINE_AA)
            cv2.imwrite(str(folder / f"group{group:02}" / f"{member}.png"), picture)
    return folder


def test_validation_groups_are_none_of_those_for_training(tmp_path):
    sources = load_groups(photos(tmp_path, 10, 2))
    assert [source.key for source in sources] == ["folders-train", "folders-validation"]
    names = [{path.parent.name for path in source.paths} for source in sources]
    assert [len(part) for part in names] == [8, 2]
    assert not names[0] & names[1]


def test_sketchy_and_flickr_are_read_by_their_lists(tmp_path):
    (tmp_path / "sketchy125").mkdir()
    head = "path,kind,category,photo_id,split,zero_shot\n"
    rows = ["photo/bear/1.jpg,photo,bear,1,train,seen", "photo/bear/2.jpg,photo,bear,2,test,seen"]
    rows += ["photo/cow/3.jpg,photo,cow,3,test,unseen", "sketch/bear/1-1.png,sketch,bear,1,train,seen"]
    (tmp_path / "sketchy125" / "split.csv").write_text(head + "\n".join(rows) + "\n")
    (tmp_path / "flickr8k").mkdir()
    lines = [{"image": "a.jpg", "split": "train"}, {"image": "b.jpg", "split": "val"}, {"image": "c.jpg", "split": "x"}]
    (tmp_path / "flickr8k" / "captions.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    found = {source.key: [path.name for path in source.paths] for source in load_groups(tmp_path)}
    assert found == {
        "sketchy125-train": ["1.jpg"],
        "sketchy125-validation": ["3.jpg"],
        "flickr8k-train": ["a.jpg"],
        "flickr8k-validation": ["b.jpg"],
    }


def test_a_folder_without_groups_says_what_may_lie_there(tmp_path):
    with pytest.raises(DataError, match=r"sketchy125/split\.csv"):
        load_groups(tmp_path)


def test_a_view_without_any_change_is_the_picture_or_its_mirror():
    same = Change(area=1.0, aspect=1.0, turn=0.0, slant=0.0, light=0.0, tint=0.0, blur=0.0)
    picture = tiny.photo(60, 80)
    corners = cut(60, 80, same, np.random.default_rng(1))
    np.testing.assert_allclose(corners, [[0, 0], [80, 0], [80, 60], [0, 60]], atol=1e-9)
    views = [view(picture, same, np.random.default_rng(seed)).astype(int) for seed in range(12)]
    gaps = [(np.abs(v - picture).max(), np.abs(v - picture[:, ::-1]).max()) for v in views]
    assert all(min(gap) <= 12 for gap in gaps)
    assert {int(np.argmin(gap)) for gap in gaps} == {0, 1}


def test_a_view_is_the_same_for_the_same_seed_and_keeps_at_least_the_asked_share():
    picture, how = tiny.photo(60, 80), Change()
    one, again = (view(picture, how, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(one, again)
    for seed in range(50):
        corners = cut(60, 80, dataclasses.replace(how, slant=0.0), np.random.default_rng(seed))
        sides = np.linalg.norm(corners[[1, 2]] - corners[[0, 1]], axis=1)
        assert sides.prod() >= 0.6 * how.area * 60 * 80  # a long cut of a small area ends at the picture's edge
        assert (sides <= [80 + 1e-6, 60 + 1e-6]).all()


def made_up(part: str, by_class: bool, groups: int, members: int, views: int, seed: int = 0) -> Views:
    """Descriptors in which a group differs from others in a few of many noisy channels."""
    rng = np.random.default_rng((seed, by_class, part == "train"))
    numbers = np.repeat(np.arange(groups, dtype=np.int64), members)
    values = rng.normal(size=(len(numbers), views, CHANNELS)) * np.where(np.arange(CHANNELS) < 60, 1.0, 0.3)
    values[..., 60:72] += np.repeat(rng.normal(size=(groups, 12)), members, axis=0)[:, None]
    source = Source("made-up" if by_class else "alone", part, by_class, (Path("none"),) * len(numbers), numbers)
    return Views(source, unit(values.astype(np.float32)).astype(np.float16))


def test_a_batch_is_so_many_of_each_group():
    rng = np.random.default_rng(2)
    classes, alone = made_up("train", True, 6, 5, 2), made_up("train", False, 9, 1, 3)
    inputs, groups = draw(classes, 4, 3, rng)
    assert inputs.shape == (12, CHANNELS)
    assert sorted(np.unique(groups.numpy(), return_counts=True)[1].tolist()) == [3, 3, 3, 3]
    rows = classes.values.astype(np.float32)
    for vector, group in zip(inputs.numpy(), groups.numpy(), strict=True):
        picture = int(np.nonzero((rows == vector).all(axis=2))[0][0])
        assert classes.source.groups[picture] == group
    inputs, groups = draw(alone, 20, 5, rng)  # more than there are: all nine pictures in all three views, once each
    assert len(np.unique(inputs.numpy(), axis=0)) == len(inputs) == 27


def test_figures_are_those_of_a_slow_search():
    views = made_up("validation", True, 4, 3, 2)
    flat, groups = views.values.reshape(-1, CHANNELS).astype(np.float64), np.repeat(views.source.groups, 2)
    precisions, near = [], []
    for query in range(0, 24, 2):
        ranked = sorted((i for i in range(24) if i != query), key=lambda i, q=query: -float(flat[i] @ flat[q]))
        right = [groups[i] == groups[query] for i in ranked]
        found = [sum(right[: i + 1]) / (i + 1) for i in range(23) if right[i]]
        precisions.append(sum(found) / len(found))
        near.append(right[0])
    assert search_figures(views) == pytest.approx((np.mean(precisions), np.mean(near)), abs=1e-4)
    vectors = torch.from_numpy(flat)
    nearest = [max((i for i in range(24) if i != q), key=lambda i, q=q: flat[i] @ flat[q]) for q in range(24)]
    expected = np.mean([groups[q] == groups[n] for q, n in enumerate(nearest)])
    assert nearest_is_alike(vectors, torch.from_numpy(groups)) == pytest.approx(expected)


# ── runs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module", params=["photo-siamese", "photo-triplet"])
def recipe(request: pytest.FixtureRequest) -> MetricRecipe:
    known = load_recipe(request.param)
    assert isinstance(known, MetricRecipe)
    mix = (("made-up", 0.5), ("alone", 0.5), ("folders", 1.0))
    return dataclasses.replace(
        known,
        net="small-projection",
        mix=mix,
        groups=8,
        members=3,
        batches=15,
        epochs=4,
        views=6,
        average=0.8,
        learning_rate=0.02,
    )


@pytest.fixture(scope="module")
def views() -> list[Views]:
    return [
        made_up("train", True, 40, 6, 2),
        made_up("train", False, 60, 1, 4),
        made_up("validation", True, 10, 5, 1),
        made_up("validation", False, 30, 1, 4),
    ]


def weights_of(run: Path) -> dict[str, torch.Tensor]:
    return torch.load(run / "checkpoint.pt", weights_only=True)["average"]


def test_a_run_lowers_the_loss_and_finds_groups_that_it_never_saw_better_than_whitening_does(tmp_path, recipe, views):
    learner = MetricLearner(recipe, views, recipe.epochs)
    _, _, class_map, view_map = learner.validate()
    history = go(learner, tmp_path, False, lambda progress: None, lambda epoch: None)
    assert history[-1].train_loss < 0.9 * history[0].train_loss
    assert learner.history[-1].class_map > class_map + 0.01
    assert learner.history[-1].view_map > view_map + 0.01
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [1, 2, 3, 4]
    assert lines[-1]["class_map"] == learner.history[-1].class_map


def test_the_head_begins_as_the_whitening_of_pictures_without_classes(recipe, views):
    learner = MetricLearner(recipe, views, 1)
    rows = views[1].values[:, 0].astype(np.float32)  # those without classes
    whitening = Whitening(DIM, power=recipe.power).fit(rows)
    expected = whitening.apply(views[2].values[:, 0].astype(np.float32))
    np.testing.assert_allclose(learner.embedded(views[2]).values[:, 0], expected, atol=1e-4)


def test_a_resumed_run_ends_where_an_unbroken_one_does(tmp_path, recipe, views):
    class KilledError(Exception):
        pass

    def kill_in_the_third_epoch(progress):
        if progress.epoch == 3 and progress.batch == 4:
            raise KilledError

    def run(place: str, resume: bool = False, report=lambda progress: None) -> None:
        go(MetricLearner(recipe, views, 4), tmp_path / place, resume, report, lambda epoch: None)

    run("whole")
    with pytest.raises(KilledError):
        run("broken", report=kill_in_the_third_epoch)
    assert len((tmp_path / "broken" / "log.jsonl").read_text().splitlines()) == 2
    run("broken", resume=True)
    one, other = weights_of(tmp_path / "whole"), weights_of(tmp_path / "broken")
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_too_few_pictures_or_another_source_are_refused(recipe, views):
    with pytest.raises(DataError, match="add more"):
        MetricLearner(recipe, [made_up("train", True, 5, 4, 1), views[2]], 1)
    with pytest.raises(DataError, match="flickr8k"):
        MetricLearner(dataclasses.replace(recipe, mix=(("flickr8k", 1.0),)), views, 1)


@net("small-fc")
def fc_projection() -> torch.nn.Sequential:
    return torch.nn.Sequential(torch.nn.Linear(1280, 16))


def test_a_head_learned_from_pictures_is_exported_as_a_model_that_answers_as_it_does(tmp_path, recipe):
    data, run = photos(tmp_path / "data", 10, 3), tmp_path / "runs" / "made-up"
    small = dataclasses.replace(recipe, descriptor="fc", net="small-fc", batches=3, views=1)
    seen = []
    for _ in range(2):
        train(small, Models(tmp_path), data, run, epochs=1, looked=lambda *told: seen.append(told))
    assert seen == [("folders-train", 24, 24), ("folders-validation", 6, 6)]  # the second time, from the disk
    card, weights = export_projection(small, run, tmp_path / "models"), weights_of(run)
    folder = tmp_path / "models" / card.name / "1"
    assert check_folder(folder) == card
    given = np.random.default_rng(1).random((5, 1280), np.float32)
    expected = unit(unit(given) @ weights["module.0.weight"].numpy().T + weights["module.0.bias"].numpy())
    np.testing.assert_allclose(Session(folder / "model.onnx").run(given, ["vectors"])["vectors"], expected, atol=3e-3)
    assert card.task == "projection"
    assert [m.metric for m in card.metrics] == ["class_map", "view_map"]


def test_the_commands_know_that_these_recipes_learn_from_groups_and_export_a_projection(tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("photo-siamese", "photo-triplet"):
        for command, cure in (("train", "a folder for each of at least 5 groups"), ("export", "train first")):
            options = ["--home", str(tmp_path / "home"), "lab", command, name, "--data", str(tmp_path / "empty")]
            error = CliRunner().invoke(root, options).exception
            assert isinstance(error, DataError)
            assert cure in str(error)
