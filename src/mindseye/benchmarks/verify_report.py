"""The benchmark `verify` as one self-contained page: figures, ROC, the wrong pairs, and how it was measured."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path

from mindseye.benchmarks import plots, verify
from mindseye.benchmarks.report import STYLE, ReportError
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.benchmarks.verify import VerifyRow
from mindseye.models.card import Card
from mindseye.tasks.faces.comparison import CONFIDENCES, FalseAccept, false_accepts

MORE_STYLE = (
    ".mistakes.photos{grid-template-columns:repeat(auto-fill,minmax(248px,1fr))}.mistakes.photos img{width:228px}"
)
HEADINGS = {"count": "pairs", "accuracy": "accuracy", "accuracy_std": "± between folds", "failures": "no face found"}


def write_report(result: Result, card: Card, folder: Path) -> Path:
    """Write `index.html` to a folder, which is made if need be, and return its path.

    Raises MissingExtraError without matplotlib, ReportError if the disk refuses.
    """
    plots.require_matplotlib()
    page, target, fresh = _page(result, card), folder / "index.html", folder / f".index.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(page, encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        raise ReportError(f"The report cannot be written to {folder} ({error.strerror}): choose another.") from error
    return target


def _page(result: Result, card: Card) -> str:
    title = "Verify: benchmark report"
    parts = [_figures(result.rows), _curves(result.rows), _scale(card), _latencies(result.rows), _wrong(result.rows)]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<style>{STYLE}{MORE_STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<header><p>Mind’s Eye</p><h1>{title}</h1></header>\n"
        f"{''.join(parts)}{_method(result, card)}</main>\n</body>\n</html>\n"
    )


def _figures(rows: Sequence[Row]) -> str:
    measured = [row for row in rows if "part" in row.setting]
    fars = [f"tar@far={far}" for far in verify.FARS["all pairs"]]
    names = [name for name in (*HEADINGS, *fars) if name == "count" or any(name in row.metrics for row in measured)]
    head = ["", *(HEADINGS.get(name, name.upper()) for name in names)]
    body = [
        [str(row.setting["part"]), f"{row.count:,}", *(_percent(row.metrics.get(name)) for name in names[1:])]
        for row in measured
    ]
    return f"<section>{_table(head, body)}</section>\n"


def _curves(rows: Sequence[Row]) -> str:
    curves = {str(row.setting["part"]): row.roc for row in rows if isinstance(row, VerifyRow) and row.roc}
    if not curves:
        return ""
    words = "Receiver operating characteristic: how many pairs of one person are accepted for how many of two people."
    return f"<section><h2>ROC</h2><figure>{plots.roc_curves(curves, words)}</figure></section>\n"


def _scale(card: Card) -> str:
    body = [
        [
            accept.rate,
            f"{accept.confidence:g}",
            f"{card.thresholds[f'far_{accept.rate}']:.4f}",
            _source(card, accept),
        ]
        for accept in false_accepts(card)
    ]
    head = ["false accepts", "similarity", "inner product", "how it is known"]
    return f"<section><h2>The scale of similarity</h2>{_table(head, body)}</section>\n"


def _source(card: Card, accept: FalseAccept) -> str:
    pairs = card.thresholds["impostor_pairs"]
    counted = f"{float(accept.rate) * pairs:,.0f} of {pairs:,.0f} pairs"
    return f"extrapolated, for only {counted} are there" if accept.is_extrapolated else f"counted on {counted}"


def _latencies(rows: Sequence[Row]) -> str:
    body = [
        [", ".join(map(str, row.setting.values())), f"{row.count:,}"]
        + [f"{row.metrics[name]:.1f}" for name in ("latency_ms_p50", "latency_ms_p95")]
        for row in rows
        if "latency_ms_p50" in row.metrics
    ]
    return f"<section><h2>Time</h2>{_table(['stage', 'pictures', 'median, ms', 'p95, ms'], body)}</section>\n"


def _wrong(rows: Sequence[Row]) -> str:
    items = [_pair(mistake) for row in rows for mistake in row.mistakes or []]
    if not items:
        return ""
    words = "The surest first. A list of pairs may be wrong itself: look whether you agree with it."
    listed = f'<ul class="mistakes photos">{"".join(items)}</ul>'
    return f"<section><h2>Pairs that were told wrongly</h2><p>{words}</p>{listed}</section>\n"


def _pair(mistake: Mistake) -> str:
    if not mistake.png.startswith("data:image/"):  # the page must not reach for anything outside itself
        return ""
    words = f"{mistake.name}: {mistake.truth}, taken for {mistake.answer}; similarity {100 * mistake.probability:.0f}"
    shown = escape(words, quote=True)
    return f'<li><img src="{escape(mistake.png, quote=True)}" alt="{shown}"><small>{shown}</small></li>'


def _method(result: Result, card: Card) -> str:
    facts = [
        ("Data", result.data),
        ("Protocol", " ".join((verify.__doc__ or "").partition("Protocol: ")[2].replace("`", "").split())),
        (
            "Similarity",
            f"Linear between the points of the table above ({', '.join(f'{v:g}' for v in CONFIDENCES.values())})",
        ),
        ("Model", f"{card.name} {card.version}: {card.provenance.notes}"),
        ("Machine", f"{result.machine.get('cpu', 'unknown')}, {result.machine.get('cores', '?')} cores"),
        ("Program", f"Mind's Eye {result.version}"),
        ("Measured", result.measured.replace("T", " ").replace("+00:00", " UTC")),
    ]
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(words)}</dd>" for term, words in facts)
    return f"<section><h2>How this was measured</h2><dl>{listed}</dl></section>\n"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.2f} %"


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    heads = "".join(f'<th scope="col">{escape(words)}</th>' for words in head)
    lines = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in body
    )
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="Figures"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )
