"""What readings of a caption cost: what captions seldom say costs more. Set by hand on training captions."""

from __future__ import annotations

from mindseye.chinese.dictionary import Entry
from mindseye.chinese.grammar import Action, Detail, Noun, Phrase, Word
from mindseye.chinese.prepositions import FULL_OF

MASS_OR_MANY = ("-", "些")
WORN = ("c", "h")
DEGREES = ("very", "mostly", "almost", "brightly", "completely", "partially", "really", "so", "slightly", "heavily")
PART, SKIPPED = 4.0, 6.0  # what a part of a sentence that no rule joins costs, and a word that is left out
THINGS_DO = ("float", "fly", "roll", "fall", "flow", "bounce", "hang", "lie", "lay", "stick", "park", "lean", "dangle")
NEED = ("wear", "hold", "carry", "don", "sport", "grab", "give", "put", "take", "make", "have", "use", "get", "show")
RARE = {"as": 1.5, "of": 1.5, "about": 0.8, "to": 0.3}  # what it costs to take these for prepositions of a place


def unlike(one: Noun, other: Noun) -> float:
    """Return what it costs that two nouns stand side by side: hats go with shirts, but not with dogs."""
    undetermined = other.determiner is None and one.determiner is not None and other.head.entry.kind not in WORN
    return _unlike_kinds(one, other) + (0.25 if undetermined else 0.0)


def _unlike_kinds(one: Noun, other: Noun) -> float:
    kinds = {
        "p" if entry.kind == "a" else "c" if entry.kind in ("h", "b") else entry.kind for entry in _heads(one, other)
    }
    return 0.2 if len(kinds) == 1 else 3.0 if kinds == {"c", "p"} else 1.0 if "c" in kinds else 0.5


def fills(action: Action, detail: Detail) -> bool:
    """Return whether a participle needs its phrase: filled with water."""
    is_full = action.verb is not None and action.verb.entry.english in FULL_OF
    return is_full and isinstance(detail, Phrase) and detail.preposition.entry.english in ("with", "in", "by", "of")


def acts(noun: Noun) -> bool:
    """Return whether a thing can do something: a man running, but not a vest running."""
    return noun.head.entry.kind in ("p", "a", "v") or noun.head.entry.part in ("pronoun", "number") or bool(noun.of)


def befalls(action: Action) -> bool:
    """Return whether it is said of things as well: a ball floating in a pool."""
    verb = action.verb.entry if action.verb is not None else None
    return verb is not None and (verb.english in THINGS_DO)


def _heads(*nouns: Noun) -> list[Entry]:
    return [noun.head.entry for noun in nouns]


def disagrees(subject: tuple[Noun, ...], action: Action) -> float:
    """Return what it costs that one thing does what several would: "a dog water" is no sentence."""
    if len(subject) != 1 or subject[0].of or action.verb is None or action.helpers:
        return 0.0
    head, verb = subject[0].head.entry, action.verb.entry
    return 0.8 if head.part == "noun" and not head.form and verb.part == "verb" and not verb.form else 0.0


def needs(action: Action) -> float:
    """Return what it costs that a verb stands without the object that it needs."""
    is_short = action.verb is not None and action.verb.entry.english in NEED and not action.passive
    return 1.0 if is_short and not action.nouns else 0.0


def misfit(determiner: Word | None, noun: Entry) -> float:
    """Return what it costs that number and noun do not agree: "dog runs" and "a dogs" are rarer than "a dog"."""
    said = determiner.entry.english if determiner else ""
    if said in ("a", "an", "one", "another") and noun.form == "plural":
        return 0.0 if noun.measure in ("条", "副", "套", "件", "双") else 1.0
    if said in ("two", "three", "four", "five", "several", "many") and not noun.form and noun.part == "noun":
        return 0.8
    if not said and not noun.form and noun.measure not in MASS_OR_MANY and noun.kind != "l":
        return 0.1 if noun.kind == "t" and noun.use else 0.5  # football
    return 0.0


def object_cost(verb: Entry) -> float:
    """Return what it costs that a verb has an object: little for those that are listed with one."""
    return 0.0 if verb.transitive != verb.chinese and verb.kind != "be" else 0.4
