"""A benchmark's result as one self-contained page: figures, plots, drawings, mistakes, and how it was measured."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from mindseye.benchmarks import plots
from mindseye.benchmarks.report_words import Words, words_of
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.errors import MindsEyeError
from mindseye.metrics import wilson_interval
from mindseye.models.architecture import architecture_svg
from mindseye.models.card import Card

MOST_SHOWN = 24  # mistakes of each model
MISSING = "–"


class ReportError(MindsEyeError):
    """A report that cannot be written."""


def write_report(result: Result, cards: list[Card], folder: Path) -> Path:
    """Write `index.html` to a folder, which is made if need be, and return its path.

    The page needs nothing but itself. Raises MissingExtraError without matplotlib, ReportError if the disk refuses.
    """
    plots.require_matplotlib()
    measured = dict.fromkeys(row.model for row in result.rows)
    page = _page(result, [card for name in measured for card in cards if card.name == name])
    target, fresh = folder / "index.html", folder / f".index.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(page, encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        _remove(fresh)
        reason = error.strerror or str(error)
        raise ReportError(
            f"The report cannot be written to {folder} ({reason}): choose another folder or make room on the disk."
        ) from error
    return target


def _remove(path: Path) -> None:
    """Leave no half-written file behind, if the disk allows that much."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _page(result: Result, cards: Sequence[Card]) -> str:
    sections = [
        _headline(result),
        _curves(cards, words_of(result.bench)),
        _classes(result, cards),
        _sureness(result),
        _speed(result),
        _architectures(cards),
        _mistakes(result),
        _method(result, cards),
    ]
    title = f"{result.bench.capitalize()}: benchmark report"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n'
        f"<header><p>Mind’s Eye</p><h1>{escape(title)}</h1></header>\n{''.join(sections)}</main>\n</body>\n</html>\n"
    )


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fraction(value: float) -> str:
    return f"{100 * value:.2f}\N{NO-BREAK SPACE}%"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _kilobytes(value: float) -> str:
    return f"{value / 1000:,.0f} kB"


def _digits(places: int) -> Callable[[float], str]:
    return lambda value: f"{value:.{places}f}"


@dataclass(frozen=True, slots=True)
class Column:
    """One metric in the table: its heading, how it is written, and which of several is the best."""

    metric: str
    heading: str
    written: Callable[[float], str]
    best: Callable[[list[float]], float] = min


COLUMNS = (
    Column("accuracy", "accuracy", _fraction, max),
    Column("log_loss", "log loss", _digits(4)),
    Column("ece", "ECE", _digits(4)),
    Column("failures", "failures", _fraction),
    Column("false_rejects", "false rejects", _fraction),
    Column("catches", "catches", _fraction, max),
    Column("latency_ms_p50", "median, ms", _digits(2)),
    Column("latency_ms_p95", "p95, ms", _digits(2)),
    Column("parameters", "parameters", _whole),
    Column("multiply_adds", "multiply-adds", _whole),
    Column("bytes", "file", _kilobytes),
)
NOTES = {
    "ece": "ECE: expected calibration error.",
    "failures": "Failures: pictures that the program, which does not know that each shows one mark, would not answer "
    "with exactly one.",
    "false_rejects": "False rejects: pictures that the model refuses, such as digits that it calls “not a digit”.",
    "catches": "Catches: pictures of other things that it refuses.",
}


def _headline(result: Result) -> str:
    best = max(result.rows, key=lambda row: row.metrics.get("accuracy", 0.0), default=None)
    said = ""
    if best and "accuracy" in best.metrics:
        low, high = _interval(best)
        said = (
            f'<p class="lead"><strong>{escape(best.model)}</strong> is right most often: '
            f"<strong>{_fraction(best.metrics['accuracy'])}</strong> of {best.count:,} pictures "
            f"(95 % interval {100 * low:.2f} to {_fraction(high)}).</p>"
        )
    return f"<section>{said}{_table(result.rows)}</section>\n"


