"""Draws a network from its card alone: stacks of maps, columns of units, and what leads from one to the next.

The drawing is one SVG that takes the text colour of the page around it (`currentColor`) and its `--accent`, so that it
suits light and dark. It is laid out for 600 units of width, in rows, so that it can be read on a phone.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from mindseye.models.card import Card, Layer
from mindseye.models.svg import ACCENT, Point, arrow, dot, head, plain, polygon, text

WIDTH = 600.0
MARGIN = 14.0
TALLEST_MAP = 92.0  # units; the largest map of a card is this tall, the others by the square root of their size
ACROSS = (0.48, -0.27)  # where one unit along a map's row goes: maps are seen from the left, slightly from above
NEXT_MAP = (3.4, 1.1)  # from one map of a stack to the one before it
PITCH, LABELLED_PITCH = 8.2, 11.5  # between the units of a column
GRID = tuple(i / 7 for i in range(1, 7))  # where lines cross the picture that goes in
ELEMENTWISE = ("relu", "softmax")  # they keep the shape: a marker on the layer before is enough
WORDS = {"conv": "convolution", "maxpool": "max-pooling", "linear": "full connection", "relu": "ReLU"}
NARROWEST_GAP, WIDEST_STEP = 46.0, 165.0
TEXT, LINE = 15.0, 19.5  # size of letters, distance of lines
LETTER = 0.58  # mean width of a letter by its height, in the widest of the usual fonts


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
    def labels_width(self) -> float:
        return 6 + max(map(_width, self.labels)) if self.labels else 0.0

    @property
    def reach(self) -> tuple[float, float]:
        """How far the drawing and its caption go to the left and to the right of the middle."""
        caption = max(map(_width, self.caption)) / 2
        return max(self.width / 2, caption), max(self.width / 2 + self.labels_width, caption)

    @property
    def caption(self) -> list[str]:
        shape = " × ".join(map(str, self.layer.shape))
        parameters = f"{_number(self.layer.parameters)} parameters" if self.layer.parameters else ""
        name = self.layer.name if len(self.layer.name) <= 14 else self.layer.name[:13] + "…"
        return [line for line in (name, shape, parameters) if line]


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
    parts.append(text(Point(WIDTH / 2, y - 8), total, size=TEXT, opacity=0.78))
    name = f"architecture-{card.name}"  # a card's name is made of letters, digits and hyphens
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {y + 6:.0f}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc" fill="none" stroke-linejoin="round" '
        f'stroke-linecap="round" font-family="system-ui, sans-serif">'
        f'<title id="{name}-title">{plain(f"Architecture of {card.title}")}</title>'
        f'<desc id="{name}-desc">{plain(description(card))}</desc>{"".join(parts)}</svg>'
    )


def description(card: Card) -> str:
    """Return the drawing in words: every layer in order."""
    words = map(_in_words, (_input(card), *card.layers))
    return f"{'; '.join(words)}. {card.parameters:,} parameters in all."


def _in_words(layer: Layer) -> str:
    parts = ["picture" if _is_picture(layer) else WORDS.get(layer.kind, layer.kind)]
    parts += [f"{layer.kernel}×{layer.kernel}"] if layer.kernel else []
    parts += [f"stride {layer.stride}"] if layer.stride else []
    parts += ["→ " + " × ".join(map(str, layer.shape))]
    parts += [f"({layer.parameters:,} parameters)"] if layer.parameters else []
    return f"{layer.name}: {' '.join(parts)}"


def _input(card: Card) -> Layer:
    """Return the picture that goes in as if it were a layer; a flatten that is not flat marks it."""
    return Layer("input", "flatten", (card.input.channels, card.input.height, card.input.width))


def _is_picture(layer: Layer) -> bool:
    return layer.kind == "flatten" and len(layer.shape) == 3


# ── layout ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _blocks(card: Card) -> list[Block]:
    """Return what is drawn, the input first, each with the elementwise layers after it."""
    layers = [_input(card), *card.layers]
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
    fits = 0 < len(card.labels) <= 12 and max(map(len, card.labels)) <= 10
    if fits and not end.is_stack and math.prod(end.layer.shape) == len(card.labels):
        blocks[-1] = Block(end.layer, end.followers, scale, card.labels)
    return blocks


def _rows(blocks: list[Block]) -> list[list[Block]]:
    """Break before the maps become a vector, if many came before, and wherever a row is full."""
    rows: list[list[Block]] = [[]]
    for block in blocks:
        row = rows[-1]
        unrolls = len(rows) + len(row) > 3 and row[-1].is_stack and not block.is_stack
        if row and (unrolls or _needed([*row, block]) > WIDTH - 2 * MARGIN):
            rows.append([])
        rows[-1].append(block)
    return rows


def _needed(row: list[Block]) -> float:
    """The least width of a row, with the captions at its ends."""
    return row[0].reach[0] + sum(_steps(row)) + row[-1].reach[1]


def _steps(row: list[Block]) -> list[float]:
    """The least distances between the middles of neighbours: neither drawings nor captions may touch."""
    return [
        max(
            a.width / 2 + a.labels_width + NARROWEST_GAP + b.width / 2,
            *((_width(one) + _width(other)) / 2 + 10 for one, other in zip(a.caption, b.caption, strict=False)),
        )
        for a, b in itertools.pairwise(row)
    ]


def _place(row: list[Block], top: float) -> list[Placed]:
    """Spread a row over the width, centred."""
    middle = top + max(block.height for block in row) / 2
    steps = _even(_steps(row), WIDTH - 2 * MARGIN - row[0].reach[0] - row[-1].reach[1])
    x = (WIDTH - row[0].reach[0] - sum(steps) - row[-1].reach[1]) / 2 + row[0].reach[0]
    placed = [Placed(row[0], Point(x - row[0].width / 2, middle))]
    for block, step in zip(row[1:], steps, strict=True):
        x += step
        placed.append(Placed(block, Point(x - block.width / 2, middle)))
    return placed


def _even(steps: list[float], room: float) -> list[float]:
    """Stretch the shortest steps until all are alike or the room is used up."""
    shared = WIDEST_STEP
    for longest in sorted(steps, reverse=True):
        alike = [step for step in steps if step <= longest]
        shared = min(WIDEST_STEP, (room - sum(step for step in steps if step > longest)) / len(alike))
        if shared >= longest:
            break
    return [max(step, shared) for step in steps]


def _caption_top(row: list[Placed]) -> float:
    return max(placed.at.y + placed.block.height / 2 for placed in row) + 24


# ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _draw_row(row: list[Placed], last: Placed | None) -> list[str]:
    parts = [_wrap(last, row[0], min(placed.top for placed in row) - 16)] if last else []
    parts += [_fan(a, b) for a, b in itertools.pairwise(row) if not a.block.is_stack]
    parts += [_draw_block(placed, _caption_top(row)) for placed in row]
    parts += [_lead(a, b) for a, b in itertools.pairwise(row) if a.block.is_stack]
    return parts


def _draw_block(placed: Placed, caption_top: float) -> str:
    block = placed.block
    draw = _stack if block.is_stack else _fold if block.layer.kind == "flatten" else _column
    middle = placed.at.x + block.width / 2
    lines = [
        text(Point(middle, caption_top + LINE * i), line, size=TEXT, bold=i == 0, opacity=0.78 if i else 1.0)
        for i, line in enumerate(block.caption)
    ]
    markers = [_marker(placed, i, layer) for i, layer in enumerate(block.followers)]
    return f"<g><title>{plain(_in_words(block.layer))}</title>{draw(placed)}{''.join(lines)}</g>{''.join(markers)}"


def _stack(placed: Placed) -> str:
    """All maps of a stack; of those behind, only the rim that shows, so that nothing needs an opaque ground."""
    height, width = placed.block.map_size
    across, rise = width * ACROSS[0], width * ACROSS[1]
    (dx, dy), steep = NEXT_MAP, ACROSS[1] / ACROSS[0]
    rims = []
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
        rims.append(polygon(rim, 0.16 if i % 2 else 0.26))
    front = [placed.on_front(0, 1), placed.on_front(0, 0), placed.on_front(1, 0), placed.on_front(1, 1)]
    return "".join(rims) + polygon(front, 0.34) + (_grid(placed) if _is_picture(placed.block.layer) else "")


def _grid(placed: Placed) -> str:
    """Fine lines on the picture that goes in, which is made of pixels."""
    ends = [((s, 0.0), (s, 1.0)) for s in GRID] + [((0.0, s), (1.0, s)) for s in GRID]
    lines = "".join(f"M{placed.on_front(*start)}L{placed.on_front(*end)}" for start, end in ends)
    return f'<path d="{lines}" stroke="{ACCENT}" stroke-opacity=".35" stroke-width=".6"/>'


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
            parts += [dot(at.moved(0, 3.2 * step), 1.0) for step in (-1, 0, 1)]
        else:
            parts.append(dot(at, 3.1))
    parts += [
        text(placed.unit(i).moved(15, 4), label, size=12, opacity=0.9, anchor="start")
        for i, label in enumerate(block.labels)
    ]
    return "".join(parts)


def _fold(placed: Placed) -> str:
    """A long strip, folded: the maps' rows one after another."""
    folds = placed.block.dots
    step, left, top = (placed.block.height - 10) / folds, placed.at.x, placed.top + 8
    edge = [Point(left + (8 if i % 2 else 0), top + i * step) for i in range(folds + 1)]
    panels = [
        polygon([a, a.moved(22, -7), b.moved(22, -7), b], 0.36 if i % 2 else 0.16)
        for i, (a, b) in enumerate(itertools.pairwise(edge))
    ]
    return "".join(panels)


