"""The caption benchmark on pictures of one colour: which pictures, what is counted, what is kept, what is refused."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest

from mindseye import metrics_text
from mindseye.benchmarks import caption, caption_look, kept
from mindseye.benchmarks.caption_data import read_pictures, training_sentences
from mindseye.benchmarks.caption_report import attended, write_report
from mindseye.errors import DataError
from mindseye.sentences import tokens
from mindseye.types import ImageLimits
from tests.benchmarks.sentences import CONFIDENCE, SAID, WRITTEN, teller, write_folder, write_list


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write_folder(tmp_path_factory.mktemp("captions") / "data")


@pytest.fixture(scope="module")
def ran(folder):
    known = training_sentences(folder)
    return caption.run([teller(1), teller(3)], read_pictures(folder), "colours", known)


@pytest.fixture(scope="module")
def look(ran, folder):
    result, found = ran
    return caption_look.look_at(result, caption_look.chosen(found), read_pictures(folder), ImageLimits())


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_parts_but_training_are_measured_whatever_they_are_called(folder):
    assert [one.name for one in read_pictures(folder)] == ["red.png", "green.png", "blue.png"]
    assert [one.name for one in read_pictures(folder, "val")] == ["red.png", "green.png"]


def test_a_list_without_parts_is_measured_whole(folder, tmp_path):
    write_folder(tmp_path / "x")
    write_list(tmp_path / "x", [{"image": "red.png", "captions": ["A dog ."]}])
    assert [one.sentences for one in read_pictures(tmp_path / "x")] == [(("a", "dog"),)]


def test_fewer_pictures_are_taken_evenly(folder):
    assert [one.name for one in read_pictures(folder, most=2)] == ["red.png", "green.png"]
    assert len(read_pictures(folder, most=100)) == 3


def test_sentences_are_cut_as_the_product_cuts_them(folder):
    first = read_pictures(folder)[0]
    assert first.texts == tuple(WRITTEN["red"])
    assert first.sentences[0] == ("a", "red", "dog", "runs", "in", "the", "snow")
    assert training_sentences(folder) == {("a", "green", "frog", "on", "a", "log"), ("a", "cat")}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"image": "x.png", "split": "train", "captions": ["A dog ."]}], "no picture of another part than 'train'"),
        ([{"image": "lost.png", "split": "val", "captions": ["A dog ."]}], "names 'lost.png', which is no picture"),
        ([{"image": "../x.png", "split": "val", "captions": ["A dog ."]}], "Line 1 .* which is no picture"),
        ([{"image": "red.png", "split": "val", "captions": []}], "no sentence for 'red.png'"),
        ([{"image": "red.png", "split": "val", "captions": [". ."]}], "no sentence for 'red.png'"),
        ([{"image": "red.png", "split": "val", "captions": "A dog ."}], "no sentence for 'red.png'"),
        ([{"split": "val"}], "not of the right form"),
        ([], "it has no rows"),
    ],
)
def test_another_layout_is_refused_in_a_sentence(rows, said, tmp_path):
    write_list(write_folder(tmp_path / "x"), rows)
    with pytest.raises(DataError, match=said):
        read_pictures(tmp_path / "x")


def test_a_folder_without_a_list_and_a_part_that_is_not_there_are_refused(folder, tmp_path):
    with pytest.raises(DataError, match=r"has no captions.jsonl: give a folder with"):
        read_pictures(tmp_path)
    with pytest.raises(DataError, match="no part 'dev'; it has test, train, val"):
        read_pictures(folder, "dev")


def test_a_damaged_picture_is_named(tmp_path):
    place = write_folder(tmp_path / "x")
    (place / "images" / "red.png").write_bytes(b"not a picture")
    with pytest.raises(DataError, match=r"red.png is in the list but cannot be read"):
        caption.run([teller()], read_pictures(place), "colours")


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_for_each_width_with_the_figures_of_metrics_text(ran):
    rows = ran[0].rows
    assert [row.setting["beam"] for row in rows] == [1, 3]
    said = [tokens(text) for text in SAID.values()]
    references = [[tokens(text) for text in own] for own in WRITTEN.values()]
    figures = rows[0].metrics
    assert [figures[f"bleu{n}"] for n in (1, 2, 3, 4)] == pytest.approx(metrics_text.bleu(said, references))
    assert figures["cider"] == pytest.approx(metrics_text.Cider(references).score(said).mean())
    assert rows[0].count == 3
    assert figures["latency_ms_p50"] <= figures["latency_ms_p95"]


def test_novel_are_sentences_that_nobody_wrote_for_training(ran, folder):
    assert ran[0].rows[0].metrics["novel"] == pytest.approx(2 / 3)  # the green one was written there
    alone, _ = caption.run([teller()], read_pictures(folder), "colours")
    assert "novel" not in alone.rows[0].metrics


def test_confidence_is_held_against_the_share_that_fits(ran):
    # Red: all of red, dog, run, snow were used. Green: green and frog of green, frog, log. Blue: none of man, hat.
    figures = ran[0].rows[0].metrics
    assert figures["agreement"] == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert figures["fits"] == pytest.approx(2 / 3)
    assert figures["sure"] == pytest.approx(2 / 3)
    assert figures["sure_fits"] == 1
    gaps = [1 - CONFIDENCE["red"], 1 - CONFIDENCE["green"], CONFIDENCE["blue"]]  # each is alone in its tenth
    assert figures["ece"] == pytest.approx(np.mean(gaps))
    assert sum(count for count, _, _ in ran[0].rows[0].reliability) == 3


# ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_best_and_worst_are_by_cider_and_every_picture_shows_once(look):
    examples = {one.group: one for one in look[0].examples}
    assert len(look[0].examples) == 3
    assert examples["best"].text == "A red dog runs in the snow."
    assert examples["worst"].text == "A man with a hat."
    assert examples["worst"].cider == 0
    assert not examples["worst"].sure


def test_attention_is_told_with_its_largest_cell_as_one(look):
    assert look[0].examples[0].words[0].attention == ((1.0, 1.0), (1.0, 1.0))


def test_people_are_held_against_the_other_sentences(look):
    references = [[tokens(text) for text in own[1:]] for own in WRITTEN.values()]
    said = [tokens(own[0]) for own in WRITTEN.values()]
    assert look[0].against == 1
    assert look[0].people["bleu1"] == pytest.approx(metrics_text.bleu(said, references)[0])


def test_the_newest_look_is_kept_and_the_older_pictures_go(look, tmp_path):
    told, sprite = look
    kept.save("caption", dataclasses.replace(told, sprite="0.webp"), b"older", tmp_path)
    kept.save("caption", told, sprite, tmp_path)
    assert kept.newest("caption", tmp_path) == json.loads(json.dumps(dataclasses.asdict(told)))
    assert kept.sprite_file("caption", tmp_path).read_bytes() == sprite
    assert len(list((tmp_path / "benchmarks" / "caption").glob("*.webp"))) == 1


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_report_needs_nothing_but_itself(ran, look, tmp_path):
    risky = dataclasses.replace(look[0].examples[0], references=("a <b> dog",))
    told = dataclasses.replace(look[0], examples=(risky, *look[0].examples[1:]))
    page = write_report(ran[0], told, look[1], [], tmp_path / "new").read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!data:|#)', page)
    assert "a &lt;b&gt; dog" in page
    for words in (
        "greedy",
        "beam 3",
        "people, against 1 others",
        "The worst",
        "shown as unsure",
        "<svg",
        "closest ref",
    ):
        assert words in page


def test_a_word_is_bright_where_it_was_looked_for():
    white = np.full((40, 40, 3), 255, np.uint8)
    shown = attended(white, [[1.0, 0.0], [0.0, 0.0]], 40)
    assert shown[0, 0].min() > 250
    assert shown[-1, -1].max() < 70


def test_a_picture_is_squeezed_whole_so_that_its_cells_lie_where_they_belong():
    wide = np.zeros((20, 80, 3), np.uint8)
    wide[:, 40:] = 255
    square = caption_look.squeezed(wide)
    assert square.shape == (caption_look.TILE, caption_look.TILE, 3)
    assert square[:, : caption_look.TILE // 2 - 2].max() == 0
    assert square[:, caption_look.TILE // 2 + 2 :].min() == 255
