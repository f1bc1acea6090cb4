"""How well a lesson was learned: every figure is on examples that were held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mindseye import metrics
from mindseye.descriptors.pooling import unit
from mindseye.tasks.marks import softmax
from mindseye.teach import learning
from mindseye.teach.learning import Check, Features, Head, Labels, Logits
from mindseye.teach.records import ClassFigures, CurvePoint, LearningPoint, LessonMistake, LessonReport
from mindseye.teach.saving import Learned

FALSE_REJECTS = 0.03  # share of held-back examples that may be taken for none of the classes
MOST_MISTAKES = 60
ENOUGH = 8  # examples of a class, to say anything about how it gains from more
PROTOCOL = (
    "each example held back once ({folds} parts, pictures that look the same in one part), judged by a head learned "
    "from the other parts; strength and temperature are chosen on the same held-back answers"
)


@dataclass(frozen=True, slots=True)
class Material:
    """What a lesson is learned from: n examples of some classes."""

    labels: tuple[str, ...]  # names of the classes
    examples: tuple[int, ...]  # (n,), their numbers
    features: Features  # (n, 2, channels), unit length
    signatures: NDArray[np.float32]  # (n, 256), unit length
    targets: Labels  # (n,), places in `labels`
    groups: NDArray[np.int64]  # (n,), examples that look the same share a number
    left_out: int


def learn(
    material: Material, version: str, phase: Callable[[str, list[CurvePoint]], None], check: Check
) -> tuple[Learned, LessonReport]:
    """Learn a lesson and judge it. `phase` hears what is being done, and the curve so far; `check` raises to stop."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # the matrices are small: more threads wait for each other longer than they work
        return _learn(material, version, phase, check)


