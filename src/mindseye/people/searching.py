"""Search 1:N: who a face could be, among the library's people and face sets, by exact comparison with every face."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.people.gallery import NOBODY, Gallery
from mindseye.people.records import Answer, Candidate, Found, PersonName
from mindseye.people.seeing import Seen, Seer
from mindseye.tasks.faces import comparison
from mindseye.types import Vectors


@dataclass(frozen=True, slots=True)
class Known:
    """Faces to look among: a vector each, and who they stand for; faces with the same key are one candidate."""

    vectors: Vectors  # (n, 128)
    keys: NDArray[np.int64]  # (n,)
    candidate: Callable[[int], Candidate]  # of a place; its confidence and verdict are filled in later


def people_known(gallery: Gallery, people: dict[int, PersonName], ids: dict[int, str | None], unnamed: bool) -> Known:
    """Return the faces of these people, one candidate each, and with `unnamed` those that are nobody's, each alone."""
    whose = np.isin(gallery.people, list(people))
    free = gallery.people == NOBODY
    chosen = gallery.only(np.flatnonzero(whose | free if unnamed else whose))
    keys = np.where(chosen.people == NOBODY, -chosen.ids, chosen.people)

    def candidate(place: int) -> Candidate:
        number = int(chosen.people[place])
        return Candidate(
            confidence=0.0,
            verdict="",
            person=people.get(number),
            face=int(chosen.ids[place]),
            picture=int(chosen.pictures[place]),
            external_id=ids.get(number),
        )

    return Known(chosen.vectors, keys, candidate)


def search(seen: Seen, size: tuple[int, int], known: Sequence[Known], top: int, seer: Seer) -> Answer:
    """Return the best candidates for each face that was seen in a picture of `size` (width, height)."""
    started = time.perf_counter()
    card = seer.card
    found = tuple(
        Found(face, _best(vector, known, top, seer)) for face, vector in zip(seen.faces, seen.vectors, strict=True)
    )
    return Answer(
        faces=found,
        width=size[0],
        height=size[1],
        nearest_score=seen.nearest_score,
        considered=sum(len(one.vectors) for one in known),
        thresholds=comparison.false_accepts(card),
        calibrated_on=comparison.calibrated_on(card),
        models=seer.versions("face-detect", "face-embed"),
        timings_ms={**seen.timings_ms, "search": 1000.0 * (time.perf_counter() - started)},
    )


def _best(vector: NDArray[np.float32], known: Sequence[Known], top: int, seer: Seer) -> tuple[Candidate, ...]:
    """Return the likest candidates, each by its likest face."""
    found: list[tuple[float, Candidate]] = []
    for among in known:
        cosines = among.vectors @ vector  # (n,)
        keys: set[int] = set()
        for place in np.argsort(-cosines, kind="stable").tolist():
            if len(keys) == top:
                break
            if (key := int(among.keys[place])) not in keys:
                keys.add(key)
                found.append((float(cosines[place]), among.candidate(place)))
    found.sort(key=lambda pair: -pair[0])
    found = found[:top]
    confidences = comparison.scaled(np.array([cosine for cosine, _ in found], np.float32), seer.card)
    return tuple(
        _filled(candidate, float(confidence), comparison.verdict(float(confidence), seer.card))
        for (_, candidate), confidence in zip(found, confidences, strict=True)
    )


def _filled(candidate: Candidate, confidence: float, verdict: str) -> Candidate:
    return dataclasses.replace(candidate, confidence=round(confidence, 3), verdict=verdict)
