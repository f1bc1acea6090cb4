"""From the library's results to the schemas: numbers are packed, nothing is decided."""

from __future__ import annotations

import base64
import dataclasses
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.app import Opened, SheetAnswer
from mindseye.models.registry import Model
from mindseye.server import schemas as s
from mindseye.tasks import inside as look
from mindseye.tasks.marks import ALPHABETS, GlyphReading, SheetReading, seen_as_pixels, softmax


def marks(answer: SheetAnswer, previews: list[Any] | None, started: float, decoded: float) -> s.MarksReply:
    """Pack the readings of a sheet; times are perf_counter seconds."""
    now = time.perf_counter()
    reading_ms = sum(reading.time_ms for reading in answer.readings)
    return s.MarksReply(
        nothing_drawn=not answer.sheet.marks,
        models=[_reading(reading) for reading in answer.readings],
        previews=None if previews is None else [preview(pixels) for pixels in previews],
        width=answer.sheet.width,
        height=answer.sheet.height,
        timings_ms=s.MarksTimings(
            decode=1000 * (decoded - started),
            prepare=max(0.0, 1000 * (now - decoded) - reading_ms),
            total=1000 * (now - started),
        ),
    )


def inside(opened: Opened, index: int, maps: Sequence[look.Evidence]) -> s.InsideReply:
    """Pack everything a network holds for one mark."""
    probabilities = softmax(opened.inside.answer)
    first = opened.inside.layers[0].name
    return s.InsideReply(
        model=opened.model.card.name,
        digit=_digit(opened.reading.task, index),
        index=index,
        labels=list(ALPHABETS[opened.reading.task]),
        probability=float(probabilities[index]),
        input=preview(seen_as_pixels(opened.model, opened.tensor)),
        evidence=[s.EvidenceMap(method=m.method, layer=m.layer, raster=raster(m.values[None])) for m in maps],  # type: ignore[arg-type]
        layers=[
            s.LayerView(
                **dataclasses.asdict(layer),
                maps=raster(opened.inside.values[layer.name]),
                filters=raster(opened.inside.weights[f"{first}.weight"][:, 0])
                if layer.kind == "conv" and layer.name == first
                else None,
            )
            for layer in opened.inside.layers
        ],
    )


def arithmetic(opened: Opened, worked: look.Arithmetic) -> s.ArithmeticReply:
    """Pack the sum behind one number."""
    channel, y, x = worked.position
    terms = [
        s.ArithmeticTerm(
            source=term.source,
            y=term.y,
            x=term.x,
            inputs=term.inputs.tolist(),
            weights=None if term.weights is None else term.weights.tolist(),
            subtotal=term.subtotal,
        )
        for term in worked.terms
    ]
    return s.ArithmeticReply(
        model=opened.model.card.name,
        layer=worked.layer.name,
        kind=worked.layer.kind,  # type: ignore[arg-type]
        channel=channel,
        y=y,
        x=x,
        terms=terms,
        terms_total=worked.terms_total,
        rest=worked.rest,
        bias=worked.bias,
        output=worked.output,
    )


def summary(model: Model) -> s.ModelSummary:
    """Pack what a list shows of a model."""
    return s.ModelSummary(**_summary_fields(model))


def card(model: Model) -> s.ModelCard:
    """Pack a whole card."""
    known = dataclasses.asdict(model.card)
    names = ("labels", "labels_zh", "input", "thresholds", "layers", "history", "metrics", "confusion", "provenance")
    return s.ModelCard(**_summary_fields(model), **{name: known[name] for name in names})


def preview(pixels: NDArray[np.uint8]) -> s.Preview:
    """Pack a grey picture, (height, width), as a PNG data URL."""
    png = base64.b64encode(images.encode_png(pixels)).decode()
    return s.Preview(width=pixels.shape[1], height=pixels.shape[0], png=f"data:image/png;base64,{png}")


def raster(values: NDArray[np.float32]) -> s.Raster:
    """Pack maps (count, height, width), or a vector as one map of 1 × n, as bytes between their extremes."""
    maps = values if values.ndim == 3 else values.reshape(1, 1, -1)
    low, high = float(maps.min()), float(maps.max())
    scaled = np.rint((maps - low) / max(high - low, 1e-12) * 255.0).astype(np.uint8)
    count, height, width = maps.shape
    data = base64.b64encode(scaled.tobytes()).decode()
    return s.Raster(count=count, height=height, width=width, minimum=low, maximum=high, data=data)


def _reading(reading: SheetReading) -> s.ModelReading:
    card = reading.model.card
    return s.ModelReading(
        model=card.name,
        version=card.version,
        title=card.title,
        reading=reading.reading,
        glyphs=[_glyph(glyph) for glyph in reading.glyphs],
        threshold=card.thresholds.get("reject", 0.0),
        time_ms=reading.time_ms,
    )


def _glyph(glyph: GlyphReading) -> s.GlyphReading:
    return s.GlyphReading(
        box=s.Box.model_validate(glyph.box),
        label=glyph.label,
        index=glyph.index,
        digit=_digit(glyph.task, glyph.index),
        probability=glyph.probability,
        accepted=glyph.accepted,
        probabilities=list(glyph.probabilities),
    )


def _digit(task: str, index: int) -> int | None:
    return index if task == "digits" else None


def _summary_fields(model: Model) -> dict[str, Any]:
    card = model.card
    names = ("name", "version", "title", "task", "description", "licence", "parameters", "multiply_adds", "bytes")
    return {**{name: getattr(card, name) for name in names}, "source": model.source}
