"""GENKI-4K for training: faces that smile or do not, with head pose. Whitehill et al. 2009, "Toward practical smile
detection". Its angles are in radians with the signs of `tasks.faces.face.Pose`: looking to the viewer's right, up, and
leaning clockwise are positive (roll agrees with the line through the eyes, r = .98; the others were looked at)."""

from __future__ import annotations

from pathlib import Path

from mindseye.benchmarks.attributes_data import LabelledFace, read_labels
from mindseye.errors import DataError

FOLDER = "genki4k"
HELP = (
    f"a folder {FOLDER} with images/ and labels.csv (image, smile, yaw, pitch, roll, split) made of GENKI-4K, "
    "https://inc.ucsd.edu/mplab/398/media/genki4k.tar"
)


def genki(folder: Path) -> list[LabelledFace]:
    """Return the faces of the part `train`; the part `val` is for `mindseye bench attributes`."""
    if not (folder / FOLDER).is_dir():
        raise DataError(f"{folder} does not hold GENKI-4K: it needs {HELP}.")
    return read_labels(folder / FOLDER, "train")[0]
