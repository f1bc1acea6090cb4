"""Places in Chinese: 在 + noun + the word for where (里, 上, 前面 …)."""

from __future__ import annotations

from mindseye.chinese import nouns as things
from mindseye.chinese.dictionary import Entry
from mindseye.chinese.grammar import Phrase
from mindseye.chinese.pieces import Pieces, added, said
from mindseye.chinese.prepositions import PREPOSITIONS

WHERE = ("里", "上", "中", "旁", "下")  # the endings of places in the dictionary that can be exchanged
INSIDE = ("in", "at", "through", "into", "out of", "from")
ON = ("on", "onto", "on to", "upon", "atop", "off", "off of", "on top of")


def stem(noun: Entry) -> str:
    """Return the noun as a place without the word for where: 雪地 of 雪地里; the noun itself if it has no place."""
    if not noun.place:
        return noun.chinese
    return noun.place if places_itself(noun) else noun.place[:-1]


def is_open_ground(phrase: Phrase) -> bool:
    """Return whether one moves about in it rather than through it: snow, a field; not a tunnel."""
    noun = phrase.nouns[0].head.entry
    return noun.kind == "l" and noun.place.endswith(("里", "上", "中")) and noun.use != "钻" and not noun.use


def spot(phrase: Phrase) -> Pieces:
    """Return the place without 在: 雪地里, 长凳上, 房子前面."""
    english = phrase.preposition.entry.english
    pieces = things.render(phrase.nouns, "place")
    return pieces + said(phrase.preposition, _where(english, phrase.nouns[-1].head.entry, pieces))


def bare(phrase: Phrase) -> Pieces:
    """Return the place without 在 and without the word for where, for directions: 跑过雪地."""
    return things.render(phrase.nouns, "place")


def where(phrase: Phrase) -> Pieces:
    """Return the place as it stands before a verb: 在雪地里, 沿着小路, 从桌子上."""
    before = PREPOSITIONS[phrase.preposition.entry.english].before
    if before == "在" and things.kind(phrase.nouns) == "b":
        before = ""
    return added(before) + spot(phrase)


def _where(english: str, noun: Entry, pieces: Pieces) -> str:
    word = PREPOSITIONS[english].behind
    ending = noun.place[-1:] if noun.place else ""
    if noun.kind == "e":
        return noun.place[len(stem(noun)) :]
    if noun.place and places_itself(noun):
        return "" if english in (*INSIDE, *ON, "near", "by") else word
    if english in INSIDE and ending in WHERE:
        return ending
    if english in ON and ending in WHERE:
        return "上"
    if english == "in" and noun.measure == "艘":  # in a boat is on it
        return "上"
    if noun.english == "water" and word in ("旁边", "附近", "旁"):
        return "边"
    return word


def places_itself(noun: Entry) -> bool:
    """Return whether the place needs no word for where: 门口, 附近, 空中."""
    return not noun.place.endswith(WHERE) or noun.place in ("空中", "半空中")
