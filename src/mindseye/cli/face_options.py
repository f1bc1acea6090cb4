"""Options that several commands of `mindseye faces` share."""

from __future__ import annotations

from typing import Any

import click


def looking(command: Any) -> Any:
    """Add the options of how faces are looked for."""
    for option in (
        click.option("--most", type=click.IntRange(1, 1000), help="Only so many faces, the largest."),
        click.option("--min-score", type=click.FloatRange(0, 1), help="How sure the detector must be."),
        click.option("--min-size", type=click.IntRange(8, 4096), help="Smallest face, in px of its shorter side."),
    ):
        command = option(command)
    return command


def given(options: dict[str, float | None]) -> dict[str, float]:
    """Return those of the options that were given."""
    return {name: value for name, value in options.items() if value is not None}
