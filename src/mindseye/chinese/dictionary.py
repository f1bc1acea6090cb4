"""What English caption words are called in Chinese: four lists beside this file, written for this project.

nouns.csv           measure: the word that counts it (empty: 个, "-": not counted); kind: p person, a animal, c worn
                    on the body, h on the head or tied on, b part of a body, v ridden or driven, l a place, e a time,
                    t a thing;
                    place: the noun as a place ("雪地里" for snow); use: what one does with it (a guitar: 弹)
verbs.csv           chinese: without an object; transitive: with an object or a direction, ~ stands for the object;
                    kind: go a way of moving, be a posture, hold goes on for a while (着), do anything else, is a state
adjectives.csv      kind: colour, plain (both take 的), bare (stands at the noun without 的)
function_words.csv  numbers, determiners, pronouns, adverbs, conjunctions, helping verbs

Only the simplest form is listed; the others are inflected here, the irregular ones from `plural` and `forms`. `also`
lists more Chinese words for the same thing, which queries may use. The commonest words of captions come first.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
LONGEST = 7  # words of a listed phrase
VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of an English word in one of its forms."""

    english: str  # the listed form
    chinese: str
    part: str  # noun, verb, adjective, or the kind of function word
    form: str = ""  # "", plural, s, ing, ed
    kind: str = ""
    measure: str = ""
    place: str = ""
    use: str = ""
    transitive: str = ""
    also: tuple[str, ...] = ()


def meanings(phrase: str) -> tuple[Entry, ...]:
    """Return the meanings of a lower-case word or phrase in any of its forms; none for one that is not listed."""
    return _forms().get(phrase, ())


@lru_cache(maxsize=1)
def listed() -> tuple[Entry, ...]:
    """Return all entries in their listed form, nouns first, the commonest first of each list."""
    return (*_nouns(), *_verbs(), *_adjectives(), *_function_words())


@lru_cache(maxsize=1)
def words_of_phrases() -> frozenset[str]:
    """Return all single words of the listed phrases: "ferris" is known from "ferris wheel"."""
    return frozenset(word for text in _forms() for word in text.split())


def inflected(entry: Entry, form: str) -> str:
    """Return the word in a form (plural, ing); the listed form if it has no such form."""
    return _wanted().get((entry.english, entry.part, form), entry.english)


@lru_cache(maxsize=1)
def _wanted() -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    for text, entries in _forms().items():
        for entry in entries:
            key = (entry.english, entry.part, entry.form)
            if key not in found or _is_likelier(text, found[key], entry.english):
                found[key] = text
    return found


def _is_likelier(text: str, other: str, base: str) -> bool:
    """Return whether one of two regular spellings is the right one: running, not runing; eating, not eatting."""
    word = base.split()[0]
    doubles = len(word) >= 3 and word[-1] not in VOWELS + "wxyh" and word[-2] in VOWELS and word[-3] not in VOWELS
    is_short = sum(letter in VOWELS for letter in word) == 1
    return (len(text) > len(other)) == (doubles and is_short)


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[Entry, ...]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    irregular = {row["english"]: row["plural"] for row in _rows("nouns.csv") if row["plural"]}
    for row in _rows("nouns.csv"):
        entry = _noun(row)
        found[entry.english].append(entry)
        before, space, last = entry.english.rpartition(" ")
        for plural in {before + space + irregular[last]} if last in irregular else _plurals(entry.english):
            found[plural].append(_form(entry, "plural"))
    for row in (*_rows("verbs.csv"), *_of_kind("auxiliary")):
        entry = _verb(row) if "transitive" in row else Entry(row["english"], row["chinese"], "auxiliary")
        found[entry.english].append(entry)
        for text, form in _inflected(entry.english, row["forms"].split()):
            found[text].append(_form(entry, form))
    for entry in (*_adjectives(), *(word for word in _function_words() if word.part != "auxiliary")):
        found[entry.english].append(entry)
    return {text: tuple(entries) for text, entries in found.items()}


def _form(entry: Entry, form: str) -> Entry:
    return Entry(
        entry.english, entry.chinese, entry.part, form, entry.kind, entry.measure, entry.place, entry.use,
        entry.transitive, entry.also,
    )  # fmt: skip


def _noun(row: dict[str, str]) -> Entry:
    measure, also = row["measure"] or "个", tuple(row["also"].split())
    return Entry(row["english"], row["chinese"], "noun", "", row["kind"], measure, row["place"], row["use"], also=also)


def _verb(row: dict[str, str]) -> Entry:
    also, transitive = tuple(row["also"].split()), row["transitive"] or row["chinese"]
    return Entry(row["english"], row["chinese"], "verb", kind=row["kind"], transitive=transitive, also=also)


def _nouns() -> Iterator[Entry]:
    return map(_noun, _rows("nouns.csv"))


def _verbs() -> Iterator[Entry]:
    return map(_verb, _rows("verbs.csv"))


def _adjectives() -> Iterator[Entry]:
    for row in _rows("adjectives.csv"):
        yield Entry(row["english"], row["chinese"], "adjective", kind=row["kind"], also=tuple(row["also"].split()))


def _function_words() -> Iterator[Entry]:
    return (Entry(row["english"], row["chinese"], row["kind"]) for row in _rows("function_words.csv"))


def _of_kind(kind: str) -> Iterator[dict[str, str]]:
    return (row for row in _rows("function_words.csv") if row["kind"] == kind)


def _plurals(noun: str) -> set[str]:
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return {noun + "es"}
    if noun.endswith("y") and noun[-2] not in VOWELS:
        return {noun[:-1] + "ies"}
    return {noun + "s", noun + "es"} if noun.endswith("o") else {noun + "s"}


def _inflected(verb: str, irregular: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb or of a phrase that begins with one; doubled letters both ways, which does no harm."""
    first, space, rest = verb.partition(" ")
    if irregular == ["last"]:  # scuba diving, not scubaing dive
        before, _, last = verb.rpartition(" ")
        yield from ((before + " " + text, form) for text, form in _inflected(last, []))
        return
    stem = first[:-1] if first.endswith("e") and not first.endswith(("ee", "ye", "oe")) else first
    stems = {stem, stem + stem[-1]} if stem == first and stem[-1] not in VOWELS + "wxy" else {stem}
    forms = set() if any(form.endswith("ing") for form in irregular) else {(one + "ing", "ing") for one in stems}
    third = next(iter(sorted(_plurals(first)))) if first != "go" else "goes"
    forms.add((third if len(_plurals(first)) == 1 else first + "es", "s"))
    past = [form for form in irregular if not form.endswith("ing") and not _is_third(form, first)]
    forms |= {(form, "ing") for form in irregular if form.endswith("ing")}
    forms |= {(form, "s") for form in irregular if _is_third(form, first)}
    regular = {first[:-1] + "ied"} if third.endswith("ies") else {one + "ed" for one in stems}
    forms |= {(form, "ed") for form in past or regular}
    for text, form in forms:
        yield text + space + rest, form


def _is_third(form: str, first: str) -> bool:
    return form == "has" or (form.endswith("s") and form[:2] == first[:2] and form not in (first, "lost"))


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