def _table(rows: Sequence[Row]) -> str:
    columns = [column for column in COLUMNS if any(column.metric in row.metrics for row in rows)]
    heads = ["model", "pictures", *(column.heading for column in columns)]
    head = "".join(f'<th scope="col">{heading}</th>' for heading in heads)
    body = "".join(_table_row(row, rows, columns) for row in rows)
    notes = ["Best of each column in bold.", *(NOTES[c.metric] for c in columns if c.metric in NOTES)]
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Figures"><table><thead><tr>{head}</tr></thead>'
        f'<tbody>{body}</tbody></table></div><p class="note">{" ".join(notes)}</p>'
    )


def _table_row(row: Row, rows: Sequence[Row], columns: Sequence[Column]) -> str:
    cells = "".join(_cell(row, rows, column) for column in columns)
    return f'<tr><th scope="row">{escape(row.model)}</th><td>{row.count:,}</td>{cells}</tr>'


def _cell(row: Row, rows: Sequence[Row], column: Column) -> str:
    if column.metric not in row.metrics:
        return f"<td>{MISSING}</td>"
    value = row.metrics[column.metric]
    others = [other.metrics[column.metric] for other in rows if column.metric in other.metrics]
    leads = ' class="best"' if len(set(others)) > 1 and value == column.best(others) else ""
    low, high = _interval(row)
    below = f"<small>{100 * low:.2f}–{100 * high:.2f}</small>" if column.metric == "accuracy" else ""
    return f"<td{leads}>{column.written(value)}{below}</td>"


def _interval(row: Row) -> tuple[float, float]:
    return wilson_interval(round(row.metrics.get("accuracy", 0.0) * row.count), row.count)


# ── plots ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _curves(cards: Sequence[Card], said: Words) -> str:
    trained = [card for card in cards if card.history]
    if not trained:
        return ""
    ends = ", ".join(f"{card.name} {_fraction(card.history[-1].validation_accuracy)}" for card in trained)
    figures = [
        _figure(plots.loss_curves(trained, f"Curves of training and validation loss of {_names(trained)}"), "Loss"),
        _figure(
            plots.accuracy_curves(trained, f"Curves of training and validation accuracy; at the end: {ends}"),
            "Accuracy; the axis stretches the last percent",
        ),
    ]
    return _section("Training", f'<p>{said.training}</p><div class="pair">{"".join(figures)}</div>')


def _classes(result: Result, cards: Sequence[Card]) -> str:
    rows = [row for row in result.rows if row.confusion]
    if not rows:
        return ""
    labels = _labels(rows, cards)
    errors = _figure(
        plots.class_errors(rows, labels, f"Share of wrong answers per class of {', '.join(row.model for row in rows)}"),
        "Wrong answers per true class, with 95 % intervals",
    )
    matrices = []
    for number, row in enumerate(rows):
        alt = f"Confusion matrix of {row.model}: {_worst_pair(row, labels)}"
        matrices.append(_figure(plots.confusion_matrix(row, labels, number, alt), row.model))
    words = "<p>Counts of answers; mistakes are tinted.</p>"
    return _section(
        words_of(result.bench).classes,
        f'<div class="wide">{errors}</div><h3>Confusion</h3>{words}<div class="grid">{"".join(matrices)}</div>',
    )


def _sureness(result: Result) -> str:
    rows = [row for row in result.rows if row.reliability]
    if not rows:
        return ""
    ends = "; ".join(f"{row.model}: expected calibration error {row.metrics.get('ece', 0.0):.4f}" for row in rows)
    figure = _figure(plots.reliability(rows, f"Accuracy by confidence. {ends}"), "Accuracy by confidence")
    words = (
        "Of the answers that a model is 80 % sure of, 80 % should be right: on the dotted line. Below it, the model is "
        "surer than it is right. A marker’s size is the share of the pictures."
    )
    return _section("How sure, and how right", f'<p>{words}</p><div class="drawing">{figure}</div>')