def _lead(source: Placed, target: Placed) -> str:
    """From a stack to what is made of it: for a window, its rays; else an arrow. Kernel and stride stand above."""
    layer = target.block.layer
    end = target.entry.moved(-3, 0)
    if not layer.kernel or not target.block.is_stack:
        return arrow(Point(source.right + 8, end.y), end)
    rows, columns = (min(1.0, max(0.13, layer.kernel / max(1, n))) for n in source.block.layer.shape[1:])
    left, right, top, bottom = 0.5 - columns / 2, 0.5 + columns / 2, 0.5 - rows / 2, 0.5 + rows / 2
    window = [source.on_front(*at) for at in ((left, bottom), (left, top), (right, top), (right, bottom))]
    middle = Point((source.right + target.at.x) / 2 + 4, min(window[2].y - 16, target.corner.y - 4))
    lines = [f"{layer.kernel}×{layer.kernel}"] + ([f"stride {layer.stride}"] if (layer.stride or 1) > 1 else [])
    words = [
        text(middle.moved(0, -15 * (len(lines) - 1 - i)), line, size=13, opacity=0.9) for i, line in enumerate(lines)
    ]
    return (
        polygon([window[2], end, window[3]], 0.22) + polygon(window, 0.75) + dot(end.moved(3, 0), 2.4) + "".join(words)
    )


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


