"""mindseye jobs list|cancel|resume"""

from __future__ import annotations

import dataclasses

import click

from mindseye.cli.index import job_bar, tell
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.library.jobs import Job


@click.group()
def jobs() -> None:
    """Show long work, cancel it, and go on with what was interrupted."""


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def list_jobs(context: click.Context, as_json: bool) -> None:
    """The jobs of this library, the newest first, whichever process runs them."""
    found = mindseye_of(context).library.jobs.list()
    if as_json:
        print_json([dataclasses.asdict(job) for job in found], indent=1)
        return
    print_table(["job", "what", "state", "done", "words"], [_row(job) for job in found])


@jobs.command()
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def cancel(context: click.Context, number: int, as_json: bool) -> None:
    """Ask a job to stop, whichever process runs it. What it has done stays."""
    job = mindseye_of(context).library.jobs.cancel(number)
    if as_json:
        print_json(dataclasses.asdict(job))
    else:
        click.echo(f"Job {job.id} is {job.state}." if job.is_over else f"Job {job.id} stops within a second or two.")


@jobs.command()
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def resume(context: click.Context, number: int, as_json: bool) -> None:
    """Go on with a job that was interrupted, cancelled or failed, here and now."""
    running = mindseye_of(context).library.jobs
    with job_bar(shown=not as_json) as told:
        job = running.resume(number, told)
    tell(job, as_json)


def _row(job: Job) -> list[str]:
    done = f"{job.done:,} of {job.total:,}" if job.total else f"{job.done:,}"
    return [str(job.id), job.title, job.state, done, job.error or job.message]
