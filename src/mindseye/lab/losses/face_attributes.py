"""What is wrong with a face's age, gender, smile and pose, each counted only where it is known."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mindseye.lab.losses import loss
from mindseye.tasks.faces.attributes import OLDEST

AGES = OLDEST + 1
YEARS = 0.15  # weight of the mean's absolute error, a year
DECISIONS = 2.0  # weight of gender and of smile
DEGREES = 0.05  # weight of a degree of yaw and pitch
SMOOTHING = 0.05  # a few faces are labelled wrongly
LEAST_SPREAD, SPREAD = 1.5, 0.03  # years, and for each year of age: how sharply an age can be seen


@loss("face-attributes")
def face_attributes(answers: Tensor, targets: Tensor) -> Tensor:
    """Return the mean over faces of the sum of their parts. answers (n, 107), targets (n, 5) with NaN for unknown.

    Age is learned as a distribution around the true one, and by the error of its mean (Gao et al. 2018, "Age estimation
    using expectation of label distribution learning").
    """
    known = ~targets.isnan()
    parts = [
        _ages(answers[known[:, 0], :AGES], targets[known[:, 0], 0]),
        DECISIONS * _decided(answers[known[:, 1], AGES : AGES + 2], targets[known[:, 1], 1]),
        DECISIONS * _decided(answers[known[:, 2], AGES + 2 : AGES + 4], targets[known[:, 2], 2]),
        DEGREES * (answers[:, AGES + 4 :] - targets[:, 3:].nan_to_num())[known[:, 3:]].abs().sum(),
    ]
    return torch.stack(parts).sum() / len(targets)


def mean_age(answers: Tensor) -> Tensor:
    """Return the mean of the distributions (n, 101), in years."""
    return torch.softmax(answers, 1) @ torch.arange(AGES, dtype=answers.dtype)


def _ages(answers: Tensor, years: Tensor) -> Tensor:
    years = years.clamp(0, OLDEST)[:, None]
    spread = LEAST_SPREAD + SPREAD * years
    shares = torch.softmax(-((torch.arange(AGES) - years) ** 2) / (2 * spread**2), 1)
    apart = -(shares * torch.log_softmax(answers, 1)).sum()
    return apart + YEARS * (mean_age(answers) - years[:, 0]).abs().sum()


def _decided(answers: Tensor, targets: Tensor) -> Tensor:
    return nn.functional.cross_entropy(answers, targets.long(), label_smoothing=SMOOTHING, reduction="sum")
