"""mindseye lab train|export|record|runs"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mindseye.benchmarks.parts import HALVES, PARTS
from mindseye.cli.shell import mindseye_of, print_json, print_table, progress_bar
from mindseye.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindseye.lab.recipe import AnyRecipe
    from mindseye.lab.train import Epoch

FACES = "face-attributes"  # the task whose recipe learns from faces instead of labelled pictures


@click.group()
def lab() -> None:
    """Train, export and record models (needs PyTorch)."""


def need_torch() -> None:
    """Raise MissingExtraError where PyTorch is not installed."""
    import importlib.util

    if any(importlib.util.find_spec(name) is None for name in ("torch", "onnx", "onnxscript")):
        raise MissingExtraError("Training needs PyTorch: pip install 'mindseye[train]'.")


@lab.command()
@click.argument("network", type=click.Choice(["lite0", "lite2"]), default="lite0")
@click.option("--to", type=click.Path(path_type=Path), help="Folder for the model instead of the home folder.")
@click.pass_context
def backbone(context: click.Context, network: str, to: Path | None) -> None:
    """Export the ImageNet backbone EfficientNet-NETWORK as the model `photo`."""
    need_torch()
    from mindseye.lab.backbone import export_backbone

    card = export_backbone(network, to or mindseye_of(context).settings.home / "models")
    click.echo(f"{card.name} {card.version}: {card.title}, {card.bytes / 1e6:.1f} MB")


@lab.command("face-detect")
@click.argument("wheel", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), help="Folder for the model instead of the home folder.")
@click.pass_context
def face_detect(context: click.Context, wheel: Path, to: Path | None) -> None:
    """Export the face detector MTCNN as the model `face-detect`, from facenet-pytorch's WHEEL, which is not installed.

    To get the wheel: pip download facenet-pytorch==2.6.0 --no-deps
    """
    need_torch()
    from mindseye.lab.face_detection import export_detector

    card = export_detector(wheel, to or mindseye_of(context).settings.home / "models")
    click.echo(f"{card.name} {card.version}: {card.title}, {card.bytes / 1e6:.1f} MB")


@lab.command("face-embed")
@click.option("--to", type=click.Path(path_type=Path), help="Folder for the model instead of the home folder.")
@click.pass_context
def face_embed(context: click.Context, to: Path | None) -> None:
    """Export dlib's face recognition network as the model `face-embed`, from the package face-recognition-models."""
    need_torch()
    from mindseye.lab.face_embedding import export_face_embedding

    card = export_face_embedding(to or mindseye_of(context).settings.home / "models")
    click.echo(f"{card.name} {card.version}: {card.title}, {card.bytes / 1e6:.1f} MB")


@lab.command("face-calibrate")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="LFW, as for `mindseye bench verify`.")
@click.option("--words", required=True, help="What the data is, in words, for the card.")
@click.pass_context
def face_calibrate(context: click.Context, data: Path, words: str) -> None:
    """Measure how alike different people are; write thresholds and figures of `face-embed` into its card."""
    from mindseye.lab.face_calibration import calibrate

    eye = mindseye_of(context)
    with progress_bar("Looking") as told:
        card, counted = calibrate(eye.models, data, words, eye.settings.image_limits, told)
    rows = [[rate, f"{card.thresholds[f'far_{rate}']:.5f}", f"{value:.5f}"] for rate, value in counted.items()]
    print_table(["false accepts", "in the card", "as counted"], rows, title=f"{card.name} {card.version} on {words}")


@lab.command("face-rivals")
@click.argument("names", nargs=-1)
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder of pictures, as for `mindseye bench detect`.",
)
@click.option("--part", type=click.Choice(HALVES), help="Only every second picture.")
@click.option("--change", "changes", multiple=True, help="Also make it harder in this way, or in `all` ways.")
@click.option("--most", type=click.IntRange(1), help="Only so many pictures, evenly taken.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def face_rivals(
    context: click.Context,
    names: tuple[str, ...],
    data: Path,
    part: str | None,
    changes: tuple[str, ...],
    most: int | None,
    as_json: bool,
) -> None:
    """Measure dlib's face detectors (NAMES; all by default) as `mindseye bench detect` does; needs no PyTorch."""
    from mindseye.benchmarks import detect
    from mindseye.benchmarks.face_scenes import CHANGES, Scenes
    from mindseye.lab.face_rivals import RIVALS, rivals

    scenes = Scenes(data, part, mindseye_of(context).settings.image_limits, most)
    finders = rivals(names or tuple(RIVALS))
    with progress_bar("Looking", shown=not as_json) as told:
        result = detect.run(finders, scenes, str(data), tuple(CHANGES) if changes == ("all",) else changes, told)
    if as_json:
        print_json(result.as_json())
        return
    figures = ["recall", "false_faces", "latency_ms_p50"]
    rows = [
        [
            r.model,
            str(r.setting.get("change", "")),
            str(r.count),
            *(f"{r.metrics[f]:.4g}" if f in r.metrics else "–" for f in figures),
        ]
        for r in result.rows
    ]
    print_table(["detector", "change", "faces", *figures], rows)


