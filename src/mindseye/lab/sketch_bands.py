"""From which cosine on a drawing and a photo are hardly ever together by chance."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mindseye import images
from mindseye.descriptors.spaces import SKETCH, space
from mindseye.errors import DataError
from mindseye.lab.whitening import STRONG, WEAK
from mindseye.models.registry import Models
from mindseye.tasks import embed, sketch
from mindseye.types import ImageLimits, Vectors

Report = Callable[[int, int], None]


def bands(models: Models, folder: Path, report: Report) -> tuple[float, float, int]:
    """Return the cosines that 1 in 1,000 and 1 in 100,000 drawings and photos of different things exceed; the pairs.

    Of a folder of Sketchy's layout: all drawings and photos of the training part whose categories are `unseen`, which
    neither training nor `bench sketch` reads. Raises DataError where there are none.
    """
    with (folder / "split.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["split"], row["zero_shot"]) == ("train", "unseen")]
    if len({row["kind"] for row in rows}) < 2:
        raise DataError(f"{folder / 'split.csv'} lists no photos and sketches with split=train and zero_shot=unseen.")
    found: dict[str, list[Vectors]] = {"photo": [], "sketch": []}
    names: dict[str, list[str]] = {"photo": [], "sketch": []}
    for number, row in enumerate(rows):
        rgb, kind = images.read(folder / row["path"], ImageLimits()), row["kind"]
        if kind == "photo":
            found[kind].append(embed.embed_picture(models, space(SKETCH), rgb))
        else:
            found[kind].append(sketch.embed(models, sketch.find_drawing(rgb)).vector)
        names[kind].append(row["category"])
        report(number + 1, len(rows))
    scores = np.stack(found["sketch"]) @ np.stack(found["photo"]).T
    strange = scores[np.array(names["sketch"])[:, None] != np.array(names["photo"])[None, :]]
    weak, strong = np.quantile(strange, [1.0 - WEAK, 1.0 - STRONG])
    return float(weak), float(strong), strange.size
