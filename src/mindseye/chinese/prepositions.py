"""Prepositions: the Chinese word behind the noun, and the direction that a verb of motion takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preposition:
    """How a place is said. `behind` follows the noun (山坡+上); {verb} and {place} make up a direction for a motion."""

    behind: str
    motion: str = ""  # "{verb}进{place}": behind the subject; empty: a place like any other
    before: str = "在"
    is_way: bool = False  # through, across: of open ground it is only a place


PREPOSITIONS = {
    "in": Preposition("里"),
    "on": Preposition("上"),
    "at": Preposition("旁"),
    "by": Preposition("旁边"),
    "near": Preposition("附近"),
    "close to": Preposition("附近"),
    "next to": Preposition("旁边"),
    "beside": Preposition("旁边"),
    "alongside": Preposition("旁边"),
    "to the side of": Preposition("旁边"),
    "on the side of": Preposition("旁边"),
    "at the side of": Preposition("旁边"),
    "by the side of": Preposition("旁边"),
    "behind": Preposition("后面"),
    "in back of": Preposition("后面"),
    "in front of": Preposition("前面"),
    "ahead of": Preposition("前面"),
    "before": Preposition("前面"),
    "under": Preposition("下面"),
    "underneath": Preposition("下面"),
    "beneath": Preposition("下面"),
    "below": Preposition("下面"),
    "over": Preposition("上方", "{verb}过{place}"),
    "above": Preposition("上方"),
    "between": Preposition("之间"),
    "in between": Preposition("之间"),
    "among": Preposition("中间"),
    "amongst": Preposition("中间"),
    "amid": Preposition("中间"),
    "amidst": Preposition("中间"),
    "in the midst of": Preposition("中间"),
    "in the middle of": Preposition("中间"),
    "in the center of": Preposition("中央"),
    "around": Preposition("周围", "绕着{place}{verb}", is_way=True),
    "inside": Preposition("里"),
    "inside of": Preposition("里"),
    "within": Preposition("里"),
    "outside": Preposition("外面"),
    "outside of": Preposition("外面"),
    "against": Preposition("", before="靠着"),
    "across": Preposition("对面", "{verb}过{place}"),
    "across from": Preposition("对面"),
    "opposite": Preposition("对面"),
    "on the other side of": Preposition("另一边"),
    "beyond": Preposition("那边"),
    "through": Preposition("里", "{verb}过{place}", is_way=True),
    "along": Preposition("", before="沿着"),
    "down": Preposition("", "{verb}下{place}", before="沿着"),
    "up": Preposition("", "{verb}上{place}", before="沿着"),
    "into": Preposition("里", "{verb}进{place}"),
    "onto": Preposition("上", "{verb}到{place}"),
    "on to": Preposition("上", "{verb}到{place}"),
    "off": Preposition("上", "从{place}{verb}下来", before="从"),
    "off of": Preposition("上", "从{place}{verb}下来", before="从"),
    "out of": Preposition("里", "从{place}{verb}出来", before="从"),
    "from": Preposition("", "从{place}{verb}来", before="从"),
    "away from": Preposition("旁边", "从{place}{verb}开", before="从"),
    "toward": Preposition("", "朝{place}{verb}来", before="朝"),
    "towards": Preposition("", "朝{place}{verb}来", before="朝"),
    "to": Preposition("", "{verb}向{place}", before="朝"),
    "past": Preposition("旁边", "从{place}{verb}过", before="从"),
    "atop": Preposition("上"),
    "on top of": Preposition("上"),
    "upon": Preposition("上"),
    "at the top of": Preposition("顶上"),
    "at the bottom of": Preposition("底下"),
    "at the end of": Preposition("尽头"),
    "at the edge of": Preposition("边"),
    "on the edge of": Preposition("边"),
    "at the base of": Preposition("脚下"),
    "in the back of": Preposition("后部"),
    "on the back of": Preposition("背上"),
    "on the front of": Preposition("前部"),
    "with": Preposition("", before="和"),
    "along with": Preposition("", before="和"),
    "together with": Preposition("", before="和"),
    "without": Preposition("", before="没有"),
    "for": Preposition("", before="为"),
    "of": Preposition("", before=""),
    "during": Preposition("期间"),
    "after": Preposition("之后", before=""),
    "about": Preposition("", before="关于"),
    "like": Preposition("一样", before="像"),
    "as": Preposition("", before="作为"),
    "via": Preposition("", before="经由"),
    "full of": Preposition("", before="满是"),
    "upside": Preposition("上"),
}

FULL_OF = {  # participles that say what something is full of, or made of: "covered in snow"
    "cover": "被~覆盖", "surround": "被~围绕", "fill": "满是~", "line": "两旁是~", "decorate": "装饰着~",
    "litter": "散落着~", "make": "用~做成", "pack": "挤满~", "crowd": "挤满~", "stuff": "塞满~", "paint": "涂着~",
    "wrap": "裹着~", "soak": "浑身是~", "equip": "装备着~", "load": "装着~", "top": "上面有~", "adorn": "装饰着~",
    "strew": "散落着~",
}  # fmt: skip
