"""Prints captions with their Chinese, to be judged by somebody who reads both: drawn from the second half of the
training pictures of a folder with captions.jsonl (the rules were written with the first half), or described by the
model from its validation pictures.

    python scripts/chinese_sample.py --data data/flickr8k
    python scripts/chinese_sample.py --data data/flickr8k --described
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import click

from mindseye import MindsEye, images, load_settings
from mindseye.chinese import to_chinese
from mindseye.sentences import tokens
from mindseye.tasks import caption
from mindseye.types import ImageLimits


@click.command()
@click.option("--data", type=click.Path(path_type=Path), required=True, help="A folder with captions.jsonl and images.")
@click.option("--count", default=100, show_default=True, help="Sentences.")
@click.option("--seed", default=7007, show_default=True)
@click.option("--described", is_flag=True, help="Sentences of the model for validation pictures.")
def main(data: Path, count: int, seed: int, described: bool) -> None:
    """Print numbered captions and their Chinese; a ? marks those that the rules are not sure of."""
    split = "val" if described else "train"
    rows = [row for row in map(json.loads, (data / "captions.jsonl").open(encoding="utf-8")) if row["split"] == split]
    random.seed(seed)
    sentences = _described(data, rows, count) if described else _written(rows, count)
    for number, words in enumerate(sentences, 1):
        found = to_chinese(words)
        click.echo(f"{number} {' '.join(words)}\n    {'' if found.sure else '? '}{found.text}")


def _written(rows: list[dict[str, list[str]]], count: int) -> Iterator[tuple[str, ...]]:
    texts = [text for row in rows[len(rows) // 2 :] for text in row["captions"]]
    yield from map(tokens, random.sample(texts, count))


def _described(data: Path, rows: list[dict[str, str]], count: int) -> Iterator[tuple[str, ...]]:
    models = MindsEye(load_settings({})).models
    random.shuffle(rows)
    for row in rows[:count]:
        rgb = images.decode((data / "images" / row["image"]).read_bytes(), ImageLimits(), row["image"])
        best = caption.describe(models, rgb, count=3, beam=3).captions[0]
        yield tuple(word.text for word in best.words)


if __name__ == "__main__":
    main()
