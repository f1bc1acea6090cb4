"""Strokes of an SVG drawing that suits light and dark pages: strings made of points."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

ACCENT = "var(--accent, #3d6fd9)"  # the page's own accent, where it has one


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing; y grows downwards."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:.1f} {self.y:.1f}"

    def moved(self, dx: float, dy: float) -> Point:
        return Point(self.x + dx, self.y + dy)


def polygon(points: list[Point], opacity: float) -> str:
    outline = "M" + "L".join(map(str, points)) + "Z"
    return (
        f'<path d="{outline}" fill="{ACCENT}" fill-opacity="{opacity:.2f}" stroke="{ACCENT}" '
        f'stroke-opacity=".9" stroke-width=".9"/>'
    )


def dot(at: Point, radius: float) -> str:
    return f'<circle cx="{at.x:.1f}" cy="{at.y:.1f}" r="{radius:.1f}" fill="{ACCENT}"/>'


def arrow(start: Point, end: Point) -> str:
    return f'<path d="M{start}L{end}" stroke="currentColor" stroke-opacity=".5"/>' + head(end)


def head(tip: Point, down: bool = False) -> str:
    back = "l-4 -6.5h8Z" if down else "l-6.5 -4v8Z"
    return f'<path d="M{tip}{back}" fill="currentColor" fill-opacity=".6"/>'


def text(at: Point, words: str, size: float, opacity: float, bold: bool = False, anchor: str = "middle") -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{at.x:.1f}" y="{at.y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="currentColor" '
        f'fill-opacity="{opacity:g}"{weight}>{plain(words)}</text>'
    )


def plain(words: str) -> str:
    """Return words that may stand in XML: escaped, and without the control characters that it forbids."""
    return escape("".join(letter if letter.isprintable() else "�" for letter in words))
