"""Draws a network from its card alone: stacks of maps, columns of units, and what leads from one to the next.

The drawing is one SVG that takes the text colour of the page around it (`currentColor`) and its `--accent`, so that it
suits light and dark. It is laid out for 600 units of width, in rows, so that it can be read on a phone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from mindseye.models.card import Card, Layer

WIDTH = 600.0
MARGIN = 14.0
ACCENT = "var(--accent, #3d6fd9)"
TALLEST_MAP = 92.0  # units; the largest map of a card is this tall, the others by the square root of their size
ACROSS = (0.48, -0.27)  # where one unit along a map's row goes: maps are seen from the left, slightly from above
NEXT_MAP = (3.4, 1.1)  # from one map of a stack to the one before it
PITCH, LABELLED_PITCH = 8.2, 11.5  # between the units of a column
ELEMENTWISE = ("relu", "softmax")  # they keep the shape: a marker on the layer before is enough
WORDS = {"conv": "convolution", "maxpool": "max-pooling", "linear": "full connection", "relu": "ReLU"}
NARROWEST_GAP, WIDEST_GAP = 40.0, 150.0
LINE = 19.5  # between lines of text


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing; y grows downwards."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:.1f} {self.y:.1f}"

    def moved(self, dx: float, dy: float) -> Point:
        return Point(self.x + dx, self.y + dy)


@dataclass(frozen=True, slots=True)
class Block:
    """A layer that is drawn, and the elementwise layers that follow it."""

    layer: Layer
    followers: tuple[Layer, ...]
    scale: float  # units per square root of a pixel
    labels: tuple[str, ...] = ()  # beside the units of the last column

    @property
    def is_stack(self) -> bool:
        return len(self.layer.shape) == 3

    @property
    def sheets(self) -> int:
        """How many maps are drawn: all of a few, then ever fewer (logarithm of the number)."""
        channels = self.layer.shape[0]
        return max(1, min(channels, 20, round(1 + 2 * math.log2(max(1, channels)))))

    @property
    def dots(self) -> int:
        """How many units are drawn of a column: all up to twelve, then ever fewer."""
        units = math.prod(self.layer.shape)
        return max(1, units if units <= 12 else round(6 + 2.2 * math.log2(units / 10)))

    @property
    def pitch(self) -> float:
        return LABELLED_PITCH if self.labels else PITCH

    @property
    def map_size(self) -> tuple[float, float]:
        """Height and width of one map in units of the drawing, before it is turned."""
        height, width = (max(12.0, self.scale * math.sqrt(max(1, n))) for n in self.layer.shape[1:])
        return height, width

    @property
    def width(self) -> float:
        if self.is_stack:
            return self.map_size[1] * ACROSS[0] + (self.sheets - 1) * NEXT_MAP[0]
        return 30.0 if self.layer.kind == "flatten" else 18.0

    @property
    def height(self) -> float:
        if self.is_stack:
            return self.map_size[0] - self.map_size[1] * ACROSS[1] + (self.sheets - 1) * NEXT_MAP[1]
        return self.dots * self.pitch + 8.0

    @property
    def caption(self) -> list[str]:
        shape = " × ".join(map(str, self.layer.shape))
        parameters = f"{_number(self.layer.parameters)} parameters" if self.layer.parameters else ""
        return [line for line in (_short(self.layer.name), shape, parameters) if line]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block at its place: its left edge and the middle of its height."""

    block: Block
    at: Point

    @property
    def top(self) -> float:
        return self.at.y - self.block.height / 2

    @property
    def right(self) -> float:
        return self.at.x + self.block.width

    @property
    def corner(self) -> Point:
        """Top left corner of the rearmost map of a stack."""
        return Point(self.at.x, self.top - self.block.map_size[1] * ACROSS[1])

    @property
    def entry(self) -> Point:
        """Where what comes before arrives."""
        return self.corner.moved(0, self.block.map_size[0] / 2) if self.block.is_stack else self.at

    def on_front(self, along: float, down: float) -> Point:
        """A place on the foremost map; `along` and `down` are 0–1."""
        height, width = self.block.map_size
        behind = self.block.sheets - 1
        front = self.corner.moved(behind * NEXT_MAP[0], behind * NEXT_MAP[1])
        return front.moved(along * width * ACROSS[0], along * width * ACROSS[1] + down * height)

    def unit(self, index: int) -> Point:
        """The middle of a drawn unit of a column."""
        return Point(self.at.x + self.block.width / 2, self.top + 4 + (index + 0.5) * self.block.pitch)


