"""The report: one page that needs nothing but itself, whatever the result holds."""

from __future__ import annotations

import errno
import html
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from mindseye.benchmarks.report import ReportError, write_report
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.errors import MindsEyeError, MissingExtraError
from mindseye.models.card import Card, EpochFigures, Layer, Provenance
from mindseye.types import InputSpec

PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
VOID = {"meta", "img", "br", "link", "hr", "input"}


class Page(HTMLParser):
    """Reads a page, insists that what is opened is closed, and keeps what the tests ask for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.figures: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.cells: list[str] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if "id" in known:
            self.ids.append(str(known["id"]))
        if tag == "img":
            self.images.append(known)
        if tag == "svg":
            self.figures.append(known)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "h2" in self.open:
            self.headings.append(data)
        if self.open and self.open[-1] in ("td", "th", "small"):
            self.cells.append(data)


def card(name: str, epochs: int = 3) -> Card:
    history = tuple(EpochFigures(e, 2.0 / e, 0.5 + 0.1 * e, 1.0 / e, 1.0 - 0.2 / e) for e in range(1, epochs + 1))
    layers = (Layer("flatten", "flatten", (784,)), Layer("fc1", "linear", (10,), 7850, 7840))
    provenance = Provenance("MNIST training file", f"mindseye lab train {name}", "abc", 1)
    return Card(
        name, "1", name.upper(), "digits", "A <net> & more.", "Apache-2.0", InputSpec(28, 28, 1, "glyph", 20), "fc1",
        tuple("0123456789"), {"reject": 0.5}, layers, history, (), provenance, "0" * 64, 31_000,
    )  # fmt: skip


def row(name: str, seed: int = 0, mistakes: int = 2) -> Row:
    counts = np.random.default_rng(seed).integers(0, 3, (10, 10)) + np.diag([100] * 10)
    total = int(counts.sum())
    figures = {
        "accuracy": float(np.trace(counts)) / total,
        "log_loss": 0.05,
        "ece": 0.004,
        "failures": 0.01,
        "latency_ms_p50": 0.2 + seed,
        "latency_ms_p95": 0.4 + seed,
        "parameters": 7850.0 + seed,
        "multiply_adds": 7840.0,
        "bytes": 31_000.0,
    }
    wrong = [Mistake(f"#{i}", "4", "9", 0.987, PNG) for i in range(mistakes)]
    return Row(name, total, figures, {"version": "1"}, counts.tolist(), wrong)


def result(*rows: Row) -> Result:
    return Result(
        "digits",
        "MNIST <test>",
        list(rows),
        "0.1.0+abc",
        {"cpu": "A processor", "cores": 2},
        "2026-11-21T05:00:00+00:00",
    )


def page(tmp_path: Path, measured: Result, cards: list[Card]) -> str:
    return write_report(measured, cards, tmp_path / "deep" / "report").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of two models, with a mistake whose picture is a foreign address."""
    foreign = [Mistake("#0", "1", "2", 0.9, "https://example.org/x.png")]
    two = replace(row("two", 1), mistakes=foreign)
    return page(tmp_path_factory.mktemp("report"), result(row("one"), two), [card("one"), card("two")])


def test_page_is_whole_and_says_everything(text: str) -> None:
    read = Page(text)
    assert read.headings == [
        "Training", "Which digits", "What accuracy costs", "Architectures", "Worst mistakes", "How this was measured",
    ]  # fmt: skip
    for said in (
        "MNIST &lt;test&gt;",
        "A processor, 2 cores",
        "0.1.0+abc",
        "2026-11-21 05:00:00 UTC",
        "A &lt;net&gt; &amp; more.",
    ):
        assert said in text
    assert "all its ink is read as one mark" in text  # the protocol, from the benchmark itself


def test_page_reaches_for_nothing_outside_itself(text: str) -> None:
    assert not re.search(r"https?:|//[a-z]|url\((?!#)|@import|<script|<link|<iframe", text)
    assert all(str(image["src"]).startswith("data:image/") for image in Page(text).images)


