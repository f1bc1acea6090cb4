"""A second opinion on gender, from a face's embedding: one linear layer, learned on the faces that teach attributes.

Fine-tuning on a few thousand faces forgets some of what millions had taught the recognition network; its vectors still
know. The two opinions are added as logits, each with a weight that is fitted on the held-out faces.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from mindseye.lab.data.faces import TARGETS, Faces
from mindseye.lab.export import LICENCE_TEXT
from mindseye.lab.onnx_file import forget_traces
from mindseye.models.card import Card, Layer, Metric, Provenance, write_card
from mindseye.models.registry import check_folder
from mindseye.tasks.faces.attributes import GENDER_TASK, GENDERS
from mindseye.tasks.faces.embedding import DIM
from mindseye.types import InputSpec
from mindseye.version import commit

Floats = NDArray[np.float64]
STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0)  # tried: inverse weights of the penalty
EXAMPLES = 3


def learn_gender(faces: Faces) -> tuple[Floats, float]:
    """Return weight (128,) and bias of the logit of `male`, learned on the faces that are not held out.

    The penalty is the one that does best in five parts of them.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score

    rows = known(faces) & ~faces.held
    vectors, labels = faces.vectors[rows].astype(np.float64), faces.targets[rows, TARGETS.index("gender")]
    tried = {c: cross_val_score(LogisticRegression(C=c, max_iter=1000), vectors, labels).mean() for c in STRENGTHS}
    best = LogisticRegression(C=max(tried, key=lambda c: tried[c]), max_iter=1000).fit(vectors, labels)
    return best.coef_[0], float(best.intercept_[0])


def known(faces: Faces) -> NDArray[np.bool_]:
    """Return of which faces gender and vector are known, (n,)."""
    found: NDArray[np.bool_] = ~np.isnan(faces.targets[:, TARGETS.index("gender")]) & ~np.isnan(faces.vectors[:, 0])
    return found


def weighed(first: Floats, second: Floats, labels: Floats) -> tuple[float, float]:
    """Return with which weights two logits (n,) add up to one that is as sure as it is right; neither is below 0."""
    from sklearn.linear_model import LogisticRegression

    both = LogisticRegression(C=1e3, fit_intercept=False).fit(np.stack([first, second], axis=1), labels).coef_[0]
    if both.min() >= 0:
        return float(both[0]), float(both[1])
    one = int(both.argmax())
    alone = LogisticRegression(C=1e3, fit_intercept=False).fit((first, second)[one][:, None], labels).coef_[0]
    return (float(alone[0]), 0.0) if one == 0 else (0.0, float(alone[0]))


def export_gender(weight: Floats, bias: float, faces: Faces, target: Path, version: str) -> Card:
    """Write `target/face-gender/VERSION/` and return its card; an older one is replaced."""
    rng = np.random.default_rng(1)
    example = rng.normal(0, DIM**-0.5, (EXAMPLES, DIM)).astype(np.float32)
    logits = np.stack([np.zeros(EXAMPLES), example @ weight + bias], axis=1).astype(np.float32)
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        _write_onnx(weight, bias, folder / "model.onnx")
        np.savez_compressed(folder / "example.npz", allow_pickle=False, input=example, logits=logits)
        shutil.copyfile(LICENCE_TEXT, folder / "LICENCE")
        write_card(_card(weight, bias, faces, folder, version), folder)
        check_folder(folder)
        place = target / GENDER_TASK / version
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for file in folder.iterdir():
            shutil.copyfile(file, place / file.name)
    return check_folder(place)


def _write_onnx(weight: Floats, bias: float, path: Path) -> None:
    """Write vectors (n, 128) → logits (n, 2), of which the first is always 0."""
    rows = np.stack([np.zeros(DIM), weight]).T.astype(np.float32)  # (128, 2)
    graph = helper.make_graph(
        [helper.make_node("Gemm", ["input", "weight", "bias"], ["logits"])],
        GENDER_TASK,
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", DIM])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 2])],
        [numpy_helper.from_array(rows, "weight"), numpy_helper.from_array(np.array([0, bias], np.float32), "bias")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    forget_traces(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _card(weight: Floats, bias: float, faces: Faces, folder: Path, version: str) -> Card:
    held = known(faces) & faces.held
    told = faces.vectors[held].astype(np.float64) @ weight + bias > 0
    right = float((told == (faces.targets[held, TARGETS.index("gender")] == 1)).mean())
    weights = (folder / "model.onnx").read_bytes()
    return Card(
        name=GENDER_TASK,
        version=version,
        title="Gender from embeddings",
        task=GENDER_TASK,
        description="A second opinion on gender, from a face's 128 numbers; it is added to that of `face-attributes`.",
        licence="Apache-2.0",
        input=InputSpec(width=DIM, height=1, channels=1, fit="stretch"),  # a row of numbers, not a picture
        answer="logits",
        labels=GENDERS,
        thresholds={},
        layers=(Layer("logits", "linear", (2,), 2 * DIM + 2, 2 * DIM),),
        history=(),
        metrics=(
            Metric("accuracy", round(right, 5), f"{held.sum()} held-out faces", "alone; without its fellow", commit()),
        ),
        provenance=Provenance(
            faces.words,
            "mindseye lab export face-attributes",
            commit(),
            notes="Logistic regression on the vectors of face-embed; its weight beside the other opinion is fitted on "
            "the held-out faces. Gender means how a face looks to a model that knows two words for it.",
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )
