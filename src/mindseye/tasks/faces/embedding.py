"""Turn faces into vectors: the inner product of two is high where they are of one person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mindseye import images
from mindseye.models.registry import Model, Models
from mindseye.tasks.faces.chips import chips
from mindseye.tasks.faces.face import Face
from mindseye.types import RGB, Vectors

SPACE = "face"
NAME = "face-embed"
PADDINGS = (0.25, 0.2)  # of the chips that are embedded: dlib's usual one, and a little nearer; the mean is steadier
DIM = 128
BATCH = 16  # chips at a time: more are no faster, and 200 at once would take a gigabyte


def model_of(models: Models) -> Model:
    """Return the model that embeds faces."""
    return models.get(NAME)


def embed(models: Models, rgb: RGB, faces: Sequence[Face]) -> Vectors:
    """Return a unit vector for each face, (n, 128): the mean of what the network says of its chips."""
    model = model_of(models)
    session, card = models.session(model), model.card
    vectors = np.zeros((len(faces), DIM), np.float32)
    for padding in PADDINGS:
        for start in range(0, len(faces), BATCH):
            some = chips(rgb, faces[start : start + BATCH], card.input.width, padding)
            batch = np.stack([images.prepare(chip, card.input) for chip in some])
            vectors[start : start + BATCH] += session.run(batch, [card.answer])[card.answer]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
