"""Cards: written and read back, and every wrong field is named."""

from __future__ import annotations

import dataclasses
import json

import pytest

from mindseye.errors import ModelError
from mindseye.models.card import LabelGroup, parse_card, read_card, write_card
from tests import tiny


@pytest.fixture
def card(folder):
    return tiny.card_of(folder)


def as_data(card, tmp_path):
    write_card(card, tmp_path)
    return json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))


def test_a_card_is_read_back_as_it_was_written(card, tmp_path):
    named = dataclasses.replace(card, title="数字", description='"×" and \\ [1, 2]')
    write_card(named, tmp_path)
    assert read_card(tmp_path) == named
    assert "数字" in (tmp_path / "card.json").read_text(encoding="utf-8")


def test_totals_are_the_sums_over_layers(card):
    assert card.parameters == 4 * (9 + 1) + 10 * (784 + 1)
    assert card.multiply_adds == 28 * 28 * 4 * 9 + 10 * 784


def test_lists_of_numbers_stay_on_one_line(card, tmp_path):
    write_card(card, tmp_path)
    assert '"shape": [4, 28, 28]' in (tmp_path / "card.json").read_text(encoding="utf-8")


WRONG = {
    "an unknown field": ({"colour": "red"}, "card has unknown fields: colour"),
    "a wrong type": ({"labels": "0123456789"}, "card.labels must be a list"),
    "text for a number": ({"bytes": "many"}, "card.bytes must be int, not 'many'"),
    "true for a number": ({"bytes": True}, "card.bytes must be int"),
    "a wrong part": ({"thresholds": {"reject": "high"}}, "card.thresholds.reject must be float"),
    "a bad name": ({"name": "../evil"}, "name must be lower-case"),
    "a bad version": ({"version": "v1"}, "version must be numbers"),
    "an unknown layer": ({"layers": [{"name": "x", "kind": "magic", "shape": [1]}]}, "unknown kind 'magic'"),
    "a layer without a shape": ({"layers": [{"name": "x", "kind": "relu"}]}, r"card.layers\[0\] lacks: shape"),
    "a bad input": ({"input": {"width": 28, "height": 28, "fit": "glyph", "box": 99}}, "box must be 1 to 28"),
    "two means for one channel": (
        {"input": {"width": 28, "height": 28, "channels": 1, "mean": [0.1, 0.2]}},
        "mean and std must have 1 or 1 values",
    ),
    "an input without a width": ({"input": {"height": 28}}, "card.input lacks: width"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_field_is_named(card, tmp_path, name):
    changes, words = WRONG[name]
    with pytest.raises(ValueError, match=words):
        parse_card(as_data(card, tmp_path) | changes)


def test_a_missing_field_is_named(card, tmp_path):
    data = as_data(card, tmp_path)
    del data["licence"]
    with pytest.raises(ValueError, match="card lacks: licence"):
        parse_card(data)


def test_a_whole_number_will_do_for_a_fraction(card, tmp_path):
    assert parse_card(as_data(card, tmp_path) | {"thresholds": {"reject": 1}}).thresholds == {"reject": 1.0}


def test_a_folder_without_a_card_says_what_a_model_folder_is(tmp_path):
    with pytest.raises(ModelError, match=r"has no card\.json: a model folder is"):
        read_card(tmp_path)


def test_a_card_that_is_no_json_is_said(tmp_path):
    (tmp_path / "card.json").write_text("[1, 2")
    with pytest.raises(ModelError, match="is not a valid card"):
        read_card(tmp_path)
    (tmp_path / "card.json").write_text("[" * 100_000)
    with pytest.raises(ModelError, match="is not a valid card"):
        read_card(tmp_path)
    (tmp_path / "card.json").write_text("[1, 2]")
    with pytest.raises(ModelError, match="card must be an object"):
        read_card(tmp_path)


def test_names_in_chinese_go_with_the_labels_one_by_one(card):
    with pytest.raises(ValueError, match="labels_zh has 1 entries for 10"):
        dataclasses.replace(card, labels_zh=("零",))


def test_a_group_names_only_labels_that_there_are(card):
    assert dataclasses.replace(card, groups=(LabelGroup("even", "偶数", (0, 2, 4, 6, 8)),)).groups[0].labels[1] == 2
    with pytest.raises(ValueError, match="beyond the 10"):
        dataclasses.replace(card, groups=(LabelGroup("ten", "十", (10,)),))
