"""From a finished run of face attributes to a model folder: calibrated on the held-out faces, then measured on them."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mindseye.errors import ModelError
from mindseye.lab.calibration import temperature
from mindseye.lab.data.faces import PADDING, TARGETS, Faces, prepared
from mindseye.lab.export import KINDS, multiply_adds, trained
from mindseye.lab.face_attributes import FACES, BothLooks, accuracy, load_faces, mean_error, validation_answers
from mindseye.lab.face_embedding import example_batch, write_onnx
from mindseye.lab.face_gender import export_gender, learn_gender, weighed
from mindseye.lab.losses.face_attributes import AGES
from mindseye.lab.nets.face_attributes import TwoLevels
from mindseye.lab.nets.face_resnet import Residual
from mindseye.lab.recipe import Recipe
from mindseye.models.card import Card, EpochFigures, Layer, Metric, Provenance, write_card
from mindseye.models.registry import check_folder
from mindseye.models.session import Session
from mindseye.tasks.faces.attributes import OLDEST, age_of
from mindseye.types import InputSpec
from mindseye.version import commit

ANSWER = "logits"
LICENCE_TEXT = Path(__file__).parent / "FACE-ATTRIBUTES-LICENCE.txt"
CONFIDENCE = 0.8  # how often the true age shall lie in the range that is told
MOST_LOST = {"accuracy": 0.005, "mae_years": 0.05}  # by storing weights as float16
# Blur from 0 to 100 from which a face counts as blurred, and how quality is made: `mindseye lab face-quality`.
CONDITION = {
    "blur": 60.0,
    "quality": 50.0,
    "quality_bias": -7.516,
    "quality_size": 0.251,
    "quality_blur": -3.704,
    "quality_contrast": 5.772,
    "quality_turn": -2.0,
    "quality_score": 9.117,
}
SMILE = 50.0  # calibrated, so that from here on a smile is the likelier answer
PARTS = {"age": slice(0, AGES), "gender": slice(AGES, AGES + 2), "smile": slice(AGES + 2, AGES + 4)}


def export_face_attributes(recipe: Recipe, run: Path, target: Path, version: str = "1") -> Card:
    """Write `target/NAME/VERSION/` from the run's last checkpoint and return its card; an older one is replaced.

    Raises DataError without a checkpoint, ModelError if ONNX and torch differ or float16 weights cost too much.
    """
    net, checkpoint = trained(recipe, run)
    faces = load_faces(run / FACES)
    answers, targets = validation_answers(net, faces, recipe)
    divisors, answers, opinion = calibrated(net, answers, targets, faces)
    looks, example = BothLooks(net).eval(), _example(recipe.input)
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        write_onnx(looks, example, folder / "model.onnx", ANSWER)
        session = Session(folder / "model.onnx")
        told = session.run(example, [ANSWER])[ANSWER]
        np.savez_compressed(folder / "example.npz", allow_pickle=False, input=example.astype(np.float16), logits=told)
        shutil.copyfile(LICENCE_TEXT, folder / "LICENCE")
        heard = _answers(session, faces, recipe)
        heard[:, PARTS["gender"]] += second_opinion(opinion, faces)
        _compare(figures_of(answers, targets), figures_of(heard, targets))
        mass = age_mass(heard, targets)
        card = _card(recipe, net, checkpoint, folder, version, faces, figures_of(heard, targets), mass, divisors)
        write_card(card, folder)
        check_folder(folder)
        export_gender(*opinion, faces, target, version)
        place = target / recipe.name / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def calibrated(
    net: nn.Sequential, answers: Tensor, targets: Tensor, faces: Faces
) -> tuple[dict[str, float], Tensor, tuple[NDArray[np.float64], float]]:
    """Make a net as sure as it is right, in place; return divisors, the new answers (n, labels) and a second opinion.

    One temperature for each of age and smile, folded into the last layer's rows (Guo et al. 2017, section 4.2). The
    logits of gender are weighed against those that the faces' vectors give, a weight (128,) and a bias.
    """
    divisors, answers, last = {}, answers.clone(), list(net)[-1]
    for name in ("age", "smile"):
        column = targets[:, TARGETS.index(name)]
        told = ~column.isnan()
        wanted = column[told].clamp(0, OLDEST).round().long()
        divisors[name] = temperature(answers[told, PARTS[name]], wanted)
    column, part = targets[:, TARGETS.index("gender")].double().numpy(), PARTS["gender"]
    weight, bias = learn_gender(faces)
    rows, second = ~np.isnan(column), second_opinion((weight, bias), faces)[:, 1].double().numpy()
    first = (answers[:, part.stop - 1] - answers[:, part.start]).double().numpy()
    own, other = weighed(first[rows], second[rows], column[rows])
    divisors["gender"] = 1.0 / max(own, 1e-3)
    for name, place in PARTS.items():
        answers[:, place] /= divisors[name]
        with torch.no_grad():
            last.weight[place] /= divisors[name]
            last.bias[place] /= divisors[name]
    opinion = other * weight, other * bias
    answers[:, part] += second_opinion(opinion, faces)
    return divisors, answers, opinion


def second_opinion(opinion: tuple[NDArray[np.float64], float], faces: Faces) -> Tensor:
    """Return the logits of the two genders (n, 2) that the held-out faces' vectors give; 0 where there is none."""
    male = np.nan_to_num(faces.vectors[faces.held].astype(np.float64) @ opinion[0] + opinion[1])
    return torch.from_numpy(np.stack([np.zeros(len(male)), male], axis=1)).float()


