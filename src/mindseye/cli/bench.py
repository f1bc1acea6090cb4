"""mindseye bench NAME"""

from __future__ import annotations

from pathlib import Path

import click

from mindseye.benchmarks.parts import HALVES, PARTS
from mindseye.benchmarks.plots import require_matplotlib
from mindseye.benchmarks.result import Result
from mindseye.cli.bench_sentences import caption, words
from mindseye.cli.bench_table import show
from mindseye.cli.shell import mindseye_of, print_json, print_table, progress_bar

ATTRIBUTE_FIGURES = ("accuracy", "ece", "mae_years", "bias_years", "coverage", "mae_degrees")


@click.group()
def bench() -> None:
    """Measure the served models on labelled data."""


bench.add_command(caption)
bench.add_command(words)


@bench.command()
@click.option("--data", required=True, type=click.Path(path_type=Path), help="MNIST's files, or one folder per label.")
@click.option("--model", "names", multiple=True, help="A digit model; may be given several times. All by default.")
@click.option("--others", type=click.Path(path_type=Path), help="Also count how many of these non-digits are refused.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with plots and pictures to this folder."
)
@click.pass_context
def digits(
    context: click.Context, data: Path, names: tuple[str, ...], others: Path | None, as_json: bool, report: Path | None
) -> None:
    """How well and how fast the digit models read pictures of single digits."""
    _bench_marks(context, "digits", data, names, others, None, as_json, report)


@bench.command()
@click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="Pictures in one folder per letter, A to Z."
)
@click.option("--model", "names", multiple=True, help="A letter model; may be given several times. All by default.")
@click.option("--part", type=click.Choice(PARTS), help="Only this part of the pictures, by the rule of training.")
@click.option("--others", type=click.Path(path_type=Path), help="Also count how many of these non-letters are refused.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with plots and pictures to this folder."
)
@click.pass_context
def letters(
    context: click.Context,
    data: Path,
    names: tuple[str, ...],
    part: str | None,
    others: Path | None,
    as_json: bool,
    report: Path | None,
) -> None:
    """How well and how fast the letter models read pictures of single capitals."""
    _bench_marks(context, "letters", data, names, others, part, as_json, report)


def _bench_marks(
    context: click.Context,
    task: str,
    data: Path,
    names: tuple[str, ...],
    others: Path | None,
    part: str | None,
    as_json: bool,
    report: Path | None,
) -> None:
    eye = mindseye_of(context)
    if report:
        require_matplotlib()  # said before the work, not after it
    words = f"{data}, part {part}" if part else str(data)
    with progress_bar("Reading", shown=not as_json) as told:
        result = eye.bench_marks(task, data, words, names, told, others, part)
    if report:
        from mindseye.benchmarks.report import write_report

        page = write_report(result, [eye.models.get(row.model).card for row in result.rows], report)
        click.echo(f"Report: {page}", err=True)
    if as_json:
        print_json(result.as_json())
    else:
        _print(result)


@bench.command()
@click.option("--data", required=True, type=click.Path(path_type=Path), help="A folder with one sub-folder per label.")
@click.option(
    "--model", "names", multiple=True, help="A classifying model; may be given several times. All that fit by default."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with plots and pictures to this folder."
)
@click.pass_context
def classify(context: click.Context, data: Path, names: tuple[str, ...], as_json: bool, report: Path | None) -> None:
    """How well and how fast the classifying models name pictures."""
    eye = mindseye_of(context)
    if report:
        require_matplotlib()
    with progress_bar("Naming", shown=not as_json) as told:
        result = eye.bench_classify(data, str(data), names, told, lambda sentence: click.echo(sentence, err=True))
    if report:
        from mindseye.benchmarks.report import write_report

        page = write_report(result, [eye.models.get(row.model).card for row in result.rows], report)
        click.echo(f"Report: {page}", err=True)
    show(result, as_json, ["accuracy", "log_loss", "ece", "false_rejects", "latency_ms_p50", "latency_ms_p95"])


