"""The benchmark `words` as one self-contained page: figures, what sentences found, curves of training."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from mindseye.benchmarks import page, words
from mindseye.benchmarks.page import Sprite
from mindseye.benchmarks.result import Result
from mindseye.benchmarks.words_look import COLUMNS, TILE, Sought
from mindseye.models.card import Card

FIGURES = (
    ("recall@1", "recall@1", 3),
    ("recall@5", "recall@5", 3),
    ("recall@10", "recall@10", 3),
    ("median_rank", "median rank", 1),
    ("unknown", "unknown words", 4),
    ("latency_ms_p50", "median, ms", 1),
    ("latency_ms_p95", "p95, ms", 1),
)
STYLE = """
.sought{list-style:none;margin:0;padding:0;display:grid;gap:18px}
.sought>li{padding-bottom:14px;border-bottom:1px solid var(--line)}
.sought p{margin:0 0 .4rem}
.sought ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:8px}
.hit{position:relative;border-radius:8px;border:2px dashed var(--line);line-height:0}
.hit img{width:112px;height:112px;border-radius:6px}
.hit span{position:absolute;right:4px;bottom:4px;border-radius:9px;padding:0 6px;font:700 13px/20px system-ui;
background:#3a3f4a;color:#fff}
.hit.right{border:2px solid #2a9d6f}.hit.right span{background:#176b49}
"""


def write_report(result: Result, sought: Sequence[Sought], sprite: bytes, card: Card, folder: Path) -> Path:
    """Write the page to a folder and return its path; `sought` and `sprite` are what `words_look` makes of the run.

    Raises MissingExtraError without matplotlib, ReportError if the disk refuses.
    """
    tiles = Sprite(sprite, TILE, COLUMNS)
    listed = "".join(_sought(tiles, one) for one in sought)
    found = (
        "<p>Sentences taken at random, and the photos that each found first: ✓ is the very picture it was written for. "
        f'Others may fit as well, and count as wrong all the same.</p><ul class="sought">{listed}</ul>'
    )
    parts = [
        f"<section>{_table(result)}</section>\n",
        page.section("What sentences found", found),
        page.curves([card], "Accuracy: how often the right one comes first in a batch."),
        page.method(result, words.__doc__),
    ]
    return page.write("Search by words: benchmark report", STYLE, parts, folder)


def _table(result: Result) -> str:
    shown = [one for one in FIGURES if any(one[0] in row.metrics for row in result.rows)]
    heads = ["", "queries", "among", *(heading for _, heading, _ in shown)]
    rows = [
        [
            str(row.setting["direction"]),
            f"{row.count:,}",
            f"{row.setting['gallery']:,}",
            *(page.figure(row, metric, places) for metric, _, places in shown),
        ]
        for row in result.rows
    ]
    return page.table("Figures", heads, rows)


def _sought(tiles: Sprite, one: Sought) -> str:
    hits = "".join(_hit(tiles, hit, hit == one.own) for hit in one.hits)
    where = f"its picture has rank {one.rank:,}"
    return f"<li><p>“{escape(one.text)}” <small>{where}</small></p><ol>{hits}</ol></li>"


def _hit(tiles: Sprite, hit: int, right: bool) -> str:
    mark, said = ("✓", "the picture it was written for") if right else ("✗", "another picture")
    return (
        f'<li class="hit{" right" if right else ""}">{page.picture(tiles.square(hit), said)}'
        f'<span aria-hidden="true">{mark}</span></li>'
    )
