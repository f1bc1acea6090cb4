"""Actions in Chinese: whether they go on (正在, 着), what comes before the verb, the verb and its object."""

from __future__ import annotations

from dataclasses import replace

from mindseye.chinese import nouns as things
from mindseye.chinese import places
from mindseye.chinese.details import (
    EACH_OTHER,
    STATIC,
    THROWN,
    Parts,
    counted_as_animal,
    kept_in_play,
    ridden,
    taken_apart,
)
from mindseye.chinese.grammar import Action, Nouns, Phrase, Word
from mindseye.chinese.pieces import Pieces, added, joined, said, text_of
from mindseye.chinese.prepositions import FULL_OF, PREPOSITIONS
from mindseye.chinese.wearing import wearing

RUNNING = ("chase", "follow", "run after", "chase after", "pursue")
WAYS = ("路", "道", "径", "巷", "廊", "街", "河", "溪", "轨")  # one goes along them, not down
OVER = ("jump", "leap", "hop", "hurdle", "vault")  # with an object: over it


def render(action: Action, subject: str, goes_on: bool = True) -> Pieces:
    """Return what is done by a subject of a kind (p people, a animals …); `goes_on`: with 正在 where verbs take it."""
    helpers: Pieces = ()
    for helper in action.helpers:
        helpers += said(helper)
    if subject == "v" and action.verb is not None and action.verb.entry.english == "drive":
        action = replace(action, verb=replace(action.verb, entry=replace(action.verb.entry, chinese="行驶")))
    action = kept_in_play(ridden(action))
    parts = taken_apart(action, subject)
    if subject == "a":
        action = replace(action, nouns=tuple(counted_as_animal(noun) for noun in action.nouns))
    if action.verb is None:
        return helpers + _being(action, parts) + parts.after
    core = _passive(action, parts) if action.passive else _active(action, parts, subject, goes_on and not helpers)
    return helpers + core + parts.after


def _being(action: Action, parts: Parts) -> Pieces:
    """Return "is": 在 and the place, 是 and the thing, or what it is like."""
    spots = _all_spots(parts)
    before = parts.manner + parts.company + parts.carried
    if action.nouns:
        return before + spots + added("是") + things.render(action.nouns, "object")
    if action.quality:
        return before + spots + added("是") + joined([said(word) for word in action.quality], "、", "、") + added("的")
    return before + spots


def _all_spots(parts: Parts) -> Pieces:
    return _spots(parts.spots, parts.around)


def _spots(phrases: list[Phrase], around: tuple[Word, ...] = (), start: bool = True) -> Pieces:
    """Return places as they stand before a verb, the wider before the narrower: 在公园里的长凳上."""
    static = [one for one in phrases if PREPOSITIONS[one.preposition.entry.english].before == STATIC]
    on_body = [one for one in static if things.kind(one.nouns) == "b"]
    static = [one for one in static if one not in on_body]
    pieces: Pieces = ()
    for phrase in phrases:
        if phrase not in static and phrase not in on_body:
            pieces += places.where(phrase)
    spots = [said(word, word.entry.chinese.removeprefix(STATIC)) for word in around[::-1]]
    spots += [places.spot(one) for one in static[::-1]]
    pieces += (added(STATIC) if start and spots else ()) + joined(spots, "的", "的")
    for phrase in on_body:
        pieces += places.where(phrase)
    return pieces


def _active(action: Action, parts: Parts, subject: str, goes_on: bool) -> Pieces:
    assert action.verb is not None
    verb, kind = action.verb, action.verb.entry.kind
    if verb.entry.english in ("wear", "don", "sport", "dress in") and action.nouns:
        return parts.manner + _all_spots(parts) + wearing(action.nouns, verb)
    if kind == "be" and not action.nouns:
        return _posture(verb, parts)
    before = parts.company + parts.carried
    if kind == "hold":
        spots = _all_spots(parts)
        marker = added("正在" if goes_on and not action.nouns and len(verb.entry.chinese) > 1 else "")
        pieces = marker + before + spots + parts.manner + _held(verb, action.nouns, subject)
        moves = replace(verb, entry=replace(verb.entry, transitive="跑" if verb.entry.english in RUNNING else "走"))
        return pieces + _directed(moves, (), parts.ways) if parts.ways else pieces
    ways = parts.ways if kind == "go" else []
    spots = _all_spots(parts)
    if ways:
        pieces = before + parts.manner + spots
        return pieces + _directed(verb, action.nouns, ways)
    if kind == "do" and action.nouns and parts.ways and not action.passive:
        return before + parts.manner + spots + _thrown(verb, action.nouns, parts.ways[0])
    now = goes_on and kind in ("go", "do", "hold") and not parts.carried
    merged = now and not before and not parts.manner and spots[:1] == ((STATIC, None),)
    marker = added("正" if merged else "正在") if now else ()
    return marker + before + spots + parts.manner + _object(verb, action.nouns)