@bench.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path),
    help="Pictures with ground_truth.json, or one folder per label.",
)
@click.option(
    "--descriptor", "spaces", multiple=True, help="A space; may be given several times. The usual one by default."
)
@click.option(
    "--rerank",
    multiple=True,
    help="A re-ranking method or `none`; may be given several times. The usual one by default.",
)
@click.option(
    "--verify",
    is_flag=False,
    flag_value=100,
    default=0,
    type=click.IntRange(0, 1000),
    help="Check this many of the best hits point by point (100 if no number is given).",
)
@click.option(
    "--distractors", type=click.Path(path_type=Path), help="Also put the pictures of this folder into the database."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with plots and pictures to this folder."
)
@click.pass_context
def retrieval(
    context: click.Context,
    data: Path,
    spaces: tuple[str, ...],
    rerank: tuple[str, ...],
    verify: int,
    distractors: Path | None,
    as_json: bool,
    report: Path | None,
) -> None:
    """How well and how fast pictures are found by a picture."""
    from mindseye.benchmarks import retrieval as protocol

    eye = mindseye_of(context)
    if report:
        require_matplotlib()
    with progress_bar("Looking", shown=not as_json) as told:
        result = protocol.run(
            eye.models,
            data,
            spaces,
            rerank,
            distractors,
            told,
            verify,
            eye.settings.image_limits,
            examples=bool(report),
        )
    if report:
        from mindseye.benchmarks.retrieval_report import write_report

        click.echo(f"Report: {write_report(result, report)}", err=True)
    show(result, as_json, ["map", "ns_score", "recall@1", "recall@10", "precision@6", "latency_ms_p50", "images_per_s"])


@bench.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder of photos: indexed, and the source of descriptors.",
)
@click.option(
    "--size",
    "sizes",
    multiple=True,
    type=click.IntRange(1000, 10_000_000),
    default=(100_000, 1_000_000),
    show_default=True,
    help="Vectors to search among; may be given several times.",
)
@click.option(
    "--part",
    "parts",
    multiple=True,
    type=click.Choice(["indexing", "sketch", "search"]),
    help="Only this part; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def speed(context: click.Context, data: Path, sizes: tuple[int, ...], parts: tuple[str, ...], as_json: bool) -> None:
    """How fast pictures are indexed, and vectors and sketches searched, each beside a floor or a rival in one run."""
    from mindseye.benchmarks import speed as protocol

    eye = mindseye_of(context)
    with progress_bar("Measuring", shown=not as_json) as told:
        result = protocol.run(eye.settings, eye.models, data, sizes, told, parts or protocol.PARTS)
    show(
        result,
        as_json,
        [
            "images_per_s",
            "ratio_to_floor",
            "latency_ms_p50",
            "latency_ms_p95",
            "latency_ms_p99",
            "floor_ms_p50",
            "queries_per_s",
            "recall@10",
            "open_ms",
            "bytes",
        ],
    )


@bench.command()
@click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="A folder with labels.csv and pictures of one face."
)
@click.option("--part", help="Only this value of the column `split`; `val` by default where there is such a part.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with plots and pictures to this folder."
)
@click.pass_context
def attributes(context: click.Context, data: Path, part: str | None, as_json: bool, report: Path | None) -> None:
    """How well and how fast age, gender, smile and pose are told from faces."""
    from mindseye.benchmarks import attributes as protocol

    eye = mindseye_of(context)
    if report:
        require_matplotlib()
    with progress_bar("Describing", shown=not as_json) as told:
        result = protocol.run(eye.models, data, part, told, eye.settings.image_limits, examples=bool(report))
    if report:
        from mindseye.benchmarks.attributes_report import write_report

        click.echo(f"Report: {write_report(result, report)}", err=True)
    show(result, as_json, [*ATTRIBUTE_FIGURES, "failures", "latency_ms_p50", "latency_ms_p95", "detect_ms_p50"])


@bench.command()
@click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="A folder with boxes.csv, Flickr8k, or LFW."
)
@click.option(
    "--part", type=click.Choice(HALVES), help="Only every second picture; thresholds were chosen on the first."
)
@click.option("--change", "changes", multiple=True, help="Also make it harder in this way, or in `all` ways.")
@click.option("--most", type=click.IntRange(1), help="Only so many pictures, evenly taken.")
@click.option("--min-size", type=click.IntRange(1), help="Smallest face in px; what the product looks for by default.")
@click.option("--min-score", type=click.FloatRange(0, 1), help="How sure it must be; the card's threshold by default.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def detect(
    context: click.Context,
    data: Path,
    part: str | None,
    changes: tuple[str, ...],
    most: int | None,
    min_size: int | None,
    min_score: float | None,
    as_json: bool,
) -> None:
    """How many faces are found, how many things are taken for one, and how fast."""
    from mindseye.benchmarks import detect as protocol
    from mindseye.benchmarks.face_scenes import CHANGES, Scenes

    eye = mindseye_of(context)
    scenes = Scenes(data, part, eye.settings.image_limits, most)
    words = f"{data}, part {part}" if part else str(data)
    finders = {"face-detect": protocol.served(eye.models, min_size, min_score)}
    with progress_bar("Looking", shown=not as_json) as told:
        result = protocol.run(finders, scenes, words, tuple(CHANGES) if changes == ("all",) else changes, told)
    show(result, as_json, ["recall", "false_faces", "latency_ms_p50", "latency_ms_p95"])


