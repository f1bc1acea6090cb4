"""mindseye doctor"""

from __future__ import annotations

import dataclasses

import click

from mindseye.cli.shell import mindseye_of, print_json

OPTIONAL = ("torch", "matplotlib")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Say what works on this machine and how to get the rest; exit 1 if something needed does not work."""
    checks = mindseye_of(context).examine()
    if as_json:
        print_json([dataclasses.asdict(check) for check in checks], indent=1)
    else:
        for check in checks:
            cure = f" → {check.cure}" if check.cure else ""
            click.echo(f"{'✓' if check.ok else '✗'} {check.name}: {check.detail}{cure}")
    if not all(check.ok for check in checks if check.name not in OPTIONAL):
        context.exit(1)
