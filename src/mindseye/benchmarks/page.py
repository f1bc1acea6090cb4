"""What the newer reports share: one self-contained page, its parts, and the pictures in it."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from html import escape
from pathlib import Path

from mindseye import images
from mindseye.benchmarks import plots
from mindseye.benchmarks.report import STYLE, ReportError
from mindseye.benchmarks.result import Result, Row
from mindseye.models.card import Card
from mindseye.types import RGB, ImageLimits

MISSING = "–"


class Sprite:
    """The small pictures of a look, squares of `tile` px, so many in a row."""

    def __init__(self, sprite: bytes, tile: int, columns: int) -> None:
        self._sheet, self._tile, self._columns = images.decode(sprite, ImageLimits(), "The sprite"), tile, columns

    def square(self, number: int) -> RGB:
        """Return one of them, counted row by row."""
        top, left = number // self._columns * self._tile, number % self._columns * self._tile
        return self._sheet[top : top + self._tile, left : left + self._tile]


def picture(rgb: RGB, alt: str, style: str = "") -> str:
    """Return a picture as an element that needs no file."""
    data = base64.b64encode(images.encode_webp(rgb, 75)).decode()
    height, width = rgb.shape[:2]
    told = escape(alt, quote=True)
    return f'<img class="{style}" src="data:image/webp;base64,{data}" alt="{told}" width="{width}" height="{height}">'


def write(title: str, style: str, sections: Sequence[str], folder: Path) -> Path:
    """Write `index.html` to a folder, which is made if need be, and return its path.

    Raises MissingExtraError without matplotlib, ReportError if the disk refuses.
    """
    plots.require_matplotlib()
    page = (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<style>{STYLE}{style}</style>\n</head>\n'
        "<body>\n<main>\n"
        f"<header><p>Mind’s Eye</p><h1>{escape(title)}</h1></header>\n{''.join(sections)}</main>\n</body>\n</html>\n"
    )
    target, fresh = folder / "index.html", folder / f".index.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_text(page, encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        raise ReportError(f"The report cannot be written to {folder} ({error.strerror}): choose another.") from error
    return target


def section(title: str, body: str) -> str:
    """Return a part of the page under its heading."""
    return f"<section><h2>{escape(title)}</h2>{body}</section>\n"


def table(label: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table that scrolls by itself; cells are text."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(label, quote=True)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def figure(row: Row | None, metric: str, places: int) -> str:
    """Return a figure of a row as text, or a dash."""
    value = row.metrics.get(metric) if row else None
    return MISSING if value is None else f"{value:,.{places}f}"


def curves(cards: Sequence[Card], words: str) -> str:
    """Return loss and accuracy over the epochs of the cards that have them; nothing without."""
    told = [card for card in cards if card.history]
    if not told:
        return ""
    names = ", ".join(card.name for card in told)
    drawn = (
        (plots.loss_curves(told, f"Training and validation loss of {names}"), "Loss"),
        (plots.accuracy_curves(told, f"Training and validation accuracy of {names}"), "Accuracy"),
    )
    both = "".join(f"<figure>{svg}<figcaption>{caption}</figcaption></figure>" for svg, caption in drawn)
    lead = f"Solid: validation. Dashed: training. {escape(words)}"
    return section("Training", f'<p>{lead}</p><div class="pair">{both}</div>')


def method(result: Result, protocol: str | None) -> str:
    """Return how it was measured; `protocol` is the docstring that says it."""
    facts = [
        ("Data", result.data),
        ("Protocol", " ".join((protocol or "").partition("Protocol: ")[2].replace("`", "").split())),
        ("Machine", f"{result.machine.get('cpu', 'unknown')}, {result.machine.get('cores', '?')} cores"),
        ("Program", f"Mind's Eye {result.version}"),
        ("Measured", result.measured.replace("T", " ").replace("+00:00", " UTC")),
    ]
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(str(words))}</dd>" for term, words in facts)
    return section("How this was measured", f"<dl>{listed}</dl>")