def _learn(
    material: Material, version: str, phase: Callable[[str, list[CurvePoint]], None], check: Check
) -> tuple[Learned, LessonReport]:
    targets, count = material.targets, len(material.labels)
    folds = learning.folds_of(targets, material.groups)
    curve: list[CurvePoint] = []

    def told(point: CurvePoint) -> None:
        check()
        phase("fitting", [*curve, point])
        curve.append(point)

    learning.live_curve(material.features, targets, folds == 0, count, told)
    phase("measuring", curve)
    strength, logits = learning.best_strength(material.features, targets, folds, count, check)
    heat = learning.temperature(logits, targets)
    likeness = _held_back_likeness(material, folds)
    reject = float(np.quantile(likeness, FALSE_REJECTS))
    halves = {
        share: learning.held_back_logits(material.features, targets, folds, count, strength, share, check)
        for share in learning.SHARES
    }
    check()
    head = learning.fit(material.features, targets, count, strength)
    learned = Learned(Head(head.weights / heat, head.bias / heat), _means(material.signatures, targets, count))
    chances = softmax((logits / heat).astype(np.float32))
    answered = Answered(material.labels, material.examples, targets, chances, halves)
    return learned, report_on(
        answered,
        version=version,
        protocol=PROTOCOL.format(folds=len(np.unique(folds))),
        curve=curve,
        reject=reject,
        false_rejects=float((likeness < reject).mean()),
        left_out=material.left_out,
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to n examples that were held back."""

    labels: tuple[str, ...]  # names of the classes
    examples: tuple[int, ...]  # (n,), their numbers
    targets: Labels  # (n,), places in `labels`
    chances: NDArray[np.float64]  # (n, classes), probabilities
    halves: dict[float, Logits] = field(default_factory=dict)  # by the share of the examples that was learned from


def report_on(
    answered: Answered,
    *,
    version: str,
    protocol: str,
    curve: Sequence[CurvePoint],
    reject: float = -1.0,
    false_rejects: float = 0.0,
    left_out: int = 0,
) -> LessonReport:
    """Return the report on held-back answers; without `halves`, it says nothing of what more examples would bring."""
    targets, found = answered.targets, answered.chances
    right = int((found.argmax(axis=1) == targets).sum())
    low, high = metrics.wilson_interval(right, len(targets))
    confusion = metrics.confusion(found, targets)
    classes = _class_figures(answered, confusion)
    learning_curve = _learning_curve(answered)
    return LessonReport(
        version=version,
        protocol=protocol,
        accuracy=right / len(targets),
        accuracy_low=low,
        accuracy_high=high,
        log_loss=metrics.log_loss(found, targets),
        ece=metrics.expected_calibration_error(found, targets),
        labels=answered.labels,
        classes=classes,
        confusion=tuple(tuple(int(n) for n in row) for row in confusion),
        mistakes=_mistakes(answered),
        curve=tuple(curve),
        learning_curve=learning_curve,
        advice=advise(classes, learning_curve, answered.labels, confusion),
        reject=reject,
        false_rejects=false_rejects,
        examples=len(targets),
        left_out=left_out,
        seconds=0.0,
    )


def _learning_curve(answered: Answered) -> tuple[LearningPoint, ...]:
    if not answered.halves:
        return ()
    found = [(share, softmax(logits.astype(np.float32))) for share, logits in sorted(answered.halves.items())]
    return tuple(
        LearningPoint(share, round(share * len(answered.targets)), metrics.accuracy(chances, answered.targets))
        for share, chances in [*found, (1.0, answered.chances)]
    )


def advise(
    classes: Sequence[ClassFigures],
    points: Sequence[LearningPoint],
    labels: Sequence[str],
    confusion: NDArray[np.int64],
) -> tuple[str, ...]:
    """Return what would help most, in sentences."""
    said = []
    weak = [one for one in classes if one.recall < 0.95]
    gaining = sorted((one for one in weak if one.gain is not None and one.gain > 0), key=lambda one: -(one.gain or 0.0))
    if gaining:
        best = gaining[0]
        said.append(
            f"More pictures of {best.name} would help most: it is found {best.recall:.0%} of the time, "
            f"{(best.gain or 0.0):.0%} more often than with half of its examples."
        )
    elif weak and points:
        worst = min(weak, key=lambda one: one.recall)
        said.append(
            f"{worst.name} is found least often ({worst.recall:.0%}), and more pictures have not helped so far: look "
            "at those it gets wrong, and give it pictures that differ more."
        )
    wrong = confusion - np.diag(np.diag(confusion))
    if wrong.sum() >= 3:
        truth, answer = (int(place) for place in np.unravel_index(wrong.argmax(), wrong.shape))
        if wrong[truth, answer] >= 2:
            said.append(
                f"{labels[truth]} is most often taken for {labels[answer]} ({wrong[truth, answer]} of "
                f"{confusion[truth].sum()}): add pictures that show what tells them apart."
            )
    if points and not weak and points[-1].accuracy - points[-2].accuracy < 0.005:
        said.append("It has learned what these pictures can teach; try pictures from other places and in other light.")
    return tuple(said)


def _class_figures(answered: Answered, confusion: NDArray[np.int64]) -> tuple[ClassFigures, ...]:
    half = answered.halves[max(answered.halves)].argmax(axis=1) if answered.halves else None
    figures = []
    for place, name in enumerate(answered.labels):
        own = answered.targets == place
        count, hits, given = int(own.sum()), int(confusion[place, place]), int(confusion[:, place].sum())
        recall = hits / max(1, count)
        gain = recall - float((half[own] == place).mean()) if half is not None and count >= ENOUGH else None
        figures.append(ClassFigures(name, count, recall, hits / given if given else None, gain))
    return tuple(figures)


def _mistakes(answered: Answered) -> tuple[LessonMistake, ...]:
    """Return the examples that were taken for something else, the most confident first."""
    answers, sure = answered.chances.argmax(axis=1), answered.chances.max(axis=1)
    wrong = sorted(np.nonzero(answers != answered.targets)[0].tolist(), key=lambda i: -sure[i])[:MOST_MISTAKES]
    names = answered.labels
    return tuple(
        LessonMistake(answered.examples[i], names[answered.targets[i]], names[answers[i]], float(sure[i]))
        for i in wrong
    )


def _held_back_likeness(material: Material, folds: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return how like each example is to the likest class, as learned from the other folds: (n,)."""
    found = np.zeros(len(folds), np.float32)
    for fold in np.unique(folds):
        known = folds != fold
        means = _means(material.signatures[known], material.targets[known], len(material.labels))
        found[~known] = (material.signatures[~known] @ means.T).max(axis=1)
    return found


def _means(signatures: NDArray[np.float32], targets: Labels, classes: int) -> NDArray[np.float32]:
    """Return the mean signature of each class, (classes, 256), of unit length; zeros for one without examples."""
    sums = np.zeros((classes, signatures.shape[1]), np.float32)
    np.add.at(sums, targets, signatures)
    return unit(sums)