def _posture(verb: Word, parts: Parts) -> Pieces:
    """Return 站在长凳上 or 站着; a second place, and a posture of two syllables, have their place before the verb."""
    before, short = parts.company + parts.carried + parts.manner, verb.entry.transitive
    static = [one for one in parts.spots if PREPOSITIONS[one.preposition.entry.english].before == STATIC]
    if len(short) > 1 or not static:
        return before + _all_spots(parts) + said(verb)
    others = _spots([one for one in parts.spots if one not in static])
    return before + others + said(verb, short) + added(STATIC) + _spots(static, parts.around, start=False)


def _held(verb: Word, nouns: Nouns, subject: str) -> Pieces:
    """Return 拿着一把伞: dogs hold with the mouth, babies and animals are held in arms."""
    text = verb.entry.transitive
    if not nouns:
        return said(verb)
    if "~" in text:
        return _object(verb, nouns)
    if nouns[0].head.entry.english in EACH_OTHER:
        return said(verb, "互相" + verb.entry.chinese)
    if verb.entry.english in ("hold", "carry"):
        text = held_as(nouns, subject)
    return said(verb, text if "~" in text or len(text) > 1 else text + "着") + things.render(nouns, "object")


def held_as(nouns: Nouns, subject: str) -> str:
    """Return the verb for having something in one's hands, or in one's mouth."""
    kind, english = things.kind(nouns), nouns[0].head.entry.english
    if subject == "a":
        return "叼"
    if english in ("hand", "leash"):
        return "牵"
    if english in ("flag", "sign", "banner", "trophy", "umbrella"):
        return "举" if english != "umbrella" else "打"
    if english in ("backpack", "bag", "purse"):
        return "背"
    return "抱" if kind in ("p", "a") or english == "surfboard" else "拿"


def _directed(verb: Word, nouns: Nouns, ways: list[Phrase]) -> Pieces:
    """Return a motion with its direction: 跳过栅栏, 骑着自行车从山上下来."""
    pieces: Pieces = ()
    if nouns:
        pieces = _object(verb, nouns, "着")
    ways = sorted(ways, key=lambda way: not PREPOSITIONS[way.preposition.entry.english].motion.startswith("从"))
    for place, way in enumerate(ways):
        english = way.preposition.entry.english
        motion = PREPOSITIONS[english].motion or "{verb}进{place}"
        if english in ("down", "up") and (nouns or _is_path(way)):
            motion = "沿着{place}{verb}"
        if english in ("into", "to", "onto") and way.nouns[0].head.entry.chinese == "空中":
            motion = "{verb}向{place}"
        inside = english in ("in", "into", "onto", "on to", "off", "off of", "out of")
        where = places.spot(way) if inside else places.bare(way)
        if "从" in motion and not inside:
            where = places.spot(way)
        if english == "from":
            motion = "从{place}{verb}" + ("下来" if text_of(where).endswith("上") else "出来")
        if motion.startswith("从") and place < len(ways) - 1:  # off the dock into the lake: one verb, the last
            pieces += said(way.preposition, "从") + places.spot(way)
            continue
        text = "" if nouns else verb.entry.transitive
        if motion.startswith("朝") and way.nouns[0].head.entry.english != "camera":
            motion = "朝{place}{verb}去"
        pieces += (
            added("，") if place and not PREPOSITIONS[ways[0].preposition.entry.english].motion.startswith("从") else ()
        )
        if nouns:
            motion = {"{verb}过{place}": "穿过{place}", "{verb}进{place}": "进入{place}"}.get(motion, motion)
            motion = {"{verb}向{place}": "驶向{place}", "沿着{place}{verb}": "沿着{place}前行"}.get(motion, motion)
            motion = {"绕着{place}{verb}": "绕着{place}转"}.get(motion, motion)
            if not _is_path(way):
                motion = motion.replace("前行", {"down": "而下", "up": "而上"}.get(english, "前行"))
        left, _, right = motion.partition("{place}")
        left, right = (half.replace("{verb}", text) for half in (left, right))
        first, last = (said(verb, left), said(way.preposition, right))
        pieces += (first if left else ()) + where + (last if right else ())
    return pieces


