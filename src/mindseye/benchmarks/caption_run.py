"""The caption benchmark as people run it: what to measure, and what is kept of it for the studio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mindseye.benchmarks import caption, caption_look, kept
from mindseye.benchmarks import result as results
from mindseye.benchmarks.caption_data import read_pictures, training_sentences
from mindseye.benchmarks.caption_look import Look
from mindseye.benchmarks.result import Result
from mindseye.models.registry import Models
from mindseye.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure. `part` is a value of `split`, else all but `train`; `most` pictures of it, evenly taken.

    `names` are models, else the usual one; `beams` widths, else the usual one. `training` is a folder whose part
    `train` tells which sentences are new, else `data` itself.
    """

    data: Path
    names: tuple[str, ...] = ()
    beams: tuple[int, ...] = ()
    part: str | None = None
    most: int | None = None
    training: Path | None = None


def run(
    models: Models,
    settings: Settings,
    asked: Asked,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Result, Look, bytes]:
    """Measure; also return what there is to look at of the first model, and the sprite of its pictures.

    A run over a whole part and without names is kept for the studio, which must not mix figures of different runs.
    """
    pictures = read_pictures(asked.data, asked.part, asked.most)
    known = training_sentences(asked.training or asked.data)
    ways = caption.served(models, asked.names, asked.beams)
    words = f"{asked.data}, part {asked.part}" if asked.part else str(asked.data)
    result, found = caption.run(ways, pictures, words, known, report, settings.image_limits)
    look, sprite = caption_look.look_at(result, caption_look.chosen(found), pictures, settings.image_limits)
    if not asked.names and asked.most is None:
        results.keep(result, settings.home)
        kept.keep(result.bench, look, sprite, settings.home)
    return result, look, sprite
