"""What people wear, hold and have: Chinese has a verb for each way (穿 a shirt, 戴 a hat, 留 a beard, 叼 a stick)."""

from __future__ import annotations

from dataclasses import replace

from mindseye.chinese import actions, places
from mindseye.chinese import nouns as things
from mindseye.chinese.dictionary import Entry
from mindseye.chinese.grammar import Detail, Noun, Nouns, Phrase, Word
from mindseye.chinese.pieces import Pieces, added, said

HANDS = ("hand", "mouth", "arm", "lap", "paw", "teeth", "tooth", "back", "shoulder")
PLACED = ("in", "on", "behind", "around", "near", "in front of", "next to", "beside", "under")
SCENES = ("background", "distance", "foreground", "middle", "center")


def is_worn(nouns: Nouns) -> bool:
    """Return whether these are clothes, or a colour that stands for them: "in red"."""
    return bool(nouns) and nouns[0].head.entry.kind in ("c", "h", "colour")


def wearing(nouns: Nouns, word: Word) -> Pieces:
    """Return 穿着红色衬衫和牛仔裤, or 戴着帽子、穿着大衣 where the verbs differ. `word`: what English says it with."""
    pieces: Pieces = ()
    before = ""
    for place, noun in enumerate(nouns):
        verb = _wears(noun.head.entry)
        if place:
            pieces += added("和" if verb == before else "、")
        if verb != before:
            pieces += said(word, verb) if place == 0 else added(verb)
        pieces += things.render((noun,), "inner")
        before = verb
    return pieces


def is_kept(phrase: Phrase) -> bool:
    """Return whether it is kept about the body, be it an animal: "with a rubber chicken in its mouth"."""
    spot, _ = _place_of(phrase.nouns[0])
    return spot is not None and things.kind(spot.nouns) == "b"


def with_things(phrase: Phrase, kind: str) -> Pieces:
    """Return "with …" said of people, animals or things: 嘴里叼着棍子, 留着长发, 拿着吉他, 头上戴着帽子."""
    pieces: Pieces = ()
    for place, noun in enumerate(phrase.nouns):
        pieces += (added("、") if place else ()) + _with(noun, phrase.preposition, kind)
    return pieces


def with_its_place(details: tuple[Detail, ...]) -> tuple[Detail, ...]:
    """Return details in which "with a stick" and "in its mouth" are one, and so with "in the background"."""
    kept: list[Detail] = []
    for detail in details:
        before = kept[-1] if kept else None
        if isinstance(before, Phrase) and before.preposition.entry.english == "with" and _belongs(detail):
            last = replace(before.nouns[-1], details=(*before.nouns[-1].details, detail))
            kept[-1] = replace(before, nouns=(*before.nouns[:-1], last))
        else:
            kept.append(detail)
    return tuple(kept)


def _belongs(detail: Detail) -> bool:
    if isinstance(detail, Word):
        return detail.entry.chinese in ("在背景中", "在远处", "在前景中", "在附近")
    if not isinstance(detail, Phrase):
        return False
    entry = detail.nouns[0].head.entry
    return (entry.kind == "b" or entry.english in SCENES) and detail.preposition.entry.english in PLACED


def with_scene(phrase: Phrase) -> Pieces:
    """Return "with trees in the background" as 背景中有树; nothing if it is about the subject itself."""
    noun = phrase.nouns[0]
    for place, detail in enumerate(noun.details):
        rest = replace(noun, details=(*noun.details[:place], *noun.details[place + 1 :]))
        there = said(phrase.preposition, "有") + things.render((rest, *phrase.nouns[1:]), "object")
        if isinstance(detail, Phrase) and detail.preposition.entry.english in PLACED:
            if things.kind(detail.nouns) != "b":
                return places.spot(detail) + there
        elif isinstance(detail, Word) and detail.entry.chinese.startswith("在"):
            return said(detail, detail.entry.chinese[1:]) + there
    return ()


def _with(noun: Noun, word: Word, kind: str) -> Pieces:
    head, (spot, rest) = noun.head.entry, _place_of(noun)
    if spot is not None:
        at = places.where(spot) if things.kind(spot.nouns) == "b" else places.spot(spot)
        return at + said(word, _carries(rest, spot, kind)) + things.render((rest,), "object")
    if noun.determiner is not None and noun.determiner.entry.english == "no":
        return said(word, "没有") + things.render((replace(noun, determiner=None),), "inner")
    if head.kind in ("c", "h"):
        return said(word, _wears(head)) + things.render((noun,), "inner")
    if head.kind == "b":
        return said(
            word, (head.use + "着") if head.use else "留着" if head.english == "hair" else "有"
        ) + things.render((noun,), "inner")
    if head.kind in ("p", "a"):
        return said(word, "带着") + things.render((noun,), "object")
    verb = {"a": "带着", "p": actions.held_as((noun,), "p") + "着"}.get(kind, "带有")
    return said(word, "有" if head.kind == "l" else verb) + things.render((noun,), "object")


def _place_of(noun: Noun) -> tuple[Phrase | None, Noun]:
    """Return where "with a stick in its mouth" has it, and the noun without that."""
    for place, detail in enumerate(noun.details):
        if isinstance(detail, Phrase) and detail.preposition.entry.english in ("in", "on", "around", "behind", "over"):
            entry = detail.nouns[0].head.entry
            if entry.kind == "b" or entry.english in SCENES or entry.kind == "l":
                rest = (*noun.details[:place], *noun.details[place + 1 :])
                return detail, Noun(noun.head, noun.determiner, noun.owner, noun.modifiers, rest, noun.of)
    return None, noun


def _carries(noun: Noun, spot: Phrase, kind: str) -> str:
    where = spot.nouns[0].head.entry.english
    if noun.head.entry.kind in ("c", "h"):
        return _wears(noun.head.entry)
    if where == "mouth":
        return "叼着"
    if where in HANDS:
        return {"shoulder": "扛着", "back": "背着", "arm": "抱着", "lap": "放着"}.get(where, "拿着")
    return "有"


def _wears(noun: Entry) -> str:
    if noun.use:
        return noun.use + "着"
    return "穿着" if noun.kind in ("c", "colour") else "戴着"