@lab.command("face-groups")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="UTKFace, as for `bench attributes`.")
@click.option("--words", required=True, help="What the data is, in words, for the card.")
@click.pass_context
def face_groups(context: click.Context, data: Path, words: str) -> None:
    """Measure how often people of one group pass for each other, and write it into the card of `face-embed`."""
    from mindseye.lab.face_calibration import compare_groups

    eye = mindseye_of(context)
    with progress_bar("Looking") as told:
        card = compare_groups(eye.models, data, words, eye.settings.image_limits, told)
    rows = [[metric.data, f"{metric.value:.2%}"] for metric in card.metrics if metric.metric == "far@1e-3"]
    print_table(["pairs", "over the threshold of 1e-3"], rows)


@lab.command()
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Folder; the fonts go into `fonts` in it.")
def fonts(to: Path) -> None:
    """Fetch the typefaces that `letters-cnn` learns from, with npm; needs no PyTorch."""
    from mindseye.lab.data.letter_fonts import fetch_fonts

    with progress_bar("Fetching") as told:
        count = fetch_fonts(to, told)
    click.echo(f"Done: {count} typefaces in {to / 'fonts'}. Next: mindseye lab train letters-cnn --data {to}")


@lab.command()
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Folder; they go into `icons` in it.")
def icons(to: Path) -> None:
    """Fetch the simple drawings that `sketch` learns from besides, with npm; needs no PyTorch."""
    from mindseye.lab.data.icons import fetch_icons

    with progress_bar("Fetching") as told:
        count = fetch_icons(to, told)
    click.echo(f"Done: {count} icons in {to / 'icons'}. Next: mindseye lab train sketch --data {to}")


@lab.command()
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Flickr8k, or any folder of photos.")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Folder for the projections.")
@click.pass_context
def whiten(context: click.Context, data: Path, to: Path) -> None:
    """Learn the projections of all descriptors (PCA-whitening) from photos; needs no PyTorch."""
    from mindseye.descriptors.spaces import SKETCH, SPACES
    from mindseye.lab.whitening import learn_projections, pictures_of

    eye = mindseye_of(context)
    spaces = [space for name, space in SPACES.items() if name != SKETCH]  # whose projection is learned with its model
    with progress_bar("Learning") as told:
        learn_projections(eye.models, spaces, pictures_of(data, "train"), str(data), to, told)
    click.echo(f"Done: {to}")


@lab.command("sketch-bands")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Sketchy, as for `mindseye bench sketch`.")
@click.pass_context
def sketch_bands(context: click.Context, data: Path) -> None:
    """Measure from which score on a drawing and a photo hardly ever meet by chance; needs no PyTorch."""
    from mindseye.lab.sketch_bands import bands

    with progress_bar("Looking") as told:
        weak, strong, pairs = bands(mindseye_of(context).models, data, told)
    click.echo(f"{pairs} pairs of different things: weak {weak:.3f}, strong {strong:.3f}")


@lab.command()
@click.option("--data", required=True, type=click.Path(path_type=Path), help="A folder of photos.")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The .npz file to write.")
def vocabulary(data: Path, to: Path) -> None:
    """Learn the words of local features from photos; needs no PyTorch."""
    from mindseye.lab.vocabulary import learn

    learned = learn(data, to)
    click.echo(f"Done: {to}, version {learned.version}")


@lab.command("face-quality")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Pictures of people, as in LFW.")
@click.pass_context
def face_quality(context: click.Context, data: Path) -> None:
    """Learn from which size, sharpness, contrast and pose on faces are recognised; needs no PyTorch."""
    from mindseye.lab.face_quality import learn_quality

    with progress_bar("Comparing") as told:
        learned = learn_quality(mindseye_of(context).models, data, told)
    print_json(asdict(learned), indent=1)


@lab.command()
@click.argument("name")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Folder of the recipe's data set.")
@click.option("--epochs", type=click.IntRange(1, 10_000), help="Instead of the recipe's number.")
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint.")
@click.option(
    "--workers", type=click.IntRange(0, 64), default=1, show_default=True, help="Processes that distort pictures."
)
@click.pass_context
def train(context: click.Context, name: str, data: Path, epochs: int | None, resume: bool, workers: int) -> None:
    """Train the recipe NAME; Ctrl+C stops after the last whole epoch, --resume goes on."""
    need_torch()
    from mindseye.lab.progress import training_bar
    from mindseye.lab.recipe import load_recipe

    recipe, run = load_recipe(name), _runs(context) / name
    run_training = _training(context, recipe)
    with training_bar() as report:
        run_training(data, run, epochs=epochs, resume=resume, workers=workers, report=report, told=click.echo)
    click.echo(f"Done: {run}. Next: mindseye lab export {name} --data {data}")


