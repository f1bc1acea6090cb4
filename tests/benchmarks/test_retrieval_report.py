"""The retrieval report: one page that needs nothing but itself."""

from __future__ import annotations

import re

import pytest

from mindseye.benchmarks.report import ReportError
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.benchmarks.retrieval_report import write_report

PNG = "data:image/png;base64,iVBORw0KGgo="


@pytest.fixture
def result():
    def row(rerank: str, quality: float, ms: float, **more: float) -> Row:
        figures = {"map": quality, "recall@1": 0.9, "latency_ms_p50": ms, "latency_ms_p95": ms + 1, **more}
        strips = [Mistake("<q>.jpg", "a", "b", 0.25, PNG), Mistake("out.jpg", "a", "b", 0.5, "https://elsewhere/x.png")]
        setting = {"descriptor": "photo", "rerank": rerank, "verify": 0, "database": 12, "distractors": 3}
        return Row("photo", 12, figures, setting, mistakes=strips)

    return Result("retrieval", "some <data>", [row("none", 0.9, 8.0), row("dba", 0.95, 15.0, ns_score=3.9)])


def test_the_page_holds_figures_plot_strips_and_protocol(result, tmp_path):
    page = write_report(result, tmp_path / "new" / "folder").read_text(encoding="utf-8")
    for words in ("photo, dba", "0.9500", "3.900", "–", "<svg", "average precision 0.250", "12 pictures and 3 distr"):
        assert words in page
    assert "Re-ranking and verification see the best hits only" in page


def test_the_page_reaches_for_nothing_outside_and_escapes_names(result, tmp_path):
    page = write_report(result, tmp_path).read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!data:|#)', page)
    assert "<q>" not in page
    assert "&lt;data&gt;" in page


def test_a_folder_that_cannot_be_made_is_an_error_in_a_sentence(result, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match="cannot be written"):
        write_report(result, tmp_path / "file" / "folder")
