"""Figures of merit: pure functions on arrays. Fractions are 0–1."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]  # (n, classes), rows sum to 1
Labels = NDArray[np.int64]  # (n,)
Places = NDArray[np.int64]  # (n,), numbers of pictures
Scores = NDArray[np.floating]  # (n,), larger is nearer

Z95 = 1.959963984540054  # the normal distribution has 95 % within this many deviations


def accuracy(probabilities: Probabilities, labels: Labels) -> float:
    """Return the share of rows whose most probable class is the true one."""
    return float((probabilities.argmax(axis=1) == labels).mean())


def log_loss(probabilities: Probabilities, labels: Labels) -> float:
    """Return the mean of −ln p(true class), with p at least 1e-12."""
    own = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(own, 1e-12)).mean())


def expected_calibration_error(probabilities: Probabilities, labels: Labels, bins: int = 15) -> float:
    """Return the mean gap of confidence and accuracy over equal bins of confidence (Guo et al. 2017, equation 3)."""
    return calibration_gap(reliability(probabilities, labels, bins))


def reliability(probabilities: Probabilities, labels: Labels, bins: int = 15) -> list[tuple[int, float, float]]:
    """Return for each equal bin of confidence that is not empty: rows in it, their mean confidence and accuracy."""
    return binned_reliability(probabilities.max(axis=1), probabilities.argmax(axis=1) == labels, bins)


def binned_reliability(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 15
) -> list[tuple[int, float, float]]:
    """Return the same for answers that are right or wrong, told how sure each is: `confidence` (n,) in 0–1."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    own = [places == b for b in np.unique(places)]
    return [(int(rows.sum()), float(confidence[rows].mean()), float(right[rows].mean())) for rows in own]


def calibration_gap(told: list[tuple[int, float, float]]) -> float:
    """Return the mean gap of confidence and accuracy over bins: how many, their confidence, the share that is right."""
    return sum(count * abs(sure - right) for count, sure, right in told) / sum(count for count, _, _ in told)


def confusion(probabilities: Probabilities, labels: Labels) -> NDArray[np.int64]:
    """Return counts, (classes, classes): row = true class, column = answer."""
    classes = probabilities.shape[1]
    counts = np.bincount(labels * classes + probabilities.argmax(axis=1), minlength=classes * classes)
    return counts.reshape(classes, classes).astype(np.int64)


