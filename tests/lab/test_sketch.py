"""The lab on drawings: what is learned from, how drawings are redrawn, the losses, a small run, and its export."""

from __future__ import annotations

import csv
import dataclasses
import math
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye import images
from mindseye.descriptors.spaces import SPACES
from mindseye.errors import DataError
from mindseye.lab.recipe import Hand, SketchRecipe, load_recipe
from mindseye.models.registry import Models, check_folder
from mindseye.tasks import embed, sketch
from mindseye.types import RGB, ImageLimits

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

import torch

from mindseye.lab import sketch_export
from mindseye.lab.data.icons import categories, glyphs_of
from mindseye.lab.data.redrawn import redrawn
from mindseye.lab.data.sketchy import load_split
from mindseye.lab.data.sketchy_names import chinese, english
from mindseye.lab.losses.sketch import MARGIN, Towers, sketch_proxies, sketch_triplet
from mindseye.lab.sketch_export import export_sketch
from mindseye.lab.sketch_towers import SketchLearner, map_of, own_found, train, vectors_of_photos

pytestmark = [
    pytest.mark.lab,
    # PyTorch's exporter warns about itself.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]
SHAPES = ("apple", "bell", "car_(sedan)", "door", "eye")
STILL = Hand(turn=0.0, slant=0.0, aspect=0.0, smallest=1.08, bend=0.0, pen=0.0, unfinished=0.0)


def shape(name: str, number: int, filled: bool) -> RGB:
    """A thing as a photo shows it, coloured in before a sky, or as a person draws it."""
    canvas = np.full((64, 64, 3), 255, np.uint8)
    if filled:
        canvas[:] = np.linspace(120 + 8 * number, 200, 64)[:, None, None].astype(np.uint8)
    ink = (200, 60 + 20 * number, 40) if filled else (0, 0, 0)
    width, c = -1 if filled else 1, 30 + number
    if name == "apple":
        cv2.circle(canvas, (c, 32), 20, ink, width)
    elif name == "door":
        cv2.rectangle(canvas, (c - 10, 8), (c + 10, 58), ink, width)
    elif name == "eye":
        cv2.ellipse(canvas, (c, 32), (26, 10), 0, 0, 360, ink, width)
    else:
        top = (c, 10) if name == "bell" else (c, 50)
        points = np.array([top, (c - 20, 60 - top[1]), (c + 20, 60 - top[1])], np.int32)
        cv2.fillPoly(canvas, [points], ink) if filled else cv2.polylines(canvas, [points], True, ink, 1)
    return canvas


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five categories of five photos, three of which were drawn twice; and what training must not read."""
    folder, rows = tmp_path_factory.mktemp("sketchy"), []
    for category in SHAPES:
        for number in range(5):
            photo = f"p{number}"
            path = Path("photo") / category / f"{photo}.png"
            rows.append((path, "photo", category, photo, "train", "seen"))
            rows += [
                (Path("sketch") / category / f"{photo}-{n}.png", "sketch", category, photo, "train", "seen")
                for n in (range(2) if number < 3 else ())
            ]
    for path, kind, category, photo, *_ in rows:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        rgb = shape(category, int(photo[1]), kind == "photo")
        (folder / path).write_bytes(images.encode_png(rgb))
    rows.append((Path("photo/absent.png"), "photo", "apple", "p9", "test", "seen"))
    rows.append((Path("sketch/absent.png"), "sketch", "fish", "p9", "train", "unseen"))
    with (folder / "split.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "kind", "category", "photo_id", "split", "zero_shot"])
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def recipe() -> SketchRecipe:
    base = load_recipe("sketch")
    assert isinstance(base, SketchRecipe)
    small = dataclasses.replace(base.input, width=32, height=32)
    return dataclasses.replace(
        base, input=small, dim=8, cuts=1, batch_size=8, photos=8, epochs=2, held=0.2, average=0.5, frozen=12
    )


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return Models(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, recipe: SketchRecipe, models: Models, data: Path) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    train(recipe, models, data, folder / "sketch")
    return folder


def quiet(*_: object) -> None:
    """Hears how far looking has come."""


# ── data ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_held_photos_take_their_drawings_with_them(recipe, models, data, runs):
    split = load_split(recipe, models, data, runs / "features" / "sketchy", quiet)
    assert len(split.train.photos) + len(split.validation.photos) == 25
    assert len(split.train.drawings) + len(split.validation.drawings) == 30
    assert len(split.validation.photos) == 5  # a fifth: 3 of the 15 that were drawn and 2 of the 10 others
    assert len(split.validation.drawings) == 6
    for part in (split.train, split.validation):
        assert (part.photo_classes[part.own] == part.drawing_classes).all()
    assert split.train.drawings.shape[1] == 48
    assert split.validation.drawings.shape[1] == 32
    assert split.strangers is None


def test_classes_that_are_held_back_are_in_no_other_part(recipe, models, data, runs):
    chosen = dataclasses.replace(recipe, held_classes=3)
    split = load_split(chosen, models, data, runs / "features" / "sketchy", quiet)
    assert split.strangers is not None
    assert split.strangers.classes == ("apple", "door")
    assert split.train.classes == ("bell", "car_(sedan)", "eye")
    assert len(split.strangers.drawings) == 12


def test_photos_are_looked_at_once(recipe, models, data, runs):
    heard = []
    load_split(recipe, models, data, runs / "features" / "sketchy", lambda *told: heard.append(told))
    assert heard == []


def test_a_folder_of_something_else_says_what_it_lacks(recipe, models, tmp_path):
    with pytest.raises(DataError, match="holds no drawings to learn from"):
        load_split(recipe, models, tmp_path, tmp_path / "cache", quiet)
    (tmp_path / "split.csv").write_text("path,kind,category,photo_id,split,zero_shot\n", encoding="utf-8")
    with pytest.raises(DataError, match="lists no photos and sketches"):
        load_split(recipe, models, tmp_path, tmp_path / "cache", quiet)


def test_a_blank_drawing_is_named(recipe, models, tmp_path):
    (tmp_path / "a.png").write_bytes(images.encode_png(np.full((40, 40), 255, np.uint8)))
    rows = [f"a.png,{kind},apple,p0,train,seen" for kind in ("photo", "sketch")]
    (tmp_path / "split.csv").write_text("\n".join(["path,kind,category,photo_id,split,zero_shot", *rows]), "utf-8")
    with pytest.raises(DataError, match=r"a\.png is a blank drawing"):
        load_split(recipe, models, tmp_path, tmp_path / "cache", quiet)


def test_categories_have_names_in_both_languages_and_strange_ones_keep_theirs():
    assert (english("car_(sedan)"), chinese("car_(sedan)")) == ("car", "轿车")
    assert (english("my_own"), chinese("my_own")) == ("my own", "my own")


def test_icons_join_in_without_silhouettes_and_strange_categories(recipe, models, data, runs, tmp_path):
    (tmp_path / "sketchy125").symlink_to(data)
    drawn = {"apple/ring.png": 3, "apple/disc.png": -1, "door/ring.png": 5, "unicorn/ring.png": 3}
    for name, pen in drawn.items():
        sheet = cv2.circle(np.full((256, 256), 255, np.uint8), (128, 128), 90, 0, pen, cv2.LINE_AA)
        (tmp_path / "icons" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "icons" / name).write_bytes(images.encode_png(sheet))
    split = load_split(recipe, models, tmp_path, runs / "features" / "sketchy", quiet)
    assert split.icons is not None
    assert [split.train.classes[c] for c in split.icons.classes] == ["apple", "door"]
    learner = SketchLearner(dataclasses.replace(recipe, icons=3), split, epochs=1)
    seen = learner._see(learner.net, np.array([0, 5, 7]), np.random.default_rng(4))
    assert seen.drawings.shape == (6, 8)
    assert (seen.own[3:] < 0).all()  # an icon is nobody's photo …
    assert (seen.photo_classes[:6] == seen.drawing_classes).all()  # … but one of its class is there
    assert seen.taught.sum(1).numpy() == pytest.approx(1.0)


def test_icons_are_named_by_their_style_sheets():
    css = '.ti-clock:before { content: "\\ea70"; }\n.ti-fish::before{content:"\\ef2b"}'
    assert glyphs_of(css, "ti-") == {"clock": "\uea70", "fish": "\uef2b"}


def test_no_icon_shows_a_category_that_zero_shot_tests_leave_out():
    unseen = "bat cabin cow dolphin door giraffe helicopter mouse pear raccoon rhinoceros saw scissors seagull"
    unseen += " skyscraper songbird sword tree wheelchair windmill window"
    listed = {category for category, _, _ in categories()}
    assert len(listed) == 95
    assert not listed & set(unseen.split())


# ── redrawing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_still_hand_only_makes_a_drawing_smaller():
    ink = 255 - cv2.resize(shape("door", 2, False), (96, 96), interpolation=cv2.INTER_AREA)[:, :, 0]
    same = redrawn(ink, 64, STILL, np.random.default_rng(5))
    before, after = (np.ptp(np.nonzero(one > 100), axis=1) + 1 for one in (ink, same))
    np.testing.assert_allclose(after, before * 1.08 * 64 / 96, atol=2.5)
    assert same.sum() == pytest.approx(ink.sum() * (1.08 * 64 / 96) ** 2, rel=0.2)  # ink is length × width


def test_a_hand_draws_the_same_for_the_same_seed_and_never_leaves_nothing():
    ink = 255 - cv2.resize(shape("apple", 1, False), (96, 96), interpolation=cv2.INTER_AREA)[:, :, 0]
    first, again = (redrawn(ink, 64, Hand(), np.random.default_rng(7)) for _ in range(2))
    assert (first == again).all()
    drawn = [redrawn(ink, 64, Hand(pen=1.0, unfinished=1.0), np.random.default_rng(seed)) for seed in range(60)]
    assert min(one.max() for one in drawn) > 60
    assert len({one.tobytes() for one in drawn}) == 60


# ── losses ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def towers(seed: int = 3) -> Towers:
    rng = np.random.default_rng(seed)

    def rows(count: int, dim: int = 6) -> torch.Tensor:
        values = torch.from_numpy(rng.normal(size=(count, dim)))
        return values / values.norm(dim=1, keepdim=True)

    taught = torch.from_numpy(rng.random((4, 10)))
    return Towers(
        drawings=rows(4),
        photos=rows(7),
        drawing_classes=torch.tensor([0, 1, 2, 0]),
        photo_classes=torch.tensor([0, 1, 2, 0, 0, 2, 1]),
        own=torch.tensor([10, 11, 12, 13]),
        photo_numbers=torch.tensor([10, 11, 12, 13, 14, 12, 15]),
        proxies=rows(3),
        told=torch.from_numpy(rng.normal(size=(4, 10))),
        taught=taught / taught.sum(1, keepdim=True),
    )


def slow_cross_entropy(logits: list[float], wanted: list[float]) -> float:
    whole = math.log(sum(math.exp(v) for v in logits))
    return -sum(w * (v - whole) for v, w in zip(logits, wanted, strict=True))


def test_the_proxy_loss_is_the_sum_that_its_papers_give():
    seen = towers()

    def cosines(row: torch.Tensor, others: torch.Tensor) -> list[float]:
        return [float(row @ other) for other in others]

    def smooth(label: int) -> list[float]:
        return [0.9 + 0.1 / 3 if n == label else 0.1 / 3 for n in range(3)]

    def proxy(rows: torch.Tensor, labels: torch.Tensor) -> float:
        parts = [
            slow_cross_entropy([16 * c for c in cosines(row, seen.proxies)], smooth(int(label)))
            for row, label in zip(rows, labels, strict=True)
        ]
        return sum(parts) / len(parts)

    pairs = []
    for n in range(4):
        weights = [
            float(seen.own[n] == seen.photo_numbers[m]) + 0.15 * float(seen.drawing_classes[n] == seen.photo_classes[m])
            for m in range(7)
        ]
        scaled = [14 * c for c in cosines(seen.drawings[n], seen.photos)]
        pairs.append(slow_cross_entropy(scaled, [w / sum(weights) for w in weights]))
    lesson = [
        slow_cross_entropy([v / 2 for v in told.tolist()], taught.tolist())
        for told, taught in zip(seen.told, seen.taught, strict=True)
    ]
    expected = proxy(seen.drawings, seen.drawing_classes) + 0.5 * proxy(seen.photos, seen.photo_classes)
    expected += 0.6 * sum(pairs) / 4 + 0.35 * 2 * sum(lesson) / 4
    assert float(sketch_proxies(seen)) == pytest.approx(expected, rel=1e-6)


def test_the_triplet_loss_takes_the_hardest_across_both_towers():
    seen = towers()
    vectors = torch.cat([seen.drawings, seen.photos])
    groups = [*seen.drawing_classes.tolist(), *seen.photo_classes.tolist()]
    parts = []
    for anchor, group in enumerate(groups):
        far = [float((vectors[anchor] - vectors[n]).norm()) for n, g in enumerate(groups) if g == group and n != anchor]
        near = [float((vectors[anchor] - vectors[n]).norm()) for n, g in enumerate(groups) if g != group]
        parts.append(max(0.0, max(far) - min(near) + MARGIN))
    assert float(sketch_triplet(seen)) == pytest.approx(sum(parts) / len(parts), rel=1e-5)


# ── training and export ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_resumed_run_goes_on_as_if_it_had_never_stopped(recipe, models, data, runs, tmp_path):
    whole = torch.load(runs / "sketch" / "checkpoint.pt", weights_only=True)
    assert len(whole["history"]) == 2
    heard = []

    def stop(epoch):
        heard.append(epoch)
        raise KeyboardInterrupt

    (tmp_path / "features").symlink_to(runs / "features")
    with pytest.raises(KeyboardInterrupt):
        train(recipe, models, data, tmp_path / "sketch", told=stop)
    history = train(recipe, models, data, tmp_path / "sketch", resume=True)
    assert [round(epoch.train_loss, 4) for epoch in history] == [round(e["train_loss"], 4) for e in whole["history"]]


def test_the_exported_model_puts_drawings_and_photos_where_training_had_them(
    recipe, models, data, runs, tmp_path, monkeypatch
):
    # A network this small and this blank has hardly any variance to divide by, so that float16 shows.
    monkeypatch.setattr(sketch_export, "LEAST_ALIKE", 0.9)
    export_sketch(recipe, models, data, runs / "sketch", tmp_path, quiet)
    card = check_folder(tmp_path / "sketch" / "1")
    assert card.labels == ("apple", "bell", "car", "door", "eye")
    assert card.labels_zh[2] == "轿车"
    served = Models(tmp_path / "home", tmp_path)
    served.add(str(models.get("photo").folder))
    path = data / "photo" / "door" / "p1.png"
    photo = embed.embed_picture(served, dataclasses.replace(SPACES["sketch"], dim=8), images.read(path, ImageLimits()))
    split = load_split(recipe, models, data, runs / "features" / "sketchy", quiet)
    net, _ = sketch_export._trained(recipe, runs / "sketch", split)
    known = np.concatenate([vectors_of_photos(net, part) for part in (split.train, split.validation)])
    assert (known @ photo).max() > 0.999
    drawing = sketch.find_drawing(images.read(data / "sketch" / "door" / "p1-0.png", ImageLimits()), 32)
    told = sketch.embed(served, drawing)
    assert told.vector.shape == (8,)
    assert sum(label.probability for label in sketch.embed(served, drawing, top=9).labels) == pytest.approx(1.0)
    assert float(sketch.explain(served, drawing, photo).sum()) == pytest.approx(float(told.vector @ photo), abs=2e-3)


def test_figures_count_as_a_person_would(recipe, models, data, runs):
    held = load_split(recipe, models, data, runs / "features" / "sketchy", quiet).validation
    scores = np.random.default_rng(2).random((len(held.drawings), len(held.photos))).astype(np.float32)
    precisions, first = [], []
    for n, row in enumerate(scores):
        order = sorted(range(len(row)), key=lambda m, row=row: -row[m])
        right = [held.photo_classes[m] == held.drawing_classes[n] for m in order]
        precisions.append(sum(sum(right[: k + 1]) / (k + 1) for k in range(len(right)) if right[k]) / sum(right))
        drawn = [m for m in order if m in set(held.own.tolist())]
        first.append(drawn[0] == held.own[n])
    assert map_of(scores, held) == pytest.approx(sum(precisions) / len(precisions))
    assert own_found(scores, held)[0] == pytest.approx(sum(first) / len(first))
