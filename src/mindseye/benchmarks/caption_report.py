"""The caption benchmark as one self-contained page: figures, how sure and how right, examples word by word, curves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import cv2
import numpy as np

from mindseye.benchmarks import caption, page, plots
from mindseye.benchmarks.caption_look import Example, Look, Looked
from mindseye.benchmarks.page import Sprite
from mindseye.benchmarks.result import Result, Row
from mindseye.models.card import Card
from mindseye.types import RGB

LIKENESS = (
    ("bleu1", "BLEU-1", 1),
    ("bleu2", "BLEU-2", 1),
    ("bleu3", "BLEU-3", 1),
    ("bleu4", "BLEU-4", 1),
    ("meteor", "METEOR (stems)", 3),
    ("rouge_l", "ROUGE-L", 3),
    ("cider", "CIDEr-D", 3),
)
REST = (
    ("agreement", "agreement", 3),
    ("fits", "fits", 3),
    ("sure", "sure", 3),
    ("sure_fits", "fits where sure", 3),
    ("ece", "ECE", 3),
    ("novel", "novel", 3),
    ("distinct", "distinct", 3),
    ("words", "words", 1),
    ("latency_ms_p50", "median, ms", 0),
    ("latency_ms_p95", "p95, ms", 0),
)
GROUPS = {
    "random": ("At random", "Pictures taken at random from what is neither best nor worst."),
    "best": ("The best", "The highest CIDEr-D: the model’s words are the people’s."),
    "worst": ("The worst", "The lowest CIDEr-D, which does not always mean that the sentence is wrong."),
}
WORD = 84  # px of a word's small picture
DIMMED = 0.22  # of its brightness is left where the model did not look
STYLE = """
.told{list-style:none;margin:0;padding:0;display:grid;gap:22px}
.told>li{display:grid;grid-template-columns:176px minmax(0,1fr);gap:4px 18px;padding-bottom:18px;
border-bottom:1px solid var(--line)}
.told .whole{width:176px;height:176px;border-radius:10px}
.told p{margin:0 0 .3rem}
.told .said{font-size:1.1rem;font-weight:600}
.told ol{list-style:none;margin:.5rem 0;padding:0;display:flex;flex-wrap:wrap;gap:6px}
.told ol li{width:84px;font-size:.8rem;text-align:center;overflow-wrap:anywhere;line-height:1.25}
.told ol img{display:block;border-radius:6px;margin-bottom:2px}
.told ul{margin:.2rem 0 0;padding-left:1.1rem;color:var(--quiet);font-size:.88rem}
@media(max-width:560px){.told>li{grid-template-columns:1fr}}
"""


def write_report(result: Result, look: Look, sprite: bytes, cards: Sequence[Card], folder: Path) -> Path:
    """Write the page to a folder and return its path; `look` and `sprite` are what `caption_look` makes of the run.

    Raises MissingExtraError without matplotlib, ReportError if the disk refuses.
    """
    tiles = Sprite(sprite, look.tile, look.columns)
    parts = [
        f"<section>{_figures(result.rows, look)}</section>\n",
        _sureness(result.rows),
        *(_group(tiles, look, group) for group in GROUPS),
        page.curves(cards, "Accuracy: how often the next word of a person’s sentence is the most probable."),
        page.method(result, caption.__doc__),
    ]
    return page.write("Captions: benchmark report", STYLE, parts, folder)


def attended(square: RGB, attention: Sequence[Sequence[float]], side: int = WORD) -> RGB:
    """Return a picture, `side` px, that is bright where a word was looked for and dim elsewhere; the largest is 1."""
    small = cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
    heat = cv2.resize(np.asarray(attention, np.float32), (side, side), interpolation=cv2.INTER_CUBIC).clip(0, 1)
    return np.rint(small * (DIMMED + (1 - DIMMED) * heat[..., None])).astype(np.uint8)


def _figures(rows: Sequence[Row], look: Look) -> str:
    likeness = [[_who(row), *_cells(row, LIKENESS)] for row in rows]
    if look.people:
        person = Row("people", 0, look.people)
        likeness.append([f"people, against {look.against} others", *_cells(person, LIKENESS)])
    shown = [one for one in REST if any(one[0] in row.metrics for row in rows)]
    rest = [[_who(row), *_cells(row, shown)] for row in rows]
    return (
        f"<p>{rows[0].count:,} pictures. “People” is the first sentence that a person wrote for each, against the "
        "others of the same picture: a reference fewer than the model has, which costs it some BLEU.</p>"
        + page.table("How near to people’s sentences", ["", *(heading for _, heading, _ in LIKENESS)], likeness)
        + page.table("Trust, variety and time", ["", *(heading for _, heading, _ in shown)], rest)
    )


def _who(row: Row) -> str:
    beam = int(row.setting["beam"])
    return f"{row.model}, {'greedy' if beam == 1 else f'beam {beam}'}"


def _cells(row: Row, figures: Sequence[tuple[str, str, int]]) -> list[str]:
    return [page.figure(row, metric, places) for metric, _, places in figures]


def _sureness(rows: Sequence[Row]) -> str:
    told = [Row(_who(row), row.count, row.metrics, reliability=row.reliability) for row in rows if row.reliability]
    if not told:
        return ""
    svg = plots.reliability(told, "Share of sentences that fit, by the model’s confidence", "sentences that fit, %")
    words = (
        "Of the sentences that the model is 80 % sure of, 80 % should fit: on the dotted line. A sentence fits if "
        "people used at least half of its telling words for the picture. A marker’s size is the share of the pictures."
    )
    return page.section("How sure, and how right", f'<p>{words}</p><div class="drawing"><figure>{svg}</figure></div>')


def _group(tiles: Sprite, look: Look, group: str) -> str:
    own = [(place, one) for place, one in enumerate(look.examples) if one.group == group]
    if not own:
        return ""
    title, words = GROUPS[group]
    listed = "".join(_example(tiles.square(place), one) for place, one in own)
    return page.section(title, f'<p>{words}</p><ul class="told">{listed}</ul>')


def _example(square: RGB, one: Example) -> str:
    words = "".join(_word(square, word) for word in one.words)
    wrote = "".join(f"<li>{escape(text)}</li>" for text in one.references)
    told = f"CIDEr-D {one.cider:.2f} · agreement {one.agreement:.2f} · confidence {one.confidence:.2f}"
    unsure = "" if one.sure else " · shown as unsure"
    return (
        f"<li>{page.picture(square, one.text, 'whole')}<div><p class='said'>{escape(one.text)}</p>"
        f"<p><small>{told}{unsure}</small></p><ol>{words}</ol><small>People wrote:</small><ul>{wrote}</ul></div></li>"
    )


def _word(square: RGB, word: Looked) -> str:
    shown = page.picture(attended(square, word.attention), f"Where the model looked for “{word.text}”")
    return f"<li>{shown}{escape(word.text)}<br><small>{100 * word.probability:.0f} %</small></li>"
