"""How a benchmark's result is printed."""

from __future__ import annotations

from mindseye.benchmarks.result import Result
from mindseye.cli.shell import print_json, print_table


def show(result: Result, as_json: bool, wanted: list[str]) -> None:
    """Print a result as JSON, or as a table of those of the wanted figures that there are."""
    if as_json:
        print_json(result.as_json())
        return
    columns = [name for name in wanted if any(name in row.metrics for row in result.rows)]
    rows = [
        [row.model, _words(row.setting), str(row.count), *(_figure(row.metrics.get(name)) for name in columns)]
        for row in result.rows
    ]
    print_table(
        ["model", "setting", "count", *columns], rows, title=f"{result.bench} on {result.data} ({result.version})"
    )


def _words(setting: dict[str, str | int | float | bool]) -> str:
    return ", ".join(str(value) for value in setting.values() if value not in ("", 0, False))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"