def architecture_svg(card: Card) -> str:
    """Return the drawing as an SVG document without a fixed size; it fits into HTML as it is."""
    rows = _rows(_blocks(card))
    parts, y, last = [], 16.0, None
    for row in rows:
        placed = _place(row, y)
        parts += _draw_row(placed, last)
        y = _caption_top(placed) + LINE * max(len(block.caption) for block in row) + 34
        last = placed[-1]
    total = f"{card.parameters:,} parameters · {card.multiply_adds:,} multiply-adds for one picture"
    parts.append(_text(Point(WIDTH / 2, y - 8), total, size=15, opacity=0.78))
    name = quoteattr(f"architecture-{card.name}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {y + 6:.0f}" role="img" '
        f'aria-labelledby={name[:-1]}-title" aria-describedby={name[:-1]}-desc" fill="none" stroke-linejoin="round" '
        f'stroke-linecap="round" font-family="system-ui, sans-serif">'
        f"<title id={name[:-1]}-title\">{escape(f'Architecture of {card.title}')}</title>"
        f'<desc id={name[:-1]}-desc">{escape(description(card))}</desc>{"".join(parts)}</svg>'
    )


def description(card: Card) -> str:
    """Return the drawing in words: every layer in order."""
    spec = card.input
    layers = [f"input {spec.channels} × {spec.height} × {spec.width}", *map(_in_words, card.layers)]
    return f"{'; '.join(layers)}. {card.parameters:,} parameters in all."


def _in_words(layer: Layer) -> str:
    parts = [WORDS.get(layer.kind, layer.kind)]
    parts += [f"{layer.kernel}×{layer.kernel}"] if layer.kernel else []
    parts += [f"stride {layer.stride}"] if layer.stride else []
    parts += ["to " + " × ".join(map(str, layer.shape))]
    parts += [f"({layer.parameters:,} parameters)"] if layer.parameters else []
    return f"{layer.name}: {' '.join(parts)}"


# ── layout ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _blocks(card: Card) -> list[Block]:
    """Return what is drawn, the input first, each with the elementwise layers after it."""
    spec = card.input
    layers = [Layer("input", "flatten", (spec.channels, spec.height, spec.width)), *card.layers]
    sides = [max(layer.shape[1:]) for layer in layers if len(layer.shape) == 3]
    scale = TALLEST_MAP / math.sqrt(max(sides))
    blocks: list[Block] = []
    for layer in layers:
        if layer.kind in ELEMENTWISE and blocks:
            before = blocks.pop()
            blocks.append(Block(before.layer, (*before.followers, layer), scale))
        else:
            blocks.append(Block(layer, (), scale))
    end = blocks[-1]
    if not end.is_stack and math.prod(end.layer.shape) == len(card.labels) <= 12 and max(map(len, card.labels)) <= 10:
        blocks[-1] = Block(end.layer, end.followers, scale, card.labels)
    return blocks


def _rows(blocks: list[Block]) -> list[list[Block]]:
    """Break before the maps become a vector, if many came before, and wherever a row is full."""
    rows: list[list[Block]] = [[]]
    for block in blocks:
        used = sum(_room(b) + NARROWEST_GAP for b in rows[-1])
        unrolls = len(rows[-1]) > 2 and rows[-1][-1].is_stack and not block.is_stack
        if rows[-1] and (unrolls or used + _room(block) > WIDTH - 2 * MARGIN):
            rows.append([])
        rows[-1].append(block)
    return rows


def _room(block: Block) -> float:
    """The width that a block and the labels beside it take."""
    return block.width + (6 + 8 * max(map(len, block.labels)) if block.labels else 0)


def _place(row: list[Block], top: float) -> list[Placed]:
    """Spread a row over the width, centred."""
    middle = top + max(block.height for block in row) / 2
    widths = [_room(block) for block in row]
    free = WIDTH - 2 * MARGIN - 34 - sum(widths)
    gap = min(WIDEST_GAP, free / max(1, len(row) - 1))
    x = (WIDTH - sum(widths) - gap * (len(row) - 1)) / 2
    placed = []
    for block, width in zip(row, widths, strict=True):
        placed.append(Placed(block, Point(x, middle)))
        x += width + gap
    return placed


def _caption_top(row: list[Placed]) -> float:
    return max(placed.at.y + placed.block.height / 2 for placed in row) + 24


# ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _draw_row(row: list[Placed], last: Placed | None) -> list[str]:
    parts = [_wrap(last, row[0])] if last else []
    parts += [_fan(a, b) for a, b in zip(row, row[1:], strict=False) if not a.block.is_stack]
    parts += [_draw_block(placed, _caption_top(row)) for placed in row]
    parts += [_lead(a, b) for a, b in zip(row, row[1:], strict=False) if a.block.is_stack]
    return parts


