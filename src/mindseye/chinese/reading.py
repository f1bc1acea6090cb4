"""Reads a caption: of all ways to read its words, the one that costs least.

A chart parser (Younger 1967; costs as in Knuth 1977): for each rule and place it keeps, for every end that the rule can
reach, the cheapest reading. A noun or verb is told from its neighbours and not by its look, since only one of the
readings of "a dog jumps" makes a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from typing import TypeVar

from mindseye.chinese.costs import (
    DEGREES,
    PART,
    RARE,
    SKIPPED,
    WORN,
    acts,
    befalls,
    disagrees,
    fills,
    misfit,
    needs,
    object_cost,
    unlike,
)
from mindseye.chinese.dictionary import LONGEST, Entry, meanings
from mindseye.chinese.grammar import Action, Clause, Detail, Noun, Nouns, Phrase, Word
from mindseye.chinese.prepositions import PREPOSITIONS

T = TypeVar("T")
Found = dict[int, tuple[float, T]]  # where a reading ends → its cost and what was read


def _remembered(rule: Callable[..., Iterator[tuple[int, float, T]]]) -> Callable[..., Found[T]]:
    """Keep the cheapest reading for each end, and read no place twice by the same rule."""

    @wraps(rule)
    def read(self: Reader, *at: object) -> Found[T]:
        key = (rule.__name__, *at)
        if key not in self.memory:
            best: Found[T] = {}
            self.memory[key] = best  # a rule that comes back to its own beginning finds nothing
            for end, cost, node in rule(self, *at):
                if end not in best or cost < best[end][0]:
                    best[end] = (cost, node)
        return self.memory[key]

    return read


class Reader:
    """The readings of one sentence: lower-case words without punctuation."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self.memory: dict[tuple[object, ...], Found] = {}  # type: ignore[type-arg]

    def words_at(self, start: int, *parts: str, form: str | None = None) -> Iterator[tuple[int, Word]]:
        """Yield the words and listed phrases that begin here and are of one of these parts of speech."""
        for length in range(min(LONGEST, len(self.words) - start), 0, -1):
            for entry in meanings(" ".join(self.words[start : start + length])):
                if entry.part in parts and (form is None or entry.form in form.split("|")):
                    place = start + length - 1 if entry.part in ("noun", "adjective") else start
                    yield start + length, Word(entry, place)

    def is_at(self, start: int, *words: str) -> bool:
        """Return whether one of these words stands here."""
        return start < len(self.words) and self.words[start] in words

    # Nouns

    @_remembered
    def determiner(self, start: int) -> Iterator[tuple[int, float, Word | None]]:
        yield start, 0.0, None
        for end, word in self.words_at(start, "number", "determiner"):
            if self.is_at(end, "of") and end + 1 < len(self.words) and word.entry.english in ("one", "some", "each"):
                continue
            yield end, 0.0, word
            if word.entry.english in ("all", "both", "a", "the", "some", "his", "her", "their", "these", "another"):
                for further, second in self.words_at(end, "number", "determiner"):
                    yield further, 0.05, second

    @_remembered
    def modifiers(self, start: int) -> Iterator[tuple[int, float, tuple[Word, ...]]]:
        yield start, 0.0, ()
        for middle, cost, word in self.modifier(start):
            for end, (more, rest) in self.modifiers(middle).items():
                swapped = word.entry.part == "noun" and rest and rest[0].entry.part != "noun"  # "field playing ball"
                yield end, cost + more + (0.8 if swapped else 0.0), (word, *rest)
            if self.is_at(middle, "and"):
                for end, (more, rest) in self.modifiers(middle + 1).items():
                    if rest and rest[0].entry.part == word.entry.part == "adjective":
                        yield end, cost + more + 0.1, (word, *rest)

    def modifier(self, start: int) -> Iterator[tuple[int, float, Word]]:
        for end, word in self.words_at(start, "adjective"):
            yield end, 0.05, word
        if self.is_at(start, *DEGREES):
            for end, cost, word in self.modifier(start + 1):
                yield end, cost + 0.05, word
        for end, word in self.words_at(start, "noun", form=""):
            yield end, 1.2 if word.entry.kind == "p" else 0.3, word
        for end, word in self.words_at(start, "verb", form="ing|ed"):
            if " " not in word.entry.english:
                yield end, 1.0 if word.entry.kind in ("go", "be", "do") else 2.0, word

    @_remembered
    def plain_noun(self, start: int) -> Iterator[tuple[int, float, Noun]]:
        """Read a noun with what stands before it."""
        for end, word in self.words_at(start, "pronoun"):
            if word.entry.english not in ("that", "who", "which"):
                yield end, 0.1, Noun(word)
        for after, (_, determiner) in self.determiner(start).items():
            is_number = determiner is not None and determiner.entry.part == "number"
            if determiner is not None and is_number and determiner.entry.english not in ("a", "an", "no", "every"):
                yield after, 0.9, Noun(determiner)
            for middle, (cost, modifiers) in self.modifiers(after).items():
                for end, more, head in self.head(middle):
                    more += misfit(determiner, head.entry)
                    yield end, cost + more, Noun(head, determiner, modifiers=modifiers)
                if modifiers and modifiers[-1].entry.kind == "colour" and modifiers[-1].entry.part == "adjective":
                    yield middle, cost + 0.45, Noun(modifiers[-1], determiner, modifiers=modifiers[:-1])

    def head(self, start: int) -> Iterator[tuple[int, float, Word]]:
        known = False
        for end, word in self.words_at(start, "noun"):
            known = True
            yield end, -0.3 * word.entry.english.count(" "), word
        rest = self.words[start : start + 1]
        if rest and not known and not meanings(rest[0]) and rest[0] not in PREPOSITIONS:
            yield start + 1, 3.0, Word(Entry(self.words[start], self.words[start], "unknown"), start)

    @_remembered
    def owned_noun(self, start: int) -> Iterator[tuple[int, float, Noun]]:
        for end, (cost, noun) in self.plain_noun(start).items():
            yield end, cost, noun
            if self.is_at(end, "'s", "s'"):
                for last, (more, second) in self.owned_noun(end + 1).items():
                    yield last, cost + more, replace(second, owner=noun)
            if self.is_at(end, "of"):
                for last, (more, inner) in self.nouns(end + 1).items():
                    yield last, cost + more - 0.3, replace(noun, of=inner)

    @_remembered
    def noun(self, start: int) -> Iterator[tuple[int, float, Noun]]:
        """Read a noun with what stands before and behind it."""
        for middle, (cost, noun) in self.owned_noun(start).items():
            yield middle, cost, noun
            for end, (more, details) in self.noun_details(middle, acts(noun)).items():
                if details:
                    yield end, cost + more, replace(noun, details=details)

    @_remembered
    def nouns(self, start: int) -> Iterator[tuple[int, float, Nouns]]:
        for end, (cost, noun) in self.noun(start).items():
            yield end, cost, (noun,)
            after = end + 1 if self.is_at(end, "and", "or", "plus") else end
            if after == end and noun.head.entry.kind in WORN:  # "red shoes white shirt and grey pants"
                for last, (more, rest) in self.nouns(end).items():
                    if len(rest) > 1 and rest[0].head.entry.kind in WORN:
                        yield last, cost + more + 0.8, (noun, *rest)
            if after > end:
                for last, (more, rest) in self.nouns(after).items():
                    yield last, cost + more + unlike(noun, rest[0]), (noun, *rest)

    @_remembered
    def noun_details(self, start: int, can_act: bool) -> Iterator[tuple[int, float, tuple[Detail, ...]]]:
        yield start, 0.0, ()
        for middle, cost, detail in self.noun_detail(start, can_act):
            for end, (more, rest) in self.noun_details(middle, can_act).items():
                yield end, cost + more, (detail, *rest)
            if self.is_at(middle, "and"):
                for end, (more, rest) in self.noun_details(middle + 1, can_act).items():
                    if rest:
                        yield end, cost + more + 0.3, (detail, *rest)

    def noun_detail(self, start: int, can_act: bool) -> Iterator[tuple[int, float, Detail]]:
        for end, (cost, phrase) in self.phrase(start).items():
            worn = phrase.nouns and phrase.nouns[0].head.entry.kind in WORN
            worn = worn or phrase.nouns[0].head.entry.kind == "colour"
            fits = phrase.preposition.entry.english in ("in", "with") and worn
            yield end, cost + (0.35 if not fits else -0.05 if can_act else 0.5), phrase
        for end, (cost, action) in self.action(start, "ing").items():
            yield end, cost + (0.45 if can_act or befalls(action) else 1.2), action
        for end, (cost, action) in self.action(start, "ed").items():
            yield end, cost + 0.6, action
        for end, word in self.words_at(start, "adverb"):
            if word.entry.chinese and word.entry.chinese[0] == "在":
                yield end, 0.6, word
        if self.is_at(start, "that", "who", "which"):
            for end, (cost, action) in self.action(start + 1, "s").items():
                yield end, cost + 0.3, action

    # Places

    @_remembered
    def preposition(self, start: int) -> Iterator[tuple[int, float, Word]]:
        for length in range(min(5, len(self.words) - start), 0, -1):
            text = " ".join(self.words[start : start + length])
            if text in PREPOSITIONS:
                yield (
                    start + length,
                    -0.25 * (length - 1),
                    Word(Entry(text, PREPOSITIONS[text].behind, "preposition"), start),
                )

    @_remembered
    def phrase(self, start: int) -> Iterator[tuple[int, float, Phrase]]:
        for middle, (listed, preposition) in self.preposition(start).items():
            for end, (cost, nouns) in self.nouns(middle).items():
                yield end, cost + listed + RARE.get(preposition.entry.english, 0.1), Phrase(preposition, nouns)

    # Actions

    @_remembered
    def action(self, start: int, form: str) -> Iterator[tuple[int, float, Action]]:
        """Read an action that begins with a verb in a form: s (a finite verb or "is"), ing, ed, or "" (to …)."""
        if form == "s":
            yield from self._being(start)
        if self.is_at(start, "gets", "get", "getting", "got"):
            for end, (cost, action) in self.action(start + 1, "ed").items():
                yield end, cost + 0.3, action
        if form == "ing" and self.is_at(start, "being"):
            for end, (cost, action) in self.action(start + 1, "ed").items():
                yield end, cost, action
        yield from self._doing(start, form)
        yield from self._helped(start, form)
        for middle, adverb in self.words_at(start, "adverb"):
            for end, (cost, action) in self.action(middle, form).items():
                yield end, cost + 0.2, replace(action, details=(adverb, *action.details))

    def _doing(self, start: int, form: str) -> Iterator[tuple[int, float, Action]]:
        for middle, verb in self.words_at(start, "verb", form="s|" if form == "s" else form):
            listed = 0.4 * verb.entry.english.count(" ")  # a listed phrase is meant as it is listed
            for end, cost, action in self._ends(middle, Action(verb, passive=form == "ed"), form):
                yield end, cost - listed, action
        if form == "s":
            for middle, verb in self.words_at(start, "verb", form="ed"):  # a caption in the past
                for end, cost, action in self._ends(middle, Action(verb), form):
                    yield end, cost + 0.8, action

    def _helped(self, start: int, form: str) -> Iterator[tuple[int, float, Action]]:
        """Read "tries to catch", "is about to jump"."""
        for middle, helper in self.words_at(start, "auxiliary", form="s|" if form == "s" else form):
            after = middle + 1 if self.is_at(middle, "to") else middle
            for inner in ("", "ing"):
                for end, (cost, action) in self.action(after, inner).items():
                    listed = 0.4 * helper.entry.english.count(" ")
                    yield end, cost + 0.1 - listed, replace(action, helpers=(helper, *action.helpers))

    def _being(self, start: int) -> Iterator[tuple[int, float, Action]]:
        """Read "is running", "is brown", "is in the water", "has jumped"."""
        is_being = self.is_at(start, "is", "are", "was", "were", "be")
        if not is_being and not self.is_at(start, "has", "have"):
            return
        after = start + 1
        while self.is_at(after, "being", "been"):
            after += 1
        for end, (cost, action) in self.action(after, "ed").items():
            yield end, cost, action
        if is_being:
            for end, (cost, action) in self.action(after, "ing").items():
                yield end, cost, action
            for end, cost, action in self._helped(after, ""):
                if action.helpers[0].entry.english.endswith(" to"):
                    yield end, cost - 0.2, action
            yield from self._being_so(after)

    def _being_so(self, start: int) -> Iterator[tuple[int, float, Action]]:
        for end, cost, action in self._ends(start, Action(None), "s"):
            if action.details:
                yield end, cost + 0.3, action
        for middle, (cost, qualities) in self.qualities(start).items():
            for end, more, action in self._ends(middle, Action(None, quality=qualities), "s"):
                yield end, cost + more, action
        for middle, (cost, nouns) in self.nouns(start).items():
            yield middle, cost + 0.5, Action(None, nouns=nouns)

    @_remembered
    def qualities(self, start: int) -> Iterator[tuple[int, float, tuple[Word, ...]]]:
        for middle, word in self.words_at(start, "adjective"):
            if any(other.part == "verb" and other.form == "ing" for other in meanings(word.entry.english)):
                continue  # "is playing" is what is done
            yield middle, 0.3, (word,)
            after = middle + 1 if self.is_at(middle, "and") else middle
            for end, (more, rest) in self.qualities(after).items():
                yield end, more + 0.1, (word, *rest)

    def _ends(self, start: int, action: Action, form: str) -> Iterator[tuple[int, float, Action]]:
        """Yield the action with its object, its details and what is done besides."""
        objects: Found[Nouns] = {start: (0.0, ())}
        if action.verb is not None and not action.passive and action.verb.entry.transitive:
            for end, (cost, nouns) in self.nouns(start).items():
                objects[end] = (cost + object_cost(action.verb.entry), nouns)
        for middle, (cost, nouns) in objects.items():
            for end, (more, details) in self.details(middle, form).items():
                more -= 0.5 if action.passive and details and fills(action, details[0]) else 0.0
                whole = replace(action, nouns=nouns, details=details)
                yield end, cost + more + needs(whole), whole

    @_remembered
    def details(self, start: int, form: str) -> Iterator[tuple[int, float, tuple[Detail, ...]]]:
        yield start, 0.0, ()
        for middle, cost, detail in self.detail(start, form):
            again = 0.3 if isinstance(detail, Action) else 0.0  # what follows belongs to the nearer action
            for end, (more, rest) in self.details(middle, form).items():
                yield end, cost + more + (again if rest else 0.0), (detail, *rest)

    def detail(self, start: int, form: str) -> Iterator[tuple[int, float, Detail]]:
        for end, (cost, phrase) in self.phrase(start).items():
            yield end, cost, phrase
        for end, word in self.words_at(start, "adverb"):
            yield end, (0.15 if word.entry.chinese else 0.4) - 0.3 * word.entry.english.count(" "), word
        if self.is_at(start, "to"):
            for end, (cost, action) in self.action(start + 1, "").items():
                yield end, cost + 0.2, replace(action, link="to")
        after = start + 1 if self.is_at(start, "while", "whilst", "and", "as", "by", "after", "before") else start
        link = self.words[start] if after > start else ""
        if link in ("while", "whilst"):
            for end, (cost, phrase) in self.phrase(after).items():
                yield end, cost + 0.3, phrase
        for end, (cost, action) in self.action(after, "ing").items():
            yield end, cost + (0.25 if link else 0.5), replace(action, link=link)
        if link == "and" and form != "ing":
            for end, (cost, action) in self.action(after, form).items():
                yield end, cost + 0.25, replace(action, link=link)
        if not link or link == "and":
            for end, (cost, action) in self.action(after, "ed").items():
                yield end, cost + 0.9, replace(action, link=link)

    # Sentences

    @_remembered
    def clause(self, start: int) -> Iterator[tuple[int, float, Clause]]:
        """Read what could stand alone; a thing with no action is a sentence too, but a dear one."""
        yield from self._existing(start)
        for middle, (cost, subject) in self.nouns(start).items():
            yield middle, cost + 1.2, Clause(subject, None)
            for end, (more, action) in self.action(middle, "s").items():
                yield end, cost + more + disagrees(subject, action), Clause(subject, action)
            for end, (more, action) in self.action(middle, "ing").items():
                yield end, cost + more + 0.5, Clause(subject, action)
            for end, (more, action) in self.action(middle, "ed").items():
                yield end, cost + more + 1.0, Clause(subject, action)
            for end, (more, details) in self.details(middle, "s").items():
                if details and not isinstance(details[0], Action):
                    yield end, cost + more + 0.9, Clause(subject, Action(None, details=details))

    def _existing(self, start: int) -> Iterator[tuple[int, float, Clause]]:
        if self.is_at(start, "there") and self.is_at(start + 1, "is", "are", "was", "were"):
            for middle, (cost, subject) in self.nouns(start + 2).items():
                yield middle, cost, Clause(subject, None, exists=True)
                for form in ("ing", "ed"):
                    for end, (more, action) in self.action(middle, form).items():
                        yield end, cost + more, Clause(subject, action, exists=True)
                for end, (more, details) in self.details(middle, "s").items():
                    if details:
                        yield end, cost + more, Clause(subject, Action(None, details=details), exists=True)

    @_remembered
    def sentence(self, start: int) -> Iterator[tuple[int, float, Clause]]:
        for middle, (cost, clause) in self.clause(start).items():
            yield middle, cost, clause
            after = middle + 1 if self.is_at(middle, "as", "while", "whilst", "and", "but", "when") else middle
            for end, (more, rest) in self.sentence(after).items():
                yield end, cost + more + (0.5 if after > middle else 1.5), replace(clause, then=rest)
        for middle, (cost, phrase) in self.phrase(start).items():
            for end, (more, clause) in self.sentence(middle).items():
                yield end, cost + more + 0.5, replace(clause, opening=(phrase, *clause.opening))
        for form in ("ing", "s"):
            for middle, (cost, action) in self.action(start, form).items():
                yield middle, cost + 2.0, Clause((), action)


def read(words: Sequence[str]) -> tuple[tuple[Clause, ...], float]:
    """Return the caption as one clause if a rule fits it whole; else as the fewest and cheapest parts that cover it.

    Also what the reading cost: below SURE, captions are mostly read as they were meant. Words that no part covers are
    left out of the parts; the caller finds them missing by their places.
    """
    reader, count = Reader(words), len(words)
    best: list[tuple[float, tuple[Clause, ...]]] = [(0.0, ())]
    for end in range(1, count + 1):
        best.append((best[end - 1][0] + SKIPPED, best[end - 1][1]))
        for start in range(end):
            found = reader.sentence(start).get(end)
            if found is not None and best[start][0] + found[0] + PART < best[end][0]:
                best[end] = (best[start][0] + found[0] + PART, (*best[start][1], found[1]))
    return best[count][1], best[count][0] - PART * len(best[count][1])
