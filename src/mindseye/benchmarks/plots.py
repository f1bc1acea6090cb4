"""The plots of a report, as SVG for an HTML page: text takes the page's colour, lines suit light and dark."""

from __future__ import annotations

import html
import io
import math
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mindseye.benchmarks.result import Row
from mindseye.errors import MissingExtraError
from mindseye.metrics import wilson_interval
from mindseye.models.card import Card, EpochFigures

WORDS = "#010203"  # stands for the page's text colour until the SVG is written
ACCENT = "#3d6fd9"
# One colour and one marker a model: of middle lightness, so that they show on white and on near black.
COLOURS = ("#3d7be0", "#d9730d", "#2a9d6f", "#c2529b", "#1f9bb5", "#d64545", "#8a63d2", "#8d8a1f")
MARKERS = "osD^vPX*"
STYLE = {
    "svg.fonttype": "none",  # text stays text, in the page's own font
    "svg.hashsalt": "mindseye",  # the same figures give the same file
    "text.parse_math": False,
    "font.size": 8.5,
    "text.color": WORDS,
    "axes.labelcolor": WORDS,
    "axes.edgecolor": WORDS,
    "xtick.color": WORDS,
    "ytick.color": WORDS,
    "grid.color": WORDS,
    "grid.alpha": 0.15,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "legend.frameon": False,
}
ERRORS = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001)
LEAST = 0.0001  # that a logarithmic axis of losses or errors can show

Draw = Callable[[Any], None]


