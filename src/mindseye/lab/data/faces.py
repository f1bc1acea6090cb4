"""Labelled faces for training: UTKFace (age, gender) and GENKI-4K (smile, pose), as chips of our own detection."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from mindseye import images
from mindseye.benchmarks.attributes_data import LabelledFace
from mindseye.benchmarks.one_face import one_face
from mindseye.lab.data.genki import genki
from mindseye.lab.data.utkface import utkface
from mindseye.lab.data.views import erased, relit
from mindseye.lab.recipe import Change, Recipe
from mindseye.models.registry import Models
from mindseye.tasks.faces.attributes import GENDERS, roll_of
from mindseye.tasks.faces.chips import chips
from mindseye.tasks.faces.embedding import DIM, model_of
from mindseye.types import RGB, ImageLimits

PADDING = 0.25  # of the template's side, around it: from chin to hairline
SPARE = 0.2  # more of it on each side while training, so that a view may be shifted and turned
TARGETS = ("age", "gender", "smile", "yaw", "pitch")  # years; 0 or 1; 0 or 1; degrees; NaN where unknown
SPLIT_SEED = 7
HELD = 7  # a seventh of each stratum is for validation
WORDS = (
    "UTKFace (balanced subset) and GENKI-4K, part train of each: {train} faces changed at random for training, {held} "
    "held out for validation"
)

Looked = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Faces:
    """Chips as the network sees them, wider ones for views, targets (n, 5), roll (n, 2) told and seen, and who is held.

    All with a row a face; roll is in degrees, as labelled (NaN where it is not) and as the landmarks have it.
    """

    seen: NDArray[np.uint8]  # (n, side, side, 3)
    wide: NDArray[np.uint8]  # (n, wider, wider, 3)
    targets: NDArray[np.float32]
    roll: NDArray[np.float32]
    held: NDArray[np.bool_]
    vectors: NDArray[np.float32]  # (n, 128), embeddings; NaN where gender is not known
    failures: int = 0

    @property
    def words(self) -> str:
        return WORDS.format(train=int((~self.held).sum()), held=int(self.held.sum()))


def faces_of(models: Models, data: Path, side: int, looked: Looked = lambda source, done, total: None) -> Faces:
    """Return the faces of a folder with both data sets; `looked` hears how many pictures have been searched."""
    sets = {"UTKFace": utkface(data), "GENKI-4K": genki(data)}
    wider = wide_side(side)
    labelled = [face for faces in sets.values() for face in faces]
    seen = np.zeros((len(labelled), side, side, 3), np.uint8)
    wide = np.zeros((len(labelled), wider, wider, 3), np.uint8)
    roll, failures, place = np.full((len(labelled), 2), np.nan, np.float32), 0, 0
    for name, faces in sets.items():
        for done, label in enumerate(faces, start=1):
            rgb = images.read(label.path, ImageLimits())
            face, found = one_face(models, rgb)
            failures += not found
            seen[place] = chips(rgb, [face], side, PADDING)[0]
            wide[place] = chips(rgb, [face], wider, PADDING + SPARE)[0]
            roll[place] = math.nan if label.roll is None else math.degrees(label.roll), roll_of(face)
            place += 1
            if done % 500 == 0 or done == len(faces):
                looked(name, done, len(faces))
    targets = np.stack([targets_of(face) for face in labelled])
    return Faces(seen, wide, targets, roll, held_out(labelled), vectors_of(models, seen, targets), failures)


def vectors_of(models: Models, seen: NDArray[np.uint8], targets: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the embeddings (n, 128) of the chips whose gender is known; both models want the same alignment."""
    model, vectors = model_of(models), np.full((len(seen), DIM), np.nan, np.float32)
    for place in np.flatnonzero(~np.isnan(targets[:, TARGETS.index("gender")])):
        batch = images.prepare(seen[place], model.card.input)[None]
        vectors[place] = models.session(model).run(batch, [model.card.answer])[model.card.answer][0]
    return vectors


def wide_side(side: int) -> int:
    """Return the side of the wider chip at the same scale."""
    return round(side * (1 + 2 * (PADDING + SPARE)) / (1 + 2 * PADDING))