def percentiles(milliseconds: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return float(p50), float(p95)


def auroc(own: NDArray[np.float64], strange: NDArray[np.float64]) -> float:
    """Return how often one of our own scores more than a stranger, ties counting half: the area under the ROC curve.

    Computed from ranks (Hanley and McNeil 1982, equation 1: Wilcoxon's statistic).
    """
    order = np.sort(strange)
    below = np.searchsorted(order, own, side="left")
    equal = np.searchsorted(order, own, side="right") - below
    return float((below + equal / 2).sum() / (len(own) * len(strange)))


def wilson_interval(hits: int, count: int, z: float = Z95) -> tuple[float, float]:
    """Return the lowest and highest true share that `hits` of `count` agree with (Wilson 1927).

    (0, 1) when nothing was counted.
    """
    if count == 0:
        return 0.0, 1.0
    share, weight = hits / count, z * z / count
    middle = (share + weight / 2) / (1 + weight)
    half = z * math.sqrt(share * (1 - share) / count + weight / (4 * count)) / (1 + weight)
    return (middle - half if hits else 0.0), (middle + half if hits < count else 1.0)


# ── whether two things are the same; scores are larger for the same, and accepted from a threshold on ───────────────


def best_threshold(scores: Scores, same: NDArray[np.bool_]) -> float:
    """Return the threshold that is right most often; of a range that are equally right, its middle.

    `scores` (n,) are accepted from the threshold on; `same` (n,) says which of them should be.
    """
    values = np.unique(scores)
    genuine, impostor = np.sort(scores[same]), np.sort(scores[~same])
    # Each value as a threshold, and one above them all: genuine scores from it on, and impostors below it, are right.
    right = (len(genuine) - np.searchsorted(genuine, values)) + np.searchsorted(impostor, values)
    right = np.append(right, len(impostor))
    first = int(right.argmax())
    last = first
    while last + 1 < len(right) and right[last + 1] == right[first]:
        last += 1
    low = values[first - 1] if first else values[0]
    high = values[min(last, len(values) - 1)]
    return float((low + high) / 2)


def thresholds_of_others(scores: Scores, same: NDArray[np.bool_], folds: Places) -> NDArray[np.float64]:
    """Return for each score the threshold that is best in all other folds, (n,).

    The protocol of LFW (Huang et al. 2007). `folds` (n,) says in which fold each lies; there must be two or more.
    """
    thresholds = np.empty(len(scores), np.float64)
    for fold in np.unique(folds):
        here = folds == fold
        thresholds[here] = best_threshold(scores[~here], same[~here])
    return thresholds


def threshold_at(far: float, impostor: Scores) -> float:
    """Return the lowest threshold that at most the share `far` of the impostors' scores reach."""
    return _threshold(far, np.sort(impostor))


def tar_at(far: float, genuine: Scores, impostor: Scores) -> float:
    """Return the share of genuine scores that are accepted where at most the share `far` of impostors is."""
    return float((genuine >= threshold_at(far, impostor)).mean())


def roc(genuine: Scores, impostor: Scores, points: int = 100) -> list[tuple[float, float]]:
    """Return (false-accept rate, true-accept rate) for up to so many rates, spread evenly over their logarithm."""
    ordered = np.sort(impostor)
    rates = [int(count) / len(ordered) for count in np.unique(np.geomspace(1.0, len(ordered), points).astype(np.int64))]
    return [(rate, float((genuine >= _threshold(rate, ordered)).mean())) for rate in rates]


def _threshold(far: float, ascending: Scores) -> float:
    """Return what is just above the highest of the sorted scores that must not be accepted."""
    allowed = math.floor(far * len(ascending) + 1e-9)
    if allowed >= len(ascending):
        return -math.inf
    highest = ascending[len(ascending) - 1 - allowed]
    return float(np.nextafter(highest, highest.dtype.type(np.inf)))


# ── what a search found; a ranking is places in the database, best first ────────────────────────────────────────────


def average_precision(ranking: Places, positives: Places, junk: Places | None = None) -> float:
    """Return the mean over positives of the precision at their ranks; junk is taken out first, as if it were not there.

    A positive that the ranking lacks counts 0. Philbin et al. 2007, section 5, say what junk is for: pictures that a
    search may find or not (here precision is not averaged with its neighbour's, which their program does).
    """
    if not len(positives):
        raise ValueError("a query without positives has no average precision")
    right = _relevance(ranking, positives, junk)
    ranks = np.nonzero(right)[0] + 1.0
    return float((np.arange(1, len(ranks) + 1) / ranks).sum() / len(np.unique(positives)))


def mean_average_precision(precisions: list[float]) -> float:
    """Return the mean over queries of their average precision."""
    return float(np.mean(precisions))


def recall_at(k: int, ranking: Places, positives: Places, junk: Places | None = None) -> float:
    """Return 1.0 if any positive is among the first k, junk aside, else 0.0: its mean over queries is recall@k."""
    return float(_relevance(ranking, positives, junk)[:k].any())


def precision_at(k: int, ranking: Places, positives: Places, junk: Places | None = None) -> float:
    """Return the share of positives among the first k, junk aside."""
    return float(_relevance(ranking, positives, junk)[:k].sum() / k)


def attainable_precision_at(k: int, ranking: Places, positives: Places, junk: Places | None = None) -> float:
    """Return the share of positives among the first k, or among as many as there are positives if those are fewer.

    So that a perfect ranking scores 1 whatever the size of its class: with 3 positives, `precision_at(6)` ends at 0.5.
    """
    return precision_at(k, ranking, positives, junk) * k / min(k, len(np.unique(positives)))


def r_precision(ranking: Places, positives: Places, junk: Places | None = None) -> float:
    """Return the share of positives among the first as many as there are positives (Manning et al. 2008, 8.4)."""
    return precision_at(len(np.unique(positives)), ranking, positives, junk)


def ns_score(ranking: Places, positives: Places) -> float:
    """Return how many of a UKBench query's four pictures are among the first four, 0 to 4 (Nistér and Stewénius 2006).

    `ranking` and `positives` are without the query, which always finds itself: it is the one that is added.
    """
    return 1.0 + float(_relevance(ranking, positives, None)[:3].sum())


def _relevance(ranking: Places, positives: Places, junk: Places | None) -> NDArray[np.bool_]:
    """Return for each place of the ranking, junk left out, whether it is a positive."""
    kept = ranking if junk is None or not len(junk) else ranking[~np.isin(ranking, junk)]
    return np.isin(kept, positives)
