"""How well unnamed faces fall into people: B-cubed and pairwise figures on a folder with a sub-folder for each person.

    python scripts/measure_people.py lfw/images --home /somewhere/to/keep

The pictures are indexed and looked at by the product itself. Of each picture the face nearest to its middle is the
named one; all other faces take part but are not counted. People are split by turns of their sorted names: thresholds
are chosen on every other one (the first, third …), figures are given for the rest, which took no part in choosing.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from mindseye import MindsEye, load_settings
from mindseye.people import grouping
from mindseye.people.clusters import cluster
from mindseye.people.gallery import Gallery
from mindseye.types import Ids

SWEEP = np.round(np.arange(0.80, 0.971, 0.005), 3)


def main() -> None:
    """Look at the pictures, choose on one half of the people, print the figures of the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="a folder with a sub-folder of pictures for each person")
    parser.add_argument("--home", type=Path, required=True, help="where the library is made; kept for the next time")
    arguments = parser.parse_args()
    eye = MindsEye(load_settings({}, home=arguments.home, spaces="colour"))
    eye.library.add_source(arguments.data)
    for kind in ("index", "faces"):
        job = eye.library.jobs.run(kind)
        sys.stderr.write(f"{job.state}: {job.message}\n")
    gallery, names = named(eye)
    print(json.dumps(figures(gallery, names), indent=1))  # noqa: T201
    eye.close()


def named(eye: MindsEye) -> tuple[Gallery, list[str]]:
    """Return all faces and the person of each; empty for those that are not the one in the middle of their picture."""
    gallery = eye.people._gallery()
    best: dict[int, tuple[float, int]] = {}
    for place, number in enumerate(gallery.ids.tolist()):
        face = eye.people.face(number)
        picture = eye.library.picture(face.picture)
        box = face.face.box
        away = np.hypot((box.x1 + box.x2 - picture.width) / 2, (box.y1 + box.y2 - picture.height) / 2)
        if face.picture not in best or away < best[face.picture][0]:
            best[face.picture] = (float(away), place)
    names = [""] * len(gallery.ids)
    for picture, (_, place) in best.items():
        names[place] = eye.library.picture(picture).folder.rpartition("/")[2]
    return gallery, names


def figures(gallery: Gallery, names: list[str]) -> dict[str, Any]:
    """Return the sweep over one half of the people, and the other half at the threshold that the product uses."""
    people = sorted(set(names) - {""})
    halves = {name: place % 2 for place, name in enumerate(people)}
    parts = [np.array([place for place, n in enumerate(names) if n and halves[n] == half]) for half in (0, 1)]
    told: dict[str, Any] = {"faces": len(names), "named": sum(map(bool, names)), "people": len(people)}
    told["development"] = [at(gallery, names, parts[0], float(least)) for least in SWEEP]
    started = time.perf_counter()
    told["test"] = at(gallery, names, parts[1], grouping.LEAST)
    told["all"] = at(gallery, names, np.arange(len(names)), grouping.LEAST)
    told["seconds"] = round(time.perf_counter() - started, 2)
    for part, name in zip(parts, ("development_taken", "test_taken"), strict=True):
        told[name] = [
            taken(gallery, names, part, float(sure)) for sure in (SWEEP if "dev" in name else [grouping.SURE])
        ]
    return told


def at(gallery: Gallery, names: list[str], places: Ids, least: float) -> dict[str, float]:
    """Return the figures of clustering some faces from an average cosine of `least` on."""
    places = places[gallery.fit[places]]
    found = cluster(gallery.vectors[places], gallery.pictures[places], [], least)
    truth = np.unique([names[place] for place in places], return_inverse=True)[1]
    group = np.empty(len(places), np.int64)
    for number, rows in enumerate(found):
        group[rows] = number
    counted = np.array([bool(names[place]) for place in places])
    return {"least": least, "counted": int(counted.sum()), **bcubed(truth[counted], group[counted])}


def taken(gallery: Gallery, names: list[str], places: Ids, sure: float) -> dict[str, float]:
    """Name three faces of everybody who has five; return how many of the others the machine takes, rightly or not."""
    places = places[gallery.fit[places]]
    by_name: dict[str, list[int]] = {}
    for row, place in enumerate(places.tolist()):
        by_name.setdefault(names[place], []).append(row)
    known = {name: rows[:3] for name, rows in by_name.items() if name and len(rows) >= 5}
    whose = {place: place + 1 for place in range(len(known))}
    found = cluster(
        gallery.vectors[places], gallery.pictures[places], list(known.values()), grouping.LEAST, whose, sure
    )
    right = wrong = 0
    waiting = sum(len(by_name[name]) - 3 for name in known)
    for name, rows in known.items():
        cluster_of = next(each for each in found if rows[0] in each)
        others = [row for row in cluster_of if row not in rows]
        right += sum(names[places[row]] == name for row in others)
        wrong += sum(names[places[row]] != name for row in others)
    return {"sure": sure, "people": len(known), "waiting": waiting, "right": right, "wrong": wrong}


def bcubed(truth: Ids, group: Ids) -> dict[str, float]:
    """Return B-cubed (Bagga and Baldwin 1998) and pairwise precision, recall and their harmonic mean, 0 to 1."""
    same_truth, same_group = truth[:, None] == truth[None], group[:, None] == group[None]
    both = (same_truth & same_group).sum(1)
    precision, recall = float((both / same_group.sum(1)).mean()), float((both / same_truth.sum(1)).mean())
    off = ~np.eye(len(truth), dtype=bool)
    pairs, told, true = (float((m & off).sum()) for m in (same_truth & same_group, same_group, same_truth))
    pair_precision, pair_recall = pairs / max(told, 1.0), pairs / max(true, 1.0)
    return {
        "bcubed_precision": round(precision, 4),
        "bcubed_recall": round(recall, 4),
        "bcubed_f": round(2 * precision * recall / (precision + recall), 4),
        "pair_precision": round(pair_precision, 4),
        "pair_recall": round(pair_recall, 4),
        "pair_f": round(2 * pair_precision * pair_recall / max(pair_precision + pair_recall, 1e-12), 4),
        "groups": len(set(group.tolist())),
    }


if __name__ == "__main__":
    main()
