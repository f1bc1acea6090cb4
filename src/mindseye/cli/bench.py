"""mindseye bench NAME"""

from __future__ import annotations

from pathlib import Path

import click

from mindseye.benchmarks.plots import require_matplotlib
from mindseye.benchmarks.result import Result
from mindseye.cli.shell import mindseye_of, print_json, print_table, progress_bar


@click.group()
def bench() -> None:
    """Measure the served models on labelled data."""


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
    eye = mindseye_of(context)
    if report:
        require_matplotlib()  # said before the work, not after it
    with progress_bar("Reading", shown=not as_json) as told:
        result = eye.bench_digits(data, str(data), names, told, others)
    if report:
        from mindseye.benchmarks.report import write_report

        page = write_report(result, [eye.models.get(row.model).card for row in result.rows], report)
        click.echo(f"Report: {page}", err=True)
    if as_json:
        print_json(result.as_json())
    else:
        _print(result)


def _print(result: Result) -> None:
    columns = ["accuracy", "log_loss", "ece", "failures", "false_rejects", "latency_ms_p50", "latency_ms_p95"]
    columns += ["catches"] if "catches" in result.rows[0].metrics else []
    rows = [[row.model, str(row.count), *(f"{row.metrics[c]:.4f}" for c in columns)] for row in result.rows]
    print_table(["model", "pictures", *columns], rows, title=f"{result.bench} on {result.data} ({result.version})")
