"""Words in the texts that the library keeps of its pictures: captions, labels, and names of people, files and folders.

Whole words are compared, in any case, in the singular and the plural; what is written in Chinese, which has no gaps
between words, is looked for anywhere. SQL does the comparing, so that a long list of captions never leaves the engine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select

from mindseye.library import labelling, labels, tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.wording import is_chinese
from mindseye.models.card import Card
from mindseye.models.registry import Models
from mindseye.sentences import tokens
from mindseye.tasks import classify
from mindseye.types import Ids

TextKind = Literal["caption", "label", "person", "name"]
KINDS: tuple[TextKind, ...] = get_args(TextKind)
MARKS = "_-.,()[]+&#/'"  # between words in names of files
t, p, f = tables, tables.pictures.c, tables.files.c


@dataclass(frozen=True, slots=True)
class MatchedText:
    """A text of a picture that holds words of a query."""

    kind: TextKind
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Which pictures hold which words in their texts: ids by word and by kind of text; no word that none holds."""

    pictures: int  # how many there are in all, to weigh words by how rare they are
    found: dict[str, dict[TextKind, Ids]] = field(default_factory=dict)

    def ids(self, words: Iterable[str] | None = None) -> Ids:
        """Return the pictures that hold any of these words, or any at all, in order."""
        chosen = self.found if words is None else [word for word in words if word in self.found]
        parts = [ids for word in chosen for ids in self.found[word].values()]
        return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)

    def shares(self, words: Sequence[str], ids: Ids) -> NDArray[np.float64]:
        """Return how much of these words' weight each picture's texts hold, 0 to 1, (n,).

        A word weighs the more the fewer pictures hold it (Spärck Jones 1972), one that none holds the most.
        """
        shares, whole = np.zeros(len(ids)), 0.0
        for word in words:
            holders = self.ids([word])
            weight = math.log(1.0 + self.pictures / (1.0 + len(holders)))
            shares += weight * np.isin(ids, holders)
            whole += weight
        return shares / whole if whole else shares

    def kinds(self, ids: Ids) -> dict[int, tuple[TextKind, ...]]:
        """Return in which kinds of texts these pictures hold any of the words."""
        found: dict[int, tuple[TextKind, ...]] = {}
        for kind in KINDS:
            parts = [by_kind[kind] for by_kind in self.found.values() if kind in by_kind]
            for number in np.intersect1d(ids, np.concatenate(parts)).tolist() if parts else ():
                found[number] = (*found.get(number, ()), kind)
        return found


class Texts:
    """Looks for words in the texts of one library's pictures. Safe to use from several threads at once."""

    def __init__(self, catalogue: Catalogue, models: Models) -> None:
        self._catalogue, self._models = catalogue, models

    def holding(self, words: Sequence[str], within: Ids | None = None) -> Matches:
        """Return which pictures hold which of these words; only among `within` if it is given."""
        found: dict[str, dict[TextKind, Ids]] = {}
        cards = [model.card for model in self._models.newest() if classify.suits(model.card)] if words else []
        with self._catalogue.reading() as connection:
            pictures = connection.execute(select(func.count()).where(p.removed.is_(False))).scalar_one()
            for word in dict.fromkeys(words):
                for kind, query in _queries(connection, cards, word):
                    ids = np.unique(np.fromiter(connection.execute(query).scalars(), np.int64))
                    ids = ids if within is None else np.intersect1d(ids, within)
                    if len(ids):
                        found.setdefault(word, {})[kind] = ids
        return Matches(int(pictures) if within is None else len(within), found)

    def of_picture(self, number: int, words: Sequence[str]) -> tuple[MatchedText, ...]:
        """Return the texts of one picture that hold any of these words, and which of them."""
        with self._catalogue.reading() as connection:
            listed = [(kind, text, text) for kind, text in _texts_of(connection, number)]
        named = labelling.of_picture(self._catalogue, self._models, number)
        listed += [("label", label.name, label.name_zh) for label in named]
        found = []
        for kind, text, text_zh in sorted(dict.fromkeys(listed), key=lambda one: KINDS.index(one[0])):
            if kept := tuple(word for word in dict.fromkeys(words) if holds(text, word) or word == text_zh):
                found.append(MatchedText(kind, text, kept))
        return tuple(found)