def _wrap(last: Placed, first: Placed, turn: float) -> str:
    """The way from the end of a row to the start of the next."""
    out = last.on_front(1, 0.5) if last.block.is_stack else Point(last.right, last.at.y)
    side, r = WIDTH - 8, 8
    x = first.at.x + first.block.width / 2
    path = (
        f"M{out.moved(6, 0)}H{side - r}q{r} 0 {r} {r}V{turn - r:.1f}q0 {r} {-r} {r}"
        f"H{x + r:.1f}q{-r} 0 {-r} {r}V{first.top - 3:.1f}"
    )
    return f'<path d="{path}" stroke="currentColor" stroke-opacity=".5"/>' + head(Point(x, first.top - 1), down=True)


def _marker(placed: Placed, index: int, layer: Layer) -> str:
    """A small hinge for ReLU, a small S for softmax, at the lower edge of what they act on."""
    x = placed.at.x - 5 - 18 * index if placed.block.labels else placed.right + 5 + 18 * index
    at = Point(x, placed.at.y + placed.block.height / 2 - 4)
    curve = "M-4.5 2.5H0L4 -3" if layer.kind == "relu" else "M-4.5 3C1 3 -1 -3 4.5 -3"
    return (
        f'<g transform="translate({at})"><title>{plain(_in_words(layer))}</title>'
        f'<circle r="8" fill="{ACCENT}" fill-opacity=".12" stroke="currentColor" stroke-opacity=".4"/>'
        f'<path d="{curve}" stroke="currentColor" stroke-width="1.6"/></g>'
    )


def _number(value: int) -> str:
    return f"{value:,}" if value < 1_000_000 else f"{value / 1e6:.3g} M"


def _width(words: str) -> float:
    return LETTER * TEXT * len(words)
