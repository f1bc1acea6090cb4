"""The parts of a query: photos, drawings and words, and the one vector of each space that they come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.descriptors.spaces import DEFAULT, SKETCH, Space, space
from mindseye.errors import RequestError
from mindseye.library.library import Library
from mindseye.library.queries import Queries
from mindseye.library.stopwatch import Stopwatch
from mindseye.models.registry import Models
from mindseye.tasks import embed, sketch
from mindseye.tasks.classify import Label
from mindseye.tasks.sketch import Drawing
from mindseye.types import RGB, Box

Kind = Literal["photo", "sketch", "words"]


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a query: a number of the library, a kept upload, bytes, a decoded picture, or, of kind `words`, a text."""

    picture: int | None = None
    upload: str | None = None
    data: bytes | None = None
    rgb: RGB | None = None
    text: str | None = None  # what the pictures shall show, in English or 中文; at most 200 characters
    name: str = "The picture"
    weight: float = 1.0  # negative: not like this one
    box: Box | None = None  # only this region, in px of the upright picture
    kind: Kind = "photo"


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of how a term, counted from 0, was taken.

    `photo-not-sketch`: it came as a sketch but is a photo, and was searched as one. `words-unknown`: the model does
    not know these words and no text of the library holds them. `words-as-text`: the model does not know them, but they
    were found in captions, labels or names.
    """

    code: Literal["photo-not-sketch", "words-unknown", "words-as-text"]
    term: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """The terms of a query as they were taken, and what was found drawn on those that are sketches, by their place."""

    terms: tuple[Term, ...]
    drawings: dict[int, Drawing]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Mixed:
    """The query's vector (dim,), of unit length, and what its first sketch looks like, the likest first."""

    vector: NDArray[np.float32]
    looks_like: tuple[Label, ...]


class Terms:
    """Reads and embeds the pictures of queries. Safe to use from several threads at once."""

    def __init__(self, library: Library, models: Models, queries: Queries) -> None:
        self._library, self._models, self._queries = library, models, queries

    def take(self, terms: tuple[Term, ...], watch: Stopwatch) -> Taken:
        """Look at what came as sketches: find what is drawn, and take what is a photo after all as a photo.

        Raises RequestError for a sheet on which nothing is drawn, ImageError for what is no picture.
        """
        taken, drawings, notes = list(terms), {}, []
        with watch.stage("read"):
            for place, term in enumerate(terms):
                if term.kind == "photo":
                    continue
                rgb = self.rgb(term)
                part = rgb if term.box is None else embed.cropped(rgb, term.box)
                if sketch.is_photo(part):
                    notes.append(Note("photo-not-sketch", place))
                    taken[place] = replace(term, kind="photo", rgb=rgb)
                else:
                    drawings[place] = sketch.find_drawing(part)
                    taken[place] = replace(term, rgb=rgb)
        return Taken(tuple(taken), drawings, tuple(notes))

    def mix(self, taken: Taken, where: Space, watch: Stopwatch) -> Mixed:
        """Return the weighted mix of the terms' vectors (Rocchio 1971)."""
        mixed, looks_like = np.zeros(where.dim, np.float32), None
        for place, term in enumerate(taken.terms):
            if place in taken.drawings:
                with watch.stage("embed"):
                    sketched = sketch.embed(self._models, taken.drawings[place])
                looks_like = looks_like or sketched.labels
                vector = sketched.vector
            else:
                vector = self._of_photo(term, where, watch)
            mixed += np.float32(term.weight) * vector
        length = float(np.linalg.norm(mixed))
        if not length > 1e-6:
            raise RequestError("The pictures of the query cancel each other out: change a weight or take one away.")
        return Mixed(np.asarray(mixed / np.float32(length), np.float32), looks_like or ())

    def rgb(self, term: Term) -> RGB:
        """Return a term's picture, decoded, whole."""
        if term.rgb is not None:
            return term.rgb
        if term.upload is not None:
            return self._queries.read(term.upload)
        if term.data is not None:
            return images.decode(term.data, self._library.limits, term.name)
        if term.picture is not None:
            return self._library.read(term.picture)
        raise RequestError("A term of the query has no picture: give a number, an upload or the picture itself.")

    def only(self, terms: tuple[Term, ...]) -> RGB:
        """Return the query's only picture, or its region: local features cannot be mixed."""
        if len(terms) != 1 or terms[0].weight <= 0:
            raise RequestError("Points are compared with one picture: take the others away, or do without `verify`.")
        rgb = self.rgb(terms[0])
        return rgb if terms[0].box is None else embed.cropped(rgb, terms[0].box)

    def _of_photo(self, term: Term, where: Space, watch: Stopwatch) -> NDArray[np.float32]:
        if term.picture is not None and term.box is None:
            try:
                with watch.stage("read"):
                    kept = self._library.vectors(where.name, np.array([term.picture], np.int64))
                    return np.asarray(kept[0], np.float32)
            except KeyError:  # not yet in this space: embed it now
                pass
        with watch.stage("read"):
            rgb = self.rgb(term)
        with watch.stage("embed"):
            return embed.embed_picture(self._models, where, rgb, term.box)


def space_of(taken: Taken, named: str | None, verify: bool = False) -> Space:
    """Return the space that a query is compared in: the named one; else `sketch` if a sketch is asked for, or `photo`.

    Raises NotFoundError for an unknown name, RequestError where a sketch cannot be compared in that way.
    """
    where = space(named or (SKETCH if taken.drawings else DEFAULT))
    if taken.drawings and where.name != SKETCH:
        raise RequestError(
            f"A sketch can only be compared in the space {SKETCH}, not in {where.name}: name no other space with it."
        )
    if taken.drawings and verify:
        raise RequestError("`verify` compares points between photos, and a sketch has none: do without it.")
    return where


def own(terms: tuple[Term, ...]) -> set[int]:
    """Return the query's own pictures, which are no hits; a region may well find the picture that it is of."""
    return {term.picture for term in terms if term.picture is not None and term.box is None}


def parse_term(text: str) -> tuple[float, str]:
    """Return weight and name of a term as people write it in a terminal: `photo.jpg` or `0.5:photo.jpg`."""
    weight, colon, name = text.partition(":")
    is_number = colon and name and weight.replace(".", "", 1).isdigit()
    return (float(weight), name) if is_number else (1.0, text)