def _speed(result: Result) -> str:
    pairs = (
        ("latency_ms_p50", "median latency, ms", "Accuracy and time"),
        ("parameters", "parameters", "Accuracy and size"),
    )
    figures = []
    for metric, label, caption in pairs:
        rows = [row for row in result.rows if row.metrics.get(metric, 0.0) > 0 and "accuracy" in row.metrics]
        if rows:
            points = "; ".join(
                f"{r.model} {_fraction(r.metrics['accuracy'])} at {r.metrics[metric]:,.3g}" for r in rows
            )
            figures.append(_figure(plots.accuracy_against(rows, metric, label, f"{caption}: {points}"), caption))
    return _section("What accuracy costs", f'<div class="pair">{"".join(figures)}</div>') if figures else ""


def _labels(rows: Sequence[Row], cards: Sequence[Card]) -> list[str]:
    """Return the names of the classes, from a card that has as many; else their numbers."""
    count = max(len(row.confusion or []) for row in rows)
    named = next((card.labels for card in cards if len(card.labels) == count), None)
    return list(named) if named else [str(i) for i in range(count)]


def _worst_pair(row: Row, labels: Sequence[str]) -> str:
    counts = row.confusion or []
    pairs = [(n, i, j) for i, line in enumerate(counts) for j, n in enumerate(line) if i != j and n]
    if not pairs:
        return "no mistakes"
    n, truth, answer = max(pairs)
    return f"most often {labels[truth]} is read as {labels[answer]} ({n} times)"


# ── drawings and pictures ───────────────────────────────────────────────────────────────────────────────────────────


def _architectures(cards: Sequence[Card]) -> str:
    drawings = [
        f"<article><h3>{escape(card.title)} <code>{escape(card.name)}</code></h3><p>{escape(card.description)}</p>"
        f'<div class="drawing">{_inline(architecture_svg(card))}</div></article>'
        for card in cards
        if card.layers
    ]
    return _section("Architectures", f'<div class="pair">{"".join(drawings)}</div>') if drawings else ""


def _mistakes(result: Result) -> str:
    parts = []
    for row in result.rows:
        if row.mistakes:
            shown = row.mistakes[:MOST_SHOWN]
            pictures = "".join(map(_mistake, shown))
            parts.append(f'<h3>{escape(row.model)}</h3><ul class="{words_of(result.bench).pictures}">{pictures}</ul>')
    if not parts:
        return ""
    return _section("Worst mistakes", f"<p>{words_of(result.bench).mistakes}</p>{''.join(parts)}")


def _mistake(mistake: Mistake) -> str:
    truth, answer, sure = escape(mistake.truth), escape(mistake.answer), f"{100 * mistake.probability:.1f} %"
    alt = escape(f"{mistake.name}: {mistake.truth} read as {mistake.answer}", quote=True)
    picture = f'<img src="{escape(mistake.png, quote=True)}" alt="{alt}" width="56" height="56">'
    if not mistake.png.startswith("data:image/"):  # the page must not reach for anything outside itself
        picture = ""
    return f'<li title="{alt}">{picture}<span>{truth} → <b>{answer}</b></span><small>{sure}</small></li>'


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _method(result: Result, cards: Sequence[Card]) -> str:
    machine = result.machine
    facts = [
        ("Data", result.data),
        ("Protocol", (words_of(result.bench).protocol or "").partition("Protocol: ")[2].replace("`", "")),
        ("Intervals", "95 %, Wilson's: the shares that the counted answers agree with."),
        ("Machine", f"{machine.get('cpu', 'unknown')}, {machine.get('cores', '?')} cores"),
        ("Program", f"Mind's Eye {result.version}"),
        ("Measured", result.measured.replace("T", " ").replace("+00:00", " UTC")),
    ]
    facts += [(f"{card.name} {card.version}", _origin(card)) for card in cards]
    facts = [(term, " ".join(words.split())) for term, words in facts]
    listed = "".join(
        f"<dt>{escape(term)}</dt><dd>{escape(words[:1].upper() + words[1:])}</dd>" for term, words in facts
    )
    return _section("How this was measured", f"<dl>{listed}</dl>")