def _is_path(way: Phrase) -> bool:
    """Return whether one goes along it: a path, a street, not a hill."""
    return way.nouns[0].head.entry.chinese.endswith(WAYS)


def _thrown(verb: Word, nouns: Nouns, way: Phrase) -> Pieces:
    """Return 把球扔进水里, 把飞盘扔给狗."""
    english, to = way.preposition.entry.english, things.kind(way.nouns)
    where = places.spot(way) if english in ("into", "onto") else places.bare(way)
    into_air = way.nouns[0].head.entry.chinese == "空中"
    direction = "给" if english == "to" and to in ("p", "a") else "向" if into_air else THROWN[english]
    text = verb.entry.transitive
    return added("把") + things.render(nouns, "use") + said(verb, text) + said(way.preposition, direction) + where


def _object(verb: Word, nouns: Nouns, mark: str = "") -> Pieces:
    """Return the verb with its object: 踢足球, 弹吉他, 给女孩拍照."""
    if not nouns:
        return said(verb)
    first, english = nouns[0].head.entry, verb.entry.english
    if first.english == "side" and nouns[0].of:  # up the side of a cliff is up the cliff
        return _object(verb, nouns[0].of, mark)
    text = verb.entry.transitive
    if english in ("ride", "catch", "surf") and first.english in ("wave", "waves"):
        return said(verb, "乘着") + things.render(nouns, "inner") + added("冲浪")
    if first.english in EACH_OTHER:
        return said(verb, "互相" + verb.entry.chinese.removesuffix("物"))
    if english in ("play", "ride", "do", "perform", "play with", "ride on") and first.use:
        text = (
            {"开": "乘坐", "乘": "乘坐"}.get(first.use, first.use)
            if english != "play with" or first.kind == "t"
            else text
        )
        return _ridden(verb, text, nouns, mark)
    if english == "play with" and things.kind(nouns) in ("p", "a"):
        return said(verb, "和") + things.render(nouns, "object") + added("玩耍")
    if english == "walk" and things.kind(nouns) == "a":
        text = "遛"
    if english in OVER:
        text = "跳过"
    left, gap, right = text.partition("~")
    if left == "和" and things.kind(nouns) not in ("p", "a"):  # posing with a trophy
        return said(verb, held_as(nouns, "p") + "着") + things.render(nouns, "object") + said(verb, right)
    if not gap:
        return said(verb, left + mark) + things.render(nouns, "object")
    return said(verb, left) + things.render(nouns, "object") + said(verb, right)


def _ridden(verb: Word, text: str, nouns: Nouns, mark: str) -> Pieces:
    """Return what one does with a thing made for it: 骑自行车, 玩滑板, 踩着冲浪板冲浪."""
    thing = nouns[0].head.entry.chinese
    if text == "踩":
        return said(verb, "踩着") + things.render(nouns, "use") + added("冲浪" if "冲浪" in thing else "滑行")
    return said(verb, "玩" if thing == "滑板" and not mark else text + mark) + things.render(nouns, "use")


def _passive(action: Action, parts: Parts) -> Pieces:
    """Return 被…, or the posture or dress that English says with a participle."""
    assert action.verb is not None
    verb = action.verb
    english = verb.entry.english
    before = parts.company + parts.manner
    clothes = [one for one in parts.spots if one.preposition.entry.english in ("in", "as")]
    if english in ("dress", "dress up") and (clothes or parts.carried):
        pieces = parts.carried
        for one in clothes:
            pieces += said(verb, "打扮成" if one.preposition.entry.english == "as" else "穿着")
            pieces += things.render(one.nouns, "object")
        return before + pieces
    if verb.entry.kind in ("be", "go") and english not in ("surround",) and not action.nouns:
        return _posture(verb, parts) if verb.entry.kind == "be" else before + _all_spots(parts) + said(verb)
    agents: Pieces = ()
    for agent in parts.ways:
        agents += things.render(agent.nouns, "inner")
    left, gap, right = FULL_OF.get(english, "被~" + ("抱住" if english == "hold" else verb.entry.chinese)).partition(
        "~"
    )
    if english in FULL_OF and not agents:
        left, right = "被", verb.entry.chinese
    return before + parts.carried + _all_spots(parts) + said(verb, left) + agents + said(verb, right if gap else "")