def _draw_block(placed: Placed, caption_top: float) -> str:
    block = placed.block
    if block.is_stack:
        shapes = _stack(placed)
    else:
        shapes = _fold(placed) if block.layer.kind == "flatten" else _column(placed)
    middle = placed.at.x + block.width / 2
    lines = [
        _text(Point(middle, caption_top + LINE * i), line, size=15, bold=i == 0, opacity=0.78 if i else 1.0)
        for i, line in enumerate(block.caption)
    ]
    markers = [_marker(placed, i, layer) for i, layer in enumerate(block.followers)]
    words = _in_words(block.layer) if block.layer.name != "input" else "input"
    return f"<g><title>{escape(words)}</title>{shapes}{''.join(lines)}</g>{''.join(markers)}"


def _stack(placed: Placed) -> str:
    """All maps of a stack; of those behind, only the rim that shows, so that nothing needs an opaque ground."""
    height, width = placed.block.map_size
    across, rise = width * ACROSS[0], width * ACROSS[1]
    dx, dy = NEXT_MAP
    steep = ACROSS[1] / ACROSS[0]
    parts = []
    for i in range(placed.block.sheets - 1):
        c = placed.corner.moved(i * dx, i * dy)
        rim = [
            c.moved(0, height),
            c,
            c.moved(across, rise),
            c.moved(across, rise + dy - dx * steep),
            c.moved(dx, dy),
            c.moved(dx, height + dx * steep),
        ]
        parts.append(_polygon(rim, 0.16 if i % 2 else 0.26))
    front = [placed.on_front(0, 1), placed.on_front(0, 0), placed.on_front(1, 0), placed.on_front(1, 1)]
    return "".join(parts) + _polygon(front, 0.34) + (_grid(placed) if placed.block.layer.kind == "flatten" else "")


def _grid(placed: Placed) -> str:
    """Fine lines on the picture that goes in, which is made of pixels."""
    steps = [i / 7 for i in range(1, 7)]
    lines = [f"M{placed.on_front(s, 0)}L{placed.on_front(s, 1)}M{placed.on_front(0, s)}L{placed.on_front(1, s)}" for s in steps]
    return f'<path d="{"".join(lines)}" stroke="{ACCENT}" stroke-opacity=".35" stroke-width=".6"/>'


def _column(placed: Placed) -> str:
    """A column of units, with a gap in the middle where some are left out."""
    block = placed.block
    parts = [
        f'<rect x="{placed.at.x:.1f}" y="{placed.top:.1f}" width="{block.width:.1f}" height="{block.height:.1f}" '
        f'rx="{block.width / 2:.1f}" fill="{ACCENT}" fill-opacity=".12" stroke="currentColor" stroke-opacity=".45"/>'
    ]
    left_out = block.dots // 2 if math.prod(block.layer.shape) > block.dots else -1
    for i in range(block.dots):
        at = placed.unit(i)
        if i == left_out:
            parts += [_dot(at.moved(0, 3.2 * step), 1.0) for step in (-1, 0, 1)]
        else:
            parts.append(_dot(at, 3.1))
    parts += [
        _text(placed.unit(i).moved(15, 4), label, size=12, opacity=0.9, anchor="start")
        for i, label in enumerate(block.labels)
    ]
    return "".join(parts)


def _fold(placed: Placed) -> str:
    """A long strip, folded: the maps' rows one after another."""
    folds = placed.block.dots
    step = (placed.block.height - 10) / folds
    left, top = placed.at.x, placed.top + 8
    edge = [Point(left + (8 if i % 2 else 0), top + i * step) for i in range(folds + 1)]
    panels = [
        _polygon([a, a.moved(22, -7), b.moved(22, -7), b], 0.36 if i % 2 else 0.16)
        for i, (a, b) in enumerate(zip(edge, edge[1:], strict=False))
    ]
    return "".join(panels)


