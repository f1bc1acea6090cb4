"""mindseye models list|show|check|add|remove"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.errors import ModelError


@click.group()
def models() -> None:
    """List, show, check, add and remove models."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def list_models(context: click.Context, as_json: bool) -> None:
    """List the newest version of every model."""
    found = mindseye_of(context).models.newest()
    fields = ("name", "version", "title", "task", "licence", "parameters", "multiply_adds", "bytes")
    if as_json:
        print_json([{**{f: getattr(m.card, f) for f in fields}, "source": m.source} for m in found], indent=1)
        return
    rows = [
        [c.name, c.version, c.task, f"{c.parameters:,}", f"{c.multiply_adds:,}", f"{c.bytes / 1000:,.0f} kB", m.source]
        for m, c in ((m, m.card) for m in found)
    ]
    print_table(["name", "version", "task", "parameters", "multiply-adds", "file", "from"], rows)


@models.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the whole card as JSON.")
@click.option("--svg", type=click.Path(path_type=Path), help="Also write the architecture drawing to this file.")
@click.pass_context
def show(context: click.Context, name: str, as_json: bool, svg: Path | None) -> None:
    """Show what a model's card says: layers, figures, where it comes from."""
    card = mindseye_of(context).models.get(name).card
    if svg:
        from mindseye.models.architecture import architecture_svg

        svg.write_text(architecture_svg(card), encoding="utf-8")
    if as_json:
        print_json(dataclasses.asdict(card), indent=1)
        return
    click.echo(f"{card.name} {card.version}: {card.description}\nLicence: {card.licence}")
    click.echo(f"Trained on: {card.provenance.data}\nBy: {card.provenance.recipe} (commit {card.provenance.commit})")
    shapes = [
        [x.name, x.kind, " × ".join(map(str, x.shape)), f"{x.parameters:,}", f"{x.multiply_adds:,}"]
        for x in card.layers
    ]
    print_table(["layer", "kind", "output", "parameters", "multiply-adds"], shapes)
    print_table(
        ["metric", "value", "data", "protocol"],
        [[m.metric, f"{m.value:.4f}", m.data, m.protocol] for m in card.metrics],
    )


@models.command()
@click.argument("names", nargs=-1)
@click.pass_context
def check(context: click.Context, names: tuple[str, ...]) -> None:
    """Verify models (all by default): files, checksum, and that each still gives its example's answer."""
    known = mindseye_of(context).models
    failed = known.broken()
    for name in names or [model.card.name for model in known.newest()]:
        try:
            known.check(name)
            click.echo(f"{name}: good")
        except ModelError as error:
            failed.append(str(error))
    if failed:
        raise ModelError(" ".join(failed))


@models.command()
@click.argument("source")
@click.pass_context
def add(context: click.Context, source: str) -> None:
    """Add a model from a folder, a .zip or an https URL; it is verified first."""
    card = mindseye_of(context).models.add(source)
    click.echo(f"Added {card.name} {card.version} ({card.licence}).")


@models.command()
@click.argument("name")
@click.pass_context
def remove(context: click.Context, name: str) -> None:
    """Remove an added model; those that ship stay."""
    card = mindseye_of(context).models.remove(name)
    click.echo(f"Removed {card.name} {card.version}.")
