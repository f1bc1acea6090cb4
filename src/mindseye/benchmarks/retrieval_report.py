"""The retrieval benchmark as one self-contained page: figures, quality against time, the worst queries' first hits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from mindseye.benchmarks import plots, retrieval
from mindseye.benchmarks.report import STYLE, ReportError
from mindseye.benchmarks.result import Mistake, Result, Row

COLUMNS = {
    "map": ("mAP", 4),
    "ns_score": ("N-S score", 3),
    "recall@1": ("recall@1", 4),
    "recall@5": ("recall@5", 4),
    "recall@10": ("recall@10", 4),
    "precision@6": ("precision@6", 4),
    "precision@20": ("precision@20", 4),
    "latency_ms_p50": ("median, ms", 1),
    "latency_ms_p95": ("p95, ms", 1),
    "images_per_s": ("pictures/s", 1),
}
MORE_STYLE = (
    ".strips{list-style:none;margin:0;padding:0}.strips li{margin:0 0 14px}.strips img{max-width:100%;height:auto;"
    "border-radius:6px;display:block}"
)


def write_report(result: Result, folder: Path) -> Path:
    """Write `index.html` to a folder, which is made if need be, and return its path.

    Raises MissingExtraError without matplotlib, ReportError if the disk refuses.
    """
    plots.require_matplotlib()
    page, target, fresh = _page(result), folder / "index.html", folder / f".index.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(page, encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        raise ReportError(f"The report cannot be written to {folder} ({error.strerror}): choose another.") from error
    return target


def _page(result: Result) -> str:
    title = "Retrieval: benchmark report"
    parts = [_table(result.rows), _plot(result.rows), _worst(result.rows), _method(result)]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<style>{STYLE}{MORE_STYLE}</style>\n</head>\n'
        "<body>\n<main>\n"
        f"<header><p>Mind’s Eye</p><h1>{title}</h1></header>\n{''.join(parts)}</main>\n</body>\n</html>\n"
    )


def _name(row: Row) -> str:
    """Such as "photo, dba", with the number of verified hits if there are any."""
    words = [str(row.setting.get("descriptor", row.model)), str(row.setting.get("rerank", ""))]
    words += [f"verify {row.setting['verify']}"] if row.setting.get("verify") else []
    return ", ".join(word for word in words if word)


def _table(rows: Sequence[Row]) -> str:
    columns = [name for name in COLUMNS if any(name in row.metrics for row in rows)]
    heads = ["setting", "queries", *(COLUMNS[name][0] for name in columns)]
    head = "".join(f'<th scope="col">{heading}</th>' for heading in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(_name(row))}</th><td>{row.count:,}</td>'
        + "".join(f"<td>{_figure(row, name)}</td>" for name in columns)
        + "</tr>"
        for row in rows
    )
    return (
        '<section><div class="wide" tabindex="0" role="region" aria-label="Figures"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>\n"
    )


def _figure(row: Row, name: str) -> str:
    return f"{row.metrics[name]:.{COLUMNS[name][1]}f}" if name in row.metrics else "–"


def _plot(rows: Sequence[Row]) -> str:
    points = "; ".join(f"{_name(r)} {r.metrics['map']:.3f} at {r.metrics['latency_ms_p50']:.1f} ms" for r in rows)

    def draw(axes: Any) -> None:
        for number, row in enumerate(rows):
            marker = plots.MARKERS[number % len(plots.MARKERS)]
            colour = plots.COLOURS[number % len(plots.COLOURS)]
            axes.plot(
                [row.metrics["latency_ms_p50"]], [row.metrics["map"]], marker, color=colour, label=_name(row), ms=7
            )
        axes.margins(x=0.15, y=0.15)
        axes.set_xlabel("median ms a query, the network's pass included")
        axes.set_ylabel("mAP")
        axes.grid(axis="y")

    svg = plots._svg(draw, f"mAP against milliseconds: {points}", "retrieval")
    return f"<section><h2>What quality costs</h2><figure>{svg}</figure></section>\n"


def _worst(rows: Sequence[Row]) -> str:
    parts = [
        f'<h3>{escape(_name(row))}</h3><ul class="strips">{"".join(map(_strip, row.mistakes))}</ul>'
        for row in rows
        if row.mistakes
    ]
    if not parts:
        return ""
    words = "The query first, then its best hits in order; a green bar under those that are right, a red one elsewhere."
    return f"<section><h2>Queries that went worst</h2><p>{words}</p>{''.join(parts)}</section>\n"


def _strip(mistake: Mistake) -> str:
    if not mistake.png.startswith("data:image/"):  # the page must not reach for anything outside itself
        return ""
    words = f"{mistake.name}: average precision {mistake.probability:.3f}"
    return (
        f'<li><img src="{escape(mistake.png, quote=True)}" alt="{escape(words, quote=True)}">'
        f"<small>{escape(words)}</small></li>"
    )


def _method(result: Result) -> str:
    first = result.rows[0].setting
    facts = [
        ("Data", result.data),
        ("Database", f"{first.get('database', 0)} pictures and {first.get('distractors', 0)} distractors"),
        ("Protocol", " ".join((retrieval.__doc__ or "").partition("Protocol: ")[2].replace("`", "").split())),
        ("Machine", f"{result.machine.get('cpu', 'unknown')}, {result.machine.get('cores', '?')} cores"),
        ("Program", f"Mind's Eye {result.version}"),
        ("Measured", result.measured.replace("T", " ").replace("+00:00", " UTC")),
    ]
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(str(words))}</dd>" for term, words in facts)
    return f"<section><h2>How this was measured</h2><dl>{listed}</dl></section>\n"
