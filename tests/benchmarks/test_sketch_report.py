"""The sketch report: one page that needs nothing but itself."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from mindseye.benchmarks.report import ReportError
from mindseye.benchmarks.result import Result, Row
from mindseye.benchmarks.sketch_data import Picture
from mindseye.benchmarks.sketch_look import Asked, CategoryFigures, Look, Point, Tiles
from mindseye.benchmarks.sketch_report import write_report


@pytest.fixture
def result():
    def row(part: str, towers: str, strokes: str, quality: float, rerank: str = "dba") -> Row:
        setting = {"part": part, "towers": towers, "strokes": strokes, "rerank": rerank, "gallery": 4, "version": "1"}
        return Row("sketch" if towers == "trained" else "photo", 2, {"map": quality, "latency_ms_p50": 5.0}, setting)

    rows = [row("seen", "trained", "", 0.5125), row("seen", "trained", "width ×3", 0.25)]
    rows += [row("seen", "trained", "", 0.4875, "none"), row("seen", "untrained", "", 0.125)]
    return Result("sketch", "some <data>", rows)


@pytest.fixture
def look():
    kinds = ("photo", "photo", "photo", "photo", "sketch", "sketch")
    words = ("a_<b>", "a_<b>", "c", "c", "a_<b>", "c")
    points = [
        Point(n / 5, 1 - n / 5, kind, word, False) for n, (kind, word) in enumerate(zip(kinds, words, strict=True))
    ]
    asked = (
        Asked(4, "seen", 1, (2, 3, 0, 1), (1, 0, 2, 3), 0.4167, 1.0),
        Asked(5, "seen", None, (2, 3, 0, 1), (2, 0, 3, 1), 1.0, 0.8333),
    )
    figures = (CategoryFigures("a_<b>", False, 1, 0.4167, 1.0), CategoryFigures("c", False, 1, 1.0, 0.8333))
    return Look("sketch", "1", "some <data>", "2026-01-31", 64, 32, "0.webp", tuple(points), asked, figures)


@pytest.fixture
def sprite(look):
    tiles = Tiles()
    for number, point in enumerate(look.points):
        tiles.add(Picture("", "", point.category, "", False), np.full((90, 60, 3), 40 * number, np.uint8))
    return tiles.sprite()


def test_the_page_holds_figures_queries_map_categories_and_protocol(result, look, sprite, tmp_path):
    page = write_report(result, look, sprite, tmp_path / "new" / "folder").read_text(encoding="utf-8")
    for words in (
        "0.512",
        "sketch, cosine alone",
        "before training (photo)",
        "width ×3",
        "average precision 0.42",
        "<svg",
        "Drawn otherwise",
    ):
        assert words in page
    assert "cosine alone" not in page.partition("Drawn otherwise")[2].partition("What drawings found")[0]
    assert page.count('class="hit right"') == 2 * 2 * 2  # two drawings, two rows, two right photos each
    assert "divided by six, or by the number of right photos" in page


def test_right_and_wrong_are_told_by_more_than_colour(result, look, sprite, tmp_path):
    page = write_report(result, look, sprite, tmp_path).read_text(encoding="utf-8")
    marks = re.findall(r'alt="[^"]*: ([^"]*)" title="[^"]*"><span aria-hidden="true">(.)</span>', page)
    assert set(marks) == {("right", "✓"), ("wrong", "✗"), ("the photo that was drawn", "★")}


def test_the_page_reaches_for_nothing_outside_and_escapes_names(result, look, sprite, tmp_path):
    page = write_report(result, look, sprite, tmp_path).read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!data:|#)', page)
    assert "<b>" not in page
    assert "some &lt;data&gt;" in page


def test_without_a_look_there_are_figures_alone(result, tmp_path):
    alone = dataclasses.replace(result, rows=result.rows[-1:])
    page = write_report(alone, None, b"", tmp_path).read_text(encoding="utf-8")
    assert "0.125" in page
    assert "What drawings found" not in page
    assert "Drawn otherwise" not in page


def test_a_folder_that_cannot_be_made_is_an_error_in_a_sentence(result, look, sprite, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match="cannot be written"):
        write_report(result, look, sprite, tmp_path / "file" / "folder")