def test_every_picture_has_words_and_every_id_is_unique(text: str) -> None:
    read = Page(text)
    assert all(image.get("alt") for image in read.images)
    assert all(figure.get("aria-label") or figure.get("aria-labelledby") for figure in read.figures)
    assert len(read.figures) == 2 + 1 + 2 + 2 + 2  # curves, classes, confusion, cost, architectures
    assert len(read.ids) == len(set(read.ids))


def test_references_within_a_plot_lead_somewhere(text: str) -> None:
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', text))
    assert used
    assert used <= set(Page(text).ids)


def test_headline_gives_accuracy_with_its_interval(tmp_path: Path) -> None:
    one, other = Row("one", 10_000, {"accuracy": 0.9960}), Row("other", 10_000, {"accuracy": 0.9, "catches": 0.97})
    cells = Page(page(tmp_path, result(one, other), [])).cells
    assert "99.60\N{NO-BREAK SPACE}%" in cells
    assert "99.46–99.71" in cells  # Wilson's interval of 9,960 of 10,000
    assert cells[:4] == ["model", "pictures", "accuracy", "catches"]
    assert cells.count("–") == 1  # what was not measured


def test_plots_take_the_colours_of_the_page(text: str) -> None:
    assert "#010203" not in text
    assert "currentColor" in text
    assert "prefers-color-scheme:dark" in text


@pytest.mark.parametrize("count", [1, 8])
def test_one_to_eight_models(tmp_path: Path, count: int) -> None:
    names = [f"net-{i}" for i in range(count)]
    text = page(tmp_path, result(*(row(name, i) for i, name in enumerate(names))), [card(name) for name in names])
    assert Page(text).cells.count("accuracy") == 1
    assert all(text.count(f"<figcaption>{name}<") == 1 for name in names)


def test_empty_parts_are_left_out(tmp_path: Path) -> None:
    bare = Row("one", 0, {}, confusion=None, mistakes=None)
    read = Page(page(tmp_path, result(bare), [card("one", epochs=0)]))
    assert read.headings == [
        "Architectures",
        "How this was measured",
    ]
    assert Page(page(tmp_path, result(), [])).headings == ["How this was measured"]
    assert "Worst mistakes" not in Page(page(tmp_path, result(row("one", mistakes=0)), [])).headings


def test_perfect_and_hopeless_models_can_be_drawn(tmp_path: Path) -> None:
    perfect = Row(
        "best",
        20,
        {"accuracy": 1.0, "latency_ms_p50": 0.1, "parameters": 1.0},
        confusion=(np.eye(10, dtype=int) * 2).tolist(),
    )
    hopeless = Row(
        "worst",
        20,
        {"accuracy": 0.0, "latency_ms_p50": 0.1, "parameters": 0.0},
        confusion=np.zeros((10, 10), int).tolist(),
    )
    flat = card("best", epochs=1)
    Page(page(tmp_path, result(perfect, hopeless), [flat]))


def test_names_are_escaped(tmp_path: Path) -> None:
    strange = '<b>$x_1$ & "quoted"'
    text = page(tmp_path, result(Row(strange, 10, row("x").metrics, confusion=row("x").confusion)), [])
    assert "<b>$" not in text
    assert html.escape(strange) in text


def test_model_in_two_settings_is_drawn_once(tmp_path: Path) -> None:
    read = Page(page(tmp_path, result(row("one"), row("one", 1)), [card("one")]))
    assert len(read.ids) == len(set(read.ids))
    assert sum("aria-labelledby" in figure for figure in read.figures) == 1


def test_second_report_replaces_the_first(tmp_path: Path) -> None:
    write_report(result(Row("one", 1, {})), [], tmp_path)
    written = write_report(result(Row("two", 1, {})), [], tmp_path)
    assert "two" in written.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("in the way")
    with pytest.raises(ReportError, match=r"cannot be written to .*report .*choose another folder"):
        write_report(result(), [], tmp_path / "report")


def test_full_disk_is_one_sentence_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, text: str, encoding: str) -> int:
        self.write_bytes(text[:10].encode())
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(MindsEyeError, match=r"No space left on device.*make room on the disk\.$"):
        write_report(result(), [], tmp_path)
    assert not list(tmp_path.iterdir())


def test_without_matplotlib_the_cure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"The report needs matplotlib: pip install 'mindseye\[report\]'\."):
        write_report(result(), [], tmp_path)