def require_matplotlib() -> None:
    """Raise MissingExtraError where matplotlib is not installed."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("The report needs matplotlib: pip install 'mindseye[report]'.") from error


def loss_curves(cards: Sequence[Card], alt: str) -> str:
    """Training (dashed) and validation loss by epoch, on a logarithmic axis."""

    def draw(axes: Any) -> None:
        _log_axis(axes, "y")
        _curves(axes, cards, lambda e: max(LEAST, e.train_loss), lambda e: max(LEAST, e.validation_loss))
        axes.set_ylabel("loss")

    return _svg(draw, alt, "curves-loss")


def accuracy_curves(cards: Sequence[Card], alt: str) -> str:
    """Training (dashed) and validation accuracy by epoch; the axis stretches the last percent."""

    def draw(axes: Any) -> None:
        _curves(axes, cards, lambda e: _lacking(e.train_accuracy), lambda e: _lacking(e.validation_accuracy))
        _accuracy_axis(axes)

    return _svg(draw, alt, "curves-accuracy")


def class_errors(rows: Sequence[Row], labels: Sequence[str], alt: str) -> str:
    """Share of wrong answers per true class with its 95 % interval, the models beside each other."""

    def draw(axes: Any) -> None:
        for i, row in enumerate(rows):
            for label, counts in enumerate(row.confusion or []):
                total, wrong = sum(counts), sum(counts) - counts[label]
                if total:
                    place = label + (i - (len(rows) - 1) / 2) * 0.7 / len(rows)
                    low, high = wilson_interval(wrong, total)
                    _point(
                        axes, i, row.model if label == 0 else None, place, 100 * wrong / total, (100 * low, 100 * high)
                    )
        axes.set_xticks(range(len(labels)), labels)
        axes.set_xlabel("true class")
        axes.set_ylabel("wrong answers, %")
        axes.set_ylim(bottom=0)
        axes.grid(axis="y")

    return _svg(draw, alt, "classes", width=8.6, height=3.2)


def confusion_matrix(row: Row, labels: Sequence[str], number: int, alt: str) -> str:
    """Counts of answers by true class; mistakes are tinted, for the right ones would outshine them."""
    counts = row.confusion or []
    most = max((n for i, line in enumerate(counts) for j, n in enumerate(line) if i != j), default=0)

    def draw(axes: Any) -> None:
        from matplotlib.patches import Rectangle

        for i, line in enumerate(counts):
            for j, n in enumerate(line):
                if i != j and n:
                    tint = 0.12 + 0.5 * n / most
                    axes.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor=ACCENT, alpha=tint, linewidth=0))
                if n:
                    axes.text(j, i, str(n), ha="center", va="center", size=6.5, alpha=0.6 if i == j else 1.0)
        axes.set(xlim=(-0.5, len(counts) - 0.5), ylim=(len(counts) - 0.5, -0.5), aspect="equal")
        axes.set_xticks(range(len(labels)), labels)
        axes.set_yticks(range(len(labels)), labels)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xlabel("answer")
        axes.set_ylabel("true class")

    return _svg(draw, alt, f"confusion-{number}", width=3.5, height=3.4)


def accuracy_against(rows: Sequence[Row], metric: str, label: str, alt: str) -> str:
    """Accuracy with its 95 % interval against another metric, which has a logarithmic axis."""

    def draw(axes: Any) -> None:
        _log_axis(axes, "x")
        for i, row in enumerate(rows):
            accuracy = row.metrics["accuracy"]
            low, high = wilson_interval(round(accuracy * row.count), row.count)
            _point(axes, i, row.model, row.metrics[metric], 100 * accuracy, (100 * low, 100 * high), size=7)
        axes.margins(x=0.15)
        axes.set_xlabel(label)
        axes.set_ylabel("accuracy, %")
        axes.grid(axis="y")

    return _svg(draw, alt, f"against-{metric}")


def reliability(rows: Sequence[Row], alt: str, right: str = "accuracy, %") -> str:
    """Accuracy by confidence, a marker for each bin, as large as the share of pictures in it."""

    def draw(axes: Any) -> None:
        axes.plot([0, 100], [0, 100], ":", color=WORDS, linewidth=0.9, alpha=0.6)
        for i, row in enumerate(rows):
            bins = row.reliability or []
            sure, right = [100 * b[1] for b in bins], [100 * b[2] for b in bins]
            colour = COLOURS[i % len(COLOURS)]
            axes.plot(sure, right, color=colour, linewidth=0.9, alpha=0.6)
            axes.scatter(
                sure,
                right,
                [12 + 160 * b[0] / row.count for b in bins],
                color=colour,
                marker=MARKERS[i % len(MARKERS)],
                label=row.model,
            )
        least = min((100 * b[1] for row in rows for b in row.reliability or []), default=0.0)
        axes.set(xlim=(max(0.0, least - 5), 102), xlabel="confidence, %", ylabel=right)
        axes.set_ylim(top=103)
        axes.grid()

    return _svg(draw, alt, "reliability")


def roc_curves(curves: Mapping[str, Sequence[tuple[float, float]]], alt: str) -> str:
    """Accepted pairs of one person against those of two, on a logarithmic axis; a line for each set of pairs."""

    def draw(axes: Any) -> None:
        for i, (name, points) in enumerate(curves.items()):
            far, tar = zip(*points, strict=True)
            axes.plot(far, [100 * share for share in tar], color=COLOURS[i % len(COLOURS)], label=name)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: f"1e{math.log10(value):.0f}" if value < 1 else f"{value:g}")
        axes.set_ylim(top=100.5)
        axes.set_xlabel("accepted pairs of two people, share")
        axes.set_ylabel("accepted pairs of one person, %")
        axes.grid()

    return _svg(draw, alt, "roc", width=6.4)


def _curves(
    axes: Any,
    cards: Sequence[Card],
    train: Callable[[EpochFigures], float],
    validation: Callable[[EpochFigures], float],
) -> None:
    from matplotlib.ticker import MaxNLocator

    for i, card in enumerate(cards):
        if card.history:
            epochs, colour = [e.epoch for e in card.history], COLOURS[i % len(COLOURS)]
            marker = MARKERS[i % len(MARKERS)] if len(epochs) == 1 else ""
            axes.plot(epochs, list(map(train, card.history)), color=colour, linestyle="--", linewidth=0.9, alpha=0.75)
            axes.plot(epochs, list(map(validation, card.history)), color=colour, label=card.name, marker=marker)
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y")


def _point(
    axes: Any, i: int, name: str | None, x: float, y: float, span: tuple[float, float], size: float = 4.0
) -> None:
    """A marker with whiskers in the colour of model number i."""
    colour = COLOURS[i % len(COLOURS)]
    axes.plot([x, x], span, color=colour, linewidth=1.2, alpha=0.6)
    axes.plot([x], [y], MARKERS[i % len(MARKERS)], color=colour, markersize=size, label=name)


def _log_axis(axes: Any, which: str) -> None:
    """Make the x or y axis logarithmic, with ticks at 1, 2 and 5 written as plain numbers."""
    from matplotlib.ticker import LogLocator, NullFormatter

    axes.set(**{f"{which}scale": "log"})
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_major_formatter(lambda value, _: f"{value:,.0f}" if value >= 1000 else f"{value:g}")
    axis.set_minor_formatter(NullFormatter())


def _lacking(accuracy: float) -> float:
    return max(LEAST, 1.0 - accuracy)


def _accuracy_axis(axes: Any) -> None:
    """Let a logarithmic axis of errors read as accuracy, the best at the top."""
    axes.set_yscale("log")
    axes.invert_yaxis()
    worst, best = axes.get_ylim()
    shown = [error for error in ERRORS if best <= error <= worst] or [worst, best]
    axes.set_yticks(shown, [f"{100 * (1 - error):.4g} %" for error in shown])
    axes.minorticks_off()
    axes.set_ylabel("accuracy")
    axes.grid(axis="y")


def _svg(draw: Draw, alt: str, name: str, width: float = 4.4, height: float = 3.1) -> str:
    """Return a figure that `draw(axes)` fills, as an SVG element for HTML; `name` keeps its ids apart from others'."""
    require_matplotlib()
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    buffer = io.StringIO()
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a label in a script that the measuring font lacks is still shown by the page
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        draw(axes)
        if names := axes.get_legend_handles_labels()[1]:
            columns = int(72 * width / (32 + 5.4 * max(map(len, names))))  # points; a letter is about 5.4 wide
            figure.legend(loc="outside lower center", ncols=max(1, min(4, columns)), handlelength=1.6)
        figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    return _for_html(buffer.getvalue(), alt, name)


def _for_html(svg: str, alt: str, name: str) -> str:
    """Strip what only a file of its own needs, take the page's colours, and make ids unique in the page."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    svg = svg.replace(WORDS, "currentColor").replace(ACCENT, f"var(--accent, {ACCENT})")
    return svg.replace("<svg", f'<svg role="img" aria-label="{html.escape(alt)}"', 1).strip()
