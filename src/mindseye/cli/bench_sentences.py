"""mindseye bench caption, mindseye bench words"""

from __future__ import annotations

from pathlib import Path

import click

from mindseye.benchmarks.plots import require_matplotlib
from mindseye.cli.bench_table import show
from mindseye.cli.shell import mindseye_of, progress_bar

DATA = "captions.jsonl (image, split, captions) and images/, as in Flickr8k."
PART = "Only rows with this value of `split`; all but `train` by default."
MOST = "Only so many pictures, evenly taken."


@click.command()
@click.option("--data", required=True, type=click.Path(path_type=Path), help=DATA)
@click.option(
    "--beam",
    "beams",
    multiple=True,
    type=click.IntRange(1, 10),
    help="Width of the search; may be given several times. What the product uses (3) by default; 1 is greedy.",
)
@click.option("--model", "names", multiple=True, help="A model of captions; may be given several times.")
@click.option("--part", help=PART)
@click.option("--most", type=click.IntRange(3), help=MOST)
@click.option(
    "--training", type=click.Path(path_type=Path), help="Folder whose part `train` tells which sentences are new."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with examples and plots to this folder."
)
@click.pass_context
def caption(
    context: click.Context,
    data: Path,
    beams: tuple[int, ...],
    names: tuple[str, ...],
    part: str | None,
    most: int | None,
    training: Path | None,
    as_json: bool,
    report: Path | None,
) -> None:
    """How near captions come to people's sentences, how much to trust them, and how fast they are."""
    from mindseye.benchmarks import caption_run

    eye = mindseye_of(context)
    if report:
        require_matplotlib()  # said before the work, not after it
    asked = caption_run.Asked(data, names, beams, part, most, training)
    with progress_bar("Describing", shown=not as_json) as told:
        result, look, sprite = caption_run.run(eye.models, eye.settings, asked, told)
    if report:
        from mindseye.benchmarks.caption_report import write_report

        cards = [eye.models.get(name).card for name in dict.fromkeys(row.model for row in result.rows)]
        click.echo(f"Report: {write_report(result, look, sprite, cards, report)}", err=True)
    likeness = ["bleu1", "bleu2", "bleu3", "bleu4", "meteor", "rouge_l", "cider"]
    show(result, as_json, [*likeness, "fits", "ece", "novel", "latency_ms_p50", "latency_ms_p95"])


@click.command()
@click.option("--data", required=True, type=click.Path(path_type=Path), help=DATA)
@click.option("--model", "name", default="words", show_default=True, help="A model of words.")
@click.option("--part", help=PART)
@click.option("--most", type=click.IntRange(2), help=MOST)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with examples and plots to this folder."
)
@click.pass_context
def words(
    context: click.Context,
    data: Path,
    name: str,
    part: str | None,
    most: int | None,
    as_json: bool,
    report: Path | None,
) -> None:
    """How well photos are found by a sentence, and sentences by a photo."""
    from mindseye.benchmarks import result as results
    from mindseye.benchmarks import words as protocol
    from mindseye.benchmarks.caption_data import read_pictures

    eye = mindseye_of(context)
    if report:
        require_matplotlib()
    limits, pictures = eye.settings.image_limits, read_pictures(data, part, most)
    told_data = f"{data}, part {part}" if part else str(data)
    with progress_bar("Looking", shown=not as_json) as told:
        result, found = protocol.run(protocol.served(eye.models, name), pictures, told_data, told, limits)
    if most is None:
        results.keep(result, eye.settings.home)
    if report:
        from mindseye.benchmarks import words_look
        from mindseye.benchmarks.words_report import write_report

        sought, sprite = words_look.look_at(found, pictures, limits)
        click.echo(f"Report: {write_report(result, sought, sprite, eye.models.get(name).card, report)}", err=True)
    show(result, as_json, [*(f"recall@{k}" for k in protocol.RANKS), "median_rank", "unknown", "latency_ms_p50"])
