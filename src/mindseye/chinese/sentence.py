"""A caption in Chinese, and which English word each piece of it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mindseye.chinese import actions, details, places
from mindseye.chinese import nouns as things
from mindseye.chinese.dictionary import Entry, meanings, words_of_phrases
from mindseye.chinese.grammar import Action, Clause, Detail, Phrase
from mindseye.chinese.pieces import Pieces, added, text_of
from mindseye.chinese.prepositions import PREPOSITIONS
from mindseye.chinese.reading import read

SURE = 3.0  # what a reading may cost that is trusted
MORE_OFTEN_DONE = frozenset((
    "play", "run", "jump", "walk", "stand", "look", "ride", "watch", "wear", "catch", "pose", "leap", "smile", "swing",
    "throw", "kick", "fight", "hit", "dance", "swim", "climb", "kiss", "hug", "bite", "dive", "drink", "rest", "help",
))  # fmt: skip
LONGEST_SENTENCE = 60  # words; a longer one is rendered word by word, since reading takes the cube of the length
SAID_NOWHERE = frozenset(("a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "of", "to", "that"))


@dataclass(frozen=True, slots=True)
class Chinese:
    """A sentence in Chinese. Its pieces, one after the other, are the text."""

    text: str
    alignment: tuple[tuple[str, int | None], ...]  # each piece with the place of its English word; None: added
    sure: bool  # False: a word was unknown, or no rule put the words in order


def to_chinese(words: Sequence[str]) -> Chinese:
    """Return an English caption in Chinese: the words of one sentence, in any case, with or without a full stop.

    Never fails: what no rule can order stands word by word, a word that is not known stands in English, and `sure`
    says so. No words give an empty text.
    """
    return _to_chinese(tuple(words))


@lru_cache(maxsize=1000)
def _to_chinese(words: tuple[str, ...]) -> Chinese:
    kept = [place for place, word in enumerate(words) if re.search(r"\w", word)]
    plain = [words[place].lower().strip('.,;:!?"') for place in kept]
    if not plain:
        return Chinese("", (), sure=True)
    clauses, cost = read(plain) if len(plain) <= LONGEST_SENTENCE else ((), 0.0)
    pieces: Pieces = ()
    for clause in clauses:
        pieces += (added("，") if pieces else ()) + _clause(clause)
    is_whole = len(clauses) == 1
    if not is_whole and not _covers(pieces, len(plain)):
        pieces = tuple(_word_by_word(plain))
    sure = is_whole and cost <= SURE and all(map(_is_known, plain))
    aligned = tuple((text, None if place is None else kept[place]) for text, place in _spaced(pieces))
    return Chinese(text_of(aligned) + "。", (*aligned, ("。", None)), sure)


def _is_known(word: str) -> bool:
    return bool(meanings(word)) or word in PREPOSITIONS or word in SAID_NOWHERE or word in words_of_phrases()


def _clause(clause: Clause, kind: str = "") -> Pieces:
    """Return a clause; `kind` is that of the subject of the clause before: "another" runs after a dog."""
    pieces: Pieces = ()
    if kind == "a":
        clause = replace(clause, subject=tuple(map(details.counted_as_animal, clause.subject)))
    for detail in clause.opening:
        pieces += places.where(detail) + added("，") if isinstance(detail, Phrase) else ()
    pieces += _existing(clause) if clause.exists else _subject_and_action(clause)
    if clause.then is not None:
        pieces += added("，") + _clause(clause.then, things.kind(clause.subject))
    return pieces


def _subject_and_action(clause: Clause) -> Pieces:
    subject, action = clause.subject, clause.action
    if action is not None and subject:
        worn = tuple(detail for detail in action.details if details.worn_by_subject(detail))
        has_more = action.verb is not None or len(worn) < len(action.details) or action.nouns or action.quality
        if worn and has_more and len(subject) == 1:
            subject = (replace(subject[0], details=(*subject[0].details, *worn)),)
            action = replace(action, details=tuple(one for one in action.details if one not in worn))
    pieces = things.render(subject, "subject")
    return pieces if action is None else pieces + actions.render(action, things.kind(subject))


def _existing(clause: Clause) -> Pieces:
    """Return "there is": the place, 有, and what there is."""
    action, pieces = clause.action, things.render(clause.subject, "object")
    if action is None:
        return added("有") + pieces
    if action.verb is None:
        before: Pieces = ()
        others: list[Detail] = []
        for detail in action.details:
            if isinstance(detail, Phrase) and PREPOSITIONS[detail.preposition.entry.english].before == "在":
                before += places.spot(detail)
            else:
                others.append(detail)
        rest = actions.render(Action(None, details=tuple(others)), things.kind(clause.subject)) if others else ()
        return before + added("有") + pieces + rest
    return added("有") + pieces + actions.render(action, things.kind(clause.subject))


def _covers(pieces: Pieces, count: int) -> bool:
    """Return whether the pieces stand for at least half of the English words."""
    return 2 * len({place for _, place in pieces if place is not None}) >= count


def word_in_chinese(word: str) -> str:
    """Return the commonest meaning of a single English word, nothing for one that Chinese does not say (the, of).

    A word that is not known is returned as it is.
    """
    if word in SAID_NOWHERE:
        return ""
    if word in PREPOSITIONS:
        return PREPOSITIONS[word].behind or PREPOSITIONS[word].before
    found = sorted(meanings(word), key=_rareness)
    return found[0].chinese if found else word


def _rareness(entry: Entry) -> tuple[bool, bool]:
    """Return a sort key for meanings: colours first, then what is more often done than a thing, then as listed."""
    return not entry.chinese, not (
        entry.kind == "colour" or (entry.part == "verb" and entry.english in MORE_OFTEN_DONE)
    )


def _word_by_word(words: list[str]) -> Iterator[tuple[str, int | None]]:
    for place, word in enumerate(words):
        if text := word_in_chinese(word):
            yield text, place


def _spaced(pieces: Pieces) -> Iterator[tuple[str, int | None]]:
    """Yield the pieces with a space between two words that stayed English."""
    before = ""
    for at, (text, place) in enumerate(pieces):
        if text == "正在" and at + 1 < len(pieces) and pieces[at + 1][0].startswith(("对着", "朝")):
            text = "正"  # 正对着相机微笑
        if before.endswith("在") and text.startswith("在"):  # 正在 + 在雪地里
            text = text[1:]
        if not text:
            continue
        apart = before[-1:].isascii() and before[-1:].isalnum() and text[:1].isascii() and text[:1].isalnum()
        yield (" " + text if apart else text), place
        before = text