def _lead(source: Placed, target: Placed) -> str:
    """From a stack to what is made of it: for a window, its rays; else an arrow. Kernel and stride stand above."""
    layer = target.block.layer
    end = target.entry.moved(-3, 0)
    if not layer.kernel or not target.block.is_stack:
        start = source.on_front(1, 0.5)
        return _arrow([Point(start.x + 8, end.y), end])
    rows, columns = (min(1.0, max(0.13, layer.kernel / n)) for n in source.block.layer.shape[1:])
    left, right, top, bottom = 0.5 - columns / 2, 0.5 + columns / 2, 0.5 - rows / 2, 0.5 + rows / 2
    window = [source.on_front(*at) for at in ((left, bottom), (left, top), (right, top), (right, bottom))]
    rays = (
        f'<path d="M{window[2]}L{end}L{window[3]}Z" fill="{ACCENT}" fill-opacity=".22" '
        f'stroke="{ACCENT}" stroke-opacity=".8" stroke-width=".8"/>'
    )
    middle = Point((source.right + target.at.x) / 2, min(p.y for p in window) - 16)
    lines = [f"{layer.kernel}×{layer.kernel}"] + ([f"stride {layer.stride}"] if (layer.stride or 1) > 1 else [])
    words = [_text(middle.moved(0, -15 * (len(lines) - 1 - i)), line, size=13.5, opacity=0.9) for i, line in enumerate(lines)]
    return rays + _polygon(window, 0.75) + _dot(end.moved(3, 0), 2.4) + "".join(words)


def _fan(source: Placed, target: Placed) -> str:
    """Every unit to every unit, or as many of them as can be told apart."""
    starts, ends = ([p.unit(i) for i in _some(p.block.dots)] for p in (source, target))
    away, near = source.block.width / 2 + 2, target.block.width / 2 + 2
    lines = "".join(f"M{a.moved(away, 0)}L{b.moved(-near, 0)}" for a in starts for b in ends)
    return f'<path d="{lines}" stroke="currentColor" stroke-opacity=".16" stroke-width=".7"/>'


def _some(count: int, most: int = 8) -> list[int]:
    """At most `most` of `count` indices, evenly spread, both ends among them."""
    shown = min(count, most)
    return sorted({round(i * (count - 1) / max(1, shown - 1)) for i in range(shown)})


def _wrap(last: Placed, first: Placed) -> str:
    """The way from the end of a row to the start of the next."""
    out = last.on_front(1, 0.5) if last.block.is_stack else Point(last.right, last.at.y)
    side, r = WIDTH - 8, 8
    turn = first.top - 16
    x = first.at.x + first.block.width / 2
    path = (
        f"M{out.moved(6, 0)}H{side - r}q{r} 0 {r} {r}V{turn - r:.1f}q0 {r} {-r} {r}"
        f"H{x + r:.1f}q{-r} 0 {-r} {r}V{first.top - 3:.1f}"
    )
    return f'<path d="{path}" stroke="currentColor" stroke-opacity=".5"/>' + _head(Point(x, first.top - 1), down=True)


def _marker(placed: Placed, index: int, layer: Layer) -> str:
    """A small hinge for ReLU, a small S for softmax, at the lower right of what they act on."""
    at = Point(placed.right + 5, placed.at.y + placed.block.height / 2 - 4 - 18 * index)
    curve = "M-4.5 2.5H0L4 -3" if layer.kind == "relu" else "M-4.5 3C1 3 -1 -3 4.5 -3"
    return (
        f'<g transform="translate({at})"><title>{escape(_in_words(layer))}</title>'
        f'<circle r="8" fill="{ACCENT}" fill-opacity=".12" stroke="currentColor" stroke-opacity=".4"/>'
        f'<path d="{curve}" stroke="currentColor" stroke-width="1.6"/></g>'
    )


# ── strokes ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _polygon(points: list[Point], opacity: float) -> str:
    outline = "M" + "L".join(map(str, points)) + "Z"
    return (
        f'<path d="{outline}" fill="{ACCENT}" fill-opacity="{opacity:.2f}" stroke="{ACCENT}" '
        f'stroke-opacity=".9" stroke-width=".9"/>'
    )


def _dot(at: Point, radius: float) -> str:
    return f'<circle cx="{at.x:.1f}" cy="{at.y:.1f}" r="{radius:.1f}" fill="{ACCENT}"/>'


def _arrow(points: list[Point]) -> str:
    line = "M" + "L".join(map(str, points))
    return f'<path d="{line}" stroke="currentColor" stroke-opacity=".5"/>' + _head(points[-1])


def _head(tip: Point, down: bool = False) -> str:
    back = "l-4 -6.5h8Z" if down else "l-6.5 -4v8Z"
    return f'<path d="M{tip}{back}" fill="currentColor" fill-opacity=".6"/>'


def _text(at: Point, words: str, size: float, opacity: float, bold: bool = False, anchor: str = "middle") -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{at.x:.1f}" y="{at.y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="currentColor" '
        f'fill-opacity="{opacity:g}"{weight}>{escape(words)}</text>'
    )


def _number(value: int) -> str:
    return f"{value:,}" if value < 1_000_000 else f"{value / 1e6:.3g} M"


def _short(name: str, most: int = 14) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
