"""Which label a folder's name means: `Cats`, `cat` and `猫` are all the label `cat`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping

from mindseye.models.card import Card

LISTED = 5  # names in a sentence


def places_of(card: Card, folders: Iterable[str]) -> dict[str, int]:
    """Return the place among the card's labels that each folder's name means; names that mean none are left out.

    Case, accents' encoding, underscores and hyphens do not matter; where no label is called so, singular and plural
    are the same. A name that would mean two labels means neither.
    """
    exact, loose = _index(card, lambda name: {_plain(name)}), _index(card, _numbers)
    found = {}
    for folder in folders:
        meant = exact.get(_plain(folder)) or set().union(*(loose.get(form, set()) for form in _numbers(folder)))
        if len(meant) == 1:
            found[folder] = next(iter(meant))
    return found


def listed(names: Iterable[str]) -> str:
    """Return names in one line, cut after a few: such as `ant, bee, cow and 7 more`."""
    every = list(names)
    more = f" and {len(every) - LISTED} more" if len(every) > LISTED else ""
    return ", ".join(every[:LISTED]) + more


def left_out(card: Card, counts: Mapping[str, int], places: Mapping[str, int]) -> str:
    """Return a sentence on the folders that are no label of a model, "" if all are; counts are of their pictures."""
    strange = [name for name in counts if name not in places]
    if not strange:
        return ""
    lost, one = sum(counts[name] for name in strange), len(strange) == 1
    return (
        f"{'The folder' if one else 'The folders'} {listed(strange)} ({lost} {'picture' if lost == 1 else 'pictures'}) "
        f"{'is' if one else 'are'} left out: {card.name} has only the labels {listed(card.labels)}."
    )


def _index(card: Card, forms: Callable[[str], set[str]]) -> dict[str, set[int]]:
    index: dict[str, set[int]] = {}
    for names in (card.labels, card.labels_zh):
        for place, name in enumerate(names):
            for form in forms(name):
                index.setdefault(form, set()).add(place)
    return index


def _plain(name: str) -> str:
    words = unicodedata.normalize("NFKC", name).casefold().replace("_", " ").replace("-", " ")
    return " ".join(words.split())


def _numbers(name: str) -> set[str]:
    """Return a name and what it may be the plural of: cats → cat, boxes → box, puppies → puppy."""
    plain = _plain(name)
    forms = {plain}
    for ending, singular in (("s", ""), ("es", ""), ("ies", "y")):
        if plain.endswith(ending) and len(plain) > len(ending) + 1:
            forms.add(plain.removesuffix(ending) + singular)
    return forms