def _queries(connection: Connection, cards: Sequence[Card], word: str) -> Iterable[tuple[TextKind, Select[Any]]]:
    """Give for each kind of text the query for the pictures that hold a word in it."""
    here, caption, of, face = p.removed.is_(False), t.captions.c, t.labels.c, t.faces.c
    said = caption.text.contains(word, autoescape=True) if is_chinese(word) else _among(caption.words, word)
    yield "caption", select(caption.picture_id).join(t.pictures, p.id == caption.picture_id).where(said, here)
    if meant := _labels(cards, word):
        named = or_(*(and_(of.model == model, of.name.in_(names)) for model, names in meant.items()))
        yield "label", select(of.picture_id).join(t.pictures, p.id == of.picture_id).where(named, here)
    if people := _people(connection, word):
        shown = select(face.picture_id).join(t.pictures, p.id == face.picture_id)
        yield "person", shown.where(face.person_id.in_(people), here)
    yield "name", select(f.picture_id).join(t.pictures, p.id == f.picture_id).where(_in_names(f.path, word), here)


@lru_cache(maxsize=4096)
def forms(word: str) -> tuple[str, ...]:
    """Return a word as it may stand in a text: as it is, and in the other number.

    >>> forms("dogs"), forms("berry"), forms("grass")
    (('dogs', 'dog'), ('berry', 'berrys', 'berryes', 'berries'), ('grass', 'grasss', 'grasses'))
    """
    other: list[str] = []
    if word.endswith("ies") and len(word) > 4:
        other = [word[:-3] + "y", word[:-1]]
    elif re.search(r"(ss|sh|ch|x|z|o)es$", word):
        other = [word[:-2], word[:-1]]
    elif word.endswith("s") and not word.endswith(("ss", "us", "'s")) and len(word) > 3:
        other = [word[:-1]]
    elif word.isalpha():
        other = [word + "s", word + "es", *([word[:-1] + "ies"] if word.endswith("y") else [])]
    return (word, *other)


def holds(text: str, word: str) -> bool:
    """Say whether a text holds a word, in either number; a Chinese one anywhere.

    >>> holds("Two dogs.", "dog"), holds("hot-dog_01.jpg", "dog"), holds("a dogma", "dog"), holds("小狗", "狗")
    (True, True, False, True)
    """
    if is_chinese(word):
        return word.casefold() in text.casefold()
    bare = text.casefold().translate(str.maketrans(MARKS, " " * len(MARKS)))
    return not {*bare.split(), *tokens(text)}.isdisjoint(forms(word))


def _among(padded: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Return the condition that a column of words with a space around each holds one."""
    return or_(*(padded.contains(f" {form} ", autoescape=True) for form in forms(word)))


def _in_names(path: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Return the condition that a path below its source holds a word: in the names of its folders or of its file."""
    lower = func.lower(path)
    if is_chinese(word):
        return lower.contains(word, autoescape=True)
    bare: ColumnElement[str] = lower
    for mark in MARKS:
        bare = func.replace(bare, mark, " ")
    padded = literal(" ").concat(bare).concat(" ")
    spelt = [(form, re.sub(f"[{re.escape(MARKS)}]", " ", form)) for form in forms(word)]
    # The first is quick and keeps nearly all rows from the second.
    return or_(
        *(and_(lower.contains(form, autoescape=True), padded.contains(f" {bare_form} ")) for form, bare_form in spelt)
    )


def _labels(cards: Sequence[Card], word: str) -> dict[str, list[str]]:
    """Return the labels and groups that a word names, by model, in English."""
    found: dict[str, list[str]] = {}
    for card in cards:
        named = _named(tuple((name, name_zh) for (_, name), name_zh in labels.chinese(card).items()))
        if names := sorted({name for form in forms(word) for name in named.get(form, ())}):
            found[card.name] = names
    return found


@lru_cache(maxsize=16)
def _named(names: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """Return the English names by each word in them, and by their whole name in 中文."""
    found: dict[str, list[str]] = {}
    for name, name_zh in names:
        for word in (*tokens(name), name_zh):
            found.setdefault(word, []).append(name)
    return found


def _people(connection: Connection, word: str) -> list[int]:
    """Return the people whose name holds a word; those who are hidden stay so."""
    person = t.people.c
    rows = connection.execute(select(person.id, person.name).where(person.hidden.is_(False), person.name != "")).all()
    return [row.id for row in rows if word in row.name.casefold().split() or _said_of(row.name, word)]


def _said_of(name: str, word: str) -> bool:
    return word.casefold() in name.casefold() if is_chinese(word) else word in tokens(name)


def _texts_of(connection: Connection, number: int) -> Iterable[tuple[TextKind, str]]:
    caption, face, person = t.captions.c, t.faces.c, t.people.c
    for text in connection.execute(select(caption.text).where(caption.picture_id == number)).scalars():
        yield "caption", text
    named = select(person.name).join(t.faces, face.person_id == person.id).where(face.picture_id == number)
    for text in connection.execute(named.where(person.hidden.is_(False), person.name != "")).scalars():
        yield "person", text
    for text in connection.execute(select(f.path).where(f.picture_id == number).order_by(f.id)).scalars():
        yield "name", text