def _training(context: click.Context, recipe: AnyRecipe) -> Callable[..., list[Epoch]]:
    """Return the training of this recipe, which is of one of seven kinds, as a function of data and run."""
    from mindseye.lab.recipe import CaptionRecipe, MetricRecipe, SketchRecipe, WordsRecipe

    if isinstance(recipe, CaptionRecipe):
        from mindseye.lab import captioning

        return partial(captioning.train, recipe, mindseye_of(context).models, looked=_looked)
    if isinstance(recipe, WordsRecipe):
        from mindseye.lab import words_tower

        return partial(words_tower.train, recipe, mindseye_of(context).models, looked=_looked)
    if isinstance(recipe, MetricRecipe):
        from mindseye.lab import metric_learning

        return partial(metric_learning.train, recipe, mindseye_of(context).models, looked=_looked)
    if isinstance(recipe, SketchRecipe):
        from mindseye.lab import sketch_towers

        return partial(sketch_towers.train, recipe, mindseye_of(context).models, looked=_looked)
    if recipe.task == FACES:
        from mindseye.lab import face_attributes

        return partial(face_attributes.train, recipe, mindseye_of(context).models, looked=_looked)
    if recipe.teacher:
        from mindseye.lab import distillation

        return partial(distillation.train, recipe, mindseye_of(context).models, looked=_looked)
    from mindseye.lab.train import train as run_training

    return partial(run_training, recipe)


def _looked(source: str, done: int, total: int) -> None:
    if done % 100 == 0 or done == total:
        click.echo(f"{source}: {done} of {total} pictures seen", err=True)


@lab.command()
@click.argument("name")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Folder of the recipe's data set.")
@click.option("--to", type=click.Path(path_type=Path), help="Folder of models; the home folder's by default.")
@click.option("--version", default="1", show_default=True, help="Version to write into the card.")
@click.pass_context
def export(context: click.Context, name: str, data: Path, to: Path | None, version: str) -> None:
    """Write the trained recipe NAME as a model that can be served, after comparing it with PyTorch."""
    need_torch()
    from mindseye.lab.recipe import CaptionRecipe, MetricRecipe, SketchRecipe, WordsRecipe, load_recipe

    recipe, run, target = load_recipe(name), _runs(context) / name, to or mindseye_of(context).settings.home / "models"
    if isinstance(recipe, SketchRecipe):
        from mindseye.lab.sketch_export import export_sketch

        card = export_sketch(recipe, mindseye_of(context).models, data, run, target, _looked, version)
    elif isinstance(recipe, CaptionRecipe):
        from mindseye.lab.caption_export import export_caption

        card = export_caption(recipe, mindseye_of(context).models, data, run, target, _looked, version)
    elif isinstance(recipe, WordsRecipe):
        from mindseye.lab.words_export import export_words

        card = export_words(recipe, mindseye_of(context).models, data, run, target, _looked, version)
    elif isinstance(recipe, MetricRecipe):
        from mindseye.lab.projection import export_projection

        card = export_projection(recipe, run, target, version)
    elif recipe.task == FACES:
        from mindseye.lab.face_attributes_export import export_face_attributes

        card = export_face_attributes(recipe, run, target, version)
    else:
        from mindseye.lab.export import export as run_export

        card = run_export(recipe, data, run, target, version)
    metric = card.metrics[0]
    click.echo(
        f"Exported {card.name} {card.version}: {card.bytes / 1000:.0f} kB, "
        f"validation {metric.metric.replace('_', ' ')} {metric.value:.4f}."
    )


@lab.command()
@click.argument("name")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="The test set, as for `mindseye bench`.")
@click.option("--words", required=True, help="What the data is, in words, for the card.")
@click.option("--others", type=click.Path(path_type=Path), help="Pictures of something else, as for `mindseye bench`.")
@click.option("--part", type=click.Choice(PARTS), help="Only this part of the pictures, by the rule of training.")
@click.option("--confusion", is_flag=True, help="Also keep the confusion matrix in the card.")
@click.pass_context
def record(
    context: click.Context,
    name: str,
    data: Path,
    words: str,
    others: Path | None,
    part: str | None,
    confusion: bool,
) -> None:
    """Run the benchmark on the model NAME once and write its figures into its card."""
    from mindseye.lab.record import record as write_figures

    eye = mindseye_of(context)
    card = write_figures(eye, name, data, words, confusion, others, part)
    print_table(["metric", "value", "data"], [[m.metric, f"{m.value:.4f}", m.data] for m in card.metrics])


@lab.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def runs(context: click.Context, as_json: bool) -> None:
    """List the training runs in the home folder and how far they have come."""
    found: list[dict[str, Any]] = []
    for log in sorted(_runs(context).glob("*/log.jsonl")):
        epochs = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        found.append({"run": log.parent.name, "epochs": len(epochs), "last": epochs[-1] if epochs else None})
    if as_json:
        print_json(found, indent=1)
        return
    rows = [
        [r["run"], str(r["epochs"]), f"{r['last']['validation_accuracy']:.4f}" if r["last"] else "–"] for r in found
    ]
    print_table(["run", "epochs", "validation accuracy"], rows)


def _runs(context: click.Context) -> Path:
    return mindseye_of(context).settings.home / "runs"