@bench.command()
@click.option("--data", required=True, type=click.Path(path_type=Path), help="A folder with a sub-folder per class.")
@click.option("--others", type=click.Path(path_type=Path), help="Pictures of other things, which should be refused.")
@click.option("--lessons", type=click.IntRange(1, 1000), default=6, show_default=True, help="How many are taught.")
@click.option("--classes", type=click.IntRange(2, 1000), default=5, show_default=True, help="Of each lesson.")
@click.option("--examples", type=click.IntRange(4, 10_000), default=40, show_default=True, help="Of each class.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def teach(
    context: click.Context, data: Path, others: Path | None, lessons: int, classes: int, examples: int, as_json: bool
) -> None:
    """How well lessons are learned from a few examples, and how many strangers they refuse."""
    from mindseye.benchmarks import teach as protocol
    from mindseye.benchmarks.label_folders import LabelFolders

    eye = mindseye_of(context)
    pictures, plan = LabelFolders(data, eye.settings.image_limits), protocol.Plan(lessons, classes, examples)
    with progress_bar("Looking", shown=not as_json) as told:
        result = protocol.run(eye.models, pictures, str(data), plan, others, told)
    show(result, as_json, ["accuracy", "log_loss", "ece", "auroc", "catches", "false_rejects", "images_per_s"])


@bench.command()
@click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="images/NAME/NAME_0001.jpg and pairs.txt, as in LFW."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with plots and pictures to this folder."
)
@click.pass_context
def verify(context: click.Context, data: Path, as_json: bool, report: Path | None) -> None:
    """How well two pictures of faces are told to be of one person or of two, from finding the faces on."""
    from mindseye.benchmarks import verify as protocol
    from mindseye.tasks.faces.embedding import model_of

    eye = mindseye_of(context)
    if report:
        require_matplotlib()
    with progress_bar("Looking", shown=not as_json) as told:
        result = protocol.run(eye.models, data, told, eye.settings.image_limits)
    if report:
        from mindseye.benchmarks.verify_report import write_report

        click.echo(f"Report: {write_report(result, model_of(eye.models).card, report)}", err=True)
    fars = [f"tar@far={far}" for far in protocol.FARS["all pairs"]]
    show(result, as_json, ["accuracy", "accuracy_std", *fars, "failures", "latency_ms_p50", "latency_ms_p95"])


@bench.command()
@click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="split.csv with photos and sketches, as in Sketchy."
)
@click.option(
    "--model", "names", multiple=True, help="A sketch model; may be given several times. All by default, and kept."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Also write a page with plots and pictures to this folder."
)
@click.pass_context
def sketch(context: click.Context, data: Path, names: tuple[str, ...], as_json: bool, report: Path | None) -> None:
    """How well and how fast photos are found by a drawing, before and after training."""
    eye = mindseye_of(context)
    if report:
        require_matplotlib()
    with progress_bar("Looking", shown=not as_json) as told:
        result, look, sprite = eye.bench_sketch(data, names, told)
    if report:
        from mindseye.benchmarks.sketch_report import write_report

        click.echo(f"Report: {write_report(result, look, sprite, report)}", err=True)
    show(result, as_json, ["map", "precision@6", "recall@1", "recall@5", "latency_ms_p50", "latency_ms_p95"])


def _print(result: Result) -> None:
    columns = ["accuracy", "log_loss", "ece", "failures", "false_rejects", "latency_ms_p50", "latency_ms_p95"]
    columns += ["catches"] if "catches" in result.rows[0].metrics else []
    rows = [[row.model, str(row.count), *(f"{row.metrics[c]:.4f}" for c in columns)] for row in result.rows]
    print_table(["model", "pictures", *columns], rows, title=f"{result.bench} on {result.data} ({result.version})")
