"""What is said besides, put where Chinese says it: before the verb, behind it, or at the noun."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from mindseye.chinese import actions, places
from mindseye.chinese import nouns as things
from mindseye.chinese.grammar import Action, Detail, Noun, Phrase, Word
from mindseye.chinese.pieces import Pieces, added, said
from mindseye.chinese.prepositions import FULL_OF, PREPOSITIONS
from mindseye.chinese.wearing import is_kept, is_worn, wearing, with_its_place, with_scene, with_things

THROWN = {"into": "进", "onto": "到", "to": "向", "toward": "向", "towards": "向", "over": "过"}  # 把球扔进水里
STATIC = "在"
TOGETHER = ("with", "along with", "together with")
EACH_OTHER = ("each other", "one another")
RIDDEN = ("骑", "滑", "踩")
WATERS = ("water", "pool", "swimming pool", "lake", "river", "ocean", "puddle", "pond", "sea", "kiddie pool")


@dataclass
class Parts:
    """An action taken apart, in the order in which Chinese says it."""

    manner: Pieces = ()
    around: tuple[Word, ...] = ()  # 在户外, 在夜里
    carried: Pieces = ()  # 嘴里叼着棍子
    company: Pieces = ()  # 和一个女人一起
    spots: list[Phrase] = field(default_factory=list)
    ways: list[Phrase] = field(default_factory=list)
    after: Pieces = ()


def taken_apart(action: Action, subject: str) -> Parts:
    parts = Parts()
    for detail in with_its_place(action.details):
        if isinstance(detail, Word):
            if detail.entry.chinese.startswith(STATIC):
                parts.around += (detail,)
            else:
                parts.manner += said(detail)
        elif isinstance(detail, Action):
            _besides(detail, subject, parts)
        else:
            _placed(detail, action, subject, parts)
    return parts


def said_of(detail: Detail, kind: str) -> Pieces:
    """Return a detail of a noun of a kind, with 的, as it stands before the noun: 穿着红色衬衫的."""
    if isinstance(detail, Word):
        return said(detail) + added("的")
    if isinstance(detail, Action):
        pieces = actions.render(detail, kind, goes_on=False)
        return pieces + added("" if pieces and pieces[-1][0].endswith("的") else "的")
    english, worn = detail.preposition.entry.english, is_worn(detail.nouns)
    if english == "in" and worn:
        return wearing(detail.nouns, detail.preposition) + added("的")
    if english == "with":
        return with_things(detail, kind) + added("的")
    if english in ("on", "in") and detail.nouns[0].head.entry.use in ("骑", "滑", "踩", "坐", "荡"):
        return said(detail.preposition, _riding(detail)) + things.render(detail.nouns, "inner") + added("的")
    if english in ("of", "for", "to", "from"):
        return things.render(detail.nouns, "inner") + added("的")
    return places.where(detail)[0 if PREPOSITIONS[english].before != STATIC else 1 :] + added("的")


def worn_by_subject(detail: Detail) -> bool:
    """Return whether a detail of an action says what the subject wears, which Chinese says of the subject."""
    if isinstance(detail, Phrase):
        return detail.preposition.entry.english == "in" and is_worn(detail.nouns)
    return (
        isinstance(detail, Action)
        and not detail.link
        and detail.verb is not None
        and detail.verb.entry.english in ("wear", "dress", "dress in")
    )


def ridden(action: Action) -> Action:
    """Return "rides on a bike" as "rides a bike"."""
    first = action.details[0] if action.details else None
    if action.verb is None or action.verb.entry.english != "ride" or action.nouns or not isinstance(first, Phrase):
        return action
    thing = first.nouns[0].head.entry
    if first.preposition.entry.english not in ("on", "in", "upon", "down", "atop") or not (
        thing.use or thing.kind == "a"
    ):
        return action
    if thing.use == "划":  # a passenger does not row
        thing = replace(thing, use="坐")
    head = replace(first.nouns[0].head, entry=thing)
    return replace(action, nouns=(replace(first.nouns[0], head=head), *first.nouns[1:]), details=action.details[1:])


def kept_in_play(action: Action) -> Action:
    """Return "plays with a toy in its mouth" as "plays, with a toy in its mouth"."""
    first = action.details[0] if action.details else None
    if action.verb is None or action.verb.entry.english != "play with" or not isinstance(first, Phrase):
        return action
    if not action.nouns or things.kind(first.nouns) != "b":
        return action
    kept = replace(action.nouns[-1], details=(*action.nouns[-1].details, first))
    preposition = replace(action.verb, entry=replace(action.verb.entry, english="with", part="preposition"))
    company = Phrase(preposition, (*action.nouns[:-1], kept))
    verb = replace(action.verb, entry=replace(action.verb.entry, english="play"))
    return replace(action, verb=verb, nouns=(), details=(company, *action.details[1:]))


def on_a_pitch(phrase: Phrase, action: Action) -> Phrase:
    """Return the field of those who play ball as a 球场, which is no meadow."""
    first = phrase.nouns[0]
    plays = bool(action.nouns) and action.nouns[0].head.entry.use in ("踢", "打")
    if first.head.entry.english != "field" or not plays:
        return phrase
    entry = replace(first.head.entry, chinese="球场", place="球场上")
    return replace(phrase, nouns=(replace(first, head=replace(first.head, entry=entry)), *phrase.nouns[1:]))


def counted_as_animal(noun: Noun) -> Noun:
    """Return "another", said by a dog, as another dog."""
    if noun.head.entry.part != "number":
        return noun
    return replace(noun, head=replace(noun.head, entry=replace(noun.head.entry, measure="只")))


def _besides(detail: Action, subject: str, parts: Parts) -> None:
    """Put what else is done: 拿着 before the verb, all others behind it."""
    is_held = detail.verb is not None and detail.verb.entry.kind == "hold" and bool(detail.nouns) and not detail.link
    if is_held and not detail.details:
        parts.carried += actions.render(detail, subject, goes_on=False)
    elif detail.link == "to":
        parts.after += added("去") + actions.render(detail, subject, goes_on=False)
    elif detail.link in ("while", "whilst", "as"):
        parts.after += added("，同时") + actions.render(detail, subject, goes_on=False)
    else:
        parts.after += added("，") + actions.render(detail, subject, goes_on=False)


def _placed(phrase: Phrase, action: Action, subject: str, parts: Parts) -> None:
    """Put a phrase where Chinese says it: 叼着棍子, 和一个女人一起, 在公园里, or a direction behind the verb."""
    english, first = phrase.preposition.entry.english, phrase.nouns[0].head.entry
    verb = action.verb.entry if action.verb is not None else None
    if _is_behind(phrase, action):
        parts.ways.append(phrase)
    elif english in TOGETHER:
        _accompanied(phrase, subject, parts)
    elif english == "in" and is_worn(phrase.nouns):
        parts.carried += wearing(phrase.nouns, phrase.preposition)
    elif english in ("on", "in") and first.use in RIDDEN and not (verb and verb.kind == "be"):
        parts.carried += said(phrase.preposition, _riding(phrase)) + things.render(phrase.nouns, "inner")
    elif english == "at" and verb is not None and verb.kind == "do" and first.kind not in ("l", "e"):
        parts.manner += said(phrase.preposition, "对着") + things.render(phrase.nouns, "inner")
    elif english == "for":
        parts.manner += said(phrase.preposition, "为") + things.render(phrase.nouns, "inner")
    elif english == "from" and verb is not None and verb.kind == "be":
        parts.spots.append(replace(phrase, preposition=_as_on(phrase.preposition)))
    elif english == "of":
        parts.after += said(phrase.preposition, "，有") + things.render(phrase.nouns, "inner")
    else:
        parts.spots.append(on_a_pitch(phrase, action))


def _accompanied(phrase: Phrase, subject: str, parts: Parts) -> None:
    """Put "with …": a scene behind all (，背景中有树), company or things before the verb."""
    if scene := with_scene(phrase):
        parts.after += added("，") + scene
    elif phrase.nouns[0].head.entry.english in EACH_OTHER:
        parts.company += said(phrase.preposition, "互相")
    elif things.kind(phrase.nouns) in ("p", "a") and not is_kept(phrase):
        company = things.render(phrase.nouns, "object")
        parts.company += said(phrase.preposition, "和") + company + added("一起")
    else:
        parts.carried += with_things(phrase, subject)


def _is_behind(phrase: Phrase, action: Action) -> bool:
    """Return whether a phrase makes up one thing with its verb: a direction, who did it, what fills it."""
    if action.verb is None:
        return False
    english, verb = phrase.preposition.entry.english, action.verb.entry
    if action.passive:
        return english == "by" or (verb.english in FULL_OF and english in ("with", "in", "of", "from"))
    if verb.kind == "go":
        return _is_way(phrase) or (phrase == action.details[0] and _goes_into(verb.english, phrase))
    if not action.nouns:
        return False
    return english in THROWN if verb.kind == "do" else verb.kind == "hold" and _is_way(phrase) and english != "around"


def _is_way(phrase: Phrase) -> bool:
    preposition = PREPOSITIONS[phrase.preposition.entry.english]
    if phrase.preposition.entry.english == "around":
        return phrase.nouns[0].head.entry.chinese.endswith(("道", "圈", "池", "角落", "树", "杆子", "桩"))
    return bool(preposition.motion) and not (preposition.is_way and places.is_open_ground(phrase))


def _as_on(word: Word) -> Word:
    """Return "from" as "on": what hangs from a tree hangs on it in Chinese."""
    return replace(word, entry=replace(word.entry, english="on"))


def _goes_into(verb: str, phrase: Phrase) -> bool:
    """Return whether "in" means into: who jumps in a pool was not in it before."""
    is_in = phrase.preposition.entry.english == "in" and verb in ("jump", "leap", "dive", "plunge", "fall")
    return is_in and phrase.nouns[0].head.entry.english in WATERS


def _riding(phrase: Phrase) -> str:
    return phrase.nouns[0].head.entry.use + "着"