def age_mass(answers: Tensor, targets: Tensor) -> float:
    """Return the mass in the middle of the age distributions (n, ≥ 101) that holds the true age in 80 of 100 cases."""
    known = ~targets[:, 0].isnan()
    logits, years = answers[known, :AGES].double().numpy(), targets[known, 0].numpy()
    low, high = 1, 99  # hundredths; a larger mass holds more
    while low < high:
        middle = (low + high) // 2
        ranges = [age_of(row, middle / 100, CONFIDENCE) for row in logits]
        inside = [told.low <= year <= told.high for told, year in zip(ranges, years, strict=True)]
        low, high = (low, middle) if np.mean(inside) >= CONFIDENCE else (middle + 1, high)
    return low / 100


def figures_of(answers: Tensor, targets: Tensor) -> dict[str, float]:
    """Return the figures of answers (n, labels): accuracy of gender and smile, errors of age, yaw and pitch."""
    degrees = (answers[:, AGES + 4 :] - targets[:, 3:]).abs().nanmean(0)
    return {
        "accuracy gender": accuracy(answers, targets, "gender"),
        "accuracy smile": accuracy(answers, targets, "smile"),
        "mae_years age": mean_error(answers, targets),
        "mae_degrees yaw": float(degrees[0]),
        "mae_degrees pitch": float(degrees[1]),
    }


def _compare(expected: dict[str, float], told: dict[str, float]) -> None:
    for name, value in expected.items():
        allowed = MOST_LOST.get(name.split()[0])
        if allowed is not None and abs(told[name] - value) > allowed:
            raise ModelError(f"float16 weights cost too much: {name} {told[name]:.4f} instead of {value:.4f}.")


def _answers(session: Session, faces: Faces, recipe: Recipe) -> Tensor:
    """Return the served file's answers to the held-out faces, (n, labels)."""
    inputs = prepared(faces.seen[faces.held], recipe)
    parts = [session.run(inputs[i : i + 64], [ANSWER])[ANSWER] for i in range(0, len(inputs), 64)]
    return torch.from_numpy(np.concatenate(parts))


def _example(spec: InputSpec) -> NDArray[np.float32]:
    """Return two drawn faces as the network's input, exact in float16 so that they store small."""
    drawn = example_batch(InputSpec(150, 150, fit="stretch", mean=spec.mean, std=spec.std))
    small = [cv2.resize(face.transpose(1, 2, 0), (spec.width, spec.height)).transpose(2, 0, 1) for face in drawn]
    return np.stack(small).astype(np.float16).astype(np.float32)


def layers_of(net: nn.Sequential, spec: InputSpec) -> tuple[Layer, ...]:
    """Return the card's description of the layers, with the multiply-adds of both looks."""
    x: Tensor = torch.zeros(1, spec.channels, spec.height, spec.width)
    kinds = {**KINDS, Residual: "residual", TwoLevels: "residual"}
    layers = []
    for name, part in net.named_children():
        work = multiply_adds(part, x)
        with torch.inference_mode():
            x = part(x)
        parameters = sum(p.numel() for p in part.parameters())
        layers.append(Layer(name, kinds[type(part)], tuple(x.shape[1:]), parameters, 2 * work))
    return tuple(layers)


def _card(
    recipe: Recipe,
    net: nn.Sequential,
    checkpoint: dict[str, Any],
    folder: Path,
    version: str,
    faces: Faces,
    figures: dict[str, float],
    mass: float,
    divisors: dict[str, float],
) -> Card:
    weights = (folder / "model.onnx").read_bytes()
    history = [{k: round(v, 5) for k, v in epoch.items() if k != "seconds"} for epoch in checkpoint["history"]]
    return Card(
        name=recipe.name,
        version=version,
        title=recipe.title,
        task=recipe.task,
        description=recipe.description,
        licence="CC0-1.0 AND Apache-2.0",
        input=recipe.input,
        answer=ANSWER,
        labels=recipe.labels,
        thresholds={"padding": PADDING, "smile": SMILE, "age_mass": mass, "age_confidence": CONFIDENCE, **CONDITION},
        layers=layers_of(net, recipe.input),
        history=tuple(EpochFigures(**{**epoch, "epoch": int(epoch["epoch"])}) for epoch in history),
        metrics=_metrics(figures, faces, len(checkpoint["history"])),
        provenance=Provenance(
            faces.words,
            f"mindseye lab train {recipe.name}",
            checkpoint["commit"],
            recipe.seed,
            f"{recipe.notes} {_told(divisors, faces)}",
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )


def _told(divisors: dict[str, float], faces: Faces) -> str:
    listed = ", ".join(f"{name} {divisor:.3g}" for name, divisor in divisors.items())
    return (
        f"Logits divided by {listed}, and the age range's mass chosen, on the held-out faces. In {faces.failures} of "
        f"{len(faces.targets)} pictures no face was found; of these the middle was taken. Accuracy in the history is "
        "the mean of those of gender and smile. Gender means how a face looks to a model that knows two words for it; "
        "all answers are estimates."
    )


def _metrics(figures: dict[str, float], faces: Faces, epochs: int) -> tuple[Metric, ...]:
    known = (~np.isnan(faces.targets[faces.held])).sum(0)
    protocol = f"held-out part of the training data, served ONNX, after {epochs} epochs"
    named = [(name.split(), value) for name, value in figures.items()]
    return tuple(
        Metric(
            metric,
            round(value, 5),
            f"{attribute}: {known[TARGETS.index(attribute)]} held-out faces",
            protocol,
            commit(),
        )
        for (metric, attribute), value in named
    )
