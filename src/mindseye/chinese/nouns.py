"""Nouns in Chinese: number, measure word, what is said of the thing, its adjectives, and the noun."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from mindseye.chinese import details, places
from mindseye.chinese.grammar import Noun, Nouns, Phrase, Word
from mindseye.chinese.pieces import Pieces, added, joined, said

Role = Literal["subject", "object", "place", "inner", "use"]
# inner: inside what is said of another noun; use: the guitar of "plays a guitar", which Chinese does not count

COUNTERS = {  # nouns that count others: "a pile of leaves"
    "group": "群", "crowd": "群", "bunch": "堆", "pile": "堆", "stack": "摞", "row": "排", "line": "排", "cup": "杯",
    "glass": "杯", "bottle": "瓶", "bowl": "碗", "plate": "盘", "can": "罐", "piece": "块", "bag": "袋", "bucket": "桶",
    "box": "盒", "team": "队", "pack": "群", "herd": "群", "flock": "群", "bouquet": "束", "set": "套", "patch": "片",
    "strip": "条", "load": "堆", "bundle": "捆", "collection": "堆", "basket": "篮", "tray": "盘", "crew": "队",
    "family": "家", "variety": "种", "number": "些", "pair": "", "couple": "", "lot": "", "lots": "",
}  # fmt: skip
DROPPED_OWNERS = ("b", "c", "h", "v")  # its mouth, his hat: whose it is goes without saying
POSSESSIVES = ("his", "her", "its", "their", "my", "your", "our")


def render(nouns: Nouns, role: Role) -> Pieces:
    """Return nouns joined by 和."""
    return joined([_counted(noun, nouns[0], role) for noun in nouns])


def _counted(noun: Noun, first: Noun, role: Role) -> Pieces:
    """Return a noun; the woman of "a man and woman" is one, too."""
    pieces = _noun(noun, role)
    is_one = first.determiner is not None and first.determiner.entry.english in ("a", "an") and role != "inner"
    entry = noun.head.entry
    if is_one and noun.determiner is None and entry.kind in ("p", "a") and entry.part == "noun" and not entry.form:
        return added("一" + _measure(noun.head)) + pieces
    return pieces


def kind(nouns: Nouns) -> str:
    """Return the kind of the first noun: p for people, a for animals …; of "a group of dogs" that of the dogs."""
    first = nouns[0] if nouns else None
    if first is not None and first.of and first.head.entry.english in COUNTERS:
        return kind(first.of)
    return first.head.entry.kind if first is not None else ""


def _noun(noun: Noun, role: Role) -> Pieces:
    if noun.of and noun.head.entry.english in COUNTERS:
        return _counted_by(noun, role)
    pieces = _number(noun, role)
    if noun.owner is not None:
        pieces = _noun(noun.owner, "inner") + added("的") + pieces
    for detail in noun.details:
        pieces += details.said_of(detail, noun.head.entry.kind)
    if noun.of:
        pieces += _noun_of(noun.of)
    return pieces + _adjectives(noun, role) + _head(noun, role)


def _noun_of(inner: Nouns) -> Pieces:
    return render(inner, "inner") + added("的")


def _counted_by(noun: Noun, role: Role) -> Pieces:
    """Return "a group of people" as 一群人: the counting noun is a measure word in Chinese."""
    first, counter = noun.of[0], noun.head.entry.english
    said_first = noun.determiner.entry.chinese if noun.determiner else "几"
    if first.determiner is not None and first.determiner.entry.part == "number":
        return render(noun.of, role)
    bare = (replace(first, determiner=None), *noun.of[1:])
    if counter in ("lot", "lots"):
        count = said(noun.head, "许多")
    elif counter == "couple":
        count = said(noun.head, "两" + first.head.entry.measure)
    else:
        own = _measure(first.head) if counter == "pair" else COUNTERS[counter]
        own = "群" if counter == "bunch" and first.head.entry.kind in "pa" else own
        size = "".join(word.entry.chinese for word in noun.modifiers if word.entry.chinese in ("大", "小"))
        count = (said(noun.determiner, said_first) if noun.determiner else added(said_first)) + said(
            noun.head, size + own
        )
        if noun.determiner is not None and not noun.determiner.entry.chinese:
            count = added("这") + count
    for detail in noun.details:
        count += details.said_of(detail, kind(noun.of))
    return count + render(bare, "inner" if role == "place" else "object")


def _number(noun: Noun, role: Role) -> Pieces:
    word, head = noun.determiner, noun.head.entry
    if noun.head.entry.part in ("number", "pronoun"):
        return ()
    if word is None:
        return ()
    english, is_many = word.entry.english, head.form == "plural"
    if english == "the":
        if role == "subject" and head.kind in ("p", "a"):
            return said(word, "这些" if is_many else "这" + _measure(noun.head))
        return ()
    if english in POSSESSIVES:
        return () if head.kind in DROPPED_OWNERS else said(word)
    if word.entry.part == "determiner" and word.entry.chinese in ("这", "那"):
        return said(word, word.entry.chinese + _measure(noun.head))
    if (
        word.entry.chinese in ("一些", "许多", "所有", "任何", "没有", "大多数", "更多", "数百")
        or not word.entry.chinese
    ):
        return said(word)
    if english in ("a", "an") and (role in ("place", "use") or (role == "inner" and head.kind in DROPPED_OWNERS)):
        return ()
    measure = _measure(noun.head)
    return said(word, word.entry.chinese + measure) if measure else said(word, "" if english in ("a", "an") else None)


def _measure(head: Word) -> str:
    measure = head.entry.measure or "个"
    return "" if measure == "-" else measure


def _adjectives(noun: Noun, role: Role) -> Pieces:
    """Return the adjectives: those that take 的 first, then those that stand at the noun."""
    far, near = _sorted(noun.modifiers)
    pieces: Pieces = ()
    for place, word in enumerate(far):
        follows = place + 1 < len(far) and far[place + 1].entry.kind == word.entry.kind == "colour"
        text = word.entry.chinese
        text = "金色" if text == "金发" and noun.head.entry.kind == "a" else text
        is_hair = text.endswith("发")
        if follows and not is_hair:
            pieces += said(word, text) + added("和")
            continue
        drops = is_hair or (
            text.endswith("色")
            and len(text) <= 3
            and (role in ("inner", "place") and len(far) == 1 and word.entry.kind == "colour" and not near)
        )
        pieces += said(word, text + ("" if drops or text.endswith("的") else "的"))
    for word in near:
        if word.entry.chinese not in noun.head.entry.chinese or word.entry.chinese in ("大", "小"):
            pieces += said(word)
    return pieces


def _sorted(modifiers: tuple[Word, ...]) -> tuple[list[Word], list[Word]]:
    near = [word for word in modifiers if word.entry.kind == "bare" or word.entry.part == "noun"]
    return [word for word in modifiers if word not in near], near


def _head(noun: Noun, role: Role) -> Pieces:
    head = noun.head
    if head.entry.part == "number":
        return said(head, head.entry.chinese + (head.entry.measure or "个") if role != "place" else None)
    if head.entry.kind == "colour":
        return said(head, head.entry.chinese + "衣服")
    if head.entry.english == "hair" and any(word.entry.chinese.endswith("发") for word in noun.modifiers):
        return said(head, "") if not noun.details else said(head)
    if head.entry.english == "top" and noun.of:
        return said(head, "顶部")
    text = places.stem(head.entry) if role == "place" else head.entry.chinese
    bare = noun.determiner is None and not noun.modifiers and not noun.details
    if role == "subject" and head.entry.kind == "p" and bare and head.entry.form == "plural":
        text += "们" if not text.endswith(("们", "员", "者", "人")) or text.endswith(("男人", "女人")) else ""
    if head.entry.english == "people" and role == "subject" and bare:
        text = "人们"
    return said(head, text)


def is_phrase(detail: object, *prepositions: str) -> bool:
    """Return whether a detail is a phrase with one of these prepositions."""
    return isinstance(detail, Phrase) and detail.preposition.entry.english in prepositions
