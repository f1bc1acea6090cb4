"""The benchmark of words on pictures of one colour: ranks both ways, texts that say nothing, the page."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mindseye.benchmarks import words, words_look
from mindseye.benchmarks.caption_data import read_pictures
from mindseye.benchmarks.words_report import write_report
from mindseye.types import ImageLimits
from tests import tiny
from tests.benchmarks.sentences import towers, write_folder


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    return read_pictures(write_folder(tmp_path_factory.mktemp("words") / "data"))


@pytest.fixture(scope="module")
def ran(pictures):
    return words.run(towers(), pictures, "colours")


def slow_rank(scores: list[float], right: set[int]) -> int:
    """Walk down a ranking until a right one comes; wrong ones of the same score come before it."""
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], place in right))
    return 1 + next(number for number, place in enumerate(order) if place in right)


def test_ranks_are_those_of_walking_down_the_rankings():
    rng = np.random.default_rng(3)
    own = np.repeat(np.arange(5), [3, 1, 2, 2, 4])
    scores = np.round(rng.normal(size=(12, 5)), 0).astype(np.float32)  # coarse, so that many are equal
    assert words.ranks_of_photos(scores, own).tolist() == [slow_rank(list(scores[i]), {own[i]}) for i in range(12)]
    mine = [set(np.nonzero(own == picture)[0]) for picture in range(5)]
    assert words.ranks_of_texts(scores, own).tolist() == [slow_rank(list(scores[:, i]), mine[i]) for i in range(5)]


def test_both_ways_are_rows_with_recalls_and_the_median_rank(ran):
    told, asked = ran[0].rows
    assert (told.setting["direction"], told.count, told.setting["gallery"]) == ("text to photo", 6, 3)
    assert (asked.setting["direction"], asked.count, asked.setting["gallery"]) == ("photo to text", 3, 6)
    assert told.metrics["recall@1"] == asked.metrics["recall@1"] == 1
    assert told.metrics["median_rank"] == 1


def test_unknown_words_are_counted(ran, pictures):
    written = sum(len(sentence) for picture in pictures for sentence in picture.sentences)
    assert ran[0].rows[0].metrics["unknown"] == pytest.approx((written - 6) / written)  # each names one colour


def test_a_sentence_without_a_known_word_ranks_its_picture_last(pictures):
    deaf = towers()
    mute = words.Towers("mute", "1", lambda text: deaf.embed_text(text.replace("red", "")), deaf.embed_photo)
    result, found = words.run(mute, pictures, "colours")
    assert words.ranks_of_photos(found.scores, found.own).tolist() == [3, 3, 1, 1, 1, 1]
    assert result.rows[0].metrics["recall@1"] == pytest.approx(4 / 6)


def test_the_report_shows_what_sentences_found_and_needs_nothing_but_itself(ran, pictures, tmp_path):
    result, found = ran
    sought, sprite = words_look.look_at(found, pictures, ImageLimits())
    assert {one.rank for one in sought} == {1}
    assert all(one.hits[0] == one.own for one in sought)
    model = tiny.write_model(tmp_path / "zoo", tmp_path)
    page = write_report(result, sought, sprite, tiny.card_of(model), tmp_path / "page").read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!data:|#)', page)
    assert page.count('class="hit right"') == len(sought) == 6
    assert "photo to text" in page
