"""The parts of a caption as they are read: who, does what, where. Words keep their place in the English sentence."""

from __future__ import annotations

from dataclasses import dataclass

from mindseye.chinese.dictionary import Entry


@dataclass(frozen=True, slots=True)
class Word:
    """One meaning of the word (or listed phrase) at a place of the sentence."""

    entry: Entry
    place: int


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing with all that is said of it: "three brown dogs in the snow"."""

    head: Word
    determiner: Word | None = None  # the, his, a number
    owner: Noun | None = None  # the man of "the man's hat"
    modifiers: tuple[Word, ...] = ()
    details: tuple[Detail, ...] = ()
    of: Nouns = ()  # the leaves of "a pile of leaves"


Nouns = tuple[Noun, ...]  # joined by "and"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A preposition and its nouns."""

    preposition: Word
    nouns: Nouns


@dataclass(frozen=True, slots=True)
class Action:
    """A verb with all that belongs to it. `link` says how it hangs on the action before: to, while, and, or nothing."""

    verb: Word | None  # None: "is", with what stands in `nouns`, `quality` or `details`
    helpers: tuple[Word, ...] = ()
    passive: bool = False
    nouns: Nouns = ()
    quality: tuple[Word, ...] = ()  # the adjectives of "is big and round"
    details: tuple[Detail, ...] = ()
    link: str = ""


Detail = Phrase | Word | Action  # where, how (an adverb), and what else is done


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence, or a part of one that could stand alone."""

    subject: Nouns
    action: Action | None
    opening: tuple[Detail, ...] = ()
    exists: bool = False  # "there is"
    then: Clause | None = None  # "… as a man watches"
