"""The names of ImageNet's classes: complete, distinct, and the same in the card that ships."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from mindseye.lab import imagenet
from mindseye.models.registry import Models

NAMES = imagenet.names()


def test_no_name_means_two_things():
    for words in (
        [*NAMES.labels, *(group.name for group in NAMES.groups)],
        [*NAMES.labels_zh, *(group.name_zh for group in NAMES.groups)],
    ):
        assert len(words) == 1000 + len(NAMES.groups)
        assert [name for name, count in Counter(map(str.casefold, words)).items() if count > 1] == []
        assert all(name == name.strip() != "" for name in words)


def test_every_label_has_at_most_two_groups_and_nearly_all_have_one():
    counted = Counter(place for group in NAMES.groups for place in group.labels)
    assert max(counted.values()) <= 2
    assert len(counted) > 950
    assert all(len(set(group.labels)) == len(group.labels) >= 3 for group in NAMES.groups)


def test_names_are_in_the_order_of_the_network():
    """Places that anybody can look up in ImageNet's list, from all over it."""
    known = {0: "tench", 207: "golden retriever", 281: "tabby cat", 340: "zebra", 386: "African elephant",
             504: "coffee mug", 817: "sports car", 920: "traffic light", 963: "pizza", 980: "volcano"}  # fmt: skip
    assert {place: NAMES.labels[place] for place in known} == known
    dogs = next(group for group in NAMES.groups if group.name == "dog")
    assert dogs.labels == tuple(range(151, 269))


def test_the_card_that_ships_has_these_names(tmp_path: Path):
    card = Models(tmp_path).get("photo").card
    assert (card.labels, card.labels_zh, card.groups) == (NAMES.labels, NAMES.labels_zh, NAMES.groups)
