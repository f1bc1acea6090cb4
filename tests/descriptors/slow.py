"""Every descriptor a second time, one number after the other, as its paper writes it."""

from __future__ import annotations

import math

import numpy as np


def cells(features):
    rows, cols, _ = features.shape
    return [(y, x) for y in range(rows) for x in range(cols)]


def fc(features):
    places = cells(features)
    return [sum(float(features[y, x, k]) for y, x in places) / len(places) for k in range(features.shape[2])]


def spoc(features):
    rows, cols, channels = features.shape
    sigma = min(rows, cols) / 6
    total = [0.0] * channels
    for y, x in cells(features):
        far = (y + 0.5 - rows / 2) ** 2 + (x + 0.5 - cols / 2) ** 2
        for k in range(channels):
            total[k] += math.exp(-far / (2 * sigma**2)) * float(features[y, x, k])
    return total


def mac(features):
    return [max(float(features[y, x, k]) for y, x in cells(features)) for k in range(features.shape[2])]


def gem(features, p=3.0):
    places = cells(features)
    return [
        (sum(float(features[y, x, k]) ** p for y, x in places) / len(places)) ** (1 / p)
        for k in range(features.shape[2])
    ]


def unit(values):
    norm = math.sqrt(sum(v * v for v in values))
    return [v / max(norm, 1e-12) for v in values]


def rmac(features, squares):
    total = [0.0] * features.shape[2]
    for top, left, side in squares:
        for k, value in enumerate(unit(mac(features[top : top + side, left : left + side]))):
            total[k] += value
    return total


def channel_weights(features):
    places, channels = cells(features), features.shape[2]
    filled = [sum(features[y, x, k] > 0 for y, x in places) / len(places) for k in range(channels)]
    return [math.log((channels * 1e-6 + sum(filled)) / (1e-6 + q)) for q in filled]


def crow(features):
    channels = features.shape[2]
    busy = {(y, x): sum(float(features[y, x, k]) for k in range(channels)) for y, x in cells(features)}
    norm = math.sqrt(sum(v * v for v in busy.values()))
    rare = channel_weights(features)
    return [
        rare[k] * sum(math.sqrt(busy[y, x] / norm) * float(features[y, x, k]) for y, x in cells(features))
        for k in range(channels)
    ]


def cam(features, logits, classifier, top):
    channels, rare = features.shape[2], channel_weights(features)
    total = [0.0] * channels
    for label in sorted(range(len(logits)), key=lambda c: -logits[c])[:top]:
        active = {
            (y, x): max(0.0, sum(float(classifier[label, k] * features[y, x, k]) for k in range(channels)))
            for y, x in cells(features)
        }
        highest = max(max(active.values()), 1e-12)
        vector = [
            rare[k] * sum(active[y, x] / highest * float(features[y, x, k]) for y, x in cells(features))
            for k in range(channels)
        ]
        for k, value in enumerate(unit(vector)):
            total[k] += value
    return total


def pwa(features, chosen):
    parts = []
    for n in chosen:
        norm = math.sqrt(sum(float(features[y, x, n]) ** 2 for y, x in cells(features)))
        weight = {(y, x): math.sqrt(float(features[y, x, n]) / max(norm, 1e-12)) for y, x in cells(features)}
        parts.append(
            [sum(weight[y, x] * float(features[y, x, k]) for y, x in cells(features)) for k in range(features.shape[2])]
        )
    return np.array(parts)
