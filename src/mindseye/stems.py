"""The stem of an English word, so that *running*, *runs* and *run* count as one (Porter 1980).

In his terms a word is [C](VC)^m[V], C and V being runs of consonants and of vowels, and m its measure. Within a step
the longest ending that fits decides, and its rule applies only if the measure of what is before it is large enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby

STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
STEP_4 = {
    "al": "", "ance": "", "ence": "", "er": "", "ic": "", "able": "", "ible": "", "ant": "", "ement": "", "ment": "",
    "ent": "", "ion": "", "ou": "", "ism": "", "ate": "", "iti": "", "ous": "", "ive": "", "ize": "",
}  # fmt: skip


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return the stem of a word in lower case; words of one or two letters stay as they are."""
    if len(word) <= 2:
        return word
    word = _past(_plural(word))
    if word.endswith("y") and _has_vowel(word[:-1]):  # step 1c
        word = word[:-1] + "i"
    word = _replaced(word, STEP_2, 1)
    word = _replaced(word, STEP_3, 1)
    word = _replaced(word, STEP_4, 2)
    return _tidied(word)


def _shape(word: str) -> str:
    """Return `c` for each consonant and `v` for each vowel; y is a vowel after a consonant."""
    shape = ""
    for letter in word:
        shape += "v" if letter in "aeiou" or (letter == "y" and shape.endswith("c")) else "c"
    return shape


def _measure(word: str) -> int:
    """Return how often a run of consonants follows a run of vowels."""
    return "".join(kind for kind, _ in groupby(_shape(word))).count("vc")


def _has_vowel(word: str) -> bool:
    return "v" in _shape(word)


def _is_short(word: str) -> bool:
    """Whether it ends in consonant, vowel, consonant (but w, x, y): as *hop*, which *hoping* must become with an e."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"


def _is_doubled(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _shape(word).endswith("c")


def _plural(word: str) -> str:
    """Step 1a: caresses → caress, ponies → poni, cats → cat."""
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    """Step 1b: agreed → agree, plastered → plaster, hopping → hop, filing → file."""
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        start = word.removesuffix(ending)
        if start != word:
            return _mended(start) if _has_vowel(start) else word
    return word


def _mended(start: str) -> str:
    """Return what is left of a word without -ed or -ing with the e that it lost, or without the doubled consonant."""
    if start.endswith(("at", "bl", "iz")):
        return start + "e"
    if _is_doubled(start) and start[-1] not in "lsz":
        return start[:-1]
    return start + "e" if _measure(start) == 1 and _is_short(start) else start


def _replaced(word: str, endings: Mapping[str, str], measure: int) -> str:
    """Return the word with its longest listed ending replaced if what is before it has at least this measure."""
    ending = max((one for one in endings if word.endswith(one)), key=len, default="")
    start = word[: len(word) - len(ending)]
    if not ending or _measure(start) < measure or (ending == "ion" and not start.endswith(("s", "t"))):
        return word
    return start + endings[ending]


def _tidied(word: str) -> str:
    """Step 5: probate → probat, rate → rate, controll → control."""
    if word.endswith("e"):
        start = word[:-1]
        if _measure(start) > 1 or (_measure(start) == 1 and not _is_short(start)):
            word = start
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