def _origin(card: Card) -> str:
    source = card.provenance
    seed = "" if source.seed is None else f", seed {source.seed}"
    epochs = f", {len(card.history)} epochs" if card.history else ""
    commit = source.commit or "unknown"
    return f"{source.data}. {source.recipe}{seed}{epochs}, commit {commit}. {card.licence}. {source.notes}"


def _names(cards: Sequence[Card]) -> str:
    return ", ".join(card.name for card in cards)


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>\n"


def _figure(svg: str, caption: str) -> str:
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def _inline(svg: str) -> str:
    return svg.replace(' xmlns="http://www.w3.org/2000/svg"', "")


STYLE = """
:root{--page:#fff;--ink:#1b1d22;--quiet:#5d6370;--line:#e3e5ea;--accent:#3d6fd9;--raised:#f6f7f9}
@media(prefers-color-scheme:dark){
:root{--page:#14161a;--ink:#e9eaee;--quiet:#a0a6b4;--line:#2c3038;--accent:#7aa2ff;--raised:#1c1f25}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1080px;margin:0 auto;padding:40px 20px 80px}
header p{margin:0;color:var(--quiet)}
h1{font-size:clamp(1.7rem,5vw,2.4rem);line-height:1.15;margin:.1em 0 .6em;letter-spacing:-.02em}
h2{font-size:1.35rem;margin:3rem 0 .6rem;padding-top:1.2rem;border-top:1px solid var(--line);letter-spacing:-.01em}
h3{font-size:1.05rem;margin:1.8rem 0 .4rem}
h3 code{font-weight:400;color:var(--quiet)}
p{max-width:68ch;margin:.4rem 0 1rem}
.lead{font-size:1.15rem}
.note,small,figcaption{color:var(--quiet);font-size:.85rem}
.wide{overflow-x:auto;margin-inline:-.5rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.92rem;white-space:nowrap}
th,td{text-align:right;padding:.55rem .5rem;border-bottom:1px solid var(--line);vertical-align:baseline}
th:first-child{text-align:left;position:sticky;left:0;background:var(--page)}
thead th{color:var(--quiet);font-weight:500;white-space:normal;vertical-align:bottom;line-height:1.25}
td small{display:block;font-weight:400;color:var(--quiet)}
.best{font-weight:650;color:var(--accent)}
.pair,.grid{display:grid;gap:24px;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr))}
.grid{grid-template-columns:repeat(auto-fill,minmax(min(100%,310px),1fr))}
figure{margin:.8rem 0}
figure svg{display:block;width:100%;height:auto}
.wide figure svg{min-width:560px}
figcaption{margin-top:.3rem;text-align:center}
.drawing{max-width:760px}
.drawing svg{display:block;width:100%;height:auto}
.mistakes{list-style:none;margin:0;padding:0;display:grid;gap:10px;
grid-template-columns:repeat(auto-fill,minmax(88px,1fr))}
.mistakes li{display:flex;flex-direction:column;align-items:center;padding:10px 6px;
background:var(--raised);border-radius:10px}
.photos{grid-template-columns:repeat(auto-fill,minmax(128px,1fr))}
.mistakes.photos img{image-rendering:auto;width:112px;height:112px;object-fit:contain}
.mistakes img{image-rendering:pixelated;border-radius:4px;margin-bottom:4px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.5rem 1.4rem}
dt{color:var(--quiet)}dd{margin:0;max-width:72ch;overflow-wrap:anywhere}
@media(max-width:560px){dl{display:block}dd{margin:0 0 .8rem}main{padding-top:24px}}
@media print{.wide{overflow:visible}section{break-inside:avoid-page}}
"""
