"""The parts of a query: photos, drawings and words, and the one vector of each space that they come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.descriptors.spaces import DEFAULT, POINTS, SKETCH, WORDS, Space, space
from mindseye.errors import RequestError
from mindseye.library.library import Library
from mindseye.library.queries import Queries
from mindseye.library.stopwatch import Stopwatch
from mindseye.library.wording import Wording, understand
from mindseye.models.registry import Models
from mindseye.tasks import embed, sketch
from mindseye.tasks.classify import Label
from mindseye.tasks.sketch import Drawing
from mindseye.types import RGB, Box

Kind = Literal["photo", "sketch", "words"]


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a query: a number of the library, a kept upload, bytes, a decoded one, or a text of kind `words`."""

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
    """The terms of a query as they were taken; by their place, what is drawn on sketches and what words mean."""

    terms: tuple[Term, ...]
    drawings: dict[int, Drawing]
    wordings: dict[int, Wording]
    notes: tuple[Note, ...]

    @property
    def has_words(self) -> bool:
        """Whether the model knows any word of the query."""
        return any(wording.vector is not None for wording in self.wordings.values())

    def places(self, where: Space, spaces: tuple[Space, ...]) -> list[int]:
        """Return which terms are compared in one of the query's spaces; words that the model does not know, in none."""
        known = [p for p in range(len(self.terms)) if p not in self.wordings or self.wordings[p].vector is not None]
        if len(spaces) == 1:
            return known
        return [place for place in known if (place in self.wordings) == (where.name == WORDS)]


@dataclass(frozen=True, slots=True)
class Side:
    """What a query comes to in one space: a vector (dim,), of unit length, and its weight beside other spaces, > 0."""

    where: Space
    vector: NDArray[np.float32]
    weight: float
    is_unlike: bool  # it has nothing but terms of negative weight, so that the vector points away from them


@dataclass(frozen=True, slots=True)
class Mixed:
    """A query in its spaces, none if no word is known, and what its first sketch looks like, the likest first."""

    sides: tuple[Side, ...]
    looks_like: tuple[Label, ...]


class Terms:
    """Reads and embeds the pictures of queries. Safe to use from several threads at once."""

    def __init__(self, library: Library, models: Models, queries: Queries) -> None:
        self._library, self._models, self._queries = library, models, queries

    def take(self, terms: tuple[Term, ...], watch: Stopwatch) -> Taken:
        """Look at sketches and words: find what is drawn and what is meant, and take as a photo what is one after all.

        Raises RequestError for a sheet on which nothing is drawn and for no words, ImageError for what is no picture.
        """
        taken, drawings, notes = list(terms), {}, []
        with watch.stage("embed"):
            wordings = {
                place: understand(self._models, term.text) for place, term in enumerate(terms) if term.kind == "words"
            }
        with watch.stage("read"):
            for place, term in enumerate(terms):
                if term.kind != "sketch":
                    continue
                rgb = self.rgb(term)
                part = rgb if term.box is None else embed.cropped(rgb, term.box)
                if sketch.is_photo(part):
                    notes.append(Note("photo-not-sketch", place))
                    taken[place] = replace(term, kind="photo", rgb=rgb)
                else:
                    drawings[place] = sketch.find_drawing(part)
                    taken[place] = replace(term, rgb=rgb)
        return Taken(tuple(taken), drawings, wordings, tuple(notes))

    def mix(self, taken: Taken, spaces: tuple[Space, ...], watch: Stopwatch) -> Mixed:
        """Return for each space the weighted mix of the terms' vectors (Rocchio 1971); a space without terms is none.

        Raises RequestError where they cancel each other out.
        """
        with watch.stage("embed"):
            sketched = {place: sketch.embed(self._models, drawing) for place, drawing in taken.drawings.items()}
        sides = []
        for where in spaces:
            vectors = {place: sketched[place].vector for place in sketched}
            vectors |= {
                place: wording.vector for place, wording in taken.wordings.items() if wording.vector is not None
            }
            places = taken.places(where, spaces)
            for place in places:
                if place not in vectors:
                    vectors[place] = self._of_photo(taken.terms[place], where, watch)
            if places:
                sides.append(_side(where, [taken.terms[p].weight for p in places], [vectors[p] for p in places]))
        return Mixed(tuple(sides), next((one.labels for one in sketched.values()), ()))

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
        raise RequestError(
            "A term of the query has no picture: give a number, an upload or the picture itself, or a text as words."
        )

    def only(self, terms: tuple[Term, ...]) -> RGB:
        """Return the query's only picture, or its region: local features cannot be mixed."""
        if len(terms) != 1 or terms[0].weight <= 0 or terms[0].kind == "words":
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


def _side(where: Space, weights: list[float], vectors: list[NDArray[np.float32]]) -> Side:
    mixed = np.sum([np.float32(weight) * vector for weight, vector in zip(weights, vectors, strict=True)], axis=0)
    length = float(np.linalg.norm(mixed))
    if not length > 1e-6:
        raise RequestError("The parts of the query cancel each other out: change a weight or take one away.")
    return Side(
        where, np.asarray(mixed / np.float32(length), np.float32), float(np.abs(weights).sum()), max(weights) < 0
    )


def spaces_of(taken: Taken, named: str | None, verify: bool = False) -> tuple[Space, ...]:
    """Return the spaces that a query is compared in, first the one on whose scale its scores are.

    Words are compared in `words`; drawings, and photos beside them, in `sketch`; photos alone in the named space, or in
    `photo`. Where `words` is named, photos are compared there too. Raises NotFoundError for an unknown name,
    RequestError where a part cannot be compared so.
    """
    if named:
        space(named)
    if taken.drawings and named not in (None, SKETCH):
        raise RequestError(_only_in("A sketch", SKETCH, named))
    if verify and (taken.drawings or taken.wordings):
        what = "a sketch" if taken.drawings else "a text"
        raise RequestError(f"`verify` compares points between photos, and {what} has none: do without it.")
    others = len(taken.terms) > len(taken.wordings)
    if taken.wordings and named not in (None, WORDS) and (not others or named == POINTS.name):
        raise RequestError(_only_in("A text", WORDS, named))
    usual = SKETCH if taken.drawings else DEFAULT if others else WORDS
    rest = space(named or usual)
    return (space(WORDS), rest) if taken.has_words and others and rest.name != WORDS else (rest,)


def _only_in(what: str, where: str, named: str | None) -> str:
    return f"{what} can only be compared in the space {where}, not in {named}: name no other space with it."


def own(terms: tuple[Term, ...]) -> set[int]:
    """Return the query's own pictures, which are no hits; a region may well find the picture that it is of."""
    return {term.picture for term in terms if term.picture is not None and term.box is None}


def parse_term(text: str) -> tuple[float, str]:
    """Return weight and name of a term as people write it in a terminal: `photo.jpg` or `0.5:photo.jpg`."""
    weight, colon, name = text.partition(":")
    is_number = colon and name and weight.replace(".", "", 1).isdigit()
    return (float(weight), name) if is_number else (1.0, text)
