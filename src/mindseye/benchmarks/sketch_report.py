"""The sketch benchmark as one self-contained page: figures, a map of one space, what queries found before and after."""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from mindseye import images
from mindseye.benchmarks import plots, sketch
from mindseye.benchmarks.report import STYLE, ReportError
from mindseye.benchmarks.result import Result, Row
from mindseye.benchmarks.sketch_look import Asked, CategoryFigures, Look, Point
from mindseye.types import RGB, ImageLimits

COLUMNS = {
    "map": ("mAP", 3),
    "precision@6": ("precision@6", 3),
    "precision@6_strict": ("strict", 3),
    "r_precision": ("R-precision", 3),
    "recall@1": ("recall@1", 3),
    "recall@5": ("recall@5", 3),
    "taken_for_photos": ("taken for photos", 3),
    "latency_ms_p50": ("median, ms", 1),
    "latency_ms_p95": ("p95, ms", 1),
}
QUERIES = 16  # that are shown
EXTREMES = 10  # categories at either end of the table
MORE_STYLE = """
.asked{list-style:none;margin:0;padding:0;display:grid;gap:18px}
.asked>li{display:grid;grid-template-columns:88px minmax(0,1fr);gap:4px 14px;align-items:start;
padding-bottom:14px;border-bottom:1px solid var(--line)}
.asked .drawn{background:#fff;border:1px solid var(--line);border-radius:8px;width:88px;height:88px}
.asked ol{list-style:none;margin:0 0 8px;padding:0;display:flex;flex-wrap:wrap;gap:6px}
.asked p{margin:0;color:var(--quiet);font-size:.85rem}
.hit{position:relative;width:64px;border-radius:6px;border:2px dashed var(--line)}
.hit img{display:block;width:60px;height:60px;border-radius:4px}
.hit span{position:absolute;right:2px;bottom:2px;border-radius:9px;padding:0 5px;font:700 12px/18px system-ui;
background:#3a3f4a;color:#fff}
.hit.right{border:2px solid #2a9d6f}.hit.right span{background:#176b49}
"""


def write_report(result: Result, look: Look | None, sprite: bytes, folder: Path) -> Path:
    """Write `index.html` to a folder, which is made if need be, and return its path.

    `look` and `sprite` are what `sketch_look` makes of the run; without, the page holds figures only. Raises
    MissingExtraError without matplotlib, ReportError if the disk refuses.
    """
    plots.require_matplotlib()
    page, target, fresh = _page(result, look, sprite), folder / "index.html", folder / f".index.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(page, encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        raise ReportError(f"The report cannot be written to {folder} ({error.strerror}): choose another.") from error
    return target


def _page(result: Result, look: Look | None, sprite: bytes) -> str:
    title = "Sketch search: benchmark report"
    seen = [_queries(look, sprite), _map(look), _categories(look)] if look else []
    parts = [_figures(result.rows), *seen, _method(result)]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<style>{STYLE}{MORE_STYLE}</style>\n</head>\n'
        "<body>\n<main>\n"
        f"<header><p>Mind’s Eye</p><h1>{title}</h1></header>\n{''.join(parts)}</main>\n</body>\n</html>\n"
    )


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _figures(rows: Sequence[Row]) -> str:
    plain = [row for row in rows if not row.setting["strokes"]]
    parts = list(dict.fromkeys(str(row.setting["part"]) for row in plain))
    ordered = sorted(plain, key=lambda row: parts.index(str(row.setting["part"])))
    again = [
        row
        for row in rows
        if (row.setting["part"], row.setting["towers"]) == ("seen", "trained") and not _is_plain(row)
    ]
    first = f"<section>{_table('part', ordered)}</section>\n"
    if not again:
        return first
    return first + (
        "<section><h2>Drawn otherwise</h2><p>The same drawings of the seen categories with another pen, size, place or "
        f"colour, and unfinished.</p>{_table('strokes', again)}</section>\n"
    )


def _table(what: str, rows: Sequence[Row]) -> str:
    columns = [name for name in COLUMNS if any(row.metrics.get(name) for row in rows)]
    heads = [what, "model", "queries", "photos", *(COLUMNS[name][0] for name in columns)]
    head = "".join(f'<th scope="col">{heading}</th>' for heading in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(str(row.setting[what]) or "as drawn")}</th><td>{escape(_who(row))}</td>'
        f"<td>{row.count:,}</td><td>{row.setting['gallery']:,}</td>"
        + "".join(f"<td>{_figure(row, name)}</td>" for name in columns)
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Figures by {what}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _who(row: Row) -> str:
    name = row.model if row.setting["towers"] == "trained" else f"before training ({row.model})"
    return f"{name}, cosine alone" if _is_plain(row) else name


def _is_plain(row: Row) -> bool:
    """Say whether the row is of the cosine alone, without the re-ranking of a search."""
    return row.setting["rerank"] == sketch.NO_RERANK


def _figure(row: Row, name: str) -> str:
    return f"{row.metrics[name]:.{COLUMNS[name][1]}f}" if name in row.metrics else "–"


# ── what was found ──────────────────────────────────────────────────────────────────────────────────────────────────


def _queries(look: Look, sprite: bytes) -> str:
    sheet = images.decode(sprite, ImageLimits(), "The sprite")
    chosen = random.Random(6).sample(look.asked, min(QUERIES, len(look.asked)))  # not for secrets
    listed = "".join(
        _query(look, sheet, one) for one in sorted(chosen, key=lambda one: look.points[one.point].category)
    )
    return (
        "<section><h2>What drawings found</h2><p>Drawings taken at random, and the first photos before and after "
        "training: ✓ and a solid frame is of the drawing’s category, ★ the very photo that was drawn, ✗ and a dashed "
        f'frame is anything else.</p><ul class="asked">{listed}</ul></section>\n'
    )


