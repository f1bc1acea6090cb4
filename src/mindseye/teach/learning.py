"""Learning a head on frozen features: pure functions on arrays around scikit-learn's logistic regression."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye import metrics
from mindseye.tasks.marks import softmax
from mindseye.teach.records import CurvePoint

Features = NDArray[np.float32]  # (n, 2, dim): of a picture and of its mirror image; unit length
Labels = NDArray[np.int64]  # (n,)
Logits = NDArray[np.float64]  # (n, classes)

STRENGTHS = (1.0, 10.0, 100.0)  # of which the best on held-back examples is taken; large: less held back by weights
USUAL = 10.0
STEPS = (1, 2, 3, 5, 8, 12, 18, 26, 38, 60, 100)  # at which the live curve has a point
SHARES = (0.25, 0.5)  # of the examples, for the learning curve
MOST_FOLDS = 5
MANY = 2000  # examples; from there on folds and strengths are fewer, since each fit takes seconds
NEVER = -30.0  # logit of a class that a fold has not seen
Check = Callable[[], None]  # raises to stop


@dataclass(frozen=True, slots=True)
class Head:
    """A linear classifier: logits = features · weights + bias."""

    weights: NDArray[np.float32]  # (classes, dim)
    bias: NDArray[np.float32]  # (classes,)

    def logits(self, features: NDArray[np.float32]) -> Logits:
        """Return the logits of features (n, dim), (n, classes)."""
        return np.asarray(features @ self.weights.T + self.bias, np.float64)


def fit(features: Features, labels: Labels, classes: int, strength: float, steps: int = 300) -> Head:
    """Return the head that tells the classes apart best, learned from each picture and its mirror image.

    Multinomial logistic regression with a penalty of ‖weights‖² / (2 · strength).
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=steps)
    _fit(model, features, labels)
    return _head(model, classes)


def live_curve(
    features: Features, labels: Labels, held_back: NDArray[np.bool_], classes: int, told: Callable[[CurvePoint], None]
) -> list[CurvePoint]:
    """Learn from those that are not held back, a few steps at a time, telling how far it is after each."""
    from sklearn.linear_model import LogisticRegression

    model, curve, before = LogisticRegression(C=USUAL, warm_start=True), list[CurvePoint](), 0
    for step in STEPS:
        model.max_iter = step - before
        before = step
        _fit(model, features[~held_back], labels[~held_back])
        head = _head(model, classes)
        known, new = (softmax(head.logits(features[part, 0]).astype(np.float32)) for part in (~held_back, held_back))
        figures = [_rounded(known, labels[~held_back]), _rounded(new, labels[held_back])]
        curve.append(CurvePoint(step, *figures[0], *figures[1]))
        told(curve[-1])
    return curve


def folds_of(labels: Labels, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the fold of each example, (n,): of every class about as many in each, and a group never divided.

    Groups are examples that look the same: one of them must not be judged by what was learned from another. Of
    different classes they are a contradiction in any case, so a group ends with its class.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    groups = np.unique(np.stack([labels, groups]), axis=1, return_inverse=True)[1].reshape(-1)
    fewest = min(len(np.unique(groups[labels == label])) for label in np.unique(labels))
    count = max(2, min(3 if len(labels) > MANY else MOST_FOLDS, fewest))
    folds = np.zeros(len(labels), np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a class has fewer members than folds: it is told in words
        split = StratifiedGroupKFold(count, shuffle=True, random_state=1).split(np.zeros(len(labels)), labels, groups)
        for fold, (_, held_back) in enumerate(split):
            folds[held_back] = fold
    return folds


def held_back_logits(
    features: Features,
    labels: Labels,
    folds: NDArray[np.int64],
    classes: int,
    strength: float,
    share: float = 1.0,
    check: Check = lambda: None,
) -> Logits:
    """Return each example's logits by a head that was learned from the other folds, or a share of them."""
    logits = np.zeros((len(labels), classes))
    kept = _first_share(labels, folds, share)
    for fold in np.unique(folds):
        check()
        known = (folds != fold) & kept
        if len(np.unique(labels[known])) < 2:  # nothing to tell apart
            logits[folds == fold] = 0.0
            continue
        head = fit(features[known], labels[known], classes, strength)
        logits[folds == fold] = head.logits(features[folds == fold, 0])
    return logits


def temperature(logits: Logits, labels: Labels) -> float:
    """Return what the logits are to be divided by, so that probabilities are as often right as they say.

    It minimises the log loss (Guo et al. 2017, section 4.2) against targets that are a little less than sure, as if
    one more example of each class had been met (Platt 1999, section 2.2): few examples, all right, prove no certainty.
    """
    from scipy.optimize import minimize_scalar

    classes = logits.shape[1]
    doubt = 1.0 / (len(labels) / classes + 2.0)
    targets = np.full(logits.shape, doubt / (classes - 1))
    targets[np.arange(len(labels)), labels] = 1.0 - doubt

    def loss(log_temperature: float) -> float:
        found = softmax((logits / np.exp(log_temperature)).astype(np.float32))
        return float(-(targets * np.log(np.maximum(found, 1e-12))).sum(axis=1).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(np.log(0.02), np.log(20.0)), method="bounded").x))


def best_strength(
    features: Features, labels: Labels, folds: NDArray[np.int64], classes: int, check: Check
) -> tuple[float, Logits]:
    """Return the strength with the least log loss on held-back examples, and their logits."""
    strengths = STRENGTHS if len(labels) <= MANY else (USUAL,)
    found = [(s, held_back_logits(features, labels, folds, classes, s, check=check)) for s in strengths]

    def loss(logits: Logits) -> float:
        return metrics.log_loss(softmax((logits / temperature(logits, labels)).astype(np.float32)), labels)

    return min(found, key=lambda one: loss(one[1]))


def _first_share(labels: Labels, folds: NDArray[np.int64], share: float) -> NDArray[np.bool_]:
    """Return which examples are learned from: of each class and fold the same share, at least one."""
    rng, kept = np.random.default_rng(3), np.zeros(len(labels), bool)
    for label in np.unique(labels):
        for fold in np.unique(folds):
            places = rng.permutation(np.nonzero((labels == label) & (folds == fold))[0])
            kept[places[: max(1, round(share * len(places)))]] = True
    return kept


def _fit(model: object, features: Features, labels: Labels) -> None:
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the live curve stops it on purpose
        model.fit(features.reshape(-1, features.shape[-1]), np.repeat(labels, 2))  # type: ignore[attr-defined]


def _head(model: object, classes: int) -> Head:
    """Return scikit-learn's answer with a row for every class; it has one row for two classes, none for unseen ones."""
    rows, offsets = model.coef_, model.intercept_  # type: ignore[attr-defined]
    if len(rows) == 1:
        rows, offsets = np.concatenate([-rows, rows]) / 2, np.concatenate([-offsets, offsets]) / 2
    weights, bias = np.zeros((classes, rows.shape[1]), np.float32), np.full(classes, NEVER, np.float32)
    weights[model.classes_], bias[model.classes_] = rows, offsets  # type: ignore[attr-defined]
    return Head(weights, bias)


def _rounded(found: NDArray[np.float64], labels: Labels) -> tuple[float, float]:
    return round(metrics.log_loss(found, labels), 5), round(metrics.accuracy(found, labels), 5)
