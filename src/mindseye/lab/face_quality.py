"""What a face's quality means: how probable it is that it would be recognised in another, good picture of the person.

Pictures of people of whom there are several are made smaller, blurred, darkened, noisy or poorly compressed at random,
their faces found and compared with the same person's in an untouched picture. A logistic regression then tells from
size, blur, contrast, turn and the detector's score whether the two were taken for one person at a false-accept rate of
one in a thousand. Learned on half of the people, checked on the other half.

How much a turned head spoils is set by hand: such pictures show nearly frontal faces, from which it cannot be learned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye import images, metrics
from mindseye.benchmarks.one_face import CLOSER
from mindseye.errors import DataError
from mindseye.models.registry import Models
from mindseye.tasks.faces import attributes, condition
from mindseye.tasks.faces.detection import detect
from mindseye.tasks.faces.embedding import embed, model_of
from mindseye.types import RGB, ImageLimits

SEED = 11
PROBES = 4  # worsened pictures of each person
TURN = -2.0  # weight of 45° of turn
ACCEPTED = "far_1e-3"  # the threshold of the face embedding's card
HELP = "give a folder with images/NAME/NAME_0001.jpg …, two or more pictures of a person, as in LFW"


@dataclass(frozen=True, slots=True)
class Quality:
    """Weights of the quality's parts, how many faces they are from, and how well they order and tell on others.

    `auroc` is how often a recognised face has the higher quality than one that is not; `correlation` is Spearman's, of
    quality and the vectors' inner product.
    """

    weights: dict[str, float]
    learned: int
    checked: int
    auroc: float
    correlation: float
    recognised: float  # the share of the checked faces
    by_blur: list[tuple[float, int, float]]  # of large faces: from which blur on, how many, share recognised


def learn_quality(models: Models, data: Path, told: Callable[[int, int], None] = lambda done, total: None) -> Quality:
    """Return the weights learned from a folder of people, as in LFW. Raises DataError where there are too few."""
    people = [sorted(place.glob("*.jpg")) for place in sorted((data / "images").glob("*")) if place.is_dir()]
    people = [files for files in people if len(files) > 1]
    if len(people) < 20:
        raise DataError(f"{data} has {len(people)} people with several pictures, at least 20 are needed: {HELP}.")
    rows, products, owners = [], [], []
    for number, files in enumerate(people):
        rng = np.random.default_rng((SEED, number))
        for measured, product in _of_one_person(models, files, rng):
            rows.append(measured)
            products.append(product)
            owners.append(number)
        told(number + 1, len(people))
    least = model_of(models).card.thresholds[ACCEPTED]
    return _fitted(np.array(rows), np.array(products), np.array(owners) % 2 == 0, least)


def _of_one_person(models: Models, files: list[Path], rng: np.random.Generator) -> list[tuple[list[float], float]]:
    """Return what was measured of each worsened face, and its inner product with the good one."""
    first, second = (images.read(files[i], ImageLimits()) for i in rng.choice(len(files), 2, replace=False))
    good, other = detect(models, first).faces[:1], detect(models, second).faces[:1]
    if not good or not other:
        return []
    reference, found = embed(models, first, good)[0], []
    pose = attributes.describe(models, second, other)[0].pose  # of poor pictures it is told to be nearly frontal
    for _ in range(PROBES):
        poor = worsened(second, rng)
        faces = detect(models, poor, CLOSER).faces[:1]
        if faces:
            state = condition.conditions(poor, faces)[0]
            product = float(embed(models, poor, faces)[0] @ reference)
            found.append((list(condition.measured(state, faces[0], pose).values()), product))
    return found


def worsened(rgb: RGB, rng: np.random.Generator) -> RGB:
    """Return the picture made worse at random: blurred, smaller, with less contrast, noisy, compressed."""
    seen: Any = rgb.astype(np.float32)
    chances = rng.random(4)
    if chances[0] < 0.5:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.5, 6.0))
    share = float(np.exp(rng.uniform(np.log(0.1), 0.0)))
    seen = cv2.resize(seen, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    if chances[1] < 0.3:
        seen = seen.mean() + (seen - seen.mean()) * rng.uniform(0.1, 1.0)
    if chances[2] < 0.2:
        seen = seen + rng.normal(0, rng.uniform(2, 25), seen.shape)
    worse: Any = np.clip(np.rint(seen), 0, 255).astype(np.uint8)
    if chances[3] < 0.3:
        _, data = cv2.imencode(".jpg", worse, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(10, 90))])
        worse = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.asarray(worse, np.uint8)


def _fitted(
    rows: NDArray[np.float64], products: NDArray[np.float64], taught: NDArray[np.bool_], least: float
) -> Quality:
    from scipy.stats import spearmanr
    from sklearn.linear_model import LogisticRegression

    right, large = products >= least, rows[:, 0] >= np.log2(30)
    turn = condition.MEASURED.index("turn")
    others = [place for place in range(len(condition.MEASURED)) if place != turn]
    regression = LogisticRegression(C=10.0, max_iter=1000).fit(rows[taught][:, others], right[taught])
    learned = np.insert(regression.coef_[0], turn, TURN)
    bias = float(regression.intercept_[0]) - TURN * float(rows[taught, turn].mean())
    told = rows[~taught] @ learned + bias
    weights = {
        "quality_bias": bias,
        **{f"quality_{n}": float(w) for n, w in zip(condition.MEASURED, learned, strict=True)},
    }
    blur = 100 * rows[large, condition.MEASURED.index("blur")]
    edges = [0, 20, 30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]
    inside = [(blur >= low) & (blur < high) for low, high in zip(edges, [*edges[1:], 101], strict=True)]
    return Quality(
        weights={name: round(value, 3) for name, value in weights.items()},
        learned=int(taught.sum()),
        checked=int((~taught).sum()),
        auroc=metrics.auroc(told[right[~taught]], told[~right[~taught]]),
        correlation=float(spearmanr(told, products[~taught])[0]),
        recognised=float(right[~taught].mean()),
        by_blur=[
            (float(low), int(own.sum()), float(right[large][own].mean()))
            for low, own in zip(edges, inside, strict=True)
            if own.any()
        ],
    )