def _query(look: Look, sheet: RGB, one: Asked) -> str:
    point = look.points[one.point]
    name = escape(_words(point))
    rows = "".join(
        f"<p>{when}, average precision {precision:.2f}</p>"
        f"<ol>{''.join(_hit(look, sheet, one, hit) for hit in hits)}</ol>"
        for when, precision, hits in (
            ("Before", one.precision_before, one.before),
            ("After", one.precision_after, one.after),
        )
    )
    drawn = f'<img class="drawn" src="{_tile(look, sheet, one.point)}" alt="A drawing: {name}">'
    return f"<li><div>{drawn}<small>{name}</small></div><div>{rows}</div></li>"


def _hit(look: Look, sheet: RGB, one: Asked, hit: int) -> str:
    right = look.points[hit].category == look.points[one.point].category
    mark, said = ("★", "the photo that was drawn") if hit == one.own else ("✓", "right") if right else ("✗", "wrong")
    alt = escape(f"{_words(look.points[hit])}: {said}", quote=True)
    return (
        f'<li class="hit{" right" if right else ""}"><img src="{_tile(look, sheet, hit)}" alt="{alt}" title="{alt}">'
        f'<span aria-hidden="true">{mark}</span></li>'
    )


def _tile(look: Look, sheet: RGB, number: int) -> str:
    top, left = number // look.columns * look.tile, number % look.columns * look.tile
    small = images.encode_webp(sheet[top : top + look.tile, left : left + look.tile])
    return "data:image/webp;base64," + base64.b64encode(small).decode()


def _words(point: Point) -> str:
    return point.category.replace("_", " ") + (" (unseen)" if point.unseen else "")


# ── the map and the categories ──────────────────────────────────────────────────────────────────────────────────────


def _map(look: Look) -> str:
    named = _named(look)

    def draw(axes: Any) -> None:
        for kind, marker, size in (("photo", "o", 13), ("sketch", "^", 15)):
            rest = [p for p in look.points if p.kind == kind and p.category not in named]
            axes.scatter([p.x for p in rest], [p.y for p in rest], size * 0.6, plots.WORDS, marker, alpha=0.18, lw=0)
            for number, category in enumerate(named):
                own = [p for p in look.points if p.kind == kind and p.category == category]
                label = category.replace("_", " ") if kind == "photo" else None
                axes.scatter(
                    [p.x for p in own], [p.y for p in own], size * 1.8, plots.COLOURS[number], marker, label=label, lw=0
                )
        axes.set(xticks=[], yticks=[], xlim=(-0.02, 1.02), ylim=(1.02, -0.02))
        axes.spines[:].set_visible(False)

    alt = f"Map of {len(look.points)} photos and drawings; coloured: {', '.join(named)}"
    svg = plots._svg(draw, alt, "map", width=8.6, height=7.2)
    return (
        "<section><h2>Photos and drawings in one space</h2><p>Circles are photos, triangles drawings. Neighbours here "
        "are neighbours in the space (t-SNE, van der Maaten and Hinton 2008; the axes mean nothing), after what all "
        "photos share and what all drawings share has been taken out. Eight categories are "
        f"coloured; in the studio, all can be looked at.</p><figure>{svg}</figure></section>\n"
    )


def _named(look: Look) -> list[str]:
    """Return at most eight categories to colour: five that are often quoted, then unseen ones, then any."""
    known = {figures.category: figures.unseen for figures in look.categories}
    order = [*sketch.FIVE, *sorted(name for name in known if known[name]), *sorted(known)]
    return [name for name in dict.fromkeys(order) if name in known][: len(plots.COLOURS)]


def _categories(look: Look) -> str:
    rows = look.categories
    best, worst = rows[:EXTREMES], rows[max(EXTREMES, len(rows) - EXTREMES) :]
    tables = f"<div><h3>The best</h3>{_category_table(best)}</div>"
    tables += f"<div><h3>The worst</h3>{_category_table(worst[::-1])}</div>" if worst else ""
    return f'<section><h2>By category</h2><div class="pair">{tables}</div></section>\n'


def _category_table(rows: Sequence[CategoryFigures]) -> str:
    head = "".join(f'<th scope="col">{word}</th>' for word in ("category", "queries", "mAP before", "mAP after"))
    body = "".join(
        f'<tr><th scope="row">{escape(one.category.replace("_", " "))}{" (unseen)" if one.unseen else ""}</th>'
        f"<td>{one.count}</td><td>{one.before:.2f}</td><td>{one.after:.2f}</td></tr>"
        for one in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _method(result: Result) -> str:
    facts = [
        ("Data", result.data),
        ("Protocol", " ".join((sketch.__doc__ or "").partition("Protocol: ")[2].replace("`", "").split())),
        ("Machine", f"{result.machine.get('cpu', 'unknown')}, {result.machine.get('cores', '?')} cores"),
        ("Program", f"Mind's Eye {result.version}"),
        ("Measured", result.measured.replace("T", " ").replace("+00:00", " UTC")),
    ]
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(str(words))}</dd>" for term, words in facts)
    return f"<section><h2>How this was measured</h2><dl>{listed}</dl></section>\n"
