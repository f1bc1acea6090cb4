"""UTKFace for training: faces with age and gender. Zhang et al. 2017, "Age progression/regression by CAAE"."""

from __future__ import annotations

from pathlib import Path

from mindseye.benchmarks.attributes_data import LabelledFace, read_labels
from mindseye.errors import DataError

FOLDER = "utkface_subset"
HELP = (
    f"a folder {FOLDER} with images/ and labels.csv (image, age, gender, race, split) made of UTKFace's aligned and "
    "cropped faces, https://susanqq.github.io/UTKFace"
)


def utkface(folder: Path) -> list[LabelledFace]:
    """Return the faces of the part `train`; the part `val` is for `mindseye bench attributes`."""
    if not (folder / FOLDER).is_dir():
        raise DataError(f"{folder} does not hold UTKFace: it needs {HELP}.")
    return read_labels(folder / FOLDER, "train")[0]
