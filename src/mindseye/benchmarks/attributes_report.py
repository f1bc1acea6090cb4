"""The attributes benchmark as one self-contained page: figures, errors by age band and group, the worst mistakes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from mindseye.benchmarks import attributes, plots
from mindseye.benchmarks.attributes import AttributeRow, Part
from mindseye.benchmarks.report import STYLE, ReportError
from mindseye.benchmarks.result import Mistake, Result, Row

COLUMNS = {
    "accuracy": ("accuracy", 4),
    "log_loss": ("log loss", 4),
    "ece": ("ECE", 4),
    "mae_years": ("mean error, years", 2),
    "bias_years": ("bias, years", 2),
    "coverage": ("in the range", 3),
    "mae_degrees": ("mean error, °", 2),
    "failures": ("not found", 4),
    "latency_ms_p50": ("median, ms", 1),
    "latency_ms_p95": ("p95, ms", 1),
    "detect_ms_p50": ("detection, ms", 1),
}
SPLIT = {"age": "age band", "gender": "gender", "group": "group"}
AXES = {"accuracy": "right answers, %", "mae_years": "mean error, years", "mae_degrees": "mean error, °"}


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
    title = "Face attributes: benchmark report"
    parts = [_table(result.rows), *map(_attribute, result.rows), _method(result)]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<style>{STYLE}</style>\n</head>\n'
        "<body>\n<main>\n"
        f"<header><p>Mind’s Eye</p><h1>{title}</h1></header>\n{''.join(parts)}</main>\n</body>\n</html>\n"
    )


def _name(row: Row) -> str:
    return str(row.setting["attribute"])


def _table(rows: Sequence[Row]) -> str:
    columns = [name for name in COLUMNS if any(name in row.metrics for row in rows)]
    heads = ["attribute", "faces", *(COLUMNS[name][0] for name in columns)]
    head = "".join(f'<th scope="col">{heading}</th>' for heading in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(_name(row))}</th><td>{row.count:,}</td>'
        + "".join(f"<td>{_figure(row.metrics.get(name), COLUMNS[name][1])}</td>" for name in columns)
        + "</tr>"
        for row in rows
    )
    return (
        '<section><div class="wide" tabindex="0" role="region" aria-label="Figures"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>\n"
    )


def _figure(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"


def _attribute(row: Row) -> str:
    """Return the section of one attribute, or nothing where there are neither parts nor mistakes to show."""
    parts = row.parts if isinstance(row, AttributeRow) else []
    drawings = [_by(row, by, own) for by in SPLIT if (own := [part for part in parts if part.by == by])]
    pictures = "".join(map(_mistake, row.mistakes or []))
    listed = f'<h3>Worst mistakes</h3><ul class="mistakes photos">{pictures}</ul>' if pictures else ""
    if not drawings and not listed:
        return ""
    title, plotted = escape(_name(row).capitalize()), "".join(drawings)
    return f'<section><h2>{title}</h2><div class="pair">{plotted}</div>{listed}</section>\n'


def _by(row: Row, by: str, parts: Sequence[Part]) -> str:
    metric = next(name for name in AXES if name in parts[0].metrics)
    factor = 100.0 if metric == "accuracy" else 1.0
    words = "; ".join(f"{p.name} {factor * p.metrics[metric]:.1f} of {p.count} faces" for p in parts)

    def draw(axes: Any) -> None:
        for place, part in enumerate(parts):
            low, value, high = (factor * part.metrics[name] for name in ("low", metric, "high"))
            axes.errorbar(
                [place], [value], yerr=[[value - low], [high - value]], fmt="o", color=plots.ACCENT, capsize=3
            )
        axes.axhline(factor * row.metrics[metric], linestyle=":", color=plots.WORDS, linewidth=1)
        axes.set_xticks(range(len(parts)), [part.name for part in parts], rotation=30)
        axes.set_ylabel(AXES[metric])
        axes.grid(axis="y")

    svg = plots._svg(draw, f"{_name(row)} by {SPLIT[by]}, {AXES[metric]}: {words}", f"{_name(row)}-{by}")
    return f"<figure>{svg}<figcaption>By {SPLIT[by]}, with 95 % intervals; dotted: all faces</figcaption></figure>"


def _mistake(mistake: Mistake) -> str:
    if not mistake.png.startswith("data:image/"):  # the page must not reach for anything outside itself
        return ""
    words = escape(f"{mistake.name}: {mistake.truth}, called {mistake.answer}", quote=True)
    return (
        f'<li title="{words}"><img src="{escape(mistake.png, quote=True)}" alt="{words}">'
        f"<span>{escape(mistake.truth)} → <b>{escape(mistake.answer)}</b></span></li>"
    )


def _method(result: Result) -> str:
    facts = [
        ("Data", result.data),
        ("Protocol", " ".join((attributes.__doc__ or "").partition("Protocol: ")[2].replace("`", "").split())),
        ("Limits", "Gender is how a face looks to a model that knows two words for it. All are estimates, not truths."),
        ("Machine", f"{result.machine.get('cpu', 'unknown')}, {result.machine.get('cores', '?')} cores"),
        ("Program", f"Mind's Eye {result.version}"),
        ("Measured", result.measured.replace("T", " ").replace("+00:00", " UTC")),
    ]
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(words)}</dd>" for term, words in facts)
    return f"<section><h2>How this was measured</h2><dl>{listed}</dl></section>\n"