def targets_of(face: LabelledFace) -> NDArray[np.float32]:
    """Return what is known of a face, (5,), NaN where it is not known."""
    gender = math.nan if face.gender is None else GENDERS.index(face.gender)
    angles = [math.nan if angle is None else math.degrees(angle) for angle in (face.yaw, face.pitch)]
    known = [math.nan if value is None else float(value) for value in (face.age, gender, face.smile)]
    return np.array([*known, *angles], np.float32)


def held_out(faces: Sequence[LabelledFace]) -> NDArray[np.bool_]:
    """Return which faces are for validation: a seventh of each decade and gender, of smiling and of neutral ones."""
    strata = np.array([f"{'' if f.age is None else f.age // 10} {f.gender} {f.smile}" for f in faces])
    rng, held = np.random.default_rng(SPLIT_SEED), np.zeros(len(faces), bool)
    for stratum in np.unique(strata):
        own = rng.permutation(np.flatnonzero(strata == stratum))
        held[own[: len(own) // HELD]] = True
    return held


class FaceViews(Dataset[tuple[Tensor, Tensor]]):
    """Training faces; view i of epoch e is the same for the same seed, whatever the number of workers."""

    def __init__(self, faces: Faces, recipe: Recipe) -> None:
        self.faces, self.recipe, self.epoch = faces, recipe, 0
        self.places = np.flatnonzero(~faces.held)

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        cv2.setNumThreads(0)
        place = self.places[index]
        rng = np.random.default_rng((self.recipe.seed, self.epoch, index))
        mirrored = bool(rng.random() < 0.5)
        view = face_view(self.faces.wide[place], self.recipe.change, self.recipe.input.width, mirrored, rng)
        target = self.faces.targets[place].copy()
        if mirrored:
            target[TARGETS.index("yaw")] *= -1
        return torch.from_numpy(prepared(view[None], self.recipe)[0]), torch.from_numpy(target)


def face_view(wide: RGB, how: Change, side: int, mirrored: bool, rng: np.random.Generator) -> RGB:
    """Return a view (side, side, 3) of a wider chip: turned, shifted, larger or smaller, relit, worn."""
    middle = wide.shape[0] / 2
    scale = np.exp(rng.uniform(-0.5, 0.5) * np.log(1 / how.area))
    angle = np.deg2rad(np.clip(rng.normal(0, how.turn / 2), -how.turn, how.turn))
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * side / 2 * scale
    turned = square @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = middle + turned + side * (rng.uniform(-how.slant, how.slant, 2) + rng.normal(0, how.slant / 4, (4, 2)))
    target = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    target = target[[1, 0, 3, 2]] if mirrored else target
    half = np.float32(0.5)  # corners are edges of pixels, the warp counts from their centres
    transform = cv2.getPerspectiveTransform(corners.astype(np.float32) - half, target - half)
    seen = cv2.warpPerspective(wide, transform, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return erased(relit(_worn(np.asarray(seen, np.uint8), how, rng), how, rng), how, rng)


def _worn(rgb: RGB, how: Change, rng: np.random.Generator) -> RGB:
    """Return the picture, sometimes blurred, with fewer pixels, without colour, or compressed."""
    side, chances = rgb.shape[0], rng.random(4)
    worn: Any = rgb
    if chances[0] < 0.2:
        worn = cv2.GaussianBlur(worn, (0, 0), rng.uniform(0.3, max(0.31, how.blur)))
    if chances[1] < 0.2:
        small = cv2.resize(worn, None, fx=(share := rng.uniform(0.3, 0.8)), fy=share, interpolation=cv2.INTER_AREA)
        worn = cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR)
    if chances[2] < 0.1:
        worn = cv2.cvtColor(cv2.cvtColor(worn, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if chances[3] < 0.25:
        _, data = cv2.imencode(".jpg", worn, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))])
        worn = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.asarray(worn, np.uint8)


def prepared(seen: NDArray[np.uint8], recipe: Recipe) -> NDArray[np.float32]:
    """Return chips (n, side, side, 3) as the network's input, (n, 3, side, side)."""
    return np.stack([images.prepare(chip, recipe.input) for chip in seen])
